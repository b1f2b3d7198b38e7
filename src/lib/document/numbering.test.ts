import { expect, test } from 'vitest'
import type { ClauseLevel } from './model.ts'
import { clauseLabels, type Numbered, roman, vietnameseLetter } from './numbering.ts'

/** "khoan" goes on, "khoan!" counts from the first number again. */
type Short = ClauseLevel | `${ClauseLevel}!` | 'appendix' | 'attached' | null

function numbered(short: Short): Numbered {
  if (short === null || short === 'appendix' || short === 'attached') return short
  return { level: short.replace('!', '') as ClauseLevel, restarts: short.endsWith('!') }
}

const labels = (blocks: Short[], series: 'articles' | 'sections' = 'articles') =>
  clauseLabels(blocks.map(numbered), series).map((label) => label?.label ?? null)

test('articles run on through chapters; khoản and điểm begin anew in each', () => {
  expect(labels(['chuong', 'dieu', 'khoan', 'diem', 'diem', 'khoan', 'diem', 'chuong', 'dieu', 'khoan'])).toEqual([
    'Chương I',
    'Điều 1.',
    '1.',
    'a)',
    'b)',
    '2.',
    'a)',
    'Chương II',
    'Điều 2.',
    '1.',
  ])
})

test('mục begin anew in each chương, tiểu mục in each mục; chương run on through phần', () => {
  expect(labels(['phan', 'chuong', 'muc', 'tieu-muc', 'tieu-muc', 'muc', 'tieu-muc', 'phan', 'chuong', 'muc'])).toEqual(
    ['Phần I', 'Chương I', 'Mục 1', 'Tiểu mục 1', 'Tiểu mục 2', 'Mục 2', 'Tiểu mục 1', 'Phần II', 'Chương II', 'Mục 1'],
  )
})

test('a clause may count from the first number again, with what follows it; an article may not', () => {
  expect(labels(['khoan', 'khoan', null, 'khoan!', 'diem', 'diem!', 'khoan'], 'sections')).toEqual([
    '1.',
    '2.',
    null,
    '1.',
    'a)',
    'a)',
    '2.',
  ])
  expect(labels(['dieu', 'dieu!'])).toEqual(['Điều 1.', 'Điều 2.'])
})

test('what stands between clauses does not interrupt the count', () => {
  expect(labels(['dieu', 'khoan', null, 'khoan', null, 'dieu'])).toEqual(['Điều 1.', '1.', null, '2.', null, 'Điều 2.'])
})

test('a report counts I., 1., a); the first article turns its mục into "Mục 1"', () => {
  expect(labels(['muc', 'khoan', 'diem', 'muc', 'khoan'], 'sections')).toEqual(['I.', '1.', 'a)', 'II.', '1.'])
  expect(labels(['muc', 'dieu'], 'sections')).toEqual(['Mục 1', 'Điều 1.'])
})

test('an appendix has a count and a series of its own, and a number only if there are two', () => {
  expect(labels(['dieu', 'dieu', 'appendix', 'muc', 'khoan'])).toEqual(['Điều 1.', 'Điều 2.', 'Phụ lục', 'I.', '1.'])
  expect(labels(['dieu', 'appendix', 'dieu', 'appendix', 'muc'])).toEqual([
    'Điều 1.',
    'Phụ lục I',
    'Điều 1.',
    'Phụ lục II',
    'I.',
  ])
})

test('an attached document has a count and a series of its own, no label, and is no phụ lục', () => {
  expect(labels(['dieu', 'attached', 'muc', 'khoan'])).toEqual(['Điều 1.', '', 'I.', '1.'])
  expect(
    labels(['dieu', 'attached', 'chuong', 'dieu', 'appendix', 'muc', 'appendix', 'muc', 'attached', 'dieu']),
  ).toEqual(['Điều 1.', '', 'Chương I', 'Điều 1.', 'Phụ lục I', 'I.', 'Phụ lục II', 'I.', '', 'Điều 1.'])
  expect(labels(['dieu', 'attached', 'dieu', 'appendix'])).toEqual(['Điều 1.', '', 'Điều 1.', 'Phụ lục'])
})

test('điểm follow the Vietnamese alphabet without the letters that begin no syllable', () => {
  expect(Array.from({ length: 24 }, (_, n) => vietnameseLetter(n + 1)).join(' ')).toBe(
    'a b c d đ e g h i k l m n o p q r s t u v x y aa',
  )
  expect(vietnameseLetter(47)).toBe('ba')
})

test('Roman numerals', () => {
  expect([1, 4, 9, 14, 40, 90, 1999].map(roman)).toEqual(['I', 'IV', 'IX', 'XIV', 'XL', 'XC', 'MCMXCIX'])
})

test('"1.1." and "1.1.1." begin with the number of the clause they stand in, and end with it', () => {
  const plan = ['muc', 'khoan', 'decimal', 'decimal', 'sub-decimal', 'sub-decimal', 'diem', 'khoan', 'decimal'] as const
  expect(labels([...plan, 'muc', 'khoan', 'decimal'], 'sections')).toEqual(
    'I. 1. 1.1. 1.2. 1.2.1. 1.2.2. a) 2. 2.1. II. 1. 1.1.'.split(' '),
  )
})

test('below a điều or a mục without khoản "5.1." has its number, as contracts and reports write it; alone, 1', () => {
  expect(labels(['dieu', 'dieu', 'decimal', 'sub-decimal'])).toEqual(['Điều 1.', 'Điều 2.', '2.1.', '2.1.1.'])
  expect(labels(['muc', 'muc', 'decimal', 'decimal'], 'sections')).toEqual(['I.', 'II.', '2.1.', '2.2.'])
  expect(labels(['decimal', 'decimal', 'sub-decimal'], 'sections')).toEqual(['1.1.', '1.2.', '1.2.1.'])
  expect(labels(['dieu', 'decimal', 'chuong', 'decimal'])).toEqual(['Điều 1.', '1.1.', 'Chương I', '1.1.'])
  expect(labels(['dieu', 'decimal!', 'decimal!'])).toEqual(['Điều 1.', '1.1.', '1.2.'])
})

test('in a reference each is named by how deep it stands: "tiết a điểm 1.1 khoản 1 Điều 27"', () => {
  const cites = (blocks: Short[]) => clauseLabels(blocks.map(numbered), 'sections').map((label) => label?.cite ?? '')
  expect(cites(['muc', 'khoan', 'decimal', 'diem', 'sub-decimal', 'diem', 'khoan', 'diem'])).toEqual([
    'Mục I',
    'khoản 1',
    'điểm 1.1',
    'tiết a',
    'tiết 1.1.1',
    'ý a',
    'khoản 2',
    'điểm a',
  ])
  expect(cites(['muc', 'decimal', 'diem', 'sub-decimal', 'muc', 'diem'])).toEqual([
    'Mục I',
    'khoản 1.1',
    'điểm a',
    'điểm 1.1.1',
    'Mục II',
    'điểm a',
  ])
})
