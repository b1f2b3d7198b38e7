/** Images of Word files: which find a place in the text, and what the report says of the others. */
import { expect, test } from 'vitest'
import { normalBody } from '../../src/lib/document/read.ts'
import { plainText } from '../../src/lib/document/titled.ts'
import { makePng } from '../../tests/fixtures/png.ts'
import { cell, centred, p, picture, r, relation, row, table, wordFile } from '../../tests/fixtures/word-files.ts'
import { contentOf, standingImages } from './content.ts'
import { wholly } from './readings.ts'
import { reportOf } from './report.ts'
import { readWord } from './word/read.js'

const HASH = 'a'.repeat(64)
const TAKEN = new Map([['word/media/a.png', { hash: HASH, width: 40, height: 30 }]])

function read(body: string[], taken = TAKEN, header = '') {
  const file = readWord(
    wordFile({
      relations: relation('image', 'media/a.png', { id: 'png' }) + relation('image', 'media/b.emf', { id: 'emf' }),
      more: { 'word/media/a.png': makePng({ width: 40, height: 30 }), 'word/media/b.emf': new Uint8Array(9) },
      ...(header ? { header } : {}),
      body: body.join(''),
    }),
  )
  const content = contentOf(file, taken)
  const { blocks, fields } = content.parsed
  normalBody({ type: 'doc', content: blocks })
  const { leftOut, counts } = reportOf({ fileName: 'a.docx', size: 1, kind: null, agency: '' }, wholly(file, content))
  const lines = blocks.map((block) => (block.type === 'paragraph' ? plainText(block) : block.type))
  return { file, blocks, fields, counts, leftOut, lines }
}
const left = (what: string, ...images: [beside: string, alt?: string][]) => ({
  what,
  count: images.length,
  words: [],
  images: images.map(([beside, alt = '']) => ({ alt, beside })),
})

const letterhead = (logo: string) =>
  table(
    [4000, 5000],
    [
      row(
        cell(p(logo) + p('ỦY BAN NHÂN DÂN', centred) + p('TỈNH SƠN LA', centred)),
        cell(p('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM') + p('Độc lập - Tự do - Hạnh phúc')),
      ),
    ],
    { isRuled: false },
  ) +
  p('BÁO CÁO', centred) +
  p('Tình hình', centred)
const closing = (signature: string) =>
  table([4000, 5000], [row(cell(p('Nơi nhận:') + p('- Lưu: VT.')), cell(p('CHỦ TỊCH', centred) + signature))], {
    isRuled: false,
  })
const page = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

test('an image stands below its paragraph, and on its side of a page break', () => {
  const { blocks, lines, counts, leftOut } = read([
    p(r('Sơ đồ tổ chức:')),
    p(picture('png', { widthMm: 90, alt: 'Sơ đồ' })),
    p(r('Trước') + picture('png') + r(' sau')),
    p(`${picture('png')}<w:r><w:br w:type="page"/></w:r>`),
    p(r('Hết.')),
  ])
  expect(lines).toEqual(['Sơ đồ tổ chức:', 'image', 'Trước sau', 'image', 'image', 'pageBreak', 'Hết.'])
  expect(blocks[1]?.attrs).toEqual({ hash: HASH, widthMm: 90, pixelWidth: 40, pixelHeight: 30, alt: 'Sơ đồ' })
  expect(counts).toContainEqual({ what: 'image', count: 3 })
  expect(leftOut).toEqual([])
})

test('an image of another format, or one that is not taken, is told with the words beside it', () => {
  const body = [p(picture('emf')), p(r('Biểu đồ thu:')), p(picture('png', { alt: 'Thu' }))]
  expect(read(body).leftOut).toEqual([left('image', ['Biểu đồ thu:'])])
  expect(read(body, new Map()).leftOut).toEqual([left('image', ['Biểu đồ thu:'], ['Biểu đồ thu:', 'Thu'])])
})

test('an image in a cell stands there; one that cannot is told with the words of its cell, its row, or in front of the table', () => {
  const inner = table([1, 1], [row(cell(p(picture('png'))), cell('Trong'))])
  const body = [
    p(r('Ảnh hiện trường:')),
    table(
      [1, 1],
      [
        row(cell(p(picture('png', { alt: 'Cầu' })) + p(r('Cầu Bản Mòng'))), cell('Hai')),
        row(cell(p(picture('png'))), cell('Đường vào xã')),
        row(cell(p(picture('emf'))), cell('')),
        row(cell(p(r('Ngoài')) + inner), cell('')),
      ],
    ),
  ]
  const { file, blocks, lines, counts, leftOut } = read(body)
  expect(lines).toEqual(['Ảnh hiện trường:', 'table'])
  const firsts = (blocks[1]?.content ?? []).map(({ content }) => (content?.[0]?.content ?? []).map(({ type }) => type))
  // A cell with nothing but an image keeps a line that one can write in.
  expect(firsts).toEqual([
    ['image', 'paragraph'],
    ['image', 'paragraph'],
    ['paragraph'],
    ['paragraph', 'image', 'paragraph'],
  ])
  expect(blocks[1]?.content?.[0]?.content?.[0]?.content?.[0]?.attrs).toMatchObject({ hash: HASH, alt: 'Cầu' })
  expect(counts).toContainEqual({ what: 'image', count: 3 })
  expect(leftOut).toEqual([left('image', ['Ảnh hiện trường:'])])
  expect(standingImages(file)).toEqual(['word/media/a.png'])
  const told = left('image', ['Cầu Bản Mòng', 'Cầu'], ['Đường vào xã'], ['Ảnh hiện trường:'], ['Ngoài Trong'])
  expect(read(body, new Map()).leftOut).toEqual([told])
})

test('a frame and columns without lines are no table: their images stand', () => {
  const { file, lines, leftOut } = read([
    table([1], [row(cell(p(picture('png')) + p('Hình 1. Cầu')))]),
    table([1, 1], [row(cell(p(picture('png'))), cell(p(picture('png'))))], { isRuled: false }),
  ])
  expect(lines).toEqual(['image', 'Hình 1. Cầu', 'image', 'image'])
  expect(leftOut).toEqual([])
  expect(standingImages(file)).toEqual(['word/media/a.png'])
})

test('images at either end of the content stay; a logo and a seal are told', () => {
  const { lines, fields, leftOut } = read([
    letterhead(picture('png', { alt: 'Quốc huy' })),
    p(picture('png')),
    p('1. Kết quả trong năm.'),
    p('Biểu đồ:'),
    p(picture('png')),
    p(),
    closing(p(picture('png')) + p('Nguyễn Văn A', centred)),
  ])
  expect(lines).toEqual(['image', 'clause', 'Biểu đồ:', 'image'])
  expect(fields).toMatchObject({ subject: 'Tình hình', recipients: 'Lưu: VT', signerName: 'Nguyễn Văn A' })
  expect(leftOut).toEqual([left('outerImage', ['ỦY BAN NHÂN DÂN', 'Quốc huy'], ['CHỦ TỊCH'])])
})

test('a letter that begins with words of its own keeps the images below them', () => {
  const { lines, leftOut } = read([
    letterhead(''),
    p('Thực hiện kế hoạch, cơ quan báo cáo'),
    p(picture('png')),
    p('kết quả như sau'),
    p('Nội dung thứ nhất của báo cáo là việc đã làm.'),
  ])
  expect(lines.slice(0, 2)).toEqual(['Thực hiện kế hoạch, cơ quan báo cáo', 'image'])
  expect(leftOut).toEqual([])
})

test('a seal below the name belongs to the signature; images on the next page are an appendix', () => {
  const signed = (behind: string) =>
    read([letterhead(''), p('1. Kết quả.'), closing(p('Nguyễn Văn A', centred)), behind])
  const sealed = signed(p(picture('png')))
  expect(sealed.lines).toEqual(['clause'])
  expect(sealed.leftOut).toEqual([left('outerImage', ['Nguyễn Văn A'])])
  const attached = signed(page + p(picture('png')) + p(picture('png')))
  expect(attached.lines).toEqual(['clause', 'appendix', 'image', 'image'])
  expect(attached.leftOut).toEqual([])
})

test('a picture as older files hold it stands as wide as there', () => {
  const vml = (id: string, style: string) =>
    `<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="${style}" alt="Bản đồ"><v:imagedata r:id="${id}"/></v:shape></w:pict></w:r>`
  const { blocks, leftOut } = read([
    p(r('Bản đồ:')),
    p(vml('png', 'position:absolute;width:144pt;height:90pt')),
    p(vml('emf', '')),
  ])
  expect(blocks[1]).toMatchObject({ type: 'image', attrs: { widthMm: 51, alt: 'Bản đồ' } })
  expect(leftOut).toEqual([left('image', ['Bản đồ:', 'Bản đồ'])])
})

test('an image in a header or a text box is told with the words there', () => {
  const box = `<w:r><w:drawing><w:txbxContent>${p(r('Ghi chú') + picture('png'))}</w:txbxContent></w:drawing></w:r>`
  const { lines, leftOut } = read([p(r('Lời văn.') + box)], TAKEN, p(picture('png') + r('Văn phòng')))
  expect(lines).toEqual(['Lời văn.'])
  expect(leftOut).toContainEqual({ what: 'marginImage', count: 2, words: ['Ghi chú', 'Văn phòng'] })
})
