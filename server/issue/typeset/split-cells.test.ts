/** Merged cells on several pages. */
import { expect, test } from 'vitest'
import { printModel } from '../../../src/lib/document/print.ts'
import { cell, documentOf, p, row, table } from '../../../src/lib/document/testing.ts'
import { wordsOf } from '../../../tests/tools/pdf.ts'
import { typesetterWith } from '../../../tests/tools/typesetter.ts'

const { pdf } = typesetterWith()

const print = async (...rows: Parameters<typeof table>) => {
  const document = documentOf('bao-cao', [p('Bảng sau đây:'), table(...rows), p('Hết./.')])
  return pdf(printModel(document, { number: null, date: '2026-11-29', verify: null }))
}
const pagesWith = (bytes: Uint8Array, word: string) => [
  ...new Set(
    wordsOf(bytes)
      .filter(({ text }) => text === word)
      .map(({ page }) => page),
  ),
]
const pagesOf = (bytes: Uint8Array) => Math.max(...wordsOf(bytes).map(({ page }) => page))

test('a merged cell over page breaks says its words on each of its pages, in its column; one on a page says them once', async () => {
  const { bytes } = await print(
    row(cell('TT', {}, 'tableHeader'), cell('Nhóm', {}, 'tableHeader'), cell('Việc', {}, 'tableHeader')),
    ...Array.from({ length: 120 }, (_, at) =>
      row(
        cell(`${at + 1}`),
        ...(at === 0 ? [cell('CHUNG', { rowspan: 100 })] : at === 100 ? [cell('RIÊNG', { rowspan: 20 })] : []),
        cell(`việc${at}`),
      ),
    ),
  )
  const words = wordsOf(bytes)
  const lastOfGroup = words.find(({ text }) => text === 'việc99')?.page ?? 0
  expect(lastOfGroup).toBeGreaterThan(2)
  expect(pagesWith(bytes, 'CHUNG')).toEqual(Array.from({ length: lastOfGroup }, (_, at) => at + 1))
  expect(new Set(words.filter(({ text }) => text === 'CHUNG').map(({ left }) => Math.round(left))).size).toBe(1)
  const own = [words.find(({ text }) => text === 'việc100')?.page, words.find(({ text }) => text === 'việc119')?.page]
  expect(pagesWith(bytes, 'RIÊNG')).toEqual([...new Set(own)])
  for (let at = 0; at < 120; at++) expect(words.filter(({ text }) => text === `việc${at}`)).toHaveLength(1)
})

test('its footnote is printed once', async () => {
  const note = { type: 'footnote', attrs: { text: 'GHICHÚ' } }
  const { bytes } = await print(
    ...Array.from({ length: 90 }, (_, at) =>
      row(...(at === 0 ? [{ ...cell('', { rowspan: 90 }), content: [p('CHUNG', note)] }] : []), cell(`việc${at}`)),
    ),
  )
  expect(pagesOf(bytes)).toBeGreaterThan(1)
  expect(pagesWith(bytes, 'CHUNG').length).toBe(pagesWith(bytes, 'việc89')[0])
  expect(wordsOf(bytes).filter(({ text }) => text.includes('GHICHÚ'))).toHaveLength(1)
})
