/** Footnotes in the rows of a table: each stands on the page of its row, and no row is another height for it. */
import { expect, test } from 'vitest'
import { printModel } from '../../../src/lib/document/print.ts'
import { cell, documentOf, p, row, table } from '../../../src/lib/document/testing.ts'
import { wordsOf } from '../../../tests/tools/pdf.ts'
import { typesetterWith } from '../../../tests/tools/typesetter.ts'

const { pdf } = typesetterWith()

const ROWS = 90
const NOTED = [3, 12, 13, 50, 51, 52, 80]
/** Merged downwards; the rows it reaches into are measured by Typst itself. */
const MERGED = { from: 10, rows: 5 }

async function wordsPrinted(notes: readonly number[]) {
  const head = ['TT', 'Nhóm', 'Việc'].map((text) => cell(text, {}, 'tableHeader'))
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const note = { type: 'footnote', attrs: { text: `GHICHÚ${at} của hàng này.` } }
    const words = 'lời '.repeat((at * 7) % 40)
    const last = { ...cell(''), content: [p(`việc${at} ${words}hết`, ...(notes.includes(at) ? [note] : []))] }
    const isCovered = at > MERGED.from && at < MERGED.from + MERGED.rows
    const group = at === MERGED.from ? [cell('gộp', { rowspan: MERGED.rows })] : isCovered ? [] : [cell('riêng')]
    return row(cell(`${at + 1}`), ...group, last)
  })
  const document = documentOf('bao-cao', [p('Bảng sau đây:'), table(row(...head), ...rows), p('Hết./.')])
  return wordsOf((await pdf(printModel(document, { number: null, date: '2026-11-29', verify: null }))).bytes)
}

test('each note stands once, on the page of its row; the rows are as high as without notes', async () => {
  const [bare, noted] = [await wordsPrinted([]), await wordsPrinted(NOTED)]
  const places = (words: typeof bare, text: string) => words.filter((word) => word.text === text)
  for (const at of NOTED) {
    const pages = places(noted, `GHICHÚ${at}`).map(({ page }) => page)
    expect(pages).toEqual(places(noted, `việc${at}`).map(({ page }) => page))
  }
  let compared = 0
  for (let at = 0; at + 1 < ROWS; at++) {
    const [before, now] = [bare, noted].map((words) => [at, at + 1].flatMap((one) => places(words, `việc${one}`)))
    expect([before?.length, now?.length]).toEqual([2, 2])
    const height = ([first, next]: typeof bare = []) =>
      first && next && first.page === next.page ? next.top - first.top : null
    const heights = [height(before), height(now)]
    if (heights[0] === null || heights[1] === null) continue
    compared++
    expect(Math.abs((heights[0] ?? 0) - (heights[1] ?? 0)), `row ${at}`).toBeLessThan(0.2)
  }
  expect(compared).toBeGreaterThan(ROWS / 2)
})
