import { describe, expect, test } from 'vitest'
import { readSearch } from './search.ts'

const read = (typed: string) => readSearch(typed, 2026)
const day = (iso: string) => ({ is: 'days', from: iso, to: iso })

describe('days, however they are written', () => {
  test.each([
    ...['29/11/2026', '29-11-2026', '29.11.2026', '29/11/26', '2026-11-29', '29/11', 'ngày 29/11/2026'],
    ...['ngày 29 tháng 11 năm 2026', 'Ngay 29 thang 11 nam 2026', 'ngày 29 tháng 11'],
  ])('%s', (typed) => {
    expect(read(typed)).toMatchObject([day('2026-11-29')])
  })

  test.each(['1/3/2026', '01/03/2026', '1-3-2026', '01/3/2026', 'ngày 1 tháng 3 năm 2026'])('%s', (typed) => {
    expect(read(typed)).toMatchObject([day('2026-03-01')])
  })

  test.each([
    ['11/2026', '2026-11-01', '2026-11-30'],
    ['/11/2026', '2026-11-01', '2026-11-30'],
    ['tháng 11 năm 2026', '2026-11-01', '2026-11-30'],
    ['tháng 2/2028', '2028-02-01', '2028-02-29'],
    ['01/11/2026-15/11/2026', '2026-11-01', '2026-11-15'],
    ['01/11/2026 - 15/11/2026', '2026-11-01', '2026-11-15'],
    ['1/11–15/11', '2026-11-01', '2026-11-15'],
    ['từ 01/11/2026 đến 15/11/2026', '2026-11-01', '2026-11-15'],
    ['tu ngay 1/11/2026 den ngay 15/11/2026', '2026-11-01', '2026-11-15'],
    ['15/11/2026 đến 01/11/2026', '2026-11-01', '2026-11-15'],
    ['tháng 1/2026 đến tháng 3/2026', '2026-01-01', '2026-03-31'],
    ['từ 01/11/2026', '2026-11-01', '9999-12-31'],
    ['đến 15/11/2026', '0001-01-01', '2026-11-15'],
  ])('%s is from %s to %s', (typed, from, to) => {
    expect(read(typed)).toMatchObject([{ is: 'days', from, to }])
  })

  test.each(['31/02/2026', '29/02/2026', '00/11/2026', '13/2026', '2026', '1/2/3/4'])('%s is no day', (typed) => {
    expect(read(typed).some(({ is }) => is === 'days')).toBe(false)
  })
})

describe('numbers', () => {
  test.each([
    ['06/QĐ-UBND', 6, 'qd-ubnd'],
    ['6/qd-ubnd', 6, 'qd-ubnd'],
    ['số 06/QĐ-UBND', 6, 'qd-ubnd'],
    ['100/KH-UBND', 100, 'kh-ubnd'],
    ['06/', 6, ''],
    ['06/2026/QĐ-UBND', 6, '2026/qd-ubnd'],
  ])('%s', (typed, number, symbol) => {
    expect(read(typed)).toMatchObject([{ is: 'number', number, symbol }])
  })

  test.each([
    ['số 6', 6, 6],
    ['số 100-120', 100, 120],
    ['từ số 100 đến số 120', 100, 120],
    ['so 120 den 100', 100, 120],
  ])('%s is from %i to %i', (typed, from, to) => {
    expect(read(typed)).toMatchObject([{ is: 'numbers', from, to }])
  })
})

test('words stay words, and parts stand together', () => {
  expect(read('quyết định 06/QĐ-UBND ngày 01/03/2026 quy chế')).toMatchObject([
    { is: 'word', word: 'quyet' },
    { is: 'word', word: 'dinh' },
    { is: 'number', number: 6, symbol: 'qd-ubnd' },
    day('2026-03-01'),
    { is: 'word', word: 'quy' },
    { is: 'word', word: 'che' },
  ])
  expect(read('giai đoạn 2021-2025')).toEqual(['giai', 'doan', '2021-2025'].map((word) => ({ is: 'word', word })))
  for (const typed of ['số', 'từ', 'đến', 'ngày', 'tháng', '-', '/', '//', 'số quý', 'ngày mai', 'tháng 13'])
    expect(read(typed)[0], typed).toMatchObject({ is: 'word' })
  expect(read('')).toEqual([])
  expect(read('x '.repeat(100))).toHaveLength(12)
})
