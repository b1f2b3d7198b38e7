import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BodyNode } from '../../document/model.ts'
import { parseLines } from '../../document/parse.ts'
import { pasted } from './testing.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../../../tests/fixtures/paste')
const read = (name: string) => pasted(readFileSync(path.join(FOLDER, name), 'utf8'))
const words = (node: BodyNode): string => node.text ?? (node.content ?? []).map(words).join('')
const blocksOf = (name: string) => parseLines(read(name).lines).blocks
const tableOf = (blocks: BodyNode[]) =>
  (blocks.find(({ type }) => type === 'table')?.content ?? []).map((row) => row.content ?? [])
const textsOf = (html: string) => pasted(html).lines.map((line) => ('text' in line ? line.text : words(line.block)))
const told = (html: string) =>
  pasted(html)
    .told.all()
    .map(({ what, count }) => [what, count])

describe('from Word', () => {
  test('a comment is no text, and is told', () => {
    const { lines, told } = read('word-comments-paste.html')
    expect(lines.map((line) => 'text' in line && line.text)).toEqual([
      'Giao Sở Tài chính bố trí kinh phí thực hiện trước ngày 31 tháng 12 năm 2026.',
      'Các sở, ngành báo cáo kết quả về Ủy ban nhân dân tỉnh.',
    ])
    expect(told.all()).toEqual([{ what: 'comment', count: 1, words: ['Số này chưa hỏi Sở, đừng đưa ra ngoài'] }])
  })

  test('what a tracked change deleted stays deleted', () => {
    const { lines, told } = read('word-trackchanges-paste.html')
    expect(lines).toEqual([expect.objectContaining({ text: 'Thời hạn hoàn thành là ngày 31 tháng 12 năm 2026.' })])
    expect(told.all()).toEqual([{ what: 'deleted', count: 1, words: ['ngày 15 tháng 11'] }])
  })

  test.each([
    'position:absolute;left:-9999px',
    'position:fixed; top:-1000em',
    'position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0px, 0px, 0px, 0px)',
    'position:absolute;clip-path:inset(50%)',
    'display:block;text-indent:-9999px',
  ])('what stands beside the page is hidden: %s', (style) => {
    const { lines, told } = pasted(`<p>Kinh phí<span style="${style}">mật</span></p>`)
    expect(lines).toEqual([expect.objectContaining({ text: 'Kinh phí' })])
    expect(told.all()).toMatchObject([{ what: 'hidden', words: ['mật'] }])
  })

  test('what only stands a little aside is shown', () => {
    const html = '<p style="text-indent:-18pt;position:absolute;left:-5px;clip:rect(0, 600px, 20px, 0)">Lời</p>'
    expect(textsOf(html)).toEqual(['Lời'])
  })

  test('a footnote is a footnote', () => {
    const blocks = blocksOf('word-footnotes-paste.html')
    expect(blocks).toHaveLength(1)
    expect(blocks[0]?.content).toEqual([
      { type: 'text', text: 'Mức hỗ trợ là 500.000 đồng một hộ' },
      { type: 'footnote', attrs: { text: 'Hộ có tên trong danh sách rà soát năm 2026.' } },
      { type: 'text', text: ' và được chi trả một lần.' },
    ])
  })

  test('a mark whose note did not come along is told', () => {
    const html = `<p>Một hộ<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1">[1]</a> được chi.</p>`
    expect(textsOf(html)).toEqual(['Một hộ được chi.'])
    expect(told(html)).toEqual([['noteLost', 1]])
  })
})

describe('unseen characters', () => {
  const all = (html: string) => pasted(html).told.all()

  test('are told with their codes and places; those that turn the direction by themselves', () => {
    const html =
      '<p>Cấp <b>&#x202E;21</b>&#x202C; tỷ</p><p>Kinh&#x200B; phí</p><table><tr><td>ô &#x2067;3</td><td>b</td></tr></table>'
    expect(textsOf(html).slice(0, 2)).toEqual(['Cấp 21 tỷ', 'Kinh phí'])
    expect(all(html)).toEqual([
      { what: 'turning', count: 2, words: ['Cấp [U+202E]21[U+202C] tỷ', 'ô [U+2067]3'] },
      { what: 'unseen', count: 1, words: ['Kinh[U+200B] phí'] },
    ])
  })

  test('alone in a line are told too, and hidden words only as hidden', () => {
    expect(told('<p>&#x202E;</p><p>a</p>')).toEqual([['turning', 1]])
    expect(told('<p style="display:none">x&#x202E;y</p><p>a</p>')).toEqual([['hidden', 1]])
  })

  test.each([
    ['<p><bdo dir="rtl">cấp 21 tỷ</bdo></p>', 1],
    ['<p dir=RTL>cấp <span dir=RTL>21</span> tỷ</p>', 1],
    ['<p>a <span style="direction:rtl;unicode-bidi:bidi-override">21</span></p>', 1],
    ['<table><tr dir="rtl"><td>21</td><td>tỷ</td></tr></table>', 1],
    ['<table><tr><td dir="rtl">21</td><td dir="rtl">tỷ</td></tr></table>', 2],
    ['<p dir="ltr">cấp 21 tỷ</p>', 0],
  ])('what is set from right to left: %s', (html, count) => {
    expect(told(html)).toEqual(count > 0 ? [['turned', count]] : [])
  })
})

describe('footnotes of other programs', () => {
  test.each([
    [
      'LibreOffice',
      '<p>Một hộ<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> được chi.</p><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a> Hộ nghèo.</p></div>',
    ],
    [
      'Google Docs',
      '<p>Một hộ<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> được chi.</p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> Hộ nghèo.</span></p></div>',
    ],
  ])('%s', (_, html) => {
    const { lines } = pasted(html)
    expect(lines).toHaveLength(1)
    const [line] = lines
    const note = line && 'text' in line ? line.content?.find(({ type }) => type === 'footnote') : undefined
    expect(note?.attrs).toEqual({ text: 'Hộ nghèo.' })
    expect(textsOf(html)).toEqual(['Một hộ được chi.'])
  })

  test('a comment of Google Docs, which looks like one, is a comment', () => {
    const html =
      '<p>Một hộ<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> được chi.</p><div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Đừng nói ra.</span></p></div>'
    expect(textsOf(html)).toEqual(['Một hộ được chi.'])
    expect(told(html)).toEqual([['comment', 1]])
  })
})

describe('what is hidden stays out', () => {
  test.each([
    ['display', '<p>Một <span style="display:none">mật</span>hai.</p>'],
    ['hide', "<p>Một <span style='display:none;mso-hide:all'>mật</span>hai.</p>"],
    ['hide alone', "<p>Một <span style='mso-hide:all'>mật</span>hai.</p>"],
    ['attribute', '<p>Một <span hidden>mật</span>hai.</p>'],
    ['visibility', '<p>Một <span style="visibility:hidden">mật</span>hai.</p>'],
    ['opacity', '<p>Một <span style="opacity: 0">mật</span>hai.</p>'],
    ['size', '<p>Một <span style="font-size:0px">mật</span>hai.</p>'],
    ['share of no size', '<p>Một <span style="font-size:0"><b style="font-size:2em">mật</b></span>hai.</p>'],
    ['class', '<style>.x{display:none}</style><p>Một <span class=x>mật</span>hai.</p>'],
    [
      'tag and class',
      '<style>@media x{p{display:none}} span.X{DISPLAY: none !important}</style><p>Một <span class="a x">mật</span>hai.</p>',
    ],
    ['paragraph', '<p>Một hai.</p><p style="display:none">mật</p>'],
  ])('%s', (_, html) => {
    expect(textsOf(html)).toEqual(['Một hai.'])
    expect(told(html)).toEqual([['hidden', 1]])
  })

  test('a part of what is not shown may be shown again', () => {
    expect(textsOf('<p style="visibility:hidden">mật<b style="visibility:visible">Hiện.</b></p>')).toEqual(['Hiện.'])
    expect(textsOf('<div style="font-size:0">  <p style="font-size:14px">Hiện.</p></div>')).toEqual(['Hiện.'])
  })

  test('a line through words is no tracked change where no program tracks', () => {
    expect(textsOf('<p>Giá <del>10</del> 12 đồng</p>')).toEqual(['Giá 10 12 đồng'])
  })
})

describe('from Excel', () => {
  test('hidden rows and columns', () => {
    expect(tableOf(blocksOf('excel-hidden-rows.html')).map((row) => row.map(words))).toEqual([
      ['Đơn vị', 'Dự toán'],
      ['Sở Y tế', '120'],
    ])
    expect(read('excel-hidden-rows.html').told.all()).toMatchObject([{ what: 'hidden' }])
  })

  test('a merged cell loses what is hidden of it', () => {
    const html =
      '<meta name=ProgId content=Excel.Sheet><table><col><col style="display:none"><col><tr><td colspan=3>Đầu</td></tr><tr style="display:none"><td rowspan=3>A</td><td>x</td><td>y</td></tr><tr><td>mật</td><td>1</td></tr><tr><td>mật</td><td>2</td></tr></table>'
    const rows = tableOf(parseLines(pasted(html).lines).blocks)
    expect(rows.map((row) => row.map((cell) => [words(cell), cell.attrs?.colspan, cell.attrs?.rowspan]))).toEqual([
      [['Đầu', 2, 1]],
      [
        ['A', 1, 2],
        ['1', 1, 1],
      ],
      [['2', 1, 1]],
    ])
  })

  test('widths of columns that are told together', () => {
    const [first] = tableOf(blocksOf('excel-colspan-widths.html'))
    expect(first?.map(({ attrs }) => attrs?.colwidth)).toEqual([[60], [60], [60], [320], [60]])
  })

  test('looks in classes', () => {
    const rows = tableOf(blocksOf('excel-class-looks.html')).map((row) => row.map((cell) => cell.content?.[0]))
    const marks = rows.map((row) => row.map((line) => line?.content?.[0]?.marks?.map(({ type }) => type) ?? []))
    const aligned = rows.map((row) => row.map((line) => line?.attrs?.align))
    expect(marks).toEqual([
      [['bold'], ['bold']],
      [[], []],
      [['italic'], []],
    ])
    expect(aligned).toEqual([
      ['center', 'center'],
      ['left', 'right'],
      ['left', 'right'],
    ])
  })
})

test('numbers stand where Excel says so in the cell, whatever its rules say of all cells', () => {
  const html =
    '<style>td{text-align:general}</style><table><tr><td>Chi</td><td align=right>5</td></tr><tr><td align=center>x</td><td style="text-align:right">6</td></tr></table>'
  const rows = tableOf(parseLines(pasted(html).lines).blocks)
  expect(rows.map((row) => row.map((cell) => cell.content?.[0]?.attrs?.align))).toEqual([
    ['left', 'right'],
    ['center', 'right'],
  ])
})

test.each([
  ['a link', '<p><a href="https://x.vn"><span style="text-decoration:underline">Lời</span></a></p>'],
  [
    'a class of Word',
    '<style>span.MsoHyperlink{text-decoration:underline}</style><p><a href="#x"><span class=MsoHyperlink>Lời</span></a></p>',
  ],
  [
    'what was put in',
    '<style>span.msoIns{text-decoration:underline}</style><p><span class=msoIns><ins cite=x>Lời</ins></span></p>',
  ],
])('the line under %s is not the writer’s', (_, html) => {
  const [line] = pasted(html).lines
  expect(line && 'text' in line && line.content).toEqual([{ type: 'text', text: 'Lời' }])
})

describe('lists', () => {
  const levels = (blocks: BodyNode[]) => blocks.map(({ type, attrs }) => attrs?.level ?? type)

  test('of several levels from Google Docs', () => {
    const { lines } = read('gdocs-lists.html')
    const { blocks, labels } = parseLines(lines)
    expect(labels).toEqual(['I.', 'II.', '1.', '2.', 'a)', 'III.'])
    expect(levels(blocks)).toEqual(['muc', 'muc', 'khoan', 'khoan', 'diem', 'paragraph', 'muc'])
  })

  test.each([
    ['start', '<ol start=3><li>Ba</li><li>Bốn</li></ol>', ['3. Ba', '4. Bốn']],
    ['value', '<ol><li value=5>Năm</li><li>Sáu</li></ol>', ['5. Năm', '6. Sáu']],
    ['type', '<ol type=I><li>Một</li><li>Hai</li></ol>', ['I. Một', 'II. Hai']],
    ['type of an item', '<ol><li type=a>Một</li></ol>', ['a) Một']],
    ['style', '<ol style="list-style:lower-alpha inside"><li>Một</li></ol>', ['a) Một']],
    ['inside an item', '<ol><li>Một<ol><li>Ý</li></ol></li><li>Hai</li></ol>', ['1. Một', 'a) Ý', '2. Hai']],
    [
      'numbers in numbers',
      '<ol><li>Một<ol type=1><li>Ý<ol type=1><li>Nhỏ</li></ol></li><li>Hai</li></ol></li></ol>',
      ['1. Một', '1.1. Ý', '1.1.1. Nhỏ', '1.2. Hai'],
    ],
    ['numbers in Roman', '<ol type=I><li>Một<ol type=1><li>Ý</li></ol></li></ol>', ['I. Một', '1. Ý']],
    ['dashes', '<ul><li>Một<ul><li>Ý</li></ul></li></ul>', ['- Một', '+ Ý']],
    ['a number of its own', '<ol><li>1. Một</li></ol>', ['1. Một']],
    ['nonsense', '<ol start=x><li value="1e9">Một</li></ol>', ['1. Một']],
  ])('%s', (_, html, lines) => {
    expect(textsOf(html)).toEqual(lines)
  })
})

test('a frame of one cell is no table; a nested table becomes lines of its cell, and that is told', () => {
  expect(textsOf('<table><tr><td><p>Một.</p><p>Hai.</p></td></tr></table>')).toEqual(['Một.', 'Hai.'])
  const html = '<table><tr><td>A<table><tr><td>B</td><td>C</td></tr></table></td><td>D</td></tr></table>'
  const [row] = tableOf(parseLines(pasted(html).lines).blocks)
  expect(row?.map((cell) => cell.content?.map(words))).toEqual([['A', 'B', 'C'], ['D']])
  expect(told(html)).toEqual([['nestedTables', 1]])
})

describe('lines that a page shows as they were typed', () => {
  test.each([
    ['<pre>một\ndòng hai\n\n  ba</pre>', ['một', 'dòng hai', 'ba']],
    ['<div style="white-space: pre-wrap">một\n<b>hai</b> đuôi</div>', ['một', 'hai đuôi']],
    ['<pre><span style="white-space: normal">một\nhai</span></pre>', ['một hai']],
    ['<p>một\nhai</p>', ['một hai']],
  ])('%s', (html, lines) => expect(textsOf(html)).toEqual(lines))

  test('those of a mail that was cut at 72 letters are joined, and told', () => {
    const mail = [
      'Văn phòng Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành gửi báo cáo',
      'kết quả thực hiện nhiệm vụ năm 2026 trước ngày 15 tháng 12.',
      'Trân trọng.',
    ]
    expect(textsOf(`<pre>${mail.join('\n')}</pre>`)).toEqual([mail.slice(0, 2).join(' '), 'Trân trọng.'])
    expect(pasted(`<pre>${mail.join('\n')}</pre>`).told.all()).toMatchObject([{ what: 'joined', count: 1 }])
  })
})

test('words of drawings and formulas stay behind, and are told', () => {
  const { lines, told } = pasted(
    '<p>Sơ đồ</p><svg><title>t</title><text>Bước 1</text></svg><math><mi>x</mi><mn>2</mn></math>',
  )
  expect(lines).toHaveLength(1)
  expect(told.all()).toEqual([{ what: 'unplaced', count: 2, words: ['Bước 1', 'x 2'] }])
})
