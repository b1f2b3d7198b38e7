import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/lib/errors.ts'
import { read } from './work.ts'
import { writeXlsx } from './write.ts'

const refused = (bytes: Uint8Array): unknown => {
  try {
    read(bytes)
    return 'read'
  } catch (failure) {
    return failure instanceof AppError ? failure.detail.reason : failure
  }
}
const csv = (text: string) => read(strToU8(text)).sheets[0]?.rows
const cellsOf = (rows: { cells: string[] }[] | undefined) => rows?.map(({ cells }) => cells)

/** A workbook with one sheet of this XML. */
function workbook(sheetData: string, { shared = '', state = '', head = '' } = {}): Uint8Array {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const rels = (rows: string) =>
    strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${rows}</Relationships>`,
    )
  return zipSync({
    '_rels/.rels': rels(`<Relationship Id="a" Type="${types}/officeDocument" Target="xl/workbook.xml"/>`),
    'xl/workbook.xml': strToU8(
      `${head}<workbook xmlns="${main}" xmlns:r="${types}"><sheets><sheet name="Một" sheetId="1" r:id="s1" ${state}/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': rels(
      `<Relationship Id="s1" Type="${types}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="s2" Type="${types}/sharedStrings" Target="sharedStrings.xml"/>`,
    ),
    'xl/sharedStrings.xml': strToU8(`<sst xmlns="${main}">${shared}</sst>`),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet xmlns="${main}"><sheetData>${sheetData}</sheetData></worksheet>`),
  })
}

describe('CSV', () => {
  test.each([
    ['semicolons', 'Họ và tên;Chức vụ\nNguyễn Văn An;Chuyên viên'],
    ['commas', 'Họ và tên,Chức vụ\r\nNguyễn Văn An,Chuyên viên\r\n'],
    ['tabs', 'Họ và tên\tChức vụ\nNguyễn Văn An\tChuyên viên'],
    ["Excel's own first line", 'sep=;\r\nHọ và tên;Chức vụ\r\nNguyễn Văn An;Chuyên viên'],
    ['a mark of UTF-8', '\uFEFFHọ và tên;Chức vụ\nNguyễn Văn An;Chuyên viên'],
  ])('with %s', (_, text) => {
    expect(cellsOf(csv(text))).toEqual([
      ['Họ và tên', 'Chức vụ'],
      ['Nguyễn Văn An', 'Chuyên viên'],
    ])
  })

  test('quotation marks, line breaks within a cell, and the line a row begins at', () => {
    expect(csv('a;b\n"x ""y""; z";"hai\ndòng"\n;;\ncuối;')).toEqual([
      { number: 1, cells: ['a', 'b'] },
      { number: 2, cells: ['x "y"; z', 'hai\ndòng'] },
      { number: 5, cells: ['cuối', ''] },
    ])
  })

  test('UTF-16 with and without its mark, and what Vietnamese Windows writes', () => {
    const text = 'Họ và tên;Đơn vị\nLê Thị Hồng;Phòng Nội chính'
    const expected = text.split('\n').map((line) => line.split(';'))
    const wide = Buffer.from(text, 'utf16le')
    const swapped = Buffer.from(wide).swap16()
    expect(cellsOf(read(Buffer.concat([Buffer.of(0xff, 0xfe), wide])).sheets[0]?.rows)).toEqual(expected)
    expect(cellsOf(read(Buffer.concat([Buffer.of(0xfe, 0xff), swapped])).sheets[0]?.rows)).toEqual(expected)
    expect(cellsOf(read(wide).sheets[0]?.rows)).toEqual(expected)
    // «Lê Thị;Đỗ» in windows-1258: ê is a letter, the tones follow theirs (dot below F2, tilde DE), Đ is D0.
    const ansi = Buffer.from([0x4c, 0xea, 0x20, 0x54, 0x68, 0x69, 0xf2, 0x3b, 0xd0, 0xf4, 0xde])
    expect(cellsOf(read(ansi).sheets[0]?.rows)).toEqual([['Lê Thị', 'Đỗ']])
  })
})

describe('XLSX', () => {
  test('what the house writes, it reads', () => {
    const sheets = [
      {
        name: 'Người dùng',
        head: ['Họ và tên', 'Chức vụ'],
        widths: [20, 20],
        rows: [
          ['A & B <c>', ''],
          ['', '  hai  '],
          ['_x0041_', 'Cấp _x0031_2 tỷ'],
        ],
      },
      { name: 'Đơn vị', head: ['Đơn vị'], widths: [20], rows: [] },
    ]
    const file = read(writeXlsx(sheets))
    expect(file.sheets.map(({ name }) => name)).toEqual(['Người dùng', 'Đơn vị'])
    expect(file.sheets[0]?.rows).toEqual([
      { number: 1, cells: ['Họ và tên', 'Chức vụ'] },
      { number: 2, cells: ['A & B <c>'] },
      { number: 3, cells: ['', '  hai  '] },
      { number: 4, cells: ['_x0041_', 'Cấp _x0031_2 tỷ'] },
    ])
  })

  test('shared texts with runs, numbers, truths, formulas by their value, and what failed', () => {
    const shared =
      '<si><r><t>Nguyễn </t></r><r><t>Văn An</t></r><rPh sb="0" eb="1"><t>hint</t></rPh></si><si><t>hai_x000D_\nba</t></si>'
    const row =
      '<row r="7"><c r="A7" t="s"><v>0</v></c><c r="C7"><v>12.0</v></c><c r="D7" t="b"><v>1</v></c>' +
      '<c r="E7" t="str"><f>CONCATENATE("x","y")</f><v>xy</v></c><c r="F7" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="AA7" t="s"><v>1</v></c></row>'
    const [first] = read(workbook(row, { shared })).sheets[0]?.rows ?? []
    expect(first?.number).toBe(7)
    expect(first?.cells.slice(0, 6)).toEqual(['Nguyễn Văn An', '', '12', 'TRUE', 'xy', '#DIV/0!'])
    expect(first?.cells[26]).toBe('hai\nba')
  })

  test('what is hidden stays out, and is told', () => {
    const cell = (r: string) => `<c r="${r}" t="inlineStr"><is><t>x</t></is></c>`
    const rows = `<row r="1">${cell('A1')}</row><row r="2" hidden="1">${cell('A2')}</row>`
    expect(read(workbook(rows)).sheets[0]).toMatchObject({ hiddenRows: 1, rows: [{ number: 1 }] })
    expect(refused(workbook(rows, { state: 'state="hidden"' }))).toBe('empty')
  })
})

describe('what is refused, and why', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', strToU8(''), 'empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0x0d]), 'other'],
    ['another zip', zipSync({ 'a.txt': strToU8('a') }), 'other'],
    ['half a zip', writeXlsx([{ name: 'x', head: ['x'], widths: [1], rows: [] }]).subarray(0, 300), 'broken'],
    ['Excel 97', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'old'],
    ['an entity that would grow', workbook('', { head: '<!DOCTYPE x [<!ENTITY a "aaaa">]>' }), 'broken'],
  ])('%s', (_, bytes, reason) => {
    expect(refused(bytes)).toBe(reason)
  })

  test('a password', () => {
    const locked = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), Buffer.from('EncryptedPackage', 'utf16le')])
    expect(refused(locked)).toBe('locked')
  })

  test('two sheets under one name of the zip', () => {
    const two = zipSync({ 'xl/worksheets/sheet1.xml': strToU8('<a/>'), 'xl/worksheets/sheet2.xml': strToU8('<b/>') })
    const twice = Buffer.from(two).toString('latin1').replaceAll('sheet2.xml', 'sheet1.xml')
    expect(refused(Buffer.from(twice, 'latin1'))).toBe('broken')
  })

  test('a zip bomb: a sheet that unfolds to 200 MB', () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(200 * 1024 * 1024) }, { level: 1 })
    expect(bomb.length).toBeLessThan(4 * 1024 * 1024)
    expect(refused(bomb)).toBe('bomb')
  })

  test('one large part that twenty sheets name is read once, not twenty times', () => {
    const again = Array.from({ length: 19 }, (_, i) => `<sheet name="S${i}" sheetId="${i + 2}" r:id="s1"/>`)
    expect(refused(workbook(' '.repeat(4 * 1024 * 1024), { state: `/>${again.join('').replace(/\/>$/, '')}` }))).toBe(
      'bomb',
    )
  })

  test('a tag that says a hundred thousand things, or declares as many namespaces', () => {
    const many = (one: (i: number) => string) => Array.from({ length: 100_000 }, (_, i) => one(i)).join(' ')
    for (const said of [many((i) => `a${i}="1"`), many((i) => `xmlns:a${i}="u${i}"`)])
      expect(refused(workbook(`<row ${said}/>`))).toBe('bomb')
  })

  test('tags within tags, in whatever part; a tag too many beside the others is none', () => {
    const deep = '<a>'.repeat(400_000) + '</a>'.repeat(400_000)
    expect(refused(workbook(deep))).toBe('bomb')
    expect(refused(workbook('', { shared: deep }))).toBe('bomb')
    expect(refused(workbook('', { head: deep }))).toBe('bomb')
    const cell = '<c r="A1" t="inlineStr"><is><t>x</t></is></c>'
    expect(refused(workbook(`<row r="1">${cell}</row>${'<a/>'.repeat(1_000)}`))).toBe('read')
  })

  test('a million rows, as a workbook and as CSV', () => {
    const rows = Array.from(
      { length: 200_000 },
      (_, i) => `<row r="${i + 1}"><c t="inlineStr"><is><t>x</t></is></c></row>`,
    )
    expect(refused(workbook(rows.join('')))).toBe('rows')
    expect(refused(strToU8('x;y\n'.repeat(900_000)))).toBe('rows')
  })

  test('whole columns that were coloured are no rows', () => {
    const empty = Array.from({ length: 100_000 }, (_, i) => `<row r="${i + 2}"><c s="1"/><c s="1"/></row>`)
    const rows = read(workbook(`<row r="1"><c t="inlineStr"><is><t>x</t></is></c></row>${empty.join('')}`)).sheets[0]
      ?.rows
    expect(rows).toEqual([{ number: 1, cells: ['x'] }])
  })
})
