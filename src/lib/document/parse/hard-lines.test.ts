import { describe, expect, test } from 'vitest'
import { publishedText } from '../../../../tests/fixtures/published.ts'
import { wordsWidth } from '../letter-width.ts'
import { parseText, withoutHardLines } from '../parse.ts'
import { joinHardLines } from './hard-lines.ts'

/** The paragraphs of the decree, as they were written. */
const PARAGRAPHS = publishedText('decree.txt')
  .split('\n')
  .slice(3)
  .map((line) => line.replaceAll(/\s+/g, ' ').trim())
  .filter((line) => line !== '' && !line.startsWith('|'))

/** Cuts as a page does: a word that has no room begins the next line. */
function cut(paragraph: string, room: number, indent: number, width: (words: string) => number): string[] {
  const lines: string[] = []
  for (const word of paragraph.split(' ')) {
    const line = lines.at(-1)
    const space = lines.length <= 1 ? room - indent : room
    if (line !== undefined && width(`${line} ${word}`) <= space) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}

const inSizes = (words: string) => wordsWidth(words, 1)

describe.each([
  ['a page at 14 pt', 32.4, 2.6, inSizes],
  ['a page at 13 pt without indents', 34.9, 0, inSizes],
  ['a page across', 59, 3, inSizes],
  ['a mail of 72 letters', 72, 0, (words: string) => words.length],
] as const)('%s', (_, room, indent, width) => {
  const lines = PARAGRAPHS.flatMap((paragraph) => cut(paragraph, room, indent, width))

  test('gives back the paragraphs, but for a few that end just at the edge', () => {
    const { lines: joined } = joinHardLines(lines)
    const found = new Set(joined)
    const lost = PARAGRAPHS.filter((paragraph) => !found.has(paragraph))
    expect(lost.length / PARAGRAPHS.length, lost.join('\n')).toBeLessThan(0.05)
  })

  test('loses no word and puts none elsewhere', () => {
    expect(joinHardLines(lines).lines.join(' ')).toBe(lines.join(' '))
  })
})

test('numbers of pages go, and what goes on over the page’s end is one paragraph', () => {
  const paragraph = PARAGRAPHS.find((words) => words.length > 450) ?? ''
  const [first, second] = [cut(paragraph, 32.4, 2.6, inSizes), cut(paragraph, 32.4, 2.6, inSizes)]
  const above = PARAGRAPHS.slice(12, 30).flatMap((words) => cut(words, 32.4, 2.6, inSizes))
  const lines = [...above, ...first.slice(0, 4), '', '2', '', ...first.slice(4), ...above, ...second.slice(0, 4), '3']
  const { lines: joined, pageNumbers } = joinHardLines([...lines, ...second.slice(4)])
  expect(pageNumbers).toEqual(['2', '3'])
  expect(joined.filter((line) => line === paragraph)).toHaveLength(2)
})

test('a symbol that is cut behind its hyphen is one again', () => {
  const text = [
    'Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017; Nghị định số 156/2018/NĐ-',
    'CP ngày 16 tháng 11 năm 2018 của Chính phủ quy định chi tiết thi hành một số điều',
    'của Luật Lâm nghiệp;',
  ]
  expect(joinHardLines(text).lines).toEqual([`${text[0] ?? ''}${text.slice(1).join(' ')}`])
})

test.each([
  ['a letterhead and its subject', ['ỦY BAN NHÂN DÂN', 'TỈNH SƠN LA', 'Số: 12/KH-UBND', 'KẾ HOẠCH', 'Về việc thử']],
  ['an address', ['Kính gửi:', '- Sở Tài chính;', '- Sở Nông nghiệp và Môi trường;', '- Ủy ban nhân dân các xã.']],
  ['short lines in small letters', ['máy in', 'giấy a4', 'mực in', 'bút bi', 'cặp hồ sơ trình ký', 'ghim giấy']],
  ['whole paragraphs', PARAGRAPHS.slice(8, 60)],
  ['lines of a list without marks', ['Sở Tài chính thành phố', 'Sở Nội vụ tỉnh Sơn La', 'Văn phòng Ủy ban nhân dân']],
])('%s stays as it is', (_, lines) => {
  expect(joinHardLines(lines)).toEqual({ lines, paragraphs: [], pageNumbers: [] })
})

test('what begins with a number, a dash or a căn cứ is a paragraph; in small letters within a sentence it is not', () => {
  const text = [
    'Ủy ban nhân dân tỉnh giao các sở, ban, ngành, Ủy ban nhân dân các xã, phường',
    'căn cứ chức năng, nhiệm vụ được giao tổ chức thực hiện; báo cáo kết quả theo',
    'điều 5 của Quy chế này như sau:',
    'a) Sở Tài chính chủ trì, phối hợp với Sở Nông nghiệp và Môi trường, các cơ quan',
    'liên quan thẩm định;',
    '- Sở Nội vụ theo dõi.',
  ]
  expect(joinHardLines(text).lines).toEqual([text.slice(0, 3).join(' '), text.slice(3, 5).join(' '), text[5]])
})

test('a whole plan copied out of a PDF: letterhead, clauses and signature as from a Word file', () => {
  const lines = [
    ['ỦY BAN NHÂN DÂN', 'TỈNH SƠN LA', 'Số: 115/KH-UBND', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    ['Độc lập - Tự do - Hạnh phúc', 'Sơn La, ngày 12 tháng 11 năm 2026', 'KẾ HOẠCH'],
    ['Triển khai công tác phòng cháy, chữa cháy rừng trên địa bàn tỉnh', 'năm 2027'],
    ['Căn cứ Luật Lâm nghiệp ngày 15 tháng 11 năm 2017;'],
    ['I. MỤC ĐÍCH, YÊU CẦU'],
    ['1. Chủ động thực hiện các biện pháp phòng cháy, chữa cháy rừng; huy động lực'],
    ['lượng, phương tiện của các ngành, các cấp. Phát hiện sớm, xử lý kịp thời các vụ'],
    ['cháy rừng.', 'Nơi nhận:', '- Như trên;', '- Lưu: VT.', 'CHỦ TỊCH', 'Lò Văn Thắng'],
  ].flat()
  const { fields, blocks, labels } = parseText(withoutHardLines(lines).lines.join('\n'))
  expect(fields).toMatchObject({
    kind: 'ke-hoach',
    subject: 'Triển khai công tác phòng cháy, chữa cháy rừng trên địa bàn tỉnh năm 2027',
    recipients: 'Như trên\nLưu: VT',
    signerName: 'Lò Văn Thắng',
  })
  expect(labels).toEqual(['I.', '1.'])
  expect(blocks.at(-1)?.content?.[0]?.text).toMatch(/^Chủ động .* huy động lực lượng, .* cháy rừng\.$/)
})
