/** A phiếu trình as it is printed. */
import { expect, test } from 'vitest'
import { printModel } from '../../../src/lib/document/print.ts'
import { clause, documentOf, p } from '../../../src/lib/document/testing.ts'
import { textOf, wordsOf } from '../../../tests/tools/pdf.ts'
import { typesetterWith } from '../../../tests/tools/typesetter.ts'

const sheet = (leaderWords = '') =>
  printModel(
    documentOf('phieu-trinh', [clause('muc', 'Tóm tắt'), p('Văn phòng kính trình./.')], {
      subject: 'Ban hành Kế hoạch',
      addressees: 'Đồng chí Phó Chủ tịch',
      leaderWords,
    }),
    { number: null, date: '2026-11-29', verify: null },
  )
const { pdf } = typesetterWith()
const placeOf = async (leaderWords: string, word: string) => {
  const found = wordsOf((await pdf(sheet(leaderWords))).bytes).find(({ text }) => text === word)
  if (!found) throw new Error(`no ${word} on the page`)
  return found
}

test('no Quốc hiệu, no number, no Nơi nhận; the box under its matter', async () => {
  const text = textOf((await pdf(sheet())).bytes)
  for (const absent of ['CỘNG HÒA', 'Độc lập', 'Số:', 'Nơi nhận']) expect(text).not.toContain(absent)
  const parts = [
    '29 tháng 11',
    'PHIẾU TRÌNH',
    'Kính gửi: Đồng chí',
    'Vấn đề trình: Ban hành',
    'Ý KIẾN CHỈ ĐẠO',
    'TÓM TẮT',
  ]
  const places = parts.map((part) => text.indexOf(part))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)
})

test('the box is as high as a hand needs, with a few words too, and grows with many', async () => {
  const [blank, few, many] = [
    await placeOf('', 'TÓM'),
    await placeOf('Đồng ý.', 'TÓM'),
    await placeOf('Đồng ý.\n'.repeat(12), 'TÓM'),
  ]
  expect(few.top).toBeCloseTo(blank.top, 0)
  expect(many.top).toBeGreaterThan(blank.top + 100)
})
