/** The decree and its forms, as the ministry published them in Word: nothing is lost, everything stands in its order. */
import { expect, test } from 'vitest'
import { clauseLabels, numberedOf } from '../../src/lib/document/numbering.ts'
import { recognise } from '../../src/lib/document/parse.ts'
import { publishedFile, publishedText } from '../../tests/fixtures/published.ts'
import { contentOf } from './content.ts'
import { wholly } from './readings.ts'
import { reportOf } from './report.ts'
import { paragraphsIn } from './table.ts'
import { readWord } from './word/read.js'
import type { WordFile } from './word/shapes.ts'

function load(name: Parameters<typeof publishedFile>[0]) {
  const bytes = publishedFile(name)
  const file = readWord(bytes)
  const content = contentOf(file)
  return {
    file,
    content,
    report: reportOf({ fileName: name, size: bytes.length, kind: null, agency: '' }, wholly(file, content)),
  }
}

/** Every letter and digit of a text, in order. */
const letters = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** How often each letter of the source is missing from everything that was made of it. */
function missing(file: WordFile, made: unknown): string[] {
  const source = paragraphsIn(file.blocks).flatMap(({ content }) =>
    content.map((one) => ('text' in one ? one.text : '')),
  )
  const words =
    source
      .join(' ')
      .normalize('NFC')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const kept = letters(JSON.stringify(made))
  return [...new Set(words.map(letters))].filter((word) => !kept.includes(word))
}

test('the decree: 38 articles, 116 khoản, 94 điểm, each with the number it was published with', () => {
  const { file, content, report } = load('decree.docx')
  const { blocks, labels, notes, fields } = content.parsed
  const counts = Object.fromEntries(report.counts.map(({ what, count }) => [what, count]))
  expect(counts).toMatchObject({ basis: 2, chuong: 7, muc: 5, dieu: 38, khoan: 116, diem: 94 })

  const published = publishedText('decree.txt').split('\n')
  const typed = published.flatMap((raw) => {
    const line = raw.replaceAll('\t', ' ').trim()
    const found = recognise(line)
    return found.is === 'clause' ? [line.slice(0, found.labelLength).trim()] : []
  })
  expect(labels).toEqual(typed)
  const computed = clauseLabels(blocks.map(numberedOf), 'articles').flatMap((label) => label?.label ?? [])
  expect(computed.map(letters)).toEqual(typed.map(letters))

  expect(content.parsed.kindName).toBe('NGHỊ ĐỊNH')
  expect(fields).toMatchObject({ subject: 'Về công tác văn thư', signerName: 'Nguyễn Xuân Phúc' })
  expect(fields.recipients?.split('\n')).toHaveLength(21)
  expect(missing(file, [blocks, fields, notes, labels, content.parsed.kindName])).toEqual([])
})

test('the forms of Phụ lục III: one appendix with its tables, and no word of a form is lost', () => {
  const { file, content, report } = load('appendix-3.docx')
  const { blocks, notes, labels } = content.parsed
  expect(blocks[0]).toMatchObject({ type: 'appendix' })
  const [abbreviations] = blocks.filter(({ type }) => type === 'table')
  expect(abbreviations?.content).toHaveLength(32)
  expect(
    abbreviations?.content?.[1]?.content?.map((cell) => JSON.stringify(cell).match(/"text":"([^"]*)"/)?.[1]),
  ).toEqual(['1.', 'Nghị quyết (cá biệt)', 'NQ'])
  expect(report.leftOut.map(({ what, count }) => [what, count])).toEqual([
    ['unseen', 1],
    ['shape', 18],
    ['textBox', 3],
  ])
  expect(missing(file, [blocks, notes, labels])).toEqual([])
})
