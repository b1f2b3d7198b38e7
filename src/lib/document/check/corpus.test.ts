/**
 * The corpus of the format checker: for every rule a document that breaks it and a near miss that does not. `fields` and
 * `body` change a right document; where `body` is given it takes the place of everything.
 */
import { describe, expect, test } from 'vitest'
import type { KindId } from '../kinds.ts'
import type { BodyNode, Fields } from '../model.ts'
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
  image,
  line,
  p,
  quote,
  ref,
  row,
  sonLa,
  table,
} from '../testing.ts'
import { checkDocument, type HouseRules, RULES } from './index.ts'
import { applyMend } from './mend.ts'

interface Case {
  kind?: KindId
  fields?: Partial<Fields>
  body?: BodyNode[]
}

const law = basis('Căn cứ Luật Tổ chức chính quyền địa phương;')
const proposal = basis('Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh.')
const decide = formula('QUYẾT ĐỊNH:')
const first = clause('dieu', 'Ban hành kèm theo Quyết định này Quy chế làm việc.')
const last = clause('dieu', 'Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.')
const decision = [law, proposal, decide, first, last]

/** Between the articles of a right decision. */
const within = (...blocks: BodyNode[]): Case => ({ body: [law, proposal, decide, first, ...blocks, last] })
const bases = (...blocks: BodyNode[]): Case => ({ body: [...blocks, decide, first, last] })
const letter = (
  fields: Partial<Fields>,
  body: BodyNode[] = [p('Ủy ban nhân dân tỉnh có ý kiến như sau./.')],
): Case => ({
  kind: 'cong-van',
  fields: {
    subject: 'nâng bậc lương năm 2026',
    addressees: 'Sở Nội vụ',
    recipients: 'Như trên\nLưu: VT, NC',
    ...fields,
  },
  body,
})
const plan = (...body: BodyNode[]): Case => ({
  kind: 'ke-hoach',
  fields: { subject: 'Chuyển đổi số năm 2026', recipients: 'Các sở, ban, ngành\nLưu: VT, NC' },
  body,
})
const muc = clause('muc', 'Mục đích')
const end = p('Các cơ quan triển khai thực hiện./.')

/** rule: [breaks it, near miss]. */
const minutes = (fields: Partial<Fields>): Case => ({
  kind: 'bien-ban',
  fields: { subject: 'Họp giao ban', secondName: 'Lò Thị Mai', ...fields },
  body: [end],
})
const contract = (fields: Partial<Fields>): Case => ({ ...minutes(fields), kind: 'hop-dong' })

const CORPUS: Record<string, [Case, Case]> = {
  second_capacity_missing: [minutes({ secondCapacity: '' }), contract({ secondName: '', secondCapacity: '' })],
  second_signer_missing: [contract({ secondCapacity: 'ĐẠI DIỆN BÊN B', secondName: ' ' }), minutes({})],
  quotation_unclosed: [
    within(quote('“2. Nội dung mới:'), quote('a) Một.')),
    within(quote('“2. Nội dung “mới”:'), table(row(cell('Ô'))), quote('a) Một.”.')),
  ],
  quotation_unopened: [
    within(quote('2. Nội dung mới:'), quote('a) Một.”')),
    within(quote('"2. Nội dung mới:'), quote('a) Một."'), quote('«3. Ba.»')),
  ],
  agency_renamed: [{ fields: { contact: 'Số 1, phường Tô Hiệu' } }, { fields: { contact: 'Số 2, phường Tô Hiệu' } }],
  image_undescribed: [
    plan(table(row({ ...cell('Máy in'), content: [image({ alt: ' ' })] })), end),
    plan(table(row({ ...cell('Máy in'), content: [image()] })), image(), end),
  ],
  agency_missing: [{ fields: { agency: ' ' } }, { fields: { agency: 'SỞ NỘI VỤ' } }],
  agency_capitals: [{ fields: { agency: 'SỞ NộI VỤ' } }, { fields: { agency: 'SỞ NỘI VỤ 2' } }],
  parent_capitals: [{ fields: { parentAgency: 'UBND tỉnh Sơn La' } }, { fields: { parentAgency: 'UBND TỈNH SƠN LA' } }],
  place_missing: [{ fields: { place: '' } }, { kind: 'bien-ban', fields: { place: '' }, body: [end] }],
  place_capitalised: [{ fields: { place: 'sơn La' } }, { fields: { place: 'Sơn La' } }],
  place_in_full: [{ fields: { place: 'TP. HCM' } }, { fields: { place: 'Thành phố Hồ Chí Minh' } }],
  symbol_missing: [{ fields: { symbol: '' } }, { fields: { symbol: 'QĐ-UBND' } }],
  symbol_spaces: [{ fields: { symbol: 'QĐ - UBND' } }, { fields: { symbol: 'QĐ-UBND' } }],
  symbol_of_kind: [{ fields: { symbol: 'KH-UBND' } }, letter({ symbol: 'UBND-NC' })],
  symbol_has_number: [{ fields: { symbol: '05/QĐ-UBND' } }, { fields: { symbol: 'QĐ-T19' } }],
  symbol_too_long: [{ fields: { symbol: `QĐ-${'A'.repeat(28)}` } }, { fields: { symbol: `QĐ-${'A'.repeat(27)}` } }],
  subject_missing: [{ fields: { subject: ' ' } }, { kind: 'giay-gioi-thieu', fields: { subject: '' }, body: [end] }],
  subject_end_mark: [
    { fields: { subject: 'Ban hành Quy chế.' } },
    { fields: { subject: 'Ban hành Quy chế (sửa đổi)' } },
  ],
  subject_capitals: [{ fields: { subject: 'VỀ VIỆC BAN HÀNH' } }, { fields: { subject: 'Về việc ASEAN' } }],
  subject_begins_small: [{ fields: { subject: 'ban hành Quy chế' } }, letter({ subject: 'nâng bậc lương' })],
  subject_says_v_v: [
    { fields: { subject: 'V/v ban hành Quy chế' } },
    { fields: { subject: 'Về việc ban hành Quy chế' } },
  ],
  subject_too_long: [{ fields: { subject: `A${'b'.repeat(500)}` } }, { fields: { subject: `A${'b'.repeat(499)}` } }],
  authority_missing: [{ fields: { authority: '' } }, letter({ authority: '' })],
  authority_capitals: [{ fields: { authority: 'Chủ tịch Ủy ban' } }, { fields: { authority: 'CHỦ TỊCH ỦY BAN' } }],
  basis_missing: [bases(), bases(basis('Căn cứ Luật Đất đai.'))],
  basis_empty: [bases(basis('Căn cứ ;'), law, proposal), bases(law, proposal)],
  basis_ending: [bases(basis('Căn cứ Luật Đất đai.'), proposal), bases(basis('Căn cứ Luật Đất đai;'), proposal)],
  basis_opening: [bases(basis('Luật Đất đai;'), proposal), bases(basis('Thực hiện Nghị quyết của Tỉnh ủy;'), proposal)],
  basis_law_number: [
    bases(basis('Căn cứ Luật Đất đai số 31/2024/QH15;'), proposal),
    bases(basis('Căn cứ Luật Đất đai;'), proposal),
  ],
  basis_incomplete: [
    bases(basis('Căn cứ Nghị định số 30/2020/NĐ-CP;'), proposal),
    bases(
      basis('Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;'),
      proposal,
    ),
  ],
  basis_twice: [bases(law, law, proposal), bases(law, basis('Căn cứ Luật Đất đai;'), proposal)],
  basis_after_proposal: [bases(law, proposal, basis('Căn cứ Luật Lưu trữ.')), bases(law, proposal)],
  basis_outdated: [
    bases(basis('Căn cứ Luật Đất đai năm 2013;'), proposal),
    bases(basis('Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;'), proposal),
  ],
  basis_misplaced: [within(basis('Căn cứ Luật Đất đai.')), within(p('Căn cứ Luật Đất đai, các sở thực hiện.'))],
  basis_plain: [bases(law, p('Căn cứ Luật Lưu trữ;'), proposal), within(p('Căn cứ Luật Đất đai, các sở thực hiện.'))],
  formula_missing: [{ body: [law, proposal, first, last] }, letter({})],
  formula_wrong: [{ body: [law, proposal, formula('QUYẾT NGHỊ:'), first, last] }, { body: decision }],
  formula_twice: [within(decide), { body: decision }],
  formula_not_here: [letter({}, [decide, end]), letter({}, [p('Ủy ban nhân dân tỉnh quyết định:'), end])],
  body_empty: [{ body: [law, proposal, decide] }, { body: decision }],
  articles_missing: [{ body: [law, proposal, decide, end] }, plan(muc, end)],
  clause_empty: [
    within(clause('dieu', '')),
    within(clause('dieu', ''), clause('khoan', 'Một.'), clause('khoan', 'Hai.')),
  ],
  heading_title: [plan(clause('muc', ''), end), plan(muc, end)],
  heading_end_mark: [plan(clause('muc', 'Mục đích.'), end), plan(clause('muc', 'Mục đích, yêu cầu'), end)],
  heading_without_content: [plan(muc, end, clause('muc', 'Yêu cầu')), plan(muc, end)],
  clause_typed_number: [within(clause('dieu', 'Điều 2. Hiệu lực.')), within(clause('dieu', 'Điều kiện thi hành.'))],
  clause_as_paragraph: [within(p('1. Sở Nội vụ chủ trì.')), within(p('1.500 hồ sơ đã giải quyết.'))],
  point_without_clause: [
    plan(p('Gồm:'), clause('diem', 'Một;'), clause('diem', 'Hai.'), end),
    plan(muc, clause('khoan', 'Gồm:'), clause('diem', 'Một;'), clause('diem', 'Hai.'), clause('khoan', 'Ba.'), end),
  ],
  decimal_without_clause: [
    plan(p('Gồm:'), clause('decimal', 'Một.'), clause('decimal', 'Hai.'), end),
    plan(
      muc,
      clause('khoan', 'Gồm:'),
      clause('decimal', 'Một.'),
      clause('decimal', 'Hai.'),
      clause('khoan', 'Ba.'),
      end,
    ),
  ],
  clause_alone: [within(clause('khoan', 'Một.')), within(clause('khoan', 'Một.'), clause('khoan', 'Hai.'))],
  paragraph_empty: [within(p('')), within(clause('muc', 'Nơi để viết'), p(''))],
  line_unwritten: [plan(p(''), muc, p('Thực hiện./.')), plan(muc, p('Gồm:'), p(''), line('Một;'), line('Hai./.'))],
  end_unwritten: [plan(muc, p('./.')), plan(muc, p('Thực hiện.'), p('./.'))],
  reference_dangling: [
    within(clause('dieu', ['Theo ', ref('mất'), '.'])),
    within(clause('dieu', ['Theo ', ref('dieu:a'), '.'], 'dieu:a')),
  ],
  cite_own_unknown: [
    within(clause('dieu', 'Theo khoản 2 Điều 9 của Quyết định này.')),
    within(clause('dieu', 'Theo Điều 9 Quy chế này và Điều 3 Quyết định này.')),
  ],
  cite_own_clause_unknown: [
    within(clause('dieu', 'Gồm:'), clause('khoan', 'Một.'), clause('dieu', 'Theo khoản 2 Điều 2 Quyết định này.')),
    within(clause('dieu', 'Gồm:'), clause('khoan', 'Một.'), clause('dieu', 'Theo khoản 1 Điều 2 của Quyết định này.')),
  ],
  cite_appendix_unknown: [
    plan(
      muc,
      p('Danh mục tại Phụ lục II kèm theo Kế hoạch này./.'),
      attached('Quy chế'),
      p('Một.'),
      appendix('Danh mục'),
      p('Một.'),
    ),
    plan(
      muc,
      p('Danh mục tại Phụ lục II và Phụ lục III Nghị định số 30/2020/NĐ-CP; mẫu tại Phụ lục I./.'),
      appendix('Danh mục'),
      p('Một.'),
    ),
  ],
  cite_number_word: [
    within(p('Theo Nghị định 30/2020/NĐ-CP của Chính phủ.')),
    within(p('Theo Nghị định số 30/2020/NĐ-CP và Kế hoạch 2026/2027 của Sở.')),
  ],
  clause_begins_point: [
    within(clause('khoan', 'Gồm:'), clause('khoan', 'a) Một;'), clause('khoan', 'b) Hai.')),
    within(clause('khoan', 'Gồm:'), clause('diem', 'Một;'), clause('khoan', 'A) là tên gọi.')),
  ],
  bracket_unclosed: [
    within(p('Giao các sở (Nội vụ, Tài chính chủ trì.')),
    within(p('Giao các sở (Nội vụ: a) Một; b) hai) chủ trì, khoảng (0; 5].'), p('(Kèm theo Quyết định'), p('số 5)')),
  ],
  body_small: [within(p('Giao ubnd xã thực hiện.')), within(p('UBND xã; ubnd@sonla.gov.vn, ubnd.sonla.gov.vn.'))],
  date_impossible: [
    within(p('Trước ngày 31 tháng 02 năm 2026.')),
    within(p('Ngày 29 tháng 02 năm 2028, từ 31/40 hộ, các ngày 30-31 tháng 3, 30/02 âm lịch, đến 31 tháng 02 ngày.')),
  ],
  appendix_unmentioned: [
    plan(muc, end, appendix('Danh mục'), p('Một.')),
    plan(muc, p('Danh mục tại Phụ lục./.'), appendix('Danh mục'), p('Một.')),
  ],
  attached_unmentioned: [
    plan(muc, p('Xem Phụ lục./.'), attached('Quy chế'), p('Một.')),
    plan(muc, p('Ban hành kèm theo Kế hoạch này Quy chế làm việc./.'), attached('Quy chế'), p('Một.')),
  ],
  appendix_title: [
    plan(muc, p('Xem Phụ lục./.'), appendix(''), p('Một.')),
    plan(muc, p('Xem Phụ lục./.'), appendix('Danh mục'), p('Một.')),
  ],
  appendix_empty: [
    plan(muc, p('Xem Phụ lục./.'), appendix('Danh mục')),
    plan(muc, p('Xem Phụ lục./.'), appendix('Danh mục'), p('Một.')),
  ],
  end_mark_missing: [plan(muc, p('Thực hiện.')), plan(muc, p('Thực hiện./.'))],
  end_mark_alone: [plan(muc, p('Thực hiện.'), p('./.')), plan(muc, p('Thực hiện./.'))],
  end_mark_loose: [plan(muc, p('Thực hiện ./.')), plan(muc, p('Thực hiện./.'))],
  end_mark_early: [plan(muc, p('Một./.'), p('Hai./.')), plan(muc, p('Một.'), p('Hai./.'))],
  blank_left: [
    within(clause('dieu', 'Giao «Chu_su_dung» thực hiện.')),
    within(clause('dieu', 'Giao các sở, ban, ngành,... thực hiện.')),
  ],
  unseen_character: [within(p('Cấp kinh phí \u202e21\u202c tỷ.')), within(p('Cấp kinh phí 21 tỷ.'))],
  unprintable_character: [within(p('Ý kiến: \uf0b7 đồng ý.')), within(p('Ý kiến: ☑ đồng ý.'))],
  spaces_twice: [within(p('Hai  khoảng trắng.')), within(p('Một khoảng trắng.'))],
  spaces_leading: [within(p('  Lùi tay.')), within(p('Lùi sẵn.'))],
  space_before_mark: [within(p('Sai , rồi.')), within(p('Đúng, 1.500 đồng ... rồi.'))],
  space_after_mark: [within(p('Sai,rồi.')), within(p('Đúng, 2,5 ha.'))],
  cite_article_small: [within(p('Theo khoản 1 điều 5 Luật Đất đai.')), within(p('Có 5 điều kiện.'))],
  cite_clause_capital: [within(p('Theo Khoản 2 Điều 5.')), within(p('Theo khoản 2 Điều 5. Khoản 3 không áp dụng.'))],
  date_without_zero: [
    within(p('Quyết định ngày 5 tháng 1 năm 2026.')),
    within(p('Quyết định ngày 05 tháng 3 năm 2026, kỷ niệm ngày 2 tháng 9.')),
  ],
  cite_symbol_spaces: [
    within(p('Theo Quyết định số 5 /QĐ – UBND của tỉnh.')),
    within(p('Theo Quyết định số 458/QĐ-TTg, Luật số 33/2024/QH15 - Luật Lưu trữ.')),
  ],
  line_begins_small: [within(p('chữ đầu thường.')), within(p('http://sonla.gov.vn là địa chỉ.'))],
  sentence_begins_small: [within(p('Câu một xong. câu hai sai.')), within(p('Thửa số 5 tờ 12. Câu hai đúng.'))],
  capitals_throughout: [
    within(p('TOÀN BỘ ĐOẠN VĂN NÀY ĐƯỢC NGƯỜI SOẠN VIẾT BẰNG CHỮ IN HOA.')),
    within(p('UNESCO và ASEAN.')),
  ],
  spaces_aligning: [within(p('Họ và tên:      Lò Văn A')), within(p('Họ và tên:  Lò Văn A'))],
  leader_typed: [within(p('Phần mở đầu.......... 12')), within(p('Gồm các xã, phường... 12 đơn vị.'))],
  line_drawn: [within(p('______________')), within(p('Giai đoạn 2021 -- 2025.'))],
  line_ends_spare: [within(p('Một.', br, ' ', br, br, 'Hai.', br)), within(p('Một.', br, 'Hai.'))],
  list_typed: [within(p('– Giao Sở Nội vụ;')), within(p('-5 độ là nhiệt độ bảo quản.'))],
  table_too_large: [
    within(table(...Array.from({ length: 50 }, () => row(cell('Ô', { colspan: 100, rowspan: 50 }))))),
    within(table(...Array.from({ length: 50 }, () => row(cell('Ô', { colspan: 10, rowspan: 1 }))))),
  ],
  table_words_broken: [
    within(table(row(...Array.from({ length: 14 }, () => cell('Nghiêng'))))),
    within(table(row(...Array.from({ length: 6 }, () => cell('Nghiêng'))))),
  ],
  table_head_plain: [
    within(
      table(
        row(cell(bold('Năm'), { rowspan: 2 }), cell(bold('Chỉ tiêu'), { colspan: 2 })),
        row(cell('Thu'), cell('Chi')),
        row(cell('2025'), cell('5'), cell('4')),
        row(cell('2026'), cell('6'), cell('5')),
      ),
    ),
    within(
      table(row(cell(bold('TT')), cell(bold('Việc'))), row(cell('1'), cell('Họp'))),
      table(
        row(cell(bold('TT')), cell('Việc')),
        row(cell('1'), cell('Họp')),
        row(cell('2'), cell('Báo cáo')),
        row(cell('3'), cell('Nộp')),
      ),
    ),
  ],
  list_marks_mixed: [
    within(line('Một;', '+'), line('Hai;'), line('Ba;', '•'), line('Bốn.', '+')),
    within(line('Một;'), line('Hai;', '+'), line('Ba;'), p('Gồm:'), line('Bốn.', '+')),
  ],
  bold_throughout: [
    within(p(bold('Các sở, ban, ngành có trách nhiệm thực hiện '), bold('Quyết định này.'))),
    within(p(bold('Các sở, ban, ngành có trách nhiệm thực hiện'), ' Quyết định này.')),
  ],
  page_number_typed: [within(p('Trang 2/5')), within(p('Trang 2/5 của hồ sơ.'))],
  letterhead_typed: [
    within(p('CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM'), table(row(cell('Độc lập – Tự do – Hạnh phúc')))),
    plan(muc, p('Xem Phụ lục./.'), appendix('Mẫu đơn'), p('Độc lập - Tự do - Hạnh phúc')),
  ],
  capacity_missing: [{ fields: { capacity: '' } }, { fields: { capacity: 'CHỦ TỊCH' } }],
  capacity_capitals: [{ fields: { capacity: 'Chủ tịch' } }, { fields: { capacity: 'CHỦ TỊCH' } }],
  capacity_power_dot: [
    { fields: { capacity: 'KT CHỦ TỊCH\nPHÓ CHỦ TỊCH' } },
    { fields: { capacity: 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH' } },
  ],
  capacity_deputy: [
    { fields: { capacity: 'PHÓ CHỦ TỊCH' } },
    { fields: { capacity: 'TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG' } },
  ],
  capacity_power_of_deputy: [
    { fields: { capacity: 'KT. PHÓ GIÁM ĐỐC\nGIÁM ĐỐC' } },
    { fields: { capacity: 'KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC' } },
  ],
  capacity_collective: [
    { fields: { authority: 'ỦY BAN NHÂN DÂN TỈNH SƠN LA', capacity: 'CHỦ TỊCH' } },
    { fields: { authority: 'ỦY BAN NHÂN DÂN TỈNH SƠN LA', capacity: 'TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH' } },
  ],
  capacity_of_head: [
    { fields: { capacity: 'TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH' } },
    { fields: { capacity: 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH' } },
  ],
  signer_missing: [{ fields: { signerName: '' } }, { fields: { signerName: 'Nguyễn Văn A' } }],
  signer_title: [{ fields: { signerName: 'PGS. TS. Nguyễn Văn A' } }, { fields: { signerName: 'Tsuen Văn A' } }],
  signer_capitals: [{ fields: { signerName: 'NGUYỄN VĂN A' } }, { fields: { signerName: 'Nguyễn Văn A' } }],
  addressees_missing: [letter({ addressees: '' }), letter({ addressees: 'Sở Nội vụ' })],
  addressees_not_here: [{ fields: { addressees: 'Sở Nội vụ' } }, letter({})],
  addressees_say_dear: [letter({ addressees: 'Kính gửi: Sở Nội vụ' }), letter({ addressees: 'Sở Nội vụ' })],
  recipients_missing: [{ fields: { recipients: '' } }, { fields: { recipients: 'Như Điều 2\nLưu: VT' } }],
  recipients_filing: [
    { fields: { recipients: 'Như Điều 2' } },
    { fields: { recipients: 'Như Điều 2\nLưu: VT, NC (2)' } },
  ],
  recipients_filing_office: [
    { fields: { recipients: 'Như Điều 2\nLưu: NC' } },
    { fields: { recipients: 'Như Điều 2\nLưu: VT' } },
  ],
  recipients_filing_last: [
    { fields: { recipients: 'Lưu: VT\nNhư Điều 2' } },
    { fields: { recipients: 'Như Điều 2\nLưu: VT' } },
  ],
  recipients_as_above: [letter({ recipients: 'Sở Nội vụ\nLưu: VT' }), letter({ recipients: 'Như trên\nLưu: VT' })],
  recipients_as_above_of_nobody: [
    { fields: { recipients: 'Như trên\nNhư Điều 2\nLưu: VT' } },
    { kind: 'giay-gioi-thieu', fields: { recipients: 'Như trên\nLưu: VT' }, body: [end] },
  ],
  recipients_as_dear: [letter({ recipients: 'Như kính gửi\nLưu: VT' }), letter({ recipients: 'Như trên\nLưu: VT' })],
  recipients_as_article: [
    { fields: { recipients: 'Sở Nội vụ\nLưu: VT' } },
    { fields: { recipients: 'Như Điều 2\nLưu: VT' } },
  ],
  recipients_article_unknown: [
    { fields: { recipients: 'Như Điều 3\nLưu: VT' } },
    { fields: { recipients: 'Như Điều 2\nLưu: VT' } },
  ],
  recipients_article_stale: [
    { ...within(clause('dieu', 'Bãi bỏ Quyết định số 05.')), fields: { recipients: 'Như Điều 2\nLưu: VT' } },
    {
      body: [...decision, clause('dieu', 'Quyết định này có hiệu lực kể từ ngày ký./.')],
      fields: { recipients: 'Như Điều 2\nLưu: VT' },
    },
  ],
  contact_too_long: [
    { fields: { contact: 'Địa chỉ\nĐiện thoại\nThư điện tử\nTrang thông tin\nFax' } },
    { fields: { contact: 'Địa chỉ\nĐiện thoại\nThư điện tử\nTrang thông tin' } },
  ],
  drafting_mark_capitals: [{ fields: { draftingMark: 'pl.(300)' } }, { fields: { draftingMark: 'PL.(300)' } }],
  recipients_twice: [
    { fields: { recipients: 'Như Điều 2\nSở Nội vụ\nsở nội vụ\nLưu: VT' } },
    { fields: { recipients: 'Như Điều 2\nSở Nội vụ\nSở Y tế\nLưu: VT' } },
  ],
}

const build = ({ kind = 'quyet-dinh', fields = {}, body = decision }: Case) =>
  documentOf(kind, body, { subject: 'Ban hành Quy chế làm việc', recipients: 'Như Điều 2\nLưu: VT, NC', ...fields })

/** A library that knows one law and what took its place. */
const house: HouseRules = {
  today: '2026-11-25',
  offices: { begun: { ...sonLa, contact: 'Số 1, phường Tô Hiệu' }, now: { ...sonLa, contact: 'Số 2, phường Tô Hiệu' } },
  bases: [
    {
      wording: 'Luật Đất đai ngày 29 tháng 11 năm 2013',
      validFrom: '2014-07-01',
      validTo: '2024-07-31',
      replacedBy: 'Luật Đất đai ngày 18 tháng 01 năm 2024',
    },
    { wording: 'Luật Đất đai ngày 18 tháng 01 năm 2024', validFrom: '2024-08-01', validTo: null, replacedBy: '' },
  ],
}

const found = (one: Case, rule: string) => checkDocument(build(one), house).filter((finding) => finding.rule === rule)

test('every rule stands in the corpus, and there are at least 45', () => {
  expect(Object.keys(CORPUS).sort()).toEqual(RULES.map(({ id }) => id).sort())
  expect(RULES.length).toBeGreaterThanOrEqual(45)
})

describe.each(Object.entries(CORPUS))('%s', (rule, [breach, nearMiss]) => {
  test('is found where it is broken, and not in the near miss', () => {
    expect(found(breach, rule)).not.toEqual([])
    expect(found(nearMiss, rule)).toEqual([])
  })

  test('its mend, where it has one, leaves nothing of it and changes nothing else that is read', () => {
    let document = build(breach)
    for (let step = 0; step < 10; step++) {
      const finding = checkDocument(document).find((one) => one.rule === rule && one.mend)
      if (!finding?.mend) break
      document = applyMend(document, finding.mend)
    }
    const hasMend = found(breach, rule).every(({ mend }) => mend !== undefined)
    if (hasMend) expect(checkDocument(document).filter((one) => one.rule === rule)).toEqual([])
  })
})

test('a right document of every common shape has no findings at all', () => {
  const asThird = { recipients: 'Như Điều 3\nLưu: VT, NC' }
  const shapes: Case[] = [
    { body: decision },
    letter({}),
    letter({}, [
      p('Theo quy định tại khoản 2 Điều 5 Luật Đất đai, Ủy ban nhân dân tỉnh có ý kiến:'),
      line('Giao Sở Nội vụ;'),
      line('Giao Sở Tài chính./.'),
    ]),
    plan(
      p('Thực hiện Nghị quyết, Ủy ban nhân dân tỉnh ban hành Kế hoạch:'),
      muc,
      clause('khoan', 'Mục đích'),
      p('Nâng cao chất lượng.'),
      clause('khoan', 'Yêu cầu'),
      p('Đúng tiến độ.'),
      table(row(cell('TT', {}, 'tableHeader'), cell('Nội dung', {}, 'tableHeader')), row(cell('1'), cell('Họp'))),
      clause('muc', 'Tổ chức thực hiện'),
      end,
    ),
    { ...within(clause('dieu', [bold('Hiệu lực'), ' từ ngày ký.'])), fields: asThird },
    {
      fields: asThird,
      ...within(
        clause('dieu', 'Sửa đổi, bổ sung một số điều của Quy chế'),
        clause('khoan', 'Sửa đổi Điều 5 như sau:'),
        quote('«Điều 5. Hồ sơ'),
        quote('1. Hồ sơ gồm:'),
        quote('a) giấy đề nghị.».'),
        clause('khoan', 'Bãi bỏ Điều 6.'),
      ),
    },
  ]
  for (const shape of shapes) expect(checkDocument(build(shape)).map(({ rule, params }) => [rule, params])).toEqual([])
})

test('«Nơi nhận.» among the parts of a document that a điểm lists is no typed letterhead', () => {
  const list = within(clause('khoan', 'Thể thức gồm:'), clause('diem', 'Dấu, chữ ký số;'), clause('diem', 'Nơi nhận.'))
  expect(found(list, 'letterhead_typed')).toEqual([])
})
