/**
 * What a hurried clerk really types: other marks and blanks, capitals, letters and tones apart, two errors in one line.
 * Each is found by its rule, and where the rule mends, what stands there afterwards is what was meant.
 */
import { describe, expect, test } from 'vitest'
import { inlineText } from '../inline.ts'
import type { KindId } from '../kinds.ts'
import type { BodyNode, Fields, OfficialDocument } from '../model.ts'
import { basis, bold, br, cell, clause, documentOf, formula, line, p, row, table } from '../testing.ts'
import { checkDocument } from './index.ts'
import { applyMend } from './mend.ts'

const law = basis('Căn cứ Luật Tổ chức chính quyền địa phương;')
const proposal = basis('Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh.')
const decide = formula('QUYẾT ĐỊNH:')
const first = clause('dieu', 'Ban hành Quy chế làm việc.')
const last = clause('dieu', 'Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.')

const base = (body: BodyNode[], fields: Partial<Fields> = {}, kind: KindId = 'quyet-dinh') =>
  documentOf(kind, body, { subject: 'Ban hành Quy chế làm việc', recipients: 'Như Điều 2\nLưu: VT, NC', ...fields })

/** As the editor has it, before anything composes its letters: this block is the fifth. */
const asTyped = (document: OfficialDocument, block: BodyNode): OfficialDocument => ({
  ...document,
  body: { type: 'doc', content: (document.body.content ?? []).map((one, at) => (at === 4 ? block : one)) },
})

/** The document after every mend of one rule. */
function mended(document: OfficialDocument, rule: string): OfficialDocument {
  let now = document
  for (let step = 0; step < 10; step++) {
    const mend = checkDocument(now).find((finding) => finding.rule === rule && finding.mend)?.mend
    if (!mend) break
    now = applyMend(now, mend)
  }
  return now
}

const isFound = (document: OfficialDocument, rule: string) =>
  checkDocument(document).some((finding) => finding.rule === rule)

const nbsp = '\u00a0'

describe.each<[rule: string, typed: string, meant: string | null]>([
  ['space_before_mark', 'Các sở ,ban ,ngành.', 'Các sở, ban, ngành.'],
  ['space_before_mark', `“Quy chế” ; các mục [1] , 50% ${nbsp}: hết.`, '“Quy chế”; các mục [1], 50%: hết.'],
  ['space_before_mark', 'Đã xong .Sở Nội vụ chủ trì .', 'Đã xong. Sở Nội vụ chủ trì.'],
  ['space_after_mark', 'Năm 2026,các sở (ban),ngành;xã.', 'Năm 2026, các sở (ban), ngành; xã.'],
  ['space_after_mark', 'Đã hoàn thành.Các xã gồm:Chiềng Mai.', 'Đã hoàn thành. Các xã gồm: Chiềng Mai.'],
  ['spaces_twice', `Hai  chữ ${nbsp}ở đây.`, 'Hai chữ ở đây.'],
  ['spaces_twice', 'Trong  tháng 12, các  năm  /2026.', 'Trong tháng 12, các năm /2026.'],
  ['spaces_leading', `${nbsp} Lùi tay.`, 'Lùi tay.'],
  ['spaces_aligning', `Họ tên:${nbsp.repeat(5)}Lò Văn A`, 'Họ tên: Lò Văn A'],
  ['cite_article_small', `Theo Khoản 1, điều 5 và tại  điều 6.`, 'Theo Khoản 1, Điều 5 và tại  Điều 6.'],
  ['cite_article_small', `Theo điểm đ khoản${nbsp}1 điều${nbsp}5.`, `Theo điểm đ khoản${nbsp}1 Điều${nbsp}5.`],
  ['cite_clause_capital', `Theo Điểm a Khoản${nbsp}2 (Khoản 3).`, `Theo điểm a khoản${nbsp}2 (khoản 3).`],
  [
    'cite_article_small',
    'Trích điều 5 Luật Đất đai, chương II của Quy chế này.',
    'Trích Điều 5 Luật Đất đai, Chương II của Quy chế này.',
  ],
  [
    'cite_number_word',
    'Theo quyết định  05/QĐ-UBND, nghị quyết 351/2017/UBTVQH14.',
    'Theo quyết định  số 05/QĐ-UBND, nghị quyết số 351/2017/UBTVQH14.',
  ],
  ['body_small', 'Giao Ubnd xã, hđnd xã và ubnd.', 'Giao UBND xã, HĐND xã và UBND.'],
  ['date_impossible', 'Hết ngày 31/02/2026.', null],
  ['date_impossible', `Đến ngày${nbsp}29.02.2026 là xong.`, null],
  ['date_impossible', 'Trước 31 tháng 4, các sở báo cáo.', null],
  ['bracket_unclosed', 'Sở Nội vụ (chủ trì) và Sở Y tế (phối hợp.', null],
  ['cite_appendix_unknown', 'Danh mục tại Phụ lục V.', null],
  ['cite_appendix_unknown', 'Mẫu (Phụ lục số 05) của Phụ lục II ban hành kèm theo Quyết định này.', null],
  ['date_without_zero', `Ngày 5  tháng 1 năm 2026.`, `Ngày 05  tháng 01 năm 2026.`],
  ['date_without_zero', `Từ ngày 5${nbsp}tháng 12, năm 2026.`, `Từ ngày 05${nbsp}tháng 12, năm 2026.`],
  ['cite_symbol_spaces', 'Quyết định 05 / QĐ - UBND.', 'Quyết định 05/QĐ-UBND.'],
  ['cite_symbol_spaces', 'Văn bản số: 05/QĐ– UBND.', 'Văn bản số: 05/QĐ-UBND.'],
  ['line_begins_small', '“quy chế” là tên gọi.', '“Quy chế” là tên gọi.'],
  ['line_begins_small', 'đơn vị chủ trì.'.normalize('NFD'), 'Đơn vị chủ trì.'],
  [
    'sentence_begins_small',
    'Đã xong.  các sở chủ trì (nếu có). đơn vị khác.',
    'Đã xong.  Các sở chủ trì (nếu có). Đơn vị khác.',
  ],
  ['capitals_throughout', 'CÁC SỞ, BAN, NGÀNH: 05 NGÀY; “KHẨN TRƯƠNG THỰC HIỆN”!', null],
  ['leader_typed', 'Phần mở đầu . . . . . . 12', null],
  ['line_drawn', '* * *', ''],
  ['line_drawn', '-----o0o-----', ''],
  ['list_typed', '▪ “Trích lục” bản đồ;', '“Trích lục” bản đồ;'],
  ['list_typed', '- 05 bộ hồ sơ;', '05 bộ hồ sơ;'],
  ['list_typed', '\uF0B7 Giao Sở Nội vụ;', 'Giao Sở Nội vụ;'],
  ['page_number_typed', 'Tr. 2', ''],
  ['letterhead_typed', 'CỘNG HÒA XHCN VIỆT NAM', ''],
  ['letterhead_typed', 'Số 05/2026/QĐ – UBND', ''],
  ['clause_as_paragraph', '1.Sở Nội vụ chủ trì.', 'Sở Nội vụ chủ trì.'],
  ['clause_as_paragraph', 'a) thực hiện đúng hạn;', 'thực hiện đúng hạn;'],
  ['clause_as_paragraph', 'ĐIỀU 3: Hiệu lực.'.normalize('NFD'), 'Hiệu lực.'],
  ['cite_own_unknown', `Theo điều 9 quyết${nbsp}định  này.`, null],
  ['blank_left', 'Ngày ... tháng ... năm 2026.', null],
  ['blank_left', 'Sơn La, ngày    tháng    năm 2026.', null],
  ['blank_left', 'Quyết định số xx/QĐ-UBND ngày xx tháng xx năm 2026.', null],
  ['blank_left', 'Theo Tờ trình số /TTr-SNV ngày tháng 3 năm 2025.', null],
  ['blank_left', `Theo Tờ trình số 5/TTr-SNV ngày${nbsp}tháng  năm 2025.`, null],
  ['end_mark_early', 'Đã xong. /. Làm tiếp./.', 'Đã xong. Làm tiếp.'],
  ['end_mark_alone', './', null],
  ['paragraph_empty', `${nbsp} ${nbsp}`, ''],
])('%s: a line', (rule, typed, meant) => {
  test(typed.trim(), () => {
    const document = asTyped(base([law, proposal, decide, first, p('x'), last]), p(typed))
    expect(isFound(document, rule)).toBe(true)
    const after = mended(document, rule)
    expect(isFound(after, rule)).toBe(meant === null)
    const texts = (after.body.content ?? []).map(inlineText)
    if (meant !== null && meant !== '') expect(texts[4]?.normalize('NFC')).toBe(meant)
    if (meant === '') expect(texts).toHaveLength(5)
  })
})

describe.each<[rule: string, right: string]>([
  ['space_before_mark', 'Tệp .docx, tên miền .gov.vn, 1,5 ha, 09:30, các xã ... và http://sonla.gov.vn, https ://x.'],
  ['space_before_mark', 'Ngày 05/3/2026, tỷ lệ 1 :2, mã a :1 và … rồi.'],
  ['space_after_mark', 'Xem http://sonla.gov.vn, TP.HCM, P.Tô Hiệu, ThS.Lò, 1,5 ha; 09:30 và a@b.Vn.'],
  ['cite_article_small', 'Đã điều 02 xe và điều 5 người; có 5 điều kiện.'],
  ['cite_article_small', 'Sở điều 5 Luật sư Đoàn; chương 5 Nghị quyết trước; phần điều 2 Quyết định cũ.'],
  ['cite_number_word', 'NGHỊ ĐỊNH 30/2020/NĐ-CP; Thông báo 1/2 năm; Báo cáo 05/2026; Luật 33/2024/QH15.'],
  ['date_impossible', 'Số 31/02/2026; tỷ lệ 31/02; ngày 31/12/2026; ngày 28 tháng 02; trong 36 tháng 14 ngày.'],
  ['date_impossible', 'Giỗ Tổ ngày 30 tháng 02 năm Bính Ngọ; ngày 30/4 và các ngày 29/2, 30/3.'],
  ['bracket_unclosed', 'a) Một (gồm a) và [b]); 2) hai.'],
  ['cite_appendix_unknown', 'Thể thức theo Nghị định số 30/2020/NĐ-CP (Phụ lục I); theo Phụ lục II của Nghị định đó.'],
  ['cite_appendix_unknown', 'Biểu mẫu tại Phụ lục III, ban hành kèm theo Thông tư ấy; các cột Phụ lục IV, Phụ lục V.'],
  ['cite_symbol_spaces', 'Luật số 33/2024/QH15 - Luật Lưu trữ; tỷ lệ 1/2 - UBND tỉnh.'],
  ['line_begins_small', 'a) thực hiện; vpub@sonla.gov.vn'],
  ['line_begins_small', 'vpub@sonla.gov.vn là địa chỉ.'],
  ['line_begins_small', 'sonla.gov.vn là địa chỉ.'],
  ['list_typed', '-5 độ; +84 912 là số máy.'],
  ['blank_left', 'Ngày tháng năm sinh; thế kỷ XX; kỳ họp thứ XX/XXI; các năm ... và sau đó.'],
  ['spaces_twice', 'Ngày  tháng  năm 2026'],
  ['clause_as_paragraph', '1.500 hồ sơ; a. m.'],
  ['line_drawn', 'o0o là ký hiệu.'],
])('%s: not found in', (rule, right) => {
  test(right, () => expect(isFound(base([law, proposal, decide, first, p(right), last]), rule)).toBe(false))
})

describe.each<[rule: string, block: BodyNode, meant: string]>([
  ['clause_typed_number', clause('khoan', '1/ Sở Nội vụ'), 'Sở Nội vụ'],
  ['clause_typed_number', clause('khoan', '2.Sở Nội vụ'), 'Sở Nội vụ'],
  ['clause_typed_number', clause('khoan', 'Khoản 3: sở'), 'sở'],
  ['clause_typed_number', clause('diem', 'a/ Một'), 'Một'],
  ['clause_typed_number', clause('phan', 'Phần thứ tư. CHUNG'), 'CHUNG'],
  ['clause_typed_number', clause('dieu', 'Điều 3 – Hiệu lực'.normalize('NFD')), 'Hiệu lực'],
  ['clause_typed_number', clause('muc', 'II/ Mục đích'), 'Mục đích'],
  ['heading_end_mark', clause('chuong', 'QUY ĐỊNH CHUNG./.'), 'QUY ĐỊNH CHUNG'],
  ['heading_end_mark', clause('chuong', `QUY ĐỊNH CHUNG${nbsp}:`), 'QUY ĐỊNH CHUNG'],
  ['bold_throughout', line('x'), 'x'],
])('%s: a clause', (rule, block, meant) => {
  test(meant, () => {
    const typed =
      rule === 'bold_throughout' ? p(bold('Các sở, ban, ngành có trách nhiệm thực hiện Quyết định này;')) : block
    const document = asTyped(base([law, proposal, decide, first, p('x'), last]), typed)
    expect(isFound(document, rule)).toBe(true)
    const after = mended(document, rule)
    expect(isFound(after, rule)).toBe(false)
    if (typed === block) expect(inlineText(after.body.content?.[4] ?? p('')).normalize('NFC')).toBe(meant)
  })
})

test.each([
  ['khoan', '1.500 hồ sơ'],
  ['khoan', '30/4 là ngày nghỉ'],
  ['khoan', '1-2 ngày'],
  ['dieu', 'Điều 5 Luật Đất đai được áp dụng.'],
  ['diem', 'a và b'],
] as const)('a %s that begins with «%s» has no typed number', (level, text) => {
  expect(isFound(base([law, proposal, decide, first, clause(level, text), last]), 'clause_typed_number')).toBe(false)
})

describe.each<[rule: string, bases: BodyNode[], meant: string | null]>([
  ['basis_ending', [basis('Căn cứ Luật Đất đai ,'), proposal], 'Căn cứ Luật Đất đai;'],
  ['basis_ending', [basis(`Căn cứ Luật Đất đai${nbsp}./.`), proposal], 'Căn cứ Luật Đất đai;'],
  ['basis_law_number', [basis('Căn cứ Luật Đất đai số: 31/2024/QH15;'), proposal], null],
  ['basis_law_number', [basis('CĂN CỨ Luật Đất đai (31 /2024/ QH15);'), proposal], null],
  ['basis_incomplete', [basis('Căn cứ Nghị định 30/2020/NĐ-CP về công tác văn thư;'), proposal], null],
  ['basis_incomplete', [basis('căn cứ Nghị định số: 30 / 2020/NĐ-CP của Chính phủ;'), proposal], null],
  [
    'basis_twice',
    [law, basis('CĂN CỨ  Luật Tổ chức, chính quyền địa phương ;'), proposal],
    law.content?.[0]?.text ?? '',
  ],
  ['basis_empty', [basis('Căn cứ ________;'), proposal], null],
  ['basis_opening', [basis('- Căn cứ Luật Đất đai;'), proposal], null],
  [
    'basis_opening',
    [basis('Luật Đất đai ngày 18 tháng 01 năm 2024;'), proposal],
    'Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;',
  ],
  ['basis_opening', [basis('Vì yêu cầu công tác;'), proposal], null],
])('%s: a căn cứ', (rule, bases, meant) => {
  test(inlineText(bases.at(-2) ?? law), () => {
    const document = base([...bases, decide, first, last])
    expect(isFound(document, rule)).toBe(true)
    if (meant === null) return
    const after = mended(document, rule)
    expect(isFound(after, rule)).toBe(false)
    expect(inlineText(after.body.content?.[0] ?? p(''))).toBe(meant)
  })
})

test.each(['QUYẾT ĐỊNH', 'Quyết định :', 'QUYẾT  ĐỊNH:'])('the formula typed as a line, «%s», becomes it', (typed) => {
  const after = mended(base([law, proposal, p(typed), first, last]), 'formula_missing')
  expect(after.body.content?.map(({ type }) => type)).toEqual(['basis', 'basis', 'formula', 'clause', 'clause'])
  expect(inlineText(after.body.content?.[2] ?? p(''))).toBe('QUYẾT ĐỊNH:')
})

test.each(['Thực hiện. /.', 'Thực hiện.//.', 'Thực hiện/.', `Thực hiện${nbsp}./ .`])(
  '«%s» ends with "./."',
  (typed) => {
    const plan = base([clause('muc', 'Mục đích'), p(typed)], { subject: 'Chuyển đổi số' }, 'ke-hoach')
    const after = mended(mended(plan, 'end_mark_missing'), 'end_mark_loose')
    expect(inlineText(after.body.content?.[1] ?? p(''))).toBe('Thực hiện./.')
  },
)

describe.each<[rule: string, field: keyof Fields, typed: string, meant: string | null, kind?: KindId]>([
  ['agency_capitals', 'agency', 'Ủy ban nhân dân\nTỈNH SƠN LA'.normalize('NFD'), 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA'],
  ['parent_capitals', 'parentAgency', 'Ubnd Tỉnh', 'UBND TỈNH'],
  ['authority_capitals', 'authority', 'Chủ Tịch UBND TỈNH SƠN LA', 'CHỦ TỊCH UBND TỈNH SƠN LA'],
  ['place_capitalised', 'place', 'Sơn la', 'Sơn La'],
  ['place_capitalised', 'place', 'SƠN LA', 'Sơn La'],
  ['place_capitalised', 'place', 'thành phố Hồ chí minh', 'Thành phố Hồ Chí Minh'],
  ['place_capitalised', 'place', 'tp. sơn la', 'Thành phố Sơn La'],
  ['place_in_full', 'place', 'TP.Sơn La', 'Thành phố Sơn La'],
  ['place_in_full', 'place', 'Tp Huế', 'Thành phố Huế'],
  ['place_in_full', 'place', 'TX. Mộc Châu', 'Thị xã Mộc Châu'],
  ['symbol_spaces', 'symbol', `QĐ${nbsp}- UBND`, 'QĐ-UBND'],
  ['symbol_spaces', 'symbol', 'QĐ–UBND', 'QĐ-UBND'],
  ['symbol_has_number', 'symbol', 'Số: …/QĐ-UBND', 'QĐ-UBND'],
  ['symbol_has_number', 'symbol', '05/2026/QĐ-UBND', 'QĐ-UBND'],
  ['subject_end_mark', 'subject', 'Ban hành Quy chế ./.', 'Ban hành Quy chế'],
  ['subject_end_mark', 'subject', 'Ban hành Quy chế ;', 'Ban hành Quy chế'],
  ['subject_begins_small', 'subject', ` ban hành Quy chế`, 'Ban hành Quy chế'],
  ['subject_capitals', 'subject', 'BAN HÀNH “QUY CHẾ” NĂM 2026', null],
  ['subject_says_v_v', 'subject', 'V/v: ban hành Quy chế', 'Về việc ban hành Quy chế'],
  ['subject_says_v_v', 'subject', 'v/v về việc ban hành Quy chế', 'Về việc ban hành Quy chế'],
  ['subject_says_v_v', 'subject', 'Vv ban hành Quy chế', 'Về việc ban hành Quy chế'],
  ['subject_says_v_v', 'subject', 'V/v việc nâng lương', 'nâng lương', 'cong-van'],
  ['capacity_capitals', 'capacity', 'Kt. Chủ tịch\nPhó Chủ tịch', 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH'],
  ['capacity_power_dot', 'capacity', 'K/T CHỦ TỊCH\nPHÓ CHỦ TỊCH', 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH'],
  ['capacity_power_dot', 'capacity', ' T.M ỦY BAN NHÂN DÂN\nKT.CHỦ TỊCH', 'TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH'],
  ['capacity_power_dot', 'capacity', 'TUQ :CHỦ TỊCH', 'TUQ. CHỦ TỊCH'],
  ['capacity_deputy', 'capacity', 'P. CHỦ TỊCH', 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH'],
  ['capacity_deputy', 'capacity', ' Phó  Giám đốc', 'KT. Giám đốc\nPHÓ Giám đốc'],
  ['capacity_power_of_deputy', 'capacity', 'KT.P. GIÁM ĐỐC', 'KT. GIÁM ĐỐC'],
  ['signer_title', 'signerName', 'Th.S Lò Văn A', 'Lò Văn A'],
  ['signer_title', 'signerName', 'Tiến sỹ, Bác sỹ Lò Văn A', 'Lò Văn A'],
  ['signer_title', 'signerName', 'Ông: Lò Văn A', 'Lò Văn A'],
  ['signer_title', 'signerName', 'Đ/c Lò Văn A', 'Lò Văn A'],
  ['signer_capitals', 'signerName', 'lò  văn A', 'Lò  Văn A'],
  ['signer_capitals', 'signerName', "H'HEN NIÊ", "H'Hen Niê"],
  ['addressees_say_dear', 'addressees', 'KÍNH GỬI : Sở Nội vụ\nKính gởi: Sở Y tế', 'Sở Nội vụ\nSở Y tế', 'cong-van'],
  ['recipients_filing', 'recipients', 'Như Điều 2\nLưu VT, NC.', 'Như Điều 2\nLưu: VT, NC'],
  ['recipients_filing', 'recipients', 'Như Điều 2\n- Lưu - Văn thư', 'Như Điều 2\nLưu: Văn thư'],
  ['recipients_filing_office', 'recipients', 'Như Điều 2\nLưu: NC, VT', 'Như Điều 2\nLưu: VT, NC'],
  ['recipients_filing_office', 'recipients', 'Như Điều 2\nLưu : Văn thư', 'Như Điều 2\nLưu: VT'],
  ['recipients_filing_last', 'recipients', '- LƯU: VT;\n- Như Điều 2;', 'Như Điều 2\nLƯU: VT'],
  ['recipients_as_dear', 'recipients', 'Như  kính gửi (để thực hiện)\nLưu: VT', 'Như trên (để thực hiện)\nLưu: VT'],
  ['recipients_as_dear', 'recipients', '- NHƯ MỤC KÍNH GỬI;\n- Lưu: VT.', 'Như trên\nLưu: VT'],
  ['recipients_as_above_of_nobody', 'recipients', 'Như trên (để b/c)\nNhư Điều 2\nLưu: VT', 'Như Điều 2\nLưu: VT'],
  ['recipients_article_unknown', 'recipients', 'NHƯ  ĐIỀU 5;\nLưu: VT', 'Như Điều 2\nLưu: VT'],
  [
    'recipients_article_stale',
    'recipients',
    'Như Điều 1 (để thực hiện)\nLưu: VT',
    'Như Điều 2 (để thực hiện)\nLưu: VT',
  ],
  ['recipients_twice', 'recipients', 'Như Điều 2\nSở  Y tế;\n- sở y tế.\nLưu: VT', 'Như Điều 2\nsở y tế\nLưu: VT'],
  ['drafting_mark_capitals', 'draftingMark', 'Pl.(30)', 'PL.(30)'],
])('%s: a field', (rule, field, typed, meant, kind = 'quyet-dinh') => {
  test(typed, () => {
    const document = base([law, proposal, decide, first, last], { [field]: typed }, kind)
    expect(isFound(document, rule)).toBe(true)
    if (meant === null) return
    const after = mended(document, rule)
    expect(isFound(after, rule)).toBe(false)
    expect(after.fields[field]).toBe(meant)
  })
})

describe.each<[rule: string, fields: Partial<Fields>]>([
  ['place_capitalised', { place: 'Thành phố Hồ Chí Minh' }],
  ['place_capitalised', { place: 'Đặc khu Phú Quốc' }],
  ['place_capitalised', { place: 'Bà Rịa - Vũng Tàu' }],
  ['place_capitalised', { place: 'TP. HCM' }],
  ['place_capitalised', { place: 'TPHCM' }],
  ['capacity_deputy', { capacity: 'KT.CHỦ TỊCH\nPHÓ CHỦ TỊCH' }],
  ['capacity_collective', { authority: 'UỶ BAN NHÂN DÂN TỈNH', capacity: 'TM.ỦY BAN NHÂN DÂN\nCHỦ TỊCH' }],
  ['signer_title', { signerName: 'Thạch Văn A' }],
  ['signer_capitals', { signerName: "H'Hen Niê" }],
  ['recipients_twice', { recipients: 'Như Điều 2\nSở Y tế\nSở Y tế (2)\nLưu: VT' }],
])('%s: nothing is found in', (rule, fields) => {
  test(Object.values(fields).join(' / '), () => {
    expect(isFound(base([law, proposal, decide, first, last], fields), rule)).toBe(false)
  })
})

test('a collective signs for itself under either spelling of its name, and its power is not said twice', () => {
  const fields = { authority: 'UỶ BAN NHÂN DÂN TỈNH SƠN LA', capacity: 'CHỦ TỊCH' }
  const document = base([law, proposal, decide, first, last], fields)
  expect(mended(document, 'capacity_collective').fields.capacity).toBe('TM. UỶ BAN NHÂN DÂN\nCHỦ TỊCH')
  const own = base([law, proposal, decide, first, last], { capacity: 'TM.ỦY BAN NHÂN DÂN\nCHỦ TỊCH' })
  expect(mended(own, 'capacity_of_head').fields.capacity).toBe('CHỦ TỊCH')
})

test('letters and tones apart: the place and the mend count them as they stand', () => {
  const typed = p('Quyết định , thông báo'.normalize('NFD'), br, 'Điều  này'.normalize('NFD'), br, 'sai ,rồi.')
  const document = asTyped(base([law, proposal, decide, first, p('x'), last]), typed)
  const after = (rule: string, nth: number) => {
    const mend = checkDocument(document).filter((finding) => finding.rule === rule)[nth]?.mend
    return inlineText((mend && applyMend(document, mend).body.content?.[4]) ?? p(''))
  }
  expect(after('space_before_mark', 0)).toBe('Quyết định, thông báo\nĐiều  này\nsai ,rồi.')
  expect(after('space_before_mark', 1)).toBe('Quyết định , thông báo\nĐiều  này\nsai, rồi.')
  expect(after('spaces_twice', 0)).toBe('Quyết định , thông báo\nĐiều này\nsai ,rồi.')
})

test('a title in several lines goes on in small letters', () => {
  const centred = (text: string) => ({ ...p(text), attrs: { align: 'center', indent: false } })
  const lines = [centred('QUY CHẾ LÀM VIỆC'), centred('nhiệm kỳ 2025 - 2030')]
  expect(isFound(base([law, proposal, decide, first, ...lines, last]), 'line_begins_small')).toBe(false)
  expect(isFound(base([law, proposal, decide, first, p('Một.'), ...lines.slice(1), last]), 'line_begins_small')).toBe(
    true,
  )
})

test('what stands in a cell is looked at like any line', () => {
  const document = base([law, proposal, decide, first, table(row(cell('Sai ,rồi  nhé.'))), last])
  expect(checkDocument(document).map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['space_before_mark', 'spaces_twice']),
  )
})
