import { describe, expect, test } from 'vitest'
import { isInForce, type KnownBasis, outdatedBasis } from './known-basis.ts'

const known = (wording: string, validFrom: string, validTo: string | null = null, replacedBy = ''): KnownBasis => ({
  ...{ wording, validFrom, validTo, replacedBy },
})

const LIBRARY = [
  known('Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015', '2016-01-01', '2025-02-28'),
  known('Luật Tổ chức chính quyền địa phương ngày 19 tháng 02 năm 2025', '2025-03-01', '2025-06-15'),
  known('Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025', '2025-06-16'),
  known(
    'Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004 của Chính phủ về công tác văn thư',
    '2004-05-06',
    '2020-03-04',
  ),
  known('Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư', '2020-03-05'),
]
const outdated = (line: string) => outdatedBasis(line, LIBRARY, '2026-11-25')?.validTo ?? null

describe('a line names a document that is no longer in force', () => {
  test.each([
    ['by its number', 'Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08/4/2004 của Chính phủ;', '2020-03-04'],
    ['by its number, second of two', 'Căn cứ Nghị định số 43/2011/NĐ-CP; Nghị định 110/2004/NĐ-CP;', '2020-03-04'],
    ['by name and year', 'Căn cứ Luật Tổ chức chính quyền địa phương năm 2015;', '2025-02-28'],
    ['by name and day', 'Căn cứ Luật Tổ chức Chính quyền địa phương ngày 19 tháng 2 năm 2025;', '2025-06-15'],
    ['by a day with strokes', 'Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;', '2025-02-28'],
  ])('%s', (_, line, validTo) => expect(outdated(line)).toBe(validTo))
})

describe('a line does not', () => {
  test.each([
    ['it is in force', 'Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;'],
    ['the year has one in force', 'Căn cứ Luật Tổ chức chính quyền địa phương năm 2025;'],
    ['the number only ends like it', 'Căn cứ Nghị định số 1110/2004/NĐ-CP;'],
    ['the number only begins like it', 'Căn cứ Nghị định số 110/2004/NĐ-CPX;'],
    ['another law has the name in it, without a day', 'Căn cứ Luật sửa đổi Luật Tổ chức chính quyền địa phương;'],
    ['the library does not know it', 'Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;'],
    ['there is nothing', ''],
  ])('%s', (_, line) => expect(outdated(line)).toBeNull())
})

test('in force from its first day to its last', () => {
  const law = known('Luật A', '2025-03-01', '2025-06-15')
  expect(['2025-02-28', '2025-03-01', '2025-06-15', '2025-06-16'].map((day) => isInForce(law, day))).toEqual([
    ...[false, true, true, false],
  ])
})
