/** Files that once came in wrong, each with the right result, and the siblings of their kinds. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { clauseLabels, numberedOf } from '../../src/lib/document/numbering.ts'
import { plainText } from '../../src/lib/document/titled.ts'
import { cell, centred, lineEnd, list, numbered, p, r, row, table, wordFile } from '../../tests/fixtures/word-files.ts'
import { contentOf } from './content.ts'
import { wholly } from './readings.ts'
import { reportOf } from './report.ts'
import { readWord } from './word/read.ts'

function read(bytes: Uint8Array) {
  const file = readWord(bytes)
  const content = contentOf(file)
  const { blocks, fields } = content.parsed
  const report = reportOf({ fileName: 'a.docx', size: 1, kind: fields.kind ?? null, agency: '' }, wholly(file, content))
  expect(report.words).toMatchObject({ missing: [], missingCount: 0 })
  const labels = clauseLabels(blocks.map(numberedOf), 'sections')
  const lines = blocks.map((block, at) => [labels[at]?.label, textOf(block)].filter(Boolean).join(' '))
  const told = [...report.changed, ...report.leftOut]
  return { blocks, fields, report, lines, of: (what: string) => told.find((one) => one.what === what) }
}
const textOf = (block: BodyNode): string =>
  block.type === 'table'
    ? (block.content ?? [])
        .flatMap((one) => one.content ?? [])
        .map(plainText)
        .join(' | ')
    : plainText(block)
const given = (name: string) =>
  read(new Uint8Array(readFileSync(new URL(`../../tests/fixtures/word/${name}.docx`, import.meta.url))))
const made = (...body: string[]) => read(wordFile({ body: body.join('') }))
const mark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`
const code = (words: string) => `<w:r><w:instrText>${words}</w:instrText></w:r>`

test('a field that never ends hides nothing', () => {
  const { lines, report } = given('unclosed-field')
  expect(lines).toEqual([
    'Doan mot. Phan cuoi doan mot.',
    ...[2, 3, 4, 5, 6, 7].map((at) => `Doan ${at} van ban quan trong.`),
  ])
  expect(report.leftOut).toEqual([])
})

test('marks of fields without their partners are none: in a cell, across cells, a table of contents, in one another', () => {
  const { lines } = made(
    table([1, 1], [row(cell(p(mark('begin') + code('PAGE') + r('Một'))), cell(p(r('hai') + mark('end'))))]),
    p(mark('begin') + code('TOC \\o') + mark('separate') + r('Ba')),
    p(mark('separate') + r('Bốn') + mark('end')),
    p(mark('end') + r('Năm')),
    p(mark('begin') + mark('begin') + code('REF x') + mark('separate') + r('Sáu') + mark('end') + r(' bảy')),
  )
  // The two marks around “Ba” and “Bốn” are partners: a table of contents.
  expect(lines).toEqual(['Một | hai', 'Năm', 'Sáu bảy'])
})

test('what stands in the code of a field is told', () => {
  const { lines, of } = made(p(r('Một') + mark('begin') + r('mã') + mark('separate') + r(' hai') + mark('end')))
  expect(lines).toEqual(['Một hai'])
  expect(of('field')).toMatchObject({ count: 1, words: ['mã'] })
})

test('tables in tables keep the words of each', () => {
  const { lines, of } = given('nested-tables')
  for (const depth of [1, 2, 3, 4, 5]) expect(lines[1]).toContain(`A tang ${depth}`)
  expect(lines[1]).toContain('CHU O TANG 5')
  expect(of('nestedTables')).toMatchObject({ count: 4 })
})

test('a title that is no kind of ours, and its line of brackets, are text', () => {
  const { lines, fields, blocks, report, of } = given('unknown-title')
  expect(lines).toEqual([
    'ĐƠN ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP',
    '(Ban hành kèm theo Thông tư số 01/2025/TT-BXD ngày 01/01/2025 của Bộ Xây dựng)',
    'Tên tôi là Lò Văn Bình, đề nghị được cấp lại giấy phép.',
  ])
  expect(blocks[0]).toMatchObject({ attrs: { align: 'center' }, content: [{ marks: [{ type: 'bold' }] }] })
  expect(fields).toMatchObject({ addressees: 'Sở Xây dựng tỉnh Sơn La' })
  expect(report.kindName).toBe('ĐƠN ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP')
  expect(of('otherTitle')).toMatchObject({ words: ['ĐƠN ĐỀ NGHỊ CẤP LẠI GIẤY PHÉP'] })
})

test.each(['TỜ KHAI ĐĂNG KÝ', 'SỔ THEO DÕI VĂN BẢN', 'DANH SÁCH CÁN BỘ', 'SƠ YẾU LÝ LỊCH', 'BẢN CAM KẾT'])(
  '«%s» below an agency and the motto is a title',
  (title) => {
    const { lines, fields } = made(
      ...['SỞ NỘI VỤ', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', title].map((line) =>
        p(line, centred),
      ),
      p('Nội dung của biểu mẫu này:'),
    )
    expect(lines).toContain(title)
    expect(fields.agency).toBe('SỞ NỘI VỤ')
  },
)

test('a sentence that begins with «Phần thứ nhất» is a sentence', () => {
  const { lines, report } = given('sentence-phan-thu-nhat')
  expect(lines).toContain('Phần thứ nhất bao gồm từ “Kính gửi”, sau đó là tên cơ quan.')
  expect(lines).toContain('Phần thứ hai bao gồm từ “Nơi nhận”, phía dưới là từ “Như trên”.')
  expect(lines).toContain('c) Đối với văn bản khác thì không ghi kính gửi.')
  expect(lines.some((line) => line.startsWith('II. TỔ CHỨC'))).toBe(true)
  expect(report.counts.some(({ what }) => what === 'phan')).toBe(false)
})

test.each([
  ['Chương II của Quy chế này quy định về hồ sơ.', false],
  ['Mục 2 Phụ lục này nêu các mức chi:', false],
  ['Phần I và Phần II được thực hiện trước', false],
  ['Tiểu mục 3 được bãi bỏ.', false],
  ['Phần thứ nhất', true],
  ['Phần thứ nhất. Tình hình', true],
  ['PHẦN I TÌNH HÌNH', true],
  ['Chương II: quy định cụ thể', true],
  ['Mục 1 Hồ sơ', true],
])('%s: %o', (text, isHeading) => {
  expect(made(p('1. Một'), p(text)).blocks[1]?.type).toBe(isHeading ? 'clause' : 'paragraph')
})

test('a stamp that is drawn as a figure stamps nothing', () => {
  const { fields, of } = given('urgency-in-drawing')
  expect(fields.urgency).toBeUndefined()
  expect(fields.circulation).toBeUndefined()
  expect(of('textBox')).toMatchObject({ words: ['HỎA TỐC', 'XEM XONG TRẢ LẠI'] })
})

test.each([
  ['template-on-a-share', 'template'],
  ['template-on-a-mac', 'template'],
  ['template-on-the-web', 'template'],
  ['linked-picture', 'elsewhere'],
])('%s is read, and what lies elsewhere is told', (name, what) => {
  const { lines, report } = given(name)
  expect(lines.length).toBeGreaterThan(1)
  expect(report.leftOut.map((one) => one.what)).toEqual([what])
})

test('lines to be filled in stay, whoever draws them', () => {
  const { lines } = made(
    p('1. Họ và tên:'),
    p('..............................'),
    p('……………………………'),
    p('______________________________'),
    p('- ............'),
    p('_______', centred),
    p('<w:r><w:tab/></w:r>', '<w:tabs><w:tab w:val="left" w:pos="9000" w:leader="dot"/></w:tabs>'),
  )
  expect(lines.slice(1)).toEqual([
    '..............................',
    '……………………………',
    '______________________________',
    '............',
    '......',
  ])
})

test('the own number of an appendix, typed or of a list, alone or not, is told where it changes', () => {
  const appendices = (...titles: string[]) => made(p('Một.'), ...titles.map((title) => p(title, centred) + p('Lời.')))
  expect(appendices('Phụ lục VI').of('renumbered')).toMatchObject({ words: ['Phụ lục VI → Phụ lục'] })
  expect(appendices('PHỤ LỤC I', 'PHỤ LỤC III').of('renumbered')).toMatchObject({
    words: ['PHỤ LỤC III → Phụ lục II'],
  })
  expect(appendices('PHỤ LỤC', 'Phụ lục II').of('renumbered')).toMatchObject({ count: 1 })
  const listed = read(
    wordFile({ numbering: list(1, [['upperRoman', 'Phụ lục %1']]), body: p('Một.') + p('', numbered(1)) + p('Hai.') }),
  )
  expect(listed.lines).toEqual(['Một.', 'Phụ lục Hai.'])
  expect(listed.of('renumbered')).toMatchObject({ words: ['Phụ lục I → Phụ lục'] })
})

test('text at the left stays there; where a file says nothing of it, that it is justified is told', () => {
  const { blocks, of } = made(p('Trái.', '<w:jc w:val="left"/>'), p('Đều.', '<w:jc w:val="both"/>'), p('Không ghi.'))
  expect(blocks.map(({ attrs }) => attrs?.align)).toEqual(['left', undefined, undefined])
  expect(of('unaligned')).toMatchObject({ count: 1 })
})

test('tables without lines and sections across are told with their words', () => {
  const across = '<w:sectPr><w:pgSz w:orient="landscape"/></w:sectPr>'
  const rows = ['Việc', 'Họp', 'Tiếp dân'].map((words, at) => row(cell(`${at}`), cell(words)))
  const { of } = made(p('Một.'), table([900, 3000], rows, { isRuled: false }), p('Hai.', across), p('Ba.'))
  expect(of('unruled')).toMatchObject({ count: 1, words: ['0 | Việc'] })
  expect(of('landscape')).toMatchObject({ count: 1, words: ['Một. 0 Việc 1 Họp 2 Tiếp dân Hai.'] })
})

test('what lies across behind the signature is an appendix that lies across', () => {
  const upright = '<w:sectPr><w:pgSz w:orient="portrait"/></w:sectPr>'
  const rows = ['Việc', 'Họp'].map((words, at) => row(cell(`${at}`), cell(words)))
  const { blocks } = made(
    p('Điều 1. Một.'),
    p('Nơi nhận:') + p('- Như Điều 1;') + p('- Lưu: VT.') + p('CHỦ TỊCH') + p('Lê Đức Thắng', upright),
    table([900, 3000], rows),
    '<w:sectPr><w:pgSz w:orient="landscape"/></w:sectPr>',
  )
  expect(blocks.map(({ type, attrs }) => [type, attrs?.isLandscape])).toContainEqual(['appendix', true])
})

test('a subject that begins with «V/v» under the name of a kind is its subject', () => {
  const { fields } = made(
    p('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', centred),
    p(r('QUYẾT ĐỊNH') + lineEnd + r('V/v nâng lương'), centred),
    p('Căn cứ Luật Cán bộ, công chức;'),
  )
  expect(fields).toMatchObject({ kind: 'quyet-dinh', subject: 'V/v nâng lương' })
})

test('the letterhead of an attached document: whom it addresses is text, its stamp is told', () => {
  const head = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'QUY CHẾ', 'Làm việc', 'HỎA TỐC', 'Kính gửi: Các sở']
  const { lines, of } = made(
    p('Điều 1. Một.'),
    p('Nơi nhận:') + p('- Như Điều 1;') + p('- Lưu: VT.') + p('CHỦ TỊCH') + p('Lê Đức Thắng'),
    ...head.map((line) => p(line, centred)),
    p('Điều 1. Hai.'),
  )
  expect(lines.slice(1)).toEqual(['QUY CHẾ Làm việc', 'Kính gửi: Các sở', 'Điều 1. Hai.'])
  expect(of('unplaced')).toMatchObject({ words: ['HỎA TỐC'] })
})

test('a bracket that is never closed takes no text with it', () => {
  const { lines } = made(
    p('Một.'),
    p('Phụ lục', centred),
    p('(Kèm theo Kế hoạch số 5'),
    ...'abcdef'.split('').map((one) => p(`Đoạn ${one}`)),
  )
  expect(lines.filter((line) => line.includes('Đoạn'))).toHaveLength(6)
})
