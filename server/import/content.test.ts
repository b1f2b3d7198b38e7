/** Word files as offices write them: what becomes of each in a draft, and what the report says of it. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkDocument, unprintableOf } from '../../src/lib/document/check/index.ts'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { normalBody } from '../../src/lib/document/read.ts'
import { documentOf } from '../../src/lib/document/testing.ts'
import { plainText } from '../../src/lib/document/titled.ts'
import {
  cell,
  centred,
  font,
  lineEnd,
  list,
  numbered,
  p,
  r,
  relation,
  row,
  table,
  wordFile,
  type Written,
} from '../../tests/fixtures/word-files.ts'
import { contentOf } from './content.ts'
import { wholly } from './readings.ts'
import { reportOf } from './report.ts'
import { readWord } from './word/read.js'

function read(written: Written) {
  const bytes = wordFile(written)
  const file = readWord(bytes)
  const content = contentOf(file)
  const { blocks, fields } = content.parsed
  normalBody({ type: 'doc', content: blocks }) // the schema takes it
  const kind = fields.kind ?? null
  const report = reportOf({ fileName: 'a.docx', size: bytes.length, kind, agency: 'VĂN PHÒNG' }, wholly(file, content))
  const changed = Object.fromEntries(report.changed.map((one) => [one.what, one]))
  const leftOut = Object.fromEntries(report.leftOut.map((one) => [one.what, one]))
  return { blocks, fields, report, changed, leftOut, lines: blocks.map(shape) }
}

function shape(block: BodyNode): string {
  const text = plainText(block)
  if (block.type === 'clause') return `${String(block.attrs?.level)}: ${text}`
  if (block.type === 'listLine') return `${String(block.attrs?.marker)} ${text}`
  return block.type === 'paragraph' ? text : `${block.type}: ${text}`
}

const head = [
  table(
    [4000, 5000],
    [
      row(
        cell(p('ỦY BAN NHÂN DÂN', centred) + p('TỈNH SƠN LA', centred) + p('_______')),
        cell(p('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM') + p('Độc lập - Tự do - Hạnh phúc') + p('__________')),
      ),
      row(cell('Số: 15/QĐ-UBND'), cell('Sơn La, ngày 05 tháng 01 năm 2026')),
    ],
    { isRuled: false },
  ),
  p('Dự thảo lần 2', '<w:jc w:val="right"/>'),
  p('QUYẾT ĐỊNH', centred),
  p('Về việc ban hành Quy chế', centred),
  p('CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA', centred),
  p('Căn cứ Luật Tổ chức chính quyền địa phương;'),
  p('QUYẾT ĐỊNH:', centred),
]
const foot = table(
  [4000, 5000],
  [
    row(
      cell(p('Nơi nhận:') + p('- Như Điều 2;') + p('- Lưu: VT, NC.')),
      cell(
        p('KT. CHỦ TỊCH', centred) + p('PHÓ CHỦ TỊCH', centred) + p('(Đã ký)', centred) + p('Nguyễn Văn A', centred),
      ),
    ),
  ],
  { isRuled: false },
)

test('a whole decision: its letterhead and closing part are fields, its numbers are computed', () => {
  const { fields, lines, report, changed } = read({
    body: [
      ...head,
      p('Điều 1. Ban hành Quy chế.'),
      p('Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.'),
      foot,
    ].join(''),
  })
  expect(fields).toMatchObject({
    kind: 'quyet-dinh',
    subject: 'Về việc ban hành Quy chế',
    authority: 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA',
    recipients: 'Như Điều 2\nLưu: VT, NC',
    capacity: 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH',
    signerName: 'Nguyễn Văn A',
  })
  expect(lines).toEqual([
    'basis: Căn cứ Luật Tổ chức chính quyền địa phương;',
    'formula: QUYẾT ĐỊNH:',
    'dieu: Ban hành Quy chế.',
    'dieu: Quyết định này có hiệu lực kể từ ngày ký./.',
  ])
  expect(report.leftOut).toEqual([])
  expect(Object.keys(changed)).toEqual([
    'numbers',
    'number',
    'date',
    'printed',
    'signature',
    'draft',
    'agency',
    'signer',
    'layout',
  ])
})

test('quoted clauses of the document that is amended are words, in their own look', () => {
  const bold = '<w:b/>'
  const { blocks, lines, report, changed } = read({
    body: [
      ...head,
      p('Điều 1. Sửa đổi, bổ sung một số điều của Quy chế'),
      p('1. Sửa đổi Điều 5 như sau:'),
      p(r('“Điều 5. Hồ sơ', bold)),
      p('1. Một, theo Điều 7;'),
      p('a) Hai.”.'),
      p('2. Bãi bỏ Điều 6.'),
      p('Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.'),
      foot,
    ].join(''),
  })
  expect(lines.slice(2)).toEqual([
    'dieu: Sửa đổi, bổ sung một số điều của Quy chế',
    'khoan: Sửa đổi Điều 5 như sau:',
    'quote: “Điều 5. Hồ sơ',
    'quote: 1. Một, theo Điều 7;',
    'quote: a) Hai.”.',
    'khoan: Bãi bỏ Điều 6.',
    'dieu: Quyết định này có hiệu lực kể từ ngày ký./.',
  ])
  expect(blocks[4]?.content?.[0]?.marks).toEqual([{ type: 'bold' }])
  expect(report.counts).toContainEqual({ what: 'quote', count: 3 })
  expect(changed.renumbered).toBeUndefined()
})

test('khoản and điểm numbered by hand or by a list of Word get the numbers of the decree, and that is said', () => {
  const { lines, changed } = read({
    numbering: list(1, [['decimal', '%1)']]),
    body: [
      p('Điều 1. Giao việc'),
      p('1) Sở Nội vụ:'),
      p('a/ Một;'),
      p('b/ Hai.'),
      p('2) Sở Tài chính.'),
      p('Điều 2. Thời hạn'),
      p('Một.', numbered(1)),
      p('Hai.', numbered(1)),
    ].join(''),
  })
  expect(lines).toEqual([
    'dieu: Giao việc',
    'khoan: Sở Nội vụ:',
    'diem: Một;',
    'diem: Hai.',
    'khoan: Sở Tài chính.',
    'dieu: Thời hạn',
    'khoan: Một.',
    'khoan: Hai.',
  ])
  expect(changed.handNumbers).toMatchObject({
    count: 6,
    words: ['1) → 1.', 'a/ → a)', 'b/ → b)', '2) → 2.', '1) → 1.', '2) → 2.'],
  })
  expect(changed.renumbered).toBeUndefined()
})

test('a letterhead that is held apart by tabs', () => {
  const tab = '<w:r><w:tab/></w:r>'
  const { fields, lines } = read({
    body: [
      p(r('ỦY BAN NHÂN DÂN') + tab + r('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')),
      p(r('TỈNH SƠN LA') + tab + tab + r('Độc lập - Tự do - Hạnh phúc')),
      p(r('Số: 3/BC-UBND') + tab + r('Sơn La, ngày 05 tháng 01 năm 2026')),
      p('BÁO CÁO'),
      p('Tình hình năm 2025'),
      p('Năm 2025 có nhiều thuận lợi.'),
    ].join(''),
  })
  expect(fields).toMatchObject({ kind: 'bao-cao', subject: 'Tình hình năm 2025', symbol: 'BC-UBND', place: 'Sơn La' })
  expect(lines).toEqual(['Năm 2025 có nhiều thuận lợi.'])
})

test('a footnote in a letterhead that is held apart by tabs is told, and one of the text there stays', () => {
  const tab = '<w:r><w:tab/></w:r>'
  const note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
  const footnotes = `<w:footnote w:id="1">${p('Theo Nghị quyết 1.')}</w:footnote>`
  const head = [
    p(r('ỦY BAN NHÂN DÂN') + tab + r('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')),
    p(r('TỈNH SƠN LA') + tab + r('Độc lập - Tự do - Hạnh phúc') + note),
    p('BÁO CÁO'),
    p('Tình hình năm 2025'),
    p('Năm 2025 có nhiều thuận lợi.'),
  ]
  const told = read({ body: head.join(''), footnotes })
  expect(told.report.leftOut).toContainEqual({ what: 'outerNote', count: 1, words: ['Theo Nghị quyết 1.'] })
  expect(told.report.words).toMatchObject({ missingCount: 0 })
  const text = read({ body: [head[0], p(r('Một') + tab + r('hai') + note)].join(''), footnotes })
  expect(JSON.stringify(text.blocks)).toContain('Theo Nghị quyết 1.')
})

test('automatic numbering is read as Word shows it, with restarts, styles and bullets', () => {
  const { lines, changed } = read({
    numbering:
      list(1, [
        ['decimal', 'Điều %1.'],
        ['decimal', '%2.'],
        ['lowerLetter', '%3)'],
      ]) + list(2, [['bullet', '\uF02D']]),
    styles:
      '<w:style w:type="paragraph" w:styleId="Dieu"><w:name w:val="Điều"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
    body: [
      p('Phạm vi', '<w:pStyle w:val="Dieu"/>'),
      p('Một', numbered(1, 1)),
      ...['A', 'B', 'C', 'D', 'E', 'G'].map((text) => p(text, numbered(1, 2))),
      p('Hai', numbered(1, 1)),
      p('Đối tượng', numbered(1)),
      p('Một', numbered(1, 1)),
      p('Gạch', numbered(2)),
    ].join(''),
  })
  expect(lines).toEqual([
    'dieu: Phạm vi',
    'khoan: Một',
    ...['A', 'B', 'C', 'D', 'E', 'G'].map((text) => `diem: ${text}`),
    'khoan: Hai',
    'dieu: Đối tượng',
    'khoan: Một',
    '- Gạch',
  ])
  // Word counts a, b, c, d, e, f; the decree a, b, c, d, đ, e.
  expect(changed.renumbered).toMatchObject({ count: 2, words: ['e) → đ)', 'f) → e)'] })
})

test('a number of its own starting value, and deeper numbers than the decree has', () => {
  const { lines, changed } = read({
    numbering: `${list(1, [
      ['decimal', '%1.'],
      ['decimal', '%1.%2.'],
      ['decimal', '%1.%2.%3.'],
      ['decimal', '%1.%2.%3.%4.'],
    ])}<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>`,
    body: [
      p('Bốn', numbered(7)),
      p('Con', numbered(7, 1)),
      p('Cháu', numbered(7, 2)),
      p('Chắt', numbered(7, 3)),
      p('Năm', numbered(7)),
    ].join(''),
  })
  expect(lines).toEqual(['khoan: Bốn', 'decimal: Con', 'sub-decimal: Cháu', '4.1.1.1. Chắt', 'khoan: Năm'])
  expect(changed.typedNumbers).toMatchObject({ count: 1, words: ['4.1.1.1. Chắt'] })
  expect(changed.renumbered).toMatchObject({ words: ['4. → 1.', '4.1. → 1.1.', '4.1.1. → 1.1.1.', '5. → 2.'] })
})

test('a table keeps its merged cells, its heading and its alignment', () => {
  const { blocks } = read({
    body:
      table(
        [1500, 3000, 3000],
        [
          row(cell(p(r('STT', '<w:b/>'))), cell(p(r('Nội dung', '<w:b/>'), centred), '<w:gridSpan w:val="2"/>')),
          row(cell('1', '<w:vMerge w:val="restart"/>'), cell('A'), cell(p('10', '<w:jc w:val="right"/>'))),
          row(cell(p(), '<w:vMerge/>'), cell('B'), cell('20')),
        ],
      ) + p('Sau bảng.'),
  })
  const [first] = blocks
  const cells = (first?.content ?? []).map(({ content }) =>
    (content ?? []).map((one) => [one.type, one.attrs?.colspan, one.attrs?.rowspan, plainText(one)]),
  )
  expect(cells).toEqual([
    [
      ['tableHeader', 1, 1, 'STT'],
      ['tableHeader', 2, 1, 'Nội dung'],
    ],
    [
      ['tableCell', 1, 2, '1'],
      ['tableCell', 1, 1, 'A'],
      ['tableCell', 1, 1, '10'],
    ],
    [
      ['tableCell', 1, 1, 'B'],
      ['tableCell', 1, 1, '20'],
    ],
  ])
  const head = first?.content?.[0]?.content
  expect(head?.[1]).toMatchObject({ attrs: { colwidth: [200, 200] }, content: [{ attrs: { align: 'center' } }] })
  expect(JSON.stringify(head)).not.toContain('bold') // the heading gives it
  expect(first?.content?.[1]?.content?.[2]?.content?.[0]?.attrs).toMatchObject({ align: 'right', indent: false })
})

test('a table without widths has a narrow «TT»; one with widths has its own', () => {
  const rows = [row(cell('TT'), cell('Nội dung'), cell('Đơn vị')), row(cell('1'), cell('Họp'), cell('Sở Nội vụ'))]
  const { blocks } = read({ body: `${table([0, 0, 0], rows)}${p('Giữa.')}${table([3000, 3000, 3000], rows)}` })
  const widths = blocks
    .filter(({ type }) => type === 'table')
    .map(({ content }) => content?.[1]?.content?.flatMap(({ attrs }) => attrs?.colwidth as number[]))
  expect(widths[0]?.[0]).toBeLessThan(100)
  expect(widths[0]?.[1]).toBeGreaterThan(400)
  expect(widths[1]).toEqual([200, 200, 200])
})

test('rows of headings: as many as Word repeats, with those they reach into; a bold one by itself is told', () => {
  const repeats = '<w:trPr><w:tblHeader/></w:trPr>'
  const bold = (words: string) => cell(p(r(words, '<w:b/>')))
  const years = (first: string) =>
    table(
      [2000, 2000, 2000],
      [
        row(first, cell('Năm', '<w:vMerge w:val="restart"/>'), cell('Chỉ tiêu', '<w:gridSpan w:val="2"/>')),
        row(cell('', '<w:vMerge/>'), cell('Thu'), cell('Chi')),
        row(cell('2025'), cell('5'), cell('4')),
      ],
    )
  const plain = table([2000, 2000], [row(bold('TT'), bold('Việc')), row(cell('1'), cell('Họp'))])
  const { blocks, changed } = read({ body: years(repeats) + p('Giữa.') + years('') + p('Sau.') + plain })
  const heads = blocks
    .filter(({ type }) => type === 'table')
    .map(({ content = [] }) => content.filter((one) => one.content?.[0]?.type === 'tableHeader').length)
  expect(heads).toEqual([2, 0, 1])
  expect(changed.heads).toMatchObject({ count: 1, words: ['TT | Việc'] })
})

test('rows whose edges are not quite in line make no column of their own, unless something is written there', () => {
  const after = '<w:trPr><w:gridAfter w:val="1"/></w:trPr>'
  const hours = (last: string, widths = [1000, 6000, 10]) =>
    table(widths, [
      row(after, cell('Giờ'), cell('Việc')),
      row(cell('Buổi sáng', '<w:gridSpan w:val="3"/>')),
      row(cell('7'), cell('Họp'), cell(last)),
    ])
  const spans = (body: string) =>
    (read({ body }).blocks[0]?.content ?? []).map(({ content = [] }) => content.map(({ attrs }) => attrs?.colspan))
  expect(spans(hours(''))).toEqual([[1, 1], [2], [1, 1]])
  expect(spans(hours('x'))).toEqual([[1, 1, 1], [3], [1, 1, 1]])
  expect(spans(hours('', [0, 0, 0])), 'a grid that tells no widths').toEqual([[1, 1, 1], [3], [1, 1, 1]])
})

test('addressees that stand beside «Kính gửi:» in a table without lines', () => {
  const { fields, lines } = read({
    body: [
      ...head.slice(0, 1),
      p('V/v nâng lương', centred),
      table(
        [3000, 6000],
        [row(cell('Kính gửi:'), cell('')), row(cell(''), cell('- Sở Nội vụ;')), row(cell(''), cell('- Sở Tài chính.'))],
        { isRuled: false },
      ),
      p('Thực hiện chỉ đạo, Ủy ban nhân dân tỉnh yêu cầu:'),
    ].join(''),
  })
  expect(fields.addressees).toBe('Sở Nội vụ\nSở Tài chính')
  expect(lines).toEqual(['Thực hiện chỉ đạo, Ủy ban nhân dân tỉnh yêu cầu:'])
})

test('tracked changes: insertions are text, deletions are reported with their words and author', () => {
  const by = 'w:author="Lò Thị Mai" w:date="2026-01-05T08:00:00Z"'
  const { lines, changed, leftOut } = read({
    body: [
      p(
        `${r('Thời hạn là ')}<w:del ${by}><w:r><w:delText>05</w:delText></w:r><w:r><w:delText> ngày</w:delText></w:r></w:del><w:ins ${by}>${r('10 ngày')}</w:ins>${r('.')}`,
      ),
      // The end of this paragraph was deleted: it runs on into the next.
      p('Đoạn trước ', `<w:rPr><w:del ${by}/></w:rPr>`),
      p('đoạn sau.'),
      p(`<w:moveFrom ${by}>${r('Câu chuyển chỗ.')}</w:moveFrom>`),
      p(`<w:moveTo ${by}>${r('Câu chuyển chỗ.')}</w:moveTo>`),
      p(`<w:moveFrom ${by}>${r('Không đến đâu.')}</w:moveFrom>`),
    ].join(''),
  })
  expect(lines).toEqual(['Thời hạn là 10 ngày.', 'Đoạn trước đoạn sau.', 'Câu chuyển chỗ.'])
  expect(changed.inserted).toEqual({ what: 'inserted', count: 1, who: 'Lò Thị Mai', words: ['10 ngày'] })
  expect(changed.moved).toMatchObject({ count: 1, words: ['Câu chuyển chỗ.'] })
  expect(leftOut.deleted).toEqual({
    what: 'deleted',
    count: 2,
    who: 'Lò Thị Mai',
    words: ['05 ngày', 'Không đến đâu.'],
  })
})

test('comments are named with their author and the passage they were about', () => {
  const { changed } = read({
    comments: `<w:comment w:id="3" w:author="Nguyễn Tuấn Anh" w:date="2026-01-05T08:00:00Z">${p('Xem lại thời hạn.')}</w:comment>`,
    body: p(
      `${r('Trong ')}<w:commentRangeStart w:id="3"/>${r('mười ngày')}<w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r>${r(' làm việc.')}`,
    ),
  })
  expect(changed.comment).toEqual({
    what: 'comment',
    count: 1,
    who: 'Nguyễn Tuấn Anh',
    words: ['«mười ngày» Xem lại thời hạn.'],
  })
})

test('TCVN3, VNI and separate diacritics become Unicode, also where a run parts a letter', () => {
  const { lines, changed } = read({
    styles: `<w:docDefaults><w:rPrDefault><w:rPr>${font('.VnTime')}</w:rPr></w:rPrDefault></w:docDefaults>`,
    body: [
      p('§iÒu 1. Quy chÕ nµy ®\u00ADîc ¸p dông.'),
      p(`<w:r><w:t>t</w:t><w:softHyphen/><w:t>¬i</w:t></w:r>`),
      p(r('quyÕt ®Þnh', font('.VnTimeH'))),
      p(r('Coä', font('VNI-Times')) + r('ng ho', font('VNI-Times')) + r('øa', `${font('VNI-Times')}<w:b/>`)),
      p(r('Ủy ban'.normalize('NFD'), font('Times New Roman'))),
    ].join(''),
  })
  expect(lines).toEqual(['dieu: Quy chế này được áp dụng.', 'tươi', 'QUYẾT ĐỊNH', 'Cộng hòa', 'Ủy ban'])
  expect(changed.tcvn3?.count).toBe(3)
  expect(changed.vni?.count).toBeGreaterThan(0)
  expect(changed.nfc?.count).toBe(1)
})

test('footnotes keep their words; endnotes become footnotes', () => {
  const { blocks, report, changed } = read({
    footnotes: `<w:footnote w:type="separator" w:id="-1">${p('---')}</w:footnote><w:footnote w:id="2">${p('Theo báo cáo số 5.')}</w:footnote>`,
    endnotes: `<w:endnote w:id="2">${p('Số liệu năm 2025.')}</w:endnote>`,
    body: p(
      `${r('Một')}<w:r><w:footnoteReference w:id="2"/></w:r>${r(' hai')}<w:r><w:endnoteReference w:id="2"/></w:r>${r('.')}`,
    ),
  })
  expect(blocks[0]?.content?.map(({ type, text, attrs }) => text ?? [type, attrs?.text])).toEqual([
    'Một',
    ['footnote', 'Theo báo cáo số 5.'],
    ' hai',
    ['footnote', 'Số liệu năm 2025.'],
    '.',
  ])
  expect(report.counts).toContainEqual({ what: 'footnote', count: 2 })
  expect(changed.endnotes?.count).toBe(1)
})

test('a heading and its title on two lines of one paragraph; a forced line end in running text stays', () => {
  const { lines, blocks } = read({
    body: [
      p(r('Chương I') + lineEnd + r('QUY ĐỊNH CHUNG'), centred),
      p(r('Điều 1. Phạm vi')),
      p(r('Dòng một') + lineEnd + r('dòng hai')),
      p(r('- Gạch một;') + lineEnd + r('- Gạch hai.')),
    ].join(''),
  })
  expect(lines).toEqual(['chuong: QUY ĐỊNH CHUNG', 'dieu: Phạm vi', 'Dòng một dòng hai', '- Gạch một;', '- Gạch hai.'])
  expect(blocks[2]?.content?.map(({ type }) => type)).toEqual(['text', 'hardBreak', 'text'])
})

test('rules that the decision puts into force come in whole, as an attached document that counts anew', () => {
  const { lines, blocks, changed, report } = read({
    body: [
      ...head,
      p('Điều 1. Ban hành Quy chế.'),
      p('Điều 2. Tổ chức thực hiện./.'),
      foot,
      p('<w:r><w:br w:type="page"/></w:r>'),
      p('QUY CHẾ', centred),
      p('Làm việc của Ủy ban nhân dân tỉnh', centred),
      p('(Ban hành kèm theo Quyết định số 15/QĐ-UBND', centred),
      p('ngày 05 tháng 01 năm 2026)', centred),
      p('Chương I', centred),
      p('QUY ĐỊNH CHUNG', centred),
      p('Điều 1. Phạm vi điều chỉnh'),
      p('1. Quy chế này quy định lề lối làm việc.'),
    ].join(''),
  })
  expect(lines.slice(3)).toEqual([
    'dieu: Tổ chức thực hiện./.',
    'appendix: QUY CHẾ Làm việc của Ủy ban nhân dân tỉnh',
    'chuong: QUY ĐỊNH CHUNG',
    'dieu: Phạm vi điều chỉnh',
    'khoan: Quy chế này quy định lề lối làm việc.',
  ])
  const rules = blocks.find(({ type }) => type === 'appendix')
  expect(rules?.attrs).toMatchObject({ isAttached: true, isLandscape: false })
  expect(rules?.content?.map(({ type, text }) => text ?? type)).toEqual([
    'QUY CHẾ',
    'hardBreak',
    'Làm việc của Ủy ban nhân dân tỉnh',
  ])
  expect(changed.attached).toMatchObject({ words: ['QUY CHẾ Làm việc của Ủy ban nhân dân tỉnh'] })
  expect(report.counts).toContainEqual({ what: 'attached', count: 1 })
  expect(changed.pointer?.count).toBe(2)
  expect(changed.renumbered).toBeUndefined()
})

test('an appendix on paper across the page stays across; other breaks that change nothing go', () => {
  const section = (orient: string) => `<w:sectPr><w:pgSz w:orient="${orient}"/></w:sectPr>`
  const { blocks } = read({
    body: [
      p('<w:r><w:br w:type="page"/></w:r>'),
      p('Một.'),
      p('Hai.', '<w:pageBreakBefore/>'),
      p('', section('portrait')),
      p('Phụ lục I', centred),
      p('DANH MỤC', centred),
      p('Ba.'),
      section('landscape'),
    ].join(''),
  })
  expect(blocks.map(({ type, attrs }) => [type, attrs?.isLandscape])).toEqual([
    ['paragraph', undefined],
    ['pageBreak', undefined],
    ['paragraph', undefined],
    ['appendix', true],
    ['paragraph', undefined],
  ])
})

test('what a draft has no place for is named, with its words', () => {
  const drawing = (inside: string) => `<w:r><w:drawing>${inside}</w:drawing></w:r>`
  const pic = '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/>'
  const { lines, fields, leftOut, changed } = read({
    header: p('Dự thảo lần 2'),
    footer: p('Trang 3'),
    relations: relation('hyperlink', 'https://sonla.gov.vn', { id: 'link', external: true }),
    body: [
      ...head,
      p(r('Điều 1. Xem ') + `<w:hyperlink r:id="link">${r('trang tin')}</w:hyperlink>` + r('.')),
      p(r('Hiện') + r('ẩn', '<w:vanish/>')),
      p(
        drawing(pic) + drawing(`<w:txbxContent>${p('HỎA TỐC')}</w:txbxContent>`) + drawing('<w:nothing/>') + r('Cuối.'),
      ),
      `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${p('Điều 1. Phạm vi 3')}</w:sdtContent></w:sdt>`,
    ].join(''),
  })
  expect(lines.slice(2)).toEqual(['dieu: Xem trang tin.', 'Hiện', 'Cuối.'])
  expect(fields.urgency, 'a text box among the content is a figure').toBeUndefined()
  expect(changed.link).toMatchObject({ count: 1, words: ['https://sonla.gov.vn'] })
  expect(leftOut).toMatchObject({
    header: { words: ['Dự thảo lần 2'] },
    hidden: { words: ['ẩn'] },
    image: { count: 1 },
    textBox: { words: ['HỎA TỐC'] },
    shape: { count: 1 },
    contents: { words: ['Điều 1. Phạm vi 3'] },
  })
  expect(leftOut).toHaveProperty('footer')
})

test('a stamp in a text box beside the letterhead, or in the header of the page', () => {
  const box = (words: string) => `<w:r><w:drawing><w:txbxContent>${p(words)}</w:txbxContent></w:drawing></w:r>`
  const [letterhead = '', ...others] = head
  const content = p('Điều 1. Một.')
  expect(read({ body: [letterhead, p(box('HỎA TỐC')), ...others, content].join('') }).fields.urgency).toBe('hoa-toc')
  expect(read({ body: [p(box('HOẢ TỐC')), ...head, content].join('') }).fields.urgency).toBe('hoa-toc')
  expect(read({ header: p('KHẨN'), body: [...head, content].join('') }).fields.urgency).toBe('khan')
})

test('fields show what they show, not their code', () => {
  const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
  const { lines } = read({
    body: p(
      `${r('Xem ')}${field('begin')}<w:r><w:instrText> REF _Ref1 \\h </w:instrText></w:r>${field('separate')}${r('Điều 5')}${field('end')}${r('.')}`,
    ),
  })
  expect(lines).toEqual(['Xem Điều 5.'])
})

test('a look that covers a whole clause is its kind’s; one that covers a part stays', () => {
  const { blocks } = read({
    body: [
      p(r('Điều 1. ', '<w:b/>') + r('Phạm vi ', '<w:b/>') + r('điều chỉnh', '<w:b/>')),
      p(r('Chữ ') + r('đậm', '<w:b/>') + r(' và x') + r('2', '<w:vertAlign w:val="superscript"/>')),
    ].join(''),
  })
  expect(blocks[0]?.content).toEqual([{ type: 'text', text: 'Phạm vi điều chỉnh' }])
  expect(blocks[1]?.content).toEqual([
    { type: 'text', text: 'Chữ ' },
    { type: 'text', text: 'đậm', marks: [{ type: 'bold' }] },
    { type: 'text', text: ' và x' },
    { type: 'text', text: '2', marks: [{ type: 'superscript' }] },
  ])
})

test('a blank that a tab draws with dots or a line is dots; any other tab is a blank between words', () => {
  const tab = '<w:r><w:tab/></w:r>'
  const stop = (position: number, leader = '', kind = 'left') =>
    `<w:tab w:val="${kind}" w:pos="${position}"${leader && ` w:leader="${leader}"`}/>`
  const { lines } = read({
    styles: `<w:style w:type="paragraph" w:styleId="Don"><w:pPr><w:tabs>${stop(9000, 'dot')}</w:tabs></w:pPr></w:style>`,
    body: [
      p(r('Họ tên:') + tab + r('Sinh ngày:') + tab, `<w:tabs>${stop(9000, 'underscore')}${stop(5000, 'dot')}</w:tabs>`),
      p(r('Thường trú:') + tab, '<w:pStyle w:val="Don"/>'),
      p(r('Xóa:') + tab + r('1'), `<w:pStyle w:val="Don"/><w:tabs>${stop(9000, '', 'clear')}</w:tabs>`),
      p(r('Một') + tab + r('hai') + lineEnd + r('ba:') + tab, `<w:tabs>${stop(900, 'none')}</w:tabs>`),
      p(r('Email:') + '<w:r><w:ptab w:leader="dot"/></w:r>'),
    ].join(''),
  })
  expect(lines).toEqual([
    'Họ tên: ...... Sinh ngày: ......',
    'Thường trú: ......',
    'Xóa: 1',
    'Một hai ba:',
    'Email: ......',
  ])
})

test('boxes and ticks of Wingdings are what they show, also the letter «o»', () => {
  const file = readWord(readFileSync(new URL('../../tests/fixtures/word/ticked-boxes.docx', import.meta.url)))
  const { blocks } = contentOf(file).parsed
  expect(blocks.map(shape)).toEqual([
    'S1 Wingdings: □ Co ☑ Khong',
    'S2 Wingdings 2: □ Co ☑ Khong',
    'S3 chu cai: □ Co ☑ Khong',
  ])
  expect(unprintableOf(checkDocument(documentOf('bao-cao', blocks)))).toEqual([])
})

test('"1.1." and "1.1.1.", typed or counted by Word, are levels of their own', () => {
  const typed = read({
    body: [...head, p('KẾ HOẠCH'), p('I. NỘI DUNG'), p('1. Mục tiêu'), p('1.1. Chung'), p('1.1.1 Sâu')].join(''),
  })
  expect(typed.lines.slice(-4)).toEqual(['muc: NỘI DUNG', 'khoan: Mục tiêu', 'decimal: Chung', 'sub-decimal: Sâu'])
  const levels: [string, string][] = [
    ['decimal', '%1.'],
    ['decimal', '%1.%2'],
    ['decimal', '%1.%2.%3.'],
  ]
  const counted = read({
    numbering: list(1, levels),
    body: [p('Một', numbered(1)), p('hai', numbered(1, 1)), p('ba', numbered(1, 2)), p('bốn', numbered(1, 1))].join(''),
  })
  expect(counted.lines).toEqual(['khoan: Một', 'decimal: hai', 'sub-decimal: ba', 'decimal: bốn'])
  expect(counted.changed.renumbered).toBeUndefined()
})
