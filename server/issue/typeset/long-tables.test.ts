/** A long table with notes is set in stretches: its pages are those of the table in one piece, and it takes no square of time. */
import { expect, test } from 'vitest'
import type { BodyNode } from '../../../src/lib/document/model.ts'
import { printModel } from '../../../src/lib/document/print.ts'
import { appendix, cell, documentOf, p, row, table } from '../../../src/lib/document/testing.ts'
import { wordsOf } from '../../../tests/tools/pdf.ts'
import { readFace } from '../fonts.ts'
import { Compiler } from './compiler.ts'
import { inStretches } from './long-tables.ts'
import { prepare, type TypesetData } from './prepare.ts'
import { withWordsRepeated } from './split-cells.ts'

const root = process.cwd()
const compiler = new Compiler(root)
const face = readFace(root)
const breaksOf = (data: TypesetData) => compiler.breaks(JSON.stringify(data)).breaks

const note = (text: string): BodyNode => ({ type: 'footnote', attrs: { text } })

/** Rows of uneven height, notes of uneven length, one row in six of a group that is merged downwards. */
function longTable(rows: number, { isGroupFirst = false } = {}): BodyNode {
  const names = isGroupFirst ? ['Nhóm', 'TT', 'Việc'] : ['TT', 'Nhóm', 'Việc']
  const head = names.map((text) => cell(text, {}, 'tableHeader'))
  const [first] = head
  if (first) first.content = [p(names[0] ?? '', note('Theo danh mục đã duyệt.'))]
  const content = Array.from({ length: rows }, (_, at) => {
    const words = `việc${at} ${'lời '.repeat((at * 7) % 23)}hết`
    const noted = at % 9 === 4 ? [note(`GHICHÚ${at} ${'ghi rõ hơn '.repeat(at % 13)}xong.`)] : []
    const group = at % 6 === 0 ? [cell(`nhóm${at}`, { rowspan: Math.min(6, rows - at) })] : []
    const number = cell(`${at + 1}`)
    return row(...(isGroupFirst ? [...group, number] : [number, ...group]), {
      ...cell(''),
      content: [p(words, ...noted)],
    })
  })
  return table(row(...head), ...content)
}

test.each([
  ['in the text', [p('Mở đầu', note('Chú thích đầu.')), longTable(200), p('Hết./.')]],
  ['at the end of the text', [p('Mở đầu.'), longTable(170)]],
  ['with a first column of merged cells', [p('Mở đầu.'), longTable(175, { isGroupFirst: true }), p('Hết./.')]],
  [
    'twice, in an appendix that lies across',
    [
      p('Hết', note('Một.'), './.'),
      { ...appendix('DANH MỤC'), attrs: { id: 'pl', isLandscape: true } },
      p('Bảng một:'),
      longTable(170),
      p('Bảng hai:'),
      longTable(170),
    ],
  ],
])('the pages are those of the table in one piece: %s', { timeout: 120_000 }, async (_, content) => {
  const model = printModel(documentOf('bao-cao', content), { number: null, date: null, verify: null })
  const whole = await prepare(model, face)
  const repeated = (data: TypesetData) => withWordsRepeated(data, breaksOf)
  const cut = inStretches(whole, (stretch) => breaksOf(repeated(stretch)))
  const parts = [cut.blocks, ...cut.appendices.map(({ blocks }) => blocks)].flat()
  expect(parts.filter((part) => part.type === 'table' && part.isLater).length).toBeGreaterThan(0)
  const [before, now] = [whole, cut].map(repeated)
  if (!before || !now) throw new Error('nothing was set')
  expect(breaksOf(now)).toEqual(breaksOf(before))
  const [one, other] = [before, now].map((data) => wordsOf(compiler.pdf(JSON.stringify(data)).bytes))
  expect(other?.map(({ text, page }) => `${page} ${text}`)).toEqual(one?.map(({ text, page }) => `${page} ${text}`))
})

test('what has few notes, or few rows, is set in one piece', async () => {
  for (const content of [[longTable(140)], [p('a'), table(row(cell('a', {}, 'tableHeader')), ...rows(400))]]) {
    const data = await prepare(printModel(documentOf('bao-cao', content)), face)
    expect(inStretches(data, breaksOf)).toBe(data)
  }
})

const rows = (count: number) => Array.from({ length: count }, (_, at) => row(cell(`${at}`)))
