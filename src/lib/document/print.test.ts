import { expect, test } from 'vitest'
import type { Fields } from './model.ts'
import { printModel } from './print.ts'
import { addresseeLines, dateWords, letterLead, letterSubject, numberAndSymbol, recipientLines } from './print/lines.ts'
import { parseDocument } from './read.ts'
import {
  appendix,
  attached,
  basis,
  bold,
  br,
  cell,
  clause,
  documentOf,
  formula,
  line,
  p,
  quote,
  ref,
  row,
  table,
} from './testing.ts'

const words = (runs: { text: string }[]) => runs.map(({ text }) => text).join('')

test('numbers below 10 get a 0; days below 10 and months 1 and 2 get one, months 3 to 9 none', () => {
  expect(numberAndSymbol(5, 'QĐ-UBND')).toBe('05/QĐ-UBND')
  expect(numberAndSymbol(2862, 'QĐ-UBND')).toBe('2862/QĐ-UBND')
  expect(numberAndSymbol(null, 'QĐ-UBND')).toMatch(/^\u00a0+\/QĐ-UBND$/)
  expect(dateWords('2026-01-05')).toBe('ngày 05 tháng 01 năm 2026')
  expect(dateWords('2019-06-29')).toBe('ngày 29 tháng 6 năm 2019')
  expect(dateWords('2026-12-10')).toBe('ngày 10 tháng 12 năm 2026')
  expect(dateWords(null)).toMatch(/^ngày\s+tháng\s+năm$/)
})

test('recipients end with ";" and ".", and "Lưu: VT" comes last wherever it was typed', () => {
  expect(recipientLines('Như Điều 3\nLưu: VT, NC (2).\n- Thường trực Tỉnh ủy;')).toEqual([
    '- Như Điều 3;',
    '- Thường trực Tỉnh ủy;',
    '- Lưu: VT, NC (2).',
  ])
})

test('one addressee stands bare, two become a list', () => {
  expect(addresseeLines('- Bộ Nội vụ.')).toEqual(['Bộ Nội vụ'])
  expect(addresseeLines('Bộ Nội vụ\nBộ Tài chính')).toEqual(['- Bộ Nội vụ;', '- Bộ Tài chính.'])
})

test('a letter says V/v once', () => {
  expect(letterSubject('nâng bậc lương năm 2026')).toBe('V/v nâng bậc lương năm 2026')
  expect(letterSubject('V/v nâng bậc lương')).toBe('V/v nâng bậc lương')
  expect(letterSubject('Về việc nâng bậc lương')).toBe('V/v nâng bậc lương')
  expect(letterSubject(' ')).toBeNull()
  expect(['', 'nâng bậc lương', 'Về việc nâng bậc', 'v/v: nâng'].map(letterLead)).toEqual(['V/v ', 'V/v ', '', ''])
})

test('a decision prints with its letterhead, its number and its clauses', () => {
  const document = documentOf(
    'quyet-dinh',
    [
      basis('Căn cứ Luật Tổ chức chính quyền địa phương'),
      basis('Theo đề nghị của Chánh Văn phòng'),
      formula('QUYẾT ĐỊNH:'),
      clause('dieu', ['Ban hành ', bold('Quy chế'), ' kèm theo Quyết định này.'], 'a'),
      clause('dieu', 'Phạm vi', 'b'),
      clause('khoan', ['Theo quy định tại ', ref('a'), ' và ', ref('gone')]),
    ],
    { subject: 'Về việc ban hành Quy chế làm việc' },
  )
  const model = printModel(document, { number: 5, date: '2026-01-05', verify: null })
  expect(model.letterhead).toMatchObject({
    agency: ['ỦY BAN NHÂN DÂN', 'TỈNH SƠN LA'],
    number: 'Số: 05/QĐ-UBND',
    placeDate: 'Sơn La, ngày 05 tháng 01 năm 2026',
  })
  expect(model.title).toEqual({ name: 'QUYẾT ĐỊNH', subject: 'Về việc ban hành Quy chế làm việc' })
  expect(model.letterSubject).toBeNull()
  expect(model.blocks).toMatchObject([
    { type: 'basis', runs: [{ text: 'Căn cứ Luật Tổ chức chính quyền địa phương;' }] },
    { type: 'basis', runs: [{ text: 'Theo đề nghị của Chánh Văn phòng.' }] },
    { type: 'formula', text: 'QUYẾT ĐỊNH:' },
    {
      label: 'Điều 1.',
      isTitled: false,
      runs: [{ text: 'Ban hành ' }, { text: 'Quy chế', bold: true }, { text: ' kèm theo Quyết định này.' }],
    },
    { label: 'Điều 2.', isTitled: true },
    { label: '1.', isTitled: false, runs: [{ text: 'Theo quy định tại Điều 1 và [tham chiếu đã mất]' }] },
  ])
  expect(model.recipients).toEqual(['- Như Điều 3;', '- Lưu: VT, NC.'])
})

test('an ending that was typed is kept as it is: the checker judges it, the printer does not rewrite', () => {
  const { blocks } = printModel(documentOf('quyet-dinh', [basis('Căn cứ Luật Đất đai,'), formula('QUYẾT ĐỊNH:')]))
  expect(blocks[0]).toMatchObject({ runs: [{ text: 'Căn cứ Luật Đất đai,' }] })
})

test('TRUE-1: the fields that the page shows in capitals are printed in capitals', () => {
  const fields = { authority: 'Giám đốc sở', capacity: 'Kt. giám đốc\nPhó giám đốc', draftingMark: 'a.b (5)' }
  expect(printModel(documentOf('quyet-dinh', [], fields))).toMatchObject({
    authority: 'GIÁM ĐỐC SỞ',
    signature: { capacity: ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'] },
    draftingMark: 'A.B (5)',
  })
  const minutes = printModel(documentOf('bien-ban', [], { capacity: 'Chủ tọa', secondCapacity: 'Thư ký' }))
  expect([minutes.signature.capacity, minutes.second?.capacity]).toEqual([['CHỦ TỌA'], ['THƯ KÝ']])
})

test('titles of chapters and sections print in capitals, an appendix points to its document', () => {
  const { blocks } = printModel(
    documentOf('ke-hoach', [
      clause('muc', 'Mục đích'),
      clause('khoan', 'Nội dung'),
      p('Lời văn.'),
      appendix('Danh mục'),
      line('Một', '+'),
    ]),
    { number: 12, date: '2026-03-02', verify: null },
  )
  expect(blocks).toMatchObject([
    { label: 'I.', isCentred: false, isTitled: true, runs: [{ text: 'MỤC ĐÍCH' }] },
    { label: '1.', isTitled: true },
    { type: 'paragraph' },
    {
      type: 'appendix',
      label: 'Phụ lục',
      runs: [{ text: 'DANH MỤC' }],
      pointer: '(Kèm theo Kế hoạch số 12/KH-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Sơn La)',
    },
    { type: 'paragraph', runs: [{ text: '+ Một' }] },
  ])
})

test('an attached document prints its kind in capitals, its trích yếu as written, no label; it is cited by its kind', () => {
  const { blocks } = printModel(
    documentOf('quyet-dinh', [
      clause('dieu', ['Xem ', ref('khoan:Hai.'), ', ', ref('kem-theo:Quy chế'), ' và ', ref('kem-theo:Bảng giá'), '.']),
      attached('Quy chế', 'Làm việc của Ủy ban nhân dân tỉnh'),
      clause('dieu', 'Phạm vi'),
      clause('khoan', 'Hai.'),
      attached('Bảng giá'),
      p('Lời văn.'),
    ]),
    { number: 12, date: '2026-03-02', verify: null },
  )
  const head = { type: 'appendix', label: '', isAttached: true }
  expect(blocks).toMatchObject([
    {
      label: 'Điều 1.',
      runs: [{ text: 'Xem khoản 1 Điều 1 Quy chế kèm theo, Quy chế kèm theo và văn bản kèm theo.' }],
    },
    {
      ...head,
      runs: [{ text: 'QUY CHẾ\nLàm việc của Ủy ban nhân dân tỉnh' }],
      pointer: '(Kèm theo Quyết định số 12/QĐ-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Sơn La)',
    },
    { label: 'Điều 1.' },
    { label: '1.' },
    { ...head, runs: [{ text: 'BẢNG GIÁ' }] },
    { type: 'paragraph' },
  ])
})

test('the name of the kind is in capitals whatever its look, and nothing below it', () => {
  const title = { ...attached('Quy chế'), content: [bold('Quy '), { type: 'text', text: 'chế' }, br, bold('Làm việc')] }
  expect(printModel(documentOf('quyet-dinh', [title])).blocks[0]).toMatchObject({
    runs: [{ text: 'QUY ', bold: true }, { text: 'CHẾ\n' }, { text: 'Làm việc', bold: true }],
  })
})

test('a letter has no title but a subject under its number; minutes have no date line', () => {
  const letter = printModel(
    documentOf('cong-van', [p('Nội dung./.')], { subject: 'nâng bậc lương', addressees: 'Bộ Nội vụ' }),
  )
  expect(letter).toMatchObject({
    title: null,
    letterSubject: 'V/v nâng bậc lương',
    addressees: ['Bộ Nội vụ'],
    authority: null,
  })
  expect(printModel(documentOf('bien-ban', [p('x')])).letterhead.placeDate).toBe('')
  expect(printModel(documentOf('cong-dien', [p('x')])).addressLead).toBe('ỦY BAN NHÂN DÂN TỈNH SƠN LA điện:')
})

test('a forced line end is kept inside its run', () => {
  const { blocks } = printModel(documentOf('cong-van', [p('Một', br, 'hai')]))
  expect(blocks[0]).toMatchObject({ runs: [{ text: 'Một\nhai' }] })
})

test('a broken grid prints as a full rectangle whose widths add up to 1', () => {
  const broken = table(
    row(cell('TT', { rowspan: 9, colwidth: [20] }, 'tableHeader'), cell('Nội dung', { colspan: 2 }, 'tableHeader')),
    row(cell('a'), cell('b', { colspan: 5 })),
    row(),
  )
  const { blocks } = printModel(documentOf('bao-cao', [broken]))
  const printed = blocks[0]
  if (printed?.type !== 'table') throw new Error('no table')
  expect(printed.columns.reduce((sum, width) => sum + width, 0)).toBeCloseTo(1)
  const covered = printed.rows.flat().reduce((sum, { colspan, rowspan }) => sum + colspan * rowspan, 0)
  expect(covered).toBe(printed.columns.length * printed.rows.length)
  expect(printed.headerRows).toBe(1)
  expect(words(printed.rows[1]?.[0]?.blocks.flatMap((block) => ('runs' in block ? block.runs : [])) ?? [])).toBe('a')
})

test('in a table nothing is indented or stretched, and what was aligned stays so', () => {
  const right = { ...p('5'), attrs: { align: 'right' } }
  const document = documentOf('bao-cao', [
    table(row(cell('Đầu', {}, 'tableHeader')), row({ ...cell(''), content: [p('thân'), right, line('dòng')] })),
  ])
  const [printed] = printModel(document).blocks
  const looks = printed?.type === 'table' ? printed.rows.flat().flatMap(({ blocks }) => blocks) : []
  expect(looks).toMatchObject([
    { align: 'center', indent: false },
    { align: 'left', indent: false },
    { align: 'right', indent: false },
    { align: 'left', indent: false, runs: [{ text: '- dòng' }] },
  ])
})

test('quoted lines print as they are written, and our own numbers go on past them', () => {
  const { blocks } = printModel(
    documentOf('quyet-dinh', [
      clause('dieu', 'Sửa đổi Quy chế'),
      clause('khoan', 'Sửa đổi Điều 9 như sau:'),
      quote('“Điều 9. Hồ sơ'),
      quote('3. Ba.”'),
      clause('khoan', 'Bãi bỏ Điều 10.'),
      clause('dieu', 'Hiệu lực.'),
    ]),
  )
  const printed = blocks.map((block) =>
    block.type === 'clause' ? `${block.label} ${words(block.runs)}` : 'runs' in block ? words(block.runs) : block.type,
  )
  expect(printed).toEqual([
    'Điều 1. Sửa đổi Quy chế',
    '1. Sửa đổi Điều 9 như sau:',
    '“Điều 9. Hồ sơ',
    '3. Ba.”',
    '2. Bãi bỏ Điều 10.',
    'Điều 2. Hiệu lực.',
  ])
})

test('minutes print the secretary beside the chair, a contract its other party only when there is one', () => {
  expect(printModel(documentOf('bien-ban', [], { secondName: 'Lò Thị Mai' }))).toMatchObject({
    signature: { capacity: ['CHỦ TỌA'] },
    second: { capacity: ['THƯ KÝ'], name: 'Lò Thị Mai' },
  })
  expect(printModel(documentOf('hop-dong', [])).second).toBeNull()
  expect(printModel(documentOf('hop-dong', [], { secondName: 'Lò Thị Mai' })).second).not.toBeNull()
  expect(printModel(documentOf('quyet-dinh', [], { secondName: 'Lò Thị Mai' })).second).toBeNull()
})

test('a phiếu trình bears no Quốc hiệu, no number and no Nơi nhận; below the addressees its matter and the leader’s words', () => {
  const of = (fields: Partial<Fields>) => printModel(documentOf('phieu-trinh', [p('Văn phòng báo cáo./.')], fields))
  const blank = of({ subject: 'Phê duyệt Kế hoạch' })
  expect(blank.letterhead).toMatchObject({
    country: '',
    motto: '',
    number: '',
    placeDate: expect.stringContaining('Sơn La'),
  })
  expect(blank.title).toEqual({ name: 'PHIẾU TRÌNH GIẢI QUYẾT CÔNG VIỆC', subject: '' })
  expect([blank.sheet, blank.recipients]).toEqual([{ about: 'Phê duyệt Kế hoạch', words: [] }, []])
  expect(blank.signature.capacity.join()).not.toContain('TM.')
  const said = of({ sheet: 'van-ban', leaderWords: 'Đồng ý.\nGiao Sở Nội vụ.' })
  expect(said.title?.name).toBe('PHIẾU TRÌNH XỬ LÝ VĂN BẢN')
  expect(said.sheet?.words).toEqual(['Đồng ý.', 'Giao Sở Nội vụ.'])
  expect(printModel(documentOf('ke-hoach', [p('x')])).sheet).toBeUndefined()
})

test('a phiếu trình begun before it had a form of its own still reads and prints: its words stay where they were', () => {
  const { sheet, leaderWords, ...old } = documentOf('phieu-trinh', []).fields
  expect([sheet, leaderWords]).toEqual(['cong-viec', ''])
  const body = { type: 'doc', content: [p('Vấn đề trình: Kế hoạch'), p('Kính trình./.')] }
  const fields = { ...old, symbol: 'PTr-UBND', recipients: 'Như trên\nLưu: VT', subject: 'Kế hoạch năm 2027' }
  const printed = printModel(parseDocument({ schemaVersion: 4, fields, body }))
  expect(printed.blocks).toHaveLength(2)
  expect(printed.recipients).toEqual(['- Như trên;', '- Lưu: VT.'])
  expect(printed.letterhead.number).toBe('')
  expect(printed.sheet).toEqual({ about: 'Kế hoạch năm 2027', words: [] })
})
