import { expect, test } from 'vitest'
import { compareNumbers, dayIn, isBlank, isTotal, numberIn, sumOf, writtenNumber } from './table-values.ts'

const written = (words: string) => {
  const number = numberIn(words)
  return number && writtenNumber(number)
}

test('numbers are read and written as offices write them', () => {
  const same = ['0', '7', '999', '1.000', '1.234.567,89', '0,05', '-12', '-1.234,5']
  for (const words of same) expect(written(words), words).toBe(words)
  expect(written('1234567')).toBe('1.234.567')
  expect(written('−3')).toBe('-3')
  expect(written('(1.250)')).toBe('-1.250')
  for (const words of ['', '12.5', '1,234.5', '1.23.456', '12%', '5 triệu', 'IV', '01/02/2026', '1.2345'])
    expect(written(words), words).toBeNull()
})

test('a sum is exact, whatever the length and the part behind the comma', () => {
  const numbers = ['0,1', '0,2', '999.999.999.999.999.999', '-1'].flatMap((words) => numberIn(words) ?? [])
  expect(writtenNumber(sumOf(numbers))).toBe('999.999.999.999.999.998,3')
  const [one, two] = [numberIn('1,10'), numberIn('1,1')]
  expect(one && two && compareNumbers(one, two)).toBe(0)
})

test('a day is one of the calendar', () => {
  expect(dayIn('29/11/2026')).toBeLessThan(dayIn('1/12/2026') ?? 0)
  expect(dayIn('29/02/2028')).not.toBeNull()
  for (const words of ['29/02/2026', '31/4/2026', '11/2026', 'ngày 1/1/2026']) expect(dayIn(words), words).toBeNull()
})

test('an empty cell and a total are known by their words', () => {
  expect([' ', '-', '–'].every(isBlank)).toBe(true)
  expect(['Tổng cộng', 'CỘNG', 'Tổng số:', 'Tổng'.normalize('NFD')].every(isTotal)).toBe(true)
  expect(['Cộng đồng', 'Tổng cục Thuế', ''].some(isTotal)).toBe(false)
})
