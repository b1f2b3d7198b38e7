import { expect, test } from 'vitest'
import { namesFor, offersFor } from './offers.ts'

const NAMES = [
  'Sở Y tế',
  'Bộ Y tế',
  'Sở Nội vụ',
  'Ủy ban nhân dân các xã, phường',
  'Đài Phát thanh và Truyền hình tỉnh',
]
const texts = (typed: string) => offersFor(typed, '2026-02-05', NAMES).map(({ text }) => text)

test('the day is asked for by its words, in the form of the decree first', () => {
  for (const typed of ['ng', 'ngày', 'NGAY', 'hôm nay', 'today'])
    expect(texts(typed).slice(0, 2), typed).toEqual(['ngày 05 tháng 02 năm 2026', '05/02/2026'])
  expect(texts('ngoại')).toEqual([])
})

test('names are found by the beginnings of their words, without diacritics too; a name that begins so stands first', () => {
  expect(texts('so y')).toEqual(['Sở Y tế'])
  expect(texts('y te')).toEqual(['Sở Y tế', 'Bộ Y tế'])
  expect(texts('bộ')).toEqual(['Bộ Y tế'])
  expect(texts('dai truyen')).toEqual(['Đài Phát thanh và Truyền hình tỉnh'])
  expect(texts('xa')).toEqual(['Ủy ban nhân dân các xã, phường'])
  expect(namesFor('n', ['Ban Nội chính', 'Nội vụ'])).toEqual(['Nội vụ', 'Ban Nội chính'])
  expect(texts('UBND')).toEqual([])
})

test('no more than fit, however many there are', () => {
  expect(
    namesFor(
      'xã',
      Array.from({ length: 2_000 }, (_, at) => `Xã ${at}`),
    ),
  ).toHaveLength(6)
})
