import { expect, test } from 'vitest'
import { documentOf, p } from '../testing.ts'
import { originsOf, placeOfWords, traceBack, wordsOfDocument, wordsOfText } from './origin.ts'

const texts = [
  'Các đơn vị gửi báo cáo',
  'Các đơn vị gửi báo cáo trước ngày 15',
  'Quá hạn không nhận Các đơn vị gửi báo cáo trước ngày 20',
  'Các đơn vị gửi báo cáo trước ngày 20 Quá hạn không nhận',
]
const origins = (words: string) => {
  const head = texts.length
  const all = wordsOfText(texts[head - 1] ?? '')
  const from = placeOfWords(all, wordsOfText(words), 0)
  const places = wordsOfText(words).map((_, at) => from + at)
  return originsOf(
    head,
    places,
    async (at) => wordsOfText(texts[at - 1] ?? ''),
    async () => false,
  )
}

test('each word is followed back to the text in which it came', async () => {
  expect(await origins('gửi báo cáo trước ngày 20')).toEqual([
    { words: 3, after: 0, upTo: 1 },
    { words: 2, after: 1, upTo: 2 },
    { words: 1, after: 2, upTo: 3 },
  ])
})

test('words that were moved came when they were first written', async () => {
  expect(await origins('Quá hạn không nhận')).toEqual([{ words: 4, after: 2, upTo: 3 }])
})

test('a line that was split has the words it had', () => {
  const one = wordsOfDocument(documentOf('cong-van', [p('Các đơn vị gửi báo cáo')]))
  const two = wordsOfDocument(documentOf('cong-van', [p('Các đơn vị'), p('gửi báo cáo')]))
  expect(traceBack(one, two, [0, 3, 5])).toEqual([0, 3, 5])
})

test('of several places the nearest is meant', () => {
  const text = wordsOfText('một hai ba một hai')
  expect(placeOfWords(text, ['một', 'hai'], 0)).toBe(0)
  expect(placeOfWords(text, ['một', 'hai'], 4)).toBe(3)
  expect(placeOfWords(text, ['bốn'], 0)).toBe(-1)
  expect(placeOfWords(text, [], 0)).toBe(-1)
})
