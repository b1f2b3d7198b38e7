/** What we write to Word comes back from Word: the same fields, the same blocks. */
import { expect, test } from 'vitest'
import { decision, invitation, letter, notice, report, submission } from '../../../server/demonstration/texts/index.ts'
import { contentOf } from '../../../server/import/content.ts'
import { readWord } from '../../../server/import/word/read.js'
import { toWord } from '../../../server/issue/word/index.ts'
import type { KindId } from '../../../src/lib/document/kinds.ts'
import type { BodyNode, ClauseLevel, Fields, IssueMarks, OfficialDocument } from '../../../src/lib/document/model.ts'
import { bodyLabels } from '../../../src/lib/document/numbering.ts'
import { parseText } from '../../../src/lib/document/parse.ts'
import { printModel } from '../../../src/lib/document/print.ts'
import {
  appendix,
  attached,
  cell,
  clause,
  documentOf,
  image,
  p,
  row,
  table,
} from '../../../src/lib/document/testing.ts'
import { plainText } from '../../../src/lib/document/titled.ts'
import { FIXTURES } from '../../fixtures/documents.ts'
import { makePng } from '../../fixtures/png.ts'
import { type Random, seeded } from '../../fuzz/random.ts'

const today = { day: () => 'ngày 05 tháng 01 năm 2026', year: 2026 }
const marks = { number: 15, date: '2026-01-05', verify: null }

async function backFromWord(document: OfficialDocument, given: IssueMarks = marks) {
  return contentOf(readWord(await toWord(printModel(document, given)))).parsed
}

/** What a block is and says; titles are printed in capitals, so their case does not count. */
const shapes = (blocks: readonly BodyNode[]) =>
  blocks.map((block) => [block.type, block.attrs?.level ?? block.attrs?.marker ?? null, plainText(block).toLowerCase()])

const READ = [
  'kind',
  'subject',
  'authority',
  'addressees',
  'recipients',
  'capacity',
  'signerName',
  'secondCapacity',
  'secondName',
  'urgency',
  'circulation',
  'sheet',
  'leaderWords',
] as const
const readable = (fields: Partial<Fields>) =>
  Object.fromEntries(
    READ.flatMap((name) =>
      fields[name] && fields[name] !== 'none' && (name !== 'sheet' || fields.kind === 'phieu-trinh')
        ? [[name, fields[name]]]
        : [],
    ),
  )

/** The clauses and appendices with the numbers that the page gives them, and how they begin: a reference comes back as words. */
const numbered = (blocks: readonly BodyNode[], kind: KindId) =>
  bodyLabels({ type: 'doc', content: [...blocks] }, kind).flatMap((label, at) => {
    const block = blocks[at]
    return label && block ? [`${label.label} ${plainText(block).toLowerCase().slice(0, 40)}`] : []
  })

test.each(FIXTURES.map(({ name, document }) => [name, document] as const))(
  'the numbers of %s, which Word has counted',
  async (_, document) => {
    const { blocks, fields } = await backFromWord(document)
    const { kind } = document.fields
    expect(fields.kind ?? kind).toBe(kind)
    expect(numbered(blocks, kind)).toEqual(numbered(document.body.content ?? [], kind))
  },
)

const INNER: readonly ClauseLevel[] = ['khoan', 'decimal', 'sub-decimal', 'diem']
const OUTER = { 'quyet-dinh': ['chuong', 'muc', 'dieu'], 'ke-hoach': ['muc'] } as const

/** As people write: no level without one above it, series of any length, some of them begun anew. */
function written(random: Random, kind: keyof typeof OUTER): BodyNode[] {
  let count = 0
  const words = () => `Các cơ quan, đơn vị thực hiện việc thứ ${++count} theo quy định.`
  const inner = (depth: number): BodyNode[] => {
    const level = INNER[depth]
    if (!level) return []
    if (level !== 'diem' && random.chance(level === 'khoan' ? 0.2 : 0.6)) return level === 'khoan' ? [] : inner(3)
    return Array.from({ length: 1 + random.below(level === 'diem' ? 9 : 4) }, (_, at): BodyNode[] => {
      const one = clause(level, words())
      const isAnew = at > 0 && (level === 'khoan' || level === 'diem') && random.chance(0.1)
      return [
        ...(isAnew ? [p('Ngoài ra, còn có những việc sau đây')] : []),
        isAnew ? { ...one, attrs: { ...one.attrs, restarts: true } } : one,
        ...(random.chance(0.5) ? inner(depth + 1) : []),
      ]
    }).flat()
  }
  const outer = (levels: readonly ClauseLevel[]): BodyNode[] => {
    const [level, ...rest] = levels
    if (!level) return inner(0)
    if (rest.length > 0 && random.chance(0.3)) return outer(rest)
    return Array.from({ length: 1 + random.below(3) }, () => [
      clause(level, level === 'dieu' ? words() : `Tiêu đề số ${++count}`),
      ...outer(rest),
    ]).flat()
  }
  const parts = [p('Nội dung như sau'), ...outer(OUTER[kind])]
  if (random.chance(0.4)) parts.push(appendix(`Danh mục số ${++count}`), p('Gồm'), ...outer(['muc']))
  if (random.chance(0.3)) parts.push(appendix(`Biểu số ${++count}`), p('Gồm'), ...outer(['chuong', 'dieu']))
  return parts
}

test('the numbers of documents of any shape', async () => {
  for (const kind of ['quyet-dinh', 'ke-hoach'] as const) {
    for (let seed = 1; seed <= 40; seed++) {
      const document = documentOf(kind, written(seeded(seed), kind))
      const { blocks } = await backFromWord(document)
      expect(numbered(blocks, kind), `${kind}, seed ${seed}`).toEqual(numbered(document.body.content ?? [], kind))
    }
  }
}, 60_000)

test.each(Object.entries({ decision, invitation, letter, notice, report, submission }))(
  'the demonstration’s %s',
  async (_, write) => {
    const text = write(today)
    const document = documentOf(text.kind, parseText(text.body).blocks, {
      subject: text.subject,
      authority: '',
      capacity: 'KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH',
      signerName: 'Lê Đức Thắng',
      urgency: 'thuong-khan',
      circulation: 'luu-hanh-noi-bo',
      ...text.fields,
    })
    const { fields, blocks } = await backFromWord(document)
    expect(shapes(blocks)).toEqual(shapes(document.body.content ?? []))
    expect(readable(fields)).toEqual(readable(document.fields))
  },
)

test('minutes with both who sign', async () => {
  const document = documentOf('bien-ban', [p('Cuộc họp kết thúc vào 10 giờ./.')], {
    subject: 'Họp giao ban',
    secondName: 'Lò Thị Mai',
    signerName: 'Lê Đức Thắng',
  })
  const { fields } = await backFromWord(document)
  expect(readable(fields)).toEqual(readable(document.fields))
  expect(fields).toMatchObject({ secondCapacity: 'THƯ KÝ', secondName: 'Lò Thị Mai' })
})

test('a phiếu trình, its box and both who sign; «1.1.» and «1.1.1.»', async () => {
  const document = documentOf(
    'phieu-trinh',
    [
      p('Cơ quan trình: Sở Xây dựng.'),
      clause('muc', 'Báo cáo của Văn phòng'),
      clause('khoan', 'Ý kiến các cơ quan'),
      clause('decimal', 'Sở Tài chính thống nhất.'),
      clause('decimal', 'Sở Nội vụ'),
      clause('sub-decimal', 'Bổ sung kinh phí.'),
      clause('diem', 'năm 2026;'),
      p('Kính trình xem xét, quyết định./.'),
    ],
    {
      ...{ sheet: 'van-ban', subject: 'Ban hành Kế hoạch', addressees: 'Đồng chí Phó Chủ tịch' },
      ...{ leaderWords: 'Đồng ý.\nGiao Văn phòng theo dõi.', capacity: 'CHÁNH VĂN PHÒNG', signerName: 'Lê Đức Thắng' },
      ...{ secondCapacity: 'CHUYÊN VIÊN', secondName: 'Lò Thị Mai' },
    },
  )
  const { fields, blocks } = await backFromWord(document, { ...marks, number: null })
  expect(readable(fields)).toEqual(readable(document.fields))
  expect(shapes(blocks)).toEqual(shapes(document.body.content ?? []))
})

test('chapters, a table with merged cells, an appendix across the page', async () => {
  const across = { ...appendix('Danh mục'), attrs: { id: 'a', isLandscape: true } }
  const document = documentOf('quyet-dinh', [
    clause('chuong', 'Quy định chung'),
    clause('dieu', 'Phạm vi điều chỉnh'),
    clause('khoan', 'Một.'),
    clause('diem', 'Hai;'),
    table(
      row(cell('STT', {}, 'tableHeader'), cell('Nội dung', { colspan: 2 }, 'tableHeader')),
      row(cell('1', { rowspan: 2 }), cell('A'), cell('B')),
      row(cell('C'), cell('D')),
    ),
    p('Sau bảng./.'),
    across,
    clause('muc', 'Nhiệm vụ'),
    p('Nội dung.'),
  ])
  const { blocks } = await backFromWord(document)
  expect(shapes(blocks)).toEqual(shapes(document.body.content ?? []))
  expect(blocks.find(({ type }) => type === 'appendix')?.attrs?.isLandscape).toBe(true)
  const cells = (body: readonly BodyNode[]) =>
    body
      .filter(({ type }) => type === 'table')
      .map(({ content }) =>
        (content ?? []).map((line) =>
          (line.content ?? []).map(({ type, attrs }) => [type, attrs?.colspan, attrs?.rowspan]),
        ),
      )
  expect(cells(blocks)).toEqual(cells(document.body.content ?? []))
})

test('rules that a decision puts into force, across the page, and a phụ lục behind them', async () => {
  const rules = attached('Quy chế', 'Làm việc của Ủy ban nhân dân tỉnh')
  const document = documentOf(
    'quyet-dinh',
    [
      clause('dieu', 'Ban hành kèm theo Quyết định này Quy chế làm việc.'),
      clause('dieu', 'Quyết định này có hiệu lực kể từ ngày ký./.'),
      { ...rules, attrs: { ...rules.attrs, isLandscape: true } },
      clause('chuong', 'Quy định chung'),
      clause('dieu', 'Phạm vi điều chỉnh'),
      clause('khoan', 'Quy chế này quy định lề lối làm việc./.'),
      appendix('Danh mục'),
      p('Một.'),
    ],
    { subject: 'Ban hành Quy chế làm việc' },
  )
  const { blocks, fields } = await backFromWord(document)
  expect(shapes(blocks)).toEqual(shapes(document.body.content ?? []))
  expect(
    blocks.flatMap(({ type, attrs }) =>
      type === 'appendix' ? [[attrs?.isAttached === true, attrs?.isLandscape]] : [],
    ),
  ).toEqual([
    [true, true],
    [false, false],
  ])
  expect(readable(fields)).toEqual(readable(document.fields))
})

test('images at the beginning, between paragraphs, in a cell, behind the last one and at the end of an appendix', async () => {
  const document = documentOf('bao-cao', [
    image({ alt: 'Bìa' }),
    clause('khoan', 'Kết quả.'),
    image({ widthMm: 90 }),
    table(row({ ...cell('x'), content: [image({ widthMm: 40 }), p('Máy in')] }, cell('Phòng Hành chính'))),
    p('Phần còn lại./.'),
    image({ alt: 'Cuối' }),
    appendix('Số liệu'),
    p('Biểu đồ:'),
    image(),
  ])
  const chart = makePng({ width: 400, height: 300 })
  const file = readWord(await toWord(printModel(document, marks), new Map([['a'.repeat(64), chart]])))
  const [path = ''] = file.images.keys()
  const back = contentOf(file, new Map([[path, { hash: 'a'.repeat(64), width: 400, height: 300 }]]))
  expect(shapes(back.parsed.blocks)).toEqual(shapes(document.body.content ?? []))
  const images = (blocks: readonly BodyNode[] = []): BodyNode['attrs'][] =>
    blocks.flatMap(({ type, attrs, content }) => (type === 'image' ? [attrs] : images(content)))
  expect(images(back.parsed.blocks)).toEqual(images(document.body.content))
  expect(back.imagesLeft).toEqual([])
})
