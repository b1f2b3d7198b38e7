import { describe, expect, test } from 'vitest'
import { publishedText } from '../../../tests/fixtures/published.ts'
import { bodyLabels, clauseLabels, numberedOf } from './numbering.ts'
import { parseText } from './parse.ts'
import { normalBody } from './read.ts'
import { plainText } from './titled.ts'

const shape = (blocks: ReturnType<typeof parseText>['blocks']) =>
  blocks.map((block) => [block.attrs?.level ?? block.attrs?.marker ?? block.type, plainText(block)])

test('lines become clauses without their numbers', () => {
  const { blocks } = parseText(
    [
      'Chương I',
      'QUY ĐỊNH CHUNG',
      'Điều 1. Phạm vi',
      '1. Quy chế này quy định:',
      'a) Một;',
      'đ) Năm.',
      '- Gạch',
      '+ Cộng',
      'Lời văn.',
    ].join('\n'),
  )
  expect(shape(blocks)).toEqual([
    ['chuong', 'QUY ĐỊNH CHUNG'],
    ['dieu', 'Phạm vi'],
    ['khoan', 'Quy chế này quy định:'],
    ['diem', 'Một;'],
    ['diem', 'Năm.'],
    ['-', 'Gạch'],
    ['+', 'Cộng'],
    ['paragraph', 'Lời văn.'],
  ])
  expect(() => normalBody({ type: 'doc', content: blocks })).not.toThrow()
})

test('an article may have a dash behind its number; in a sentence it is none', () => {
  const read = (line: string) => shape(parseText(line).blocks)[0]
  expect(read('ĐIỀU 2 - Tổ chức thực hiện')).toEqual(['dieu', 'Tổ chức thực hiện'])
  expect(read('Điều 3 – Hiệu lực')).toEqual(['dieu', 'Hiệu lực'])
  for (const sentence of ['Điều 2 - 5 của Luật', 'Điều 2 - khoản 5 Luật này', 'Điều 3 Luật này quy định.'])
    expect(read(sentence)).toEqual(['paragraph', sentence])
})

test('what is all there is may begin with its bare title; a part of a text may not', () => {
  const plan = [
    'KẾ HOẠCH',
    'Chuyển đổi số năm 2027',
    '',
    'Để thực hiện Nghị quyết, tỉnh ban hành Kế hoạch.',
    'I. MỤC ĐÍCH',
  ]
  const { fields, blocks } = parseText(plan.join('\n'), { isAll: true })
  expect(fields).toEqual({ kind: 'ke-hoach', subject: 'Chuyển đổi số năm 2027' })
  expect(shape(blocks)).toEqual([
    ['paragraph', 'Để thực hiện Nghị quyết, tỉnh ban hành Kế hoạch.'],
    ['muc', 'MỤC ĐÍCH'],
  ])
  const decision = [
    'QUYẾT ĐỊNH',
    'Về việc thử',
    'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH',
    'Căn cứ Luật A;',
    'QUYẾT ĐỊNH:',
    'Điều 1. Một',
  ]
  expect(parseText(decision.join('\n'), { isAll: true }).fields).toEqual({
    kind: 'quyet-dinh',
    subject: 'Về việc thử',
    authority: 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH',
  })
  expect(parseText(plan.join('\n')).fields).toEqual({})
  for (const lines of [['BÁO CÁO', 'Các sở báo cáo trước ngày 30.'], ['BÁO CÁO', '1. Một'], ['BÁO CÁO']])
    expect(parseText(lines.join('\n'), { isAll: true }).fields).toEqual({})
})

test('a series that begins again does so here; what follows it, and a new parent, need no mark', () => {
  const { blocks } = parseText(
    'Chung\n1. Một\n2. Hai\na) A\nb) B\na) Lại A\nRiêng\n1. Ba\n2. Bốn\nI. Mới\n1. Năm\ni) Mười',
  )
  const marked = blocks.filter(({ attrs }) => attrs?.restarts === true)
  expect(marked.map(plainText)).toEqual(['Lại A', 'Ba'])
  expect(bodyLabels({ type: 'doc', content: blocks }, 'bao-cao').flatMap((label) => label?.label ?? [])).toEqual([
    '1.',
    '2.',
    'a)',
    'b)',
    'a)',
    '1.',
    '2.',
    'I.',
    '1.',
    'a)',
  ])
})

test('khoản and điểm that were numbered by hand are these where a whole series says so', () => {
  const read = (...lines: string[]) => shape(parseText(lines.join('\n')).blocks).map(([type]) => type)
  expect(read('Điều 1. Giao việc', '1) Sở Nội vụ:', 'a/ Một;', 'b/ Hai.', 'Lời thêm.', '2) Sở Tài chính.')).toEqual([
    'dieu',
    'khoan',
    'diem',
    'diem',
    'paragraph',
    'khoan',
  ])
  expect(read('I. MỤC ĐÍCH', '1/ Một', '2/Hai', 'II. YÊU CẦU', '1- Ba', '2- Bốn')).toEqual([
    'muc',
    'khoan',
    'khoan',
    'muc',
    'khoan',
    'khoan',
  ])
  expect(read('Điều 1. Một', 'a. Hai', 'b. Ba', 'c. Bốn', 'd. Năm', 'e. Sáu').slice(1)).toEqual(Array(5).fill('diem'))
  const { blocks, labels } = parseText('Điều 1. Một\n1) Hai\n2) Ba')
  expect(blocks.map(plainText)).toEqual(['Một', 'Hai', 'Ba'])
  expect(labels).toEqual(['Điều 1.', '1)', '2)'])
})

test.each([
  ['one alone', 'Điều 1. Một\n1) Hai'],
  ['out of order', 'Điều 1. Một\n1) Hai\n3) Ba'],
  ['of two marks', 'Điều 1. Một\n1) Hai\n2/ Ba'],
  ['deeper than a khoản of the decree', 'Điều 1. Một\n1. Hai\n1) Ba\n2) Bốn'],
  ['deeper than a điểm', 'Điều 1. Một\na) Hai\n1) Ba\n2) Bốn'],
  ['begun twice', 'Điều 1. Một\n1) Hai\n2) Ba\n1) Bốn\n2) Năm'],
  ['spans of one mark', 'Điều 1. Một\n1 – 2 ngày: nhắc\n2 – 3 ngày: phạt'],
  ['symbols, dates and spans', 'Điều 1. Một\n1/QĐ-UBND năm 2025\n2/QĐ-UBND năm 2026'],
  ['quoted', 'Điều 1. Sửa đổi như sau: \n“1. Một\n1) Hai\n2) Ba.”'],
])('numbers by hand stay words: %s', (_, text) => {
  const { labels } = parseText(text)
  expect(labels.filter((label) => !/^(Điều \d+|\d+)\.$|^a\)$/.test(label))).toEqual([])
})

test('a title in capitals may take two lines; what follows it is text', () => {
  const { blocks, notes } = parseText(
    'Mục 1\nQUẢN LÝ VĂN BẢN\nĐI, ĐẾN\nLời dẫn.\nPhụ lục II\nDANH MỤC\n(Kèm theo Quyết định số 05/QĐ-UBND)\nLời văn.',
  )
  expect(shape(blocks)).toEqual([
    ['muc', 'QUẢN LÝ VĂN BẢN ĐI, ĐẾN'],
    ['paragraph', 'Lời dẫn.'],
    ['appendix', 'DANH MỤC'],
    ['paragraph', 'Lời văn.'],
  ])
  expect(notes).toEqual([{ what: 'pointer', text: '(Kèm theo Quyết định số 05/QĐ-UBND)' }])
})

test('rules under a letterhead of their own behind the signature become an attached document', () => {
  const text = [
    'ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'TỈNH SƠN LA\tĐộc lập - Tự do - Hạnh phúc',
    'Số: 15/QĐ-UBND\tSơn La, ngày 05 tháng 01 năm 2026',
    'QUYẾT ĐỊNH',
    'Ban hành Quy chế làm việc',
    'Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc./.',
    'Nơi nhận:',
    '- Lưu: VT.',
    'CHỦ TỊCH',
    'Nguyễn Văn A',
    'ỦY BAN NHÂN DÂN',
    'TỈNH SƠN LA',
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'QUY CHẾ',
    'Làm việc của Ủy ban nhân dân tỉnh',
    '(Kèm theo Quyết định số 15/QĐ-UBND)',
    'Điều 1. Phạm vi',
    '1. Một.',
    'Phụ lục',
    'DANH MỤC',
    '1. Một.',
    '2. Hai.',
  ].join('\n')
  const { blocks, labels, fields, notes } = parseText(text)
  expect(fields.agency).toBe('ỦY BAN NHÂN DÂN\nTỈNH SƠN LA')
  expect(blocks[1]?.attrs).toMatchObject({ isAttached: true, isLandscape: false })
  expect(shape(blocks).slice(1, 4)).toEqual([
    ['appendix', 'QUY CHẾ Làm việc của Ủy ban nhân dân tỉnh'],
    ['dieu', 'Phạm vi'],
    ['khoan', 'Một.'],
  ])
  expect(blocks.some(({ attrs }) => attrs?.restarts === true)).toBe(false)
  expect(labels).toEqual(['Điều 1.', '', 'Điều 1.', '1.', 'Phụ lục', '1.', '2.'])
  // The page has our letterhead: the name of another office is told.
  const other = parseText(text.replace('ỦY BAN NHÂN DÂN\nTỈNH SƠN LA', 'SỞ NỘI VỤ'))
  expect(other.notes).toEqual([...notes, { what: 'lost', text: 'SỞ NỘI VỤ' }])
})

test('numbers, dates, telephone numbers and words that only look like labels stay text', () => {
  const { blocks } = parseText(
    [
      '-5 độ C',
      '2.500 đồng',
      'Điều kiện thi hành',
      'Mục tiêu chung',
      'Chương trình công tác',
      'Phần lớn các xã',
      '16/11/2018 là ngày ký',
    ].join('\n'),
  )
  expect(shape(blocks).every(([type]) => type === 'paragraph')).toBe(true)
})

test('"Căn cứ" is a legal basis before the articles and text inside them', () => {
  const { blocks } = parseText(
    'Căn cứ Luật Đất đai;\nTheo đề nghị của Giám đốc Sở.\nQUYẾT ĐỊNH:\nĐiều 1. Giao đất.\nCăn cứ Điều 1, các sở thực hiện.',
  )
  expect(shape(blocks).map(([type]) => type)).toEqual(['basis', 'basis', 'formula', 'dieu', 'paragraph'])
})

test('above "QUYẾT ĐỊNH:" a căn cứ may begin otherwise; one that leads to what follows is text', () => {
  const decision = parseText(
    [
      'Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;',
      'Căn cứ Nghị định số 93/2019/NĐ-CP ngày 25 tháng 11 năm 2019 của Chính phủ;',
      'Theo Đơn đề nghị của Hội đồng quản lý Quỹ và Giám đốc Sở Nội vụ.',
      'QUYẾT ĐỊNH:',
      'Điều 1. Công nhận Điều lệ.',
      'Theo Điều lệ, Quỹ hoạt động trong tỉnh.',
    ].join('\n'),
  )
  expect(shape(decision.blocks).map(([type]) => type)).toEqual([
    'basis',
    'basis',
    'basis',
    'formula',
    'dieu',
    'paragraph',
  ])
  const letter = parseText(
    'Căn cứ hồ sơ báo cáo kết quả Đại hội, Ủy ban nhân dân tỉnh có ý kiến như sau:\n1. Thống nhất.\n2. Biểu quyết.',
  )
  expect(shape(letter.blocks).map(([type]) => type)).toEqual(['paragraph', 'khoan', 'khoan'])
  expect(shape(parseText('Theo kế hoạch, các sở thực hiện.').blocks)[0]?.[0]).toBe('paragraph')
})

test('the title of a document that is none of ours is no name of its agency', () => {
  const { kindName, fields } = parseText(
    [
      'ỦY BAN NHÂN DÂN',
      'TỈNH SƠN LA',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'ĐIỀU LỆ (SỬA ĐỔI, BỔ SUNG)',
      'HIỆP HỘI DOANH NGHIỆP TỈNH SƠN LA',
      'Chương I',
      'QUY ĐỊNH CHUNG',
    ].join('\n'),
  )
  expect(kindName).toBe('ĐIỀU LỆ (SỬA ĐỔI, BỔ SUNG)')
  expect(fields).toMatchObject({ agency: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA', subject: 'HIỆP HỘI DOANH NGHIỆP TỈNH SƠN LA' })
})

test('a letter in two columns gives its fields', () => {
  const { fields, blocks } = parseText(
    [
      'ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'TỈNH SƠN LA\tĐộc lập - Tự do - Hạnh phúc',
      'Số: 12/UBND-NC\tSơn La, ngày 05 tháng 01 năm 2026',
      'V/v nâng bậc lương năm 2026',
      'Kính gửi:',
      '- Sở Nội vụ;',
      '- Sở Tài chính.',
      'Thực hiện chỉ đạo của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh yêu cầu:',
      '1. Sở Nội vụ chủ trì./.',
      'Nơi nhận:',
      '- Như trên;',
      '- Lưu: VT, NC.',
      'TM. ỦY BAN NHÂN DÂN',
      'KT. CHỦ TỊCH',
      'PHÓ CHỦ TỊCH',
      '(Đã ký)',
      'Nguyễn Văn A',
    ].join('\n'),
  )
  expect(fields).toEqual({
    agency: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA',
    symbol: 'UBND-NC',
    place: 'Sơn La',
    kind: 'cong-van',
    subject: 'nâng bậc lương năm 2026',
    addressees: 'Sở Nội vụ\nSở Tài chính',
    recipients: 'Như trên\nLưu: VT, NC',
    capacity: 'TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH',
    signerName: 'Nguyễn Văn A',
  })
  expect(shape(blocks)).toEqual([
    ['paragraph', 'Thực hiện chỉ đạo của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh yêu cầu:'],
    ['khoan', 'Sở Nội vụ chủ trì./.'],
  ])
})

test('a letterhead as a PDF viewer copies it, both columns on one line', () => {
  const { fields, blocks } = parseText(
    [
      'ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'TỈNH SƠN LA Độc lập - Tự do - Hạnh phúc',
      'Số: 15/QĐ-UBND Sơn La, ngày 05 tháng 01 năm 2026',
      'QUYẾT ĐỊNH',
      'Về việc thành lập Tổ công tác',
      'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA',
      'Căn cứ Luật Tổ chức chính quyền địa phương;',
      'QUYẾT ĐỊNH:',
      'Điều 1. Thành lập Tổ công tác.',
    ].join('\n'),
  )
  expect(fields).toMatchObject({
    kind: 'quyet-dinh',
    agency: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA',
    symbol: 'QĐ-UBND',
    place: 'Sơn La',
    subject: 'Về việc thành lập Tổ công tác',
    authority: 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA',
  })
  expect(blocks.map(({ type }) => type)).toEqual(['basis', 'formula', 'clause'])
})

test('an office under a parent: the last name is the agency', () => {
  const { fields } = parseText(
    'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA\nVĂN PHÒNG\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTHÔNG BÁO\nKết luận cuộc họp\n1. Nội dung.',
  )
  expect(fields).toMatchObject({
    parentAgency: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA',
    agency: 'VĂN PHÒNG',
    kind: 'thong-bao',
    subject: 'Kết luận cuộc họp',
  })
})

test('a line of minutes that names its own matter is no part of their title', () => {
  const lines = [
    'BIÊN BẢN',
    'Họp xét thi đua, khen thưởng',
    'năm 2026',
    'Thời gian bắt đầu: 14 giờ',
    'Nội dung:',
    '1. Ý kiến.',
  ]
  const { fields, blocks } = parseText(['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', ...lines].join('\n'))
  expect(fields.subject).toBe('Họp xét thi đua, khen thưởng năm 2026')
  expect(blocks[0]?.content?.[0]?.text).toBe('Thời gian bắt đầu: 14 giờ')
})

test('the published decision of 2018 comes in whole', () => {
  const { fields, blocks, notes } = parseText(publishedText('quyet-dinh-2018.txt'))
  expect(fields).toMatchObject({
    agency: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA',
    kind: 'quyet-dinh',
    symbol: 'QĐ-UBND',
    place: 'Sơn La',
    authority: 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH',
  })
  expect(fields.subject).toMatch(/^VỀ VIỆC BAN HÀNH QUY CHẾ .* TỈNH SƠN LA$/)
  expect(shape(blocks).map(([type]) => type)).toEqual([
    'paragraph',
    'basis',
    'basis',
    'basis',
    'basis',
    'formula',
    'dieu',
    'dieu',
    'dieu',
  ])
  expect(shape(blocks).at(-1)?.[1]).toMatch(/^Chánh Văn phòng .*Quyết định này\.\/\.$/)
  expect(notes.map(({ what }) => what)).toEqual(expect.arrayContaining(['number', 'date', 'unplaced']))
})

test('a title alone under the motto is no agency; a kind may have its subject on its line; a căn cứ its dash', () => {
  const read = (title: string) =>
    parseText(
      `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc.\n---o0o---\n${title}\n- Căn cứ Bộ luật Dân sự;\nĐiều 1. Nội dung.`,
    )
  expect(read('HỢP ĐỒNG THUÊ NHÀ').fields).toEqual({ kind: 'hop-dong', subject: 'THUÊ NHÀ' })
  expect(read('ĐƠN ĐỀ NGHỊ')).toMatchObject({ fields: {}, kindName: 'ĐƠN ĐỀ NGHỊ' })
  expect(shape(read('BIÊN BẢN').blocks)).toEqual([
    ['basis', 'Căn cứ Bộ luật Dân sự;'],
    ['dieu', 'Nội dung.'],
  ])
})

test('what stands by the signature and is neither recipient nor signer is not lost in silence', () => {
  const { fields, notes } = parseText(
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBÁO CÁO\nTình hình\n1. Một.\nNơi nhận:\nSở Nội vụ;\n- Các sở, ban,\nngành;\nLưu: VT.\nNgười lập biểu\nCHÁNH VĂN PHÒNG\nThS. Nguyễn Văn A',
  )
  expect(fields).toMatchObject({
    recipients: 'Sở Nội vụ\nCác sở, ban, ngành\nLưu: VT',
    capacity: 'CHÁNH VĂN PHÒNG',
    signerName: 'ThS. Nguyễn Văn A',
  })
  expect(notes.filter(({ what }) => what === 'lost').map(({ text }) => text)).toEqual(['Người lập biểu'])
})

test('a line without end is text, wherever it stands, and holds nobody up', () => {
  const [signs, words] = [`${';'.repeat(400_000)}x`, `(${'ký '.repeat(150_000)}`]
  const head = `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBÁO CÁO\nTình hình\n1. Một.\nNơi nhận:\n- Sở Nội vụ;`
  for (const endless of [signs, words, `- ${signs}`]) {
    const { blocks, fields } = parseText(`${head}\n${endless}\nKT. CHỦ TỊCH`)
    expect(fields.recipients).toBe('Sở Nội vụ')
    expect(blocks.some((block) => plainText(block).length > 300_000)).toBe(true)
  }
})

test('quoted clauses of another document stay words, from the opening mark to the closing one', () => {
  const { blocks, labels } = parseText(
    [
      'Điều 1. Sửa đổi, bổ sung một số điều của Quy chế',
      '1. Sửa đổi khoản 2 Điều 5 như sau:',
      '“2. Nội dung mới, thay cụm từ “cũ”:',
      'a) Một;',
      '- Hai.”.',
      '2. Bổ sung Điều 5a như sau:',
      '"Điều 5a. Hồ sơ',
      '1. Ba."',
      'Điều 2. Hiệu lực',
    ].join('\n'),
  )
  expect(shape(blocks)).toEqual([
    ['dieu', 'Sửa đổi, bổ sung một số điều của Quy chế'],
    ['khoan', 'Sửa đổi khoản 2 Điều 5 như sau:'],
    ['quote', '“2. Nội dung mới, thay cụm từ “cũ”:'],
    ['quote', 'a) Một;'],
    ['quote', '- Hai.”.'],
    ['khoan', 'Bổ sung Điều 5a như sau:'],
    ['quote', '"Điều 5a. Hồ sơ'],
    ['quote', '1. Ba."'],
    ['dieu', 'Hiệu lực'],
  ])
  expect(labels).toEqual(['Điều 1.', '1.', '2.', 'Điều 2.'])
})

test('a quotation that is never closed takes no clause of ours with it', () => {
  const { blocks } = parseText('1. Sửa như sau:\n“2. Một\n2. Bãi bỏ khoản 3')
  expect(shape(blocks)).toEqual([
    ['khoan', 'Sửa như sau:'],
    ['quote', '“2. Một'],
    ['khoan', 'Bãi bỏ khoản 3'],
  ])
})

test('what is put into an open quotation is quoted until it closes', () => {
  const { blocks } = parseText('1. Một;\nCăn cứ Luật.”\n2. Của ta', { openQuotations: 1 })
  expect(shape(blocks)).toEqual([
    ['quote', '1. Một;'],
    ['quote', 'Căn cứ Luật.”'],
    ['khoan', 'Của ta'],
  ])
})

test('minutes bring both who sign', () => {
  const { fields, notes } = parseText(
    [
      'ỦY BAN NHÂN DÂN',
      'TỈNH SƠN LA',
      'Số: 3/BB-UBND',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'BIÊN BẢN',
      'Họp giao ban',
      'Thời gian bắt đầu: 8 giờ.',
      'Cuộc họp kết thúc vào 10 giờ./.',
      'THƯ KÝ',
      '(Chữ ký)',
      'Lò Thị Mai',
      'Nơi nhận:',
      '- Như thành phần;',
      '- Lưu: VT, Hồ sơ.',
      'CHỦ TỌA',
      '(Chữ ký, dấu)',
      'Nguyễn Văn A',
    ].join('\n'),
  )
  expect(fields).toMatchObject({
    kind: 'bien-ban',
    secondCapacity: 'THƯ KÝ',
    secondName: 'Lò Thị Mai',
    capacity: 'CHỦ TỌA',
    signerName: 'Nguyễn Văn A',
    recipients: 'Như thành phần\nLưu: VT, Hồ sơ',
  })
  expect(notes.filter(({ what }) => what === 'lost')).toEqual([])
})

describe('"1.1." and "1.1.1."', () => {
  const levels = (text: string) => parseText(text).blocks.map(({ type, attrs }) => attrs?.level ?? type)

  test('are clauses of a plan, with or without their last stop; other numbers with stops are words', () => {
    const plan =
      'I. MỤC ĐÍCH\n1. Mục đích\n1.1. Nâng cao nhận thức\n1.2 Tổ chức thực hiện\n1.2.1. Cấp tỉnh\n1.2.2 Cấp xã\na) Xã'
    expect(levels(plan)).toEqual(['muc', 'khoan', 'decimal', 'decimal', 'sub-decimal', 'sub-decimal', 'diem'])
    expect(parseText(plan).labels).toEqual(['I.', '1.', '1.1.', '1.2', '1.2.1.', '1.2.2', 'a)'])
    for (const words of ['1.5 tỷ đồng', '1.1.2026 là ngày họp', '10.500 hộ', '1.1.1.1. Sâu hơn', '1.1'])
      expect(levels(words)).toEqual(['paragraph'])
  })

  test('numbers that agree with their places come back as they were typed', () => {
    const { blocks } = parseText('1. Một\n1.1. Hai\n1.2. Ba\n2. Bốn\n2.1. Năm\n2.1.1. Sáu')
    expect(clauseLabels(blocks.map(numberedOf), 'sections').map((label) => label?.label)).toEqual([
      '1.',
      '1.1.',
      '1.2.',
      '2.',
      '2.1.',
      '2.1.1.',
    ])
  })
})
