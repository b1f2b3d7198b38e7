import { expect, test } from 'vitest'
import type { Change } from '../../document/suggest/shapes.ts'
import { toldLines } from './told-lines.ts'

const at = { line: { client: 1, clock: 1 }, after: null, before: null, around: { before: '', after: '' } }
const words = (text: string): Change => ({ is: 'words', ...at, removed: [], was: [], put: [{ type: 'text', text }] })
const field = (name: string, was: string, put: string): Change => ({ is: 'field', name, was, put })
const told = (changes: Change[], isWhole = false) => toldLines(changes, isWhole, (kind) => kind)

test('no change is hidden by a long one before it', () => {
  const changes = [words('Báo cáo kết quả. '.repeat(30)), field('subject', 'Cấp 12 tỷ', 'Cấp 21 tỷ')]
  const { lines, left, isCut } = told(changes)
  expect(lines.map(({ put }) => put.length)).toEqual([241, 9])
  expect(lines[1]).toEqual({ label: 'field: Trích yếu', stays: '', was: 'Cấp 12 tỷ', put: 'Cấp 21 tỷ' })
  expect([left, isCut]).toEqual([0, true])
  expect(told(changes, true)).toMatchObject({
    left: 0,
    isCut: true,
    lines: [{ put: changes[0] && expect.any(String) }, {}],
  })
})

test('what is not shown is counted, and can be shown', () => {
  const changes = Array.from({ length: 9 }, (_, index) => words(`chữ ${index}`))
  expect(told(changes)).toMatchObject({ left: 5, isCut: false })
  expect(told(changes, true).lines.map(({ put }) => put)).toEqual(changes.map((_, index) => `chữ ${index}`))
})

test('what has no words is told, too', () => {
  const id = { client: 1, clock: 1 }
  const form: Change = {
    ...{ is: 'form', block: id, text: 'Về việc chi' },
    was: { role: 'paragraph', align: 'justify' },
    put: { role: 'formula', align: 'center' },
  }
  const look: Change = {
    is: 'look',
    line: id,
    letters: [],
    was: [{ type: 'text', text: 'chi' }],
    mark: 'strike',
    on: true,
  }
  expect(told([form]).lines).toEqual([
    {
      label: 'loại đoạn: đoạn văn → dòng quyết định, căn lề: căn đều → căn giữa',
      stays: 'Về việc chi',
      was: '',
      put: '',
    },
  ])
  expect(told([look]).lines[0]?.label).toBe('gạch ngang')
  expect(told([{ ...look, on: false }]).lines[0]?.label).toBe('bỏ gạch ngang')
  expect(told([field('urgency', 'none', 'hoa-toc')]).lines[0]).toEqual({
    label: 'Độ khẩn',
    stays: '',
    was: '–',
    put: 'HỎA TỐC',
  })
  const split: Change = { is: 'split', ...at, put: { type: 'clause', attrs: { level: 'dieu' } } }
  expect(told([split]).lines[0]?.label).toBe('điều')
  const image: Change = {
    ...{ is: 'blocks', after: null, before: null, removed: [], was: [] },
    put: [{ type: 'image', attrs: { alt: 'Biểu đồ' } }, { type: 'pageBreak' }],
  }
  expect(told([image]).lines[0]?.put).toBe('[▣ Biểu đồ] [⤓]')
})

test('a reference that comes in place of another is told by what both say', () => {
  const to = (target: string) => [{ type: 'reference', attrs: { target } }]
  const change: Change = {
    is: 'words',
    ...at,
    removed: [{ client: 1, clock: 5, length: 1 }],
    was: to('a'),
    put: to('b'),
  }
  const cite = (target: string) => ({ a: 'Điều 5', b: 'Điều 6' })[target]
  expect(toldLines([change], false, (kind) => kind, cite).lines[0]).toMatchObject({
    was: '[→ Điều 5]',
    put: '[→ Điều 6]',
  })
  expect(told([change]).lines[0]).toMatchObject({ was: '[→]', put: '[→]' })
})
