import { createHash } from 'node:crypto'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintBlock, PrintModel } from '../../../src/lib/document/model.ts'
import { printModel } from '../../../src/lib/document/print.ts'
import { appendix, attached, clause as clauseNode, documentOf, p } from '../../../src/lib/document/testing.ts'
import { makePng } from '../../../tests/fixtures/png.ts'
import {
  cell,
  clause,
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
import { publishedText } from '../../../tests/fixtures/published.ts'
import { ask, textOf, type Word, wordsOf } from '../../../tests/tools/pdf.ts'
import { typesetterWith } from '../../../tests/tools/typesetter.ts'
import { readFace } from '../fonts.ts'
import { Compiler, TypstFault } from './compiler.ts'
import { prepare } from './prepare.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const chart = makePng({ width: 400, height: 300 })
const CHART = createHash('sha256').update(chart).digest('hex')
const readImages = async (hashes: readonly string[]) =>
  new Map(hashes.flatMap((hash) => (hash === CHART ? [[hash, chart] as const] : [])))
const typesetter = typesetterWith(readImages)

const MM = 72 / 25.4
const kinds = { decision, letter, submission, report, notice, telegram }

/** Fails when the sentences are not all there, in this order. */
function expectInOrder(text: string, sentences: string[]) {
  let from = 0
  for (const sentence of sentences) {
    const wanted = sentence.replace(/\s+/gu, ' ').trim()
    const at = text.indexOf(wanted, from)
    expect(at, `“${wanted}” after “${text.slice(Math.max(0, from - 60), from)}”`).toBeGreaterThanOrEqual(0)
    from = at + wanted.length
  }
}

function find(words: Word[], text: string): Word {
  const word = words.find((one) => one.text === text)
  if (!word) throw new Error(`no word “${text}” on the page`)
  return word
}

describe.each(Object.entries({ ...kinds, plan: longPlan(30), appendices: decisionWithAppendices }))(
  '%s',
  (_, model) => {
    const typeset = typesetter.pdf(model)

    test('every sentence can be copied out of the PDF, in order and composed', async () => {
      const text = textOf((await typeset).bytes)
      expect(text).toBe(text.normalize('NFC'))
      expectInOrder(text, sentencesOf(model.blocks.filter(({ type }) => type !== 'table' && type !== 'appendix')))
      const cells = sentencesOf(model.blocks.filter(({ type }) => type === 'table'))
      for (const line of [...cells, ...model.recipients, ...model.letterhead.agency]) expect(text).toContain(line)
    })

    test('other programs find no fault: sound, fonts embedded, tagged, A4', async () => {
      const { bytes, pages } = await typeset
      expect(() => ask('qpdf', ['--check', '{}'], bytes)).not.toThrow()
      const fonts = ask('pdffonts', ['{}'], bytes).trim().split('\n').slice(2)
      expect(fonts.length).toBeGreaterThan(0)
      for (const font of fonts) expect(font).toMatch(/\+Tinos-\w+ .* yes yes yes /)
      const info = ask('pdfinfo', ['{}'], bytes)
      expect(info).toMatch(/Tagged: +yes/)
      expect(info).toMatch(/595\.276 x 841\.89 pts \(A4\)/)
      expect(info).toContain(`Pages:           ${pages}`)
    })

    test('nothing stands outside the margins but page numbers, frames and the check mark', async () => {
      const outside = wordsOf((await typeset).bytes).filter(({ paperWidth, left, right, top, bottom }) => {
        const paperHeight = paperWidth > 210.5 * MM ? 210 * MM : 297 * MM
        const isText = top > 18 * MM && top < paperHeight - 20 * MM
        const isInside = left > 30 * MM - 1 && right < paperWidth - 15 * MM + 1 && bottom < paperHeight - 20 * MM + 2
        return isText && !isInside
      })
      expect(outside).toEqual([])
    })
  },
)

test('a dated document is PDF/A-2b, an undated one is not filed and need not be', async () => {
  expect(ask('pdfinfo', ['-meta', '{}'], (await typesetter.pdf(decision)).bytes)).toMatch(
    /pdfaid:part>2<[^]*pdfaid:conformance>B</,
  )
  expect(ask('pdfinfo', ['-meta', '{}'], (await typesetter.pdf(notice)).bytes)).not.toContain('pdfaid')
})

test('the same document gives the same bytes, also from another compiler', async () => {
  const data = JSON.stringify(await prepare(report, readFace(root)))
  const [first, second] = [(await typesetter.pdf(report)).bytes, new Compiler(root).pdf(data).bytes]
  expect(Buffer.from(first).equals(second)).toBe(true)
})

test('text is text: markup, code and paths come out as they were typed', async () => {
  const hostile = '#read("/etc/passwd") *đậm* $x^2$ \\ // <nhãn> @trích #panic() — "ngoặc" \'đơn\' -- ...'
  const { bytes } = await typesetter.pdf({ ...decision, blocks: [paragraph(hostile)] })
  expectInOrder(textOf(bytes), [hostile])
})

test('decomposed letters, controls and invisible characters are put in order', async () => {
  const text = 'Ho\u0323c\u0001 \u202etập\u200b\ttốt \ud800kỳ'
  const { bytes } = await typesetter.pdf({ ...decision, blocks: [paragraph(text)] })
  expectInOrder(textOf(bytes), ['Học tập tốt'])
})

test('a character that no font draws is named, wherever it stands', async () => {
  const refused = { code: 'typeset_failed', detail: { character: '語' } }
  const box: PrintBlock = { type: 'table', headerRows: 0, columns: [1], rows: [[cell('語 Đồng ý')]] }
  await expect(typesetter.pdf({ ...decision, blocks: [paragraph('Ý kiến: 語')] })).rejects.toMatchObject(refused)
  await expect(typesetter.pdf({ ...decision, blocks: [box] })).rejects.toMatchObject(refused)
  await expect(typesetter.pdf({ ...decision, recipients: ['- 語;'] })).rejects.toMatchObject(refused)
})

test('number and date stand level although the name of the agency wraps', async () => {
  const words = wordsOf((await typesetter.pdf(notice)).bytes)
  const number = find(words, 'Số:')
  const date = find(words, 'La,')
  expect(date.bottom).toBeCloseTo(number.bottom, 0)
  expect(number.top).toBeGreaterThan(find(words, 'THUỘC').bottom)
})

test('the dashes under "Kính gửi:" stand under its colon', async () => {
  const words = wordsOf((await typesetter.pdf(letter)).bytes)
  const call = find(words, 'gửi:')
  const dashes = words.filter(({ text, top }) => text === '-' && top > call.bottom - 2 && top < call.bottom + 60)
  expect(dashes).toHaveLength(3)
  for (const dash of dashes) expect(Math.abs(dash.left - (call.right - 4))).toBeLessThan(2)
  expect(find(words, 'thông,').left).toBeCloseTo(find(words, 'Ban').left, 0)
})

test('pages are numbered from 2, centred in the top margin; each appendix counts its own', async () => {
  const words = wordsOf((await typesetter.pdf({ ...decisionWithAppendices, verify: null })).bytes)
  const numbers = words.filter(({ top }) => top < 20 * MM - 2)
  expect(numbers.map(({ page, text }) => `${page}:${text}`)).toEqual(['3:2', '4:3', '5:4', '6:5', '7:6', '8:7', '9:8'])
  for (const { left, right } of numbers) expect((left + right) / 2).toBeCloseTo((30 + 165 / 2) * MM, 0)
})

test('what is put into force has the letterhead on its first page, without number and date, and no «Phụ lục»', async () => {
  const document = documentOf('quyet-dinh', [
    clauseNode('dieu', 'Ban hành kèm theo Quyết định này Quy chế làm việc./.'),
    attached('Quy chế', 'Làm việc của Ủy ban nhân dân tỉnh'),
    clauseNode('dieu', 'Phạm vi điều chỉnh'),
    p('Lời văn./.'),
    appendix('Danh mục'),
    p('Một.'),
  ])
  const { bytes, pages } = await typesetter.pdf(printModel(document))
  const { pageBreaks } = await typesetter.paging(printModel(document))
  expect(pages).toBe(3)
  expect(pageBreaks).toMatchObject([{ block: 1 }, { block: 4 }])
  const words = wordsOf(bytes)
  const text = (page: number) => words.flatMap((word) => (word.page === page ? [word.text] : [])).join(' ')
  expectInOrder(text(2), [
    'TỈNH SƠN LA',
    'QUY CHẾ Làm việc của Ủy ban nhân dân tỉnh (Kèm theo Quyết định số',
    'Điều 1. Phạm vi điều chỉnh',
  ])
  expect(text(2)).toContain('Độc lập - Tự do - Hạnh phúc')
  expect(text(2)).not.toMatch(/Phụ lục|Số:|Sơn La, ngày/)
  expect(text(3)).toContain('Phụ lục DANH MỤC')
  expect(text(3)).not.toContain('Độc lập')
})

test('signature and seal have room between capacity and name, the seal over the left third of the signature', async () => {
  const { bytes, signatureBox, sealBox } = await typesetter.pdf(decision)
  const words = wordsOf(bytes)
  const fromTop = (y: number) => 297 * MM - y
  const name = find(words, 'Tuyết')
  expect(fromTop(signatureBox.y + signatureBox.height)).toBeGreaterThan(find(words, 'PHÓ').bottom - 1)
  expect(fromTop(signatureBox.y)).toBeLessThan(name.top + 1)
  expect(signatureBox.width).toBeCloseTo(45 * MM)
  expect(sealBox.width).toBeCloseTo(36 * MM)
  expect(sealBox.x + sealBox.width - signatureBox.x).toBeCloseTo(signatureBox.width / 3)
  const middle = find(words, 'Nguyễn').left / 2 + name.right / 2
  expect(signatureBox.x + signatureBox.width / 2).toBeCloseTo(middle, 0)
})

test('two signers stand level, the signature and the seal with the one at the right, the recipients below', async () => {
  const { bytes, signatureBox } = await typesetter.pdf({ ...minutes, verify: null })
  const words = wordsOf(bytes)
  const [secretary, chair] = [find(words, 'THƯ'), find(words, 'TỌA')]
  expect(secretary.top).toBeCloseTo(chair.top, 1)
  expect(find(words, 'Mai').top).toBeCloseTo(find(words, 'Tuyết').top, 1)
  expect(secretary.right).toBeLessThan(chair.left)
  expect(signatureBox.x).toBeGreaterThan(find(words, 'Mai').right)
  expect(find(words, 'nhận:').top).toBeGreaterThan(find(words, 'Tuyết').bottom)
})

describe('the signature block', () => {
  const filled = (lines: number, last: PrintBlock): PrintModel => ({
    ...decision,
    blocks: [...Array.from({ length: lines }, (_, n) => paragraph(`Dòng ${n}.`)), last],
  })
  const long = paragraph(
    'Các cơ quan, đơn vị chịu trách nhiệm thi hành Quyết định này kể từ ngày ký. '.repeat(4) + 'Cuối./.',
  )
  const lasts = {
    'one line': paragraph('Cuối./.'),
    'several lines': long,
    'a clause': clause('dieu', 'Điều 9.', 'Cuối./.'),
  }

  test.each(Object.entries(lasts))(
    'never leaves the last line, whatever precedes it (%s)',
    async (_, last) => {
      for (let lines = 11; lines < 23; lines++) {
        const { bytes, pages, signatureBox } = await typesetter.pdf(filled(lines, last))
        const words = wordsOf(bytes)
        const block = ['Cuối./.', 'nhận:', 'KT.', 'Tuyết'].map((text) => find(words, text).page)
        expect(block, `${lines} lines`).toEqual([pages, pages, pages, pages])
        expect(signatureBox.page).toBe(pages)
      }
    },
    30_000,
  )

  test('takes a small table that ends the text along', async () => {
    const table: PrintBlock = { type: 'table', headerRows: 0, columns: [1], rows: [[cell('MỘT')], [cell('HAI')]] }
    for (let lines = 12; lines < 24; lines += 2) {
      const { bytes, pages } = await typesetter.pdf(filled(lines, table))
      expect(find(wordsOf(bytes), 'HAI').page, `${lines} lines`).toBe(pages)
    }
  }, 30_000)

  test('may break when Nơi nhận is longer than a page, and loses nobody', async () => {
    const recipients = Array.from({ length: 120 }, (_, n) => `- Cơ quan số ${n};`)
    const { bytes, pages } = await typesetter.pdf({ ...decision, recipients })
    expect(pages).toBeGreaterThan(1)
    expectInOrder(textOf(bytes), ['- Cơ quan số 0;', '- Cơ quan số 119;'])
  })

  test('stands close under the text even when empty lines were left before it', async () => {
    const empty: PrintBlock = { type: 'paragraph', runs: [], align: 'justify', indent: true }
    const words = wordsOf((await typesetter.pdf({ ...decision, blocks: [...decision.blocks, empty, empty] })).bytes)
    expect(find(words, 'KT.').top - find(words, 'này./.').bottom).toBeLessThan(20)
  })
})

describe('words longer than their place', () => {
  const monster = 'x'.repeat(400)
  test('fold inside the margins', async () => {
    const narrow: PrintBlock = {
      type: 'table',
      headerRows: 0,
      columns: [0.1, 0.9],
      rows: [[cell('nguyenvanabc@sonla.gov.vn'), cell('https://sonla.gov.vn/van-ban/chi-tiet?ma=0123456789')]],
    }
    const model = {
      ...letter,
      letterSubject: `V/v ${monster}`,
      addressees: [monster, monster],
      blocks: [paragraph(monster), narrow],
      recipients: [`- ${monster}`],
      contact: [monster.slice(0, 200)],
    }
    const words = wordsOf((await typesetter.pdf(model)).bytes)
    expect(Math.max(...words.map(({ right }) => right))).toBeLessThanOrEqual(195 * MM + 0.5)
    expect(words.find(({ text }) => text.startsWith('nguy'))?.right).toBeLessThan((30 + 16.5) * MM)
    expect(words.map(({ text }) => text.match(/x/g)?.length ?? 0).reduce((a, b) => a + b)).toBe(400 * 5 + 200)
  })
})

test('no line ends behind a slash, and a number with one stands on its line like any word', async () => {
  // Before each number a word longer by a letter, so that the number meets the end of its line at every place.
  const blocks = Array.from({ length: 60 }, (_, n) =>
    paragraph(
      `${'a'.repeat(n + 1)} theo Nghị định số 30/2020/NĐ-CP và/hoặc Tờ trình số 18/TTr-VPUB ngày 16 tháng 9 năm 2025.`,
    ),
  )
  const words = wordsOf((await typesetter.pdf({ ...letter, blocks })).bytes, { asWritten: true })
  const texts = words.map(({ text }) => text)
  expect(texts.filter((text) => text.endsWith('/'))).toEqual([])
  expect(texts).toContain('30/2020/NĐ-CP')
  expect(texts).toContain('30/2020/NĐ-') // the browser ends a line there, too
  const [first, second] = ['30/2020/NĐ-CP', 'Nghị'].map((wanted) => words.find(({ text }) => text === wanted))
  expect(first?.bottom).toBeCloseTo(second?.bottom ?? 0, 1)
})

describe('page breaks name what stands first on each page', () => {
  const models = { plan: longPlan(40), appendices: decisionWithAppendices, letter: { ...letter, blocks: prose(90) } }
  test.each(Object.entries(models))('%s', async (_, model) => {
    const { bytes, pages } = await typesetter.pdf(model)
    const { pageBreaks } = await typesetter.paging(model)
    const words = wordsOf(bytes).filter(({ top }) => top > 20 * MM - 2)
    expect(pageBreaks.map(({ page }) => page)).toEqual(Array.from({ length: pages - 1 }, (_, n) => n + 2))
    expect(pageBreaks.some(({ offset }) => offset > 0)).toBe(true)
    for (const { page, block, offset, row } of pageBreaks) {
      const source = model.blocks[block]
      if (!source || source.type === 'page-break') throw new Error('a page begins with a block')
      const [whole = ''] =
        source.type === 'table' ? sentencesOf(source.rows[row]?.flatMap((c) => c.blocks) ?? []) : sentencesOf([source])
      const label = source.type === 'clause' ? source.label.length + 1 : 0
      const rest = offset === 0 ? whole : whole.slice(label + offset)
      const onPage = words.filter((word) => word.page === page).sort((a, b) => a.top - b.top || a.left - b.left)
      // A table that goes on shows its heading first.
      const at = source.type === 'table' ? onPage.findIndex(({ text }) => text === rest.split(' ')[0]) : 0
      const printed = onPage.slice(at, at + 6).map(({ text }) => text)
      expect(rest.split(' ').slice(0, printed.length), `page ${page}`).toEqual(printed.slice(0, rest.split(' ').length))
    }
  })
})

describe('pictures of the pages', () => {
  const plan = longPlan(12)
  const middle = Math.floor(plan.blocks.length / 2)
  const retyped = { ...plan, blocks: plan.blocks.toSpliced(middle, 1, paragraph('Một câu khác.')) }

  test('are as many as the PDF has pages, and hold every letter they use', async () => {
    const [{ pages }, drawing] = await Promise.all([typesetter.pdf(plan), typesetter.draw(plan, new Set())])
    expect(drawing).toMatchObject({ pages })
    expect(await typesetter.paging(plan)).toEqual({ pages, pageBreaks: drawing.pageBreaks })
    expect(drawing.pictures).toHaveLength(pages)
    for (const { svg, width, height } of drawing.pictures) {
      expect([width, height]).toEqual([596, 842])
      const drawn = new Set([...(svg ?? '').matchAll(/<path id="([^"]+)" d="(?!undefined)/g)].map(([, id]) => id))
      const used = [...(svg ?? '').matchAll(/<use [^>]*href="#([^"]+)"/g)].map(([, id]) => id)
      expect(used.length).toBeGreaterThan(500)
      expect(used.filter((id) => !drawn.has(id))).toEqual([])
      expect(svg).not.toMatch(/foreignObject|script|<style/)
      expect(svg?.match(/<g[ >]/g)).toHaveLength(svg?.match(/<\/g>/g)?.length ?? 0)
    }
  })

  test('change only where the page does, and come once', async () => {
    const before = await typesetter.draw(plan, new Set())
    const after = await typesetter.draw(retyped, new Set(before.pictures.map(({ hash }) => hash)))
    const kept = after.pictures.map(({ hash }, at) => hash === before.pictures[at]?.hash)
    expect(kept[0]).toBe(true)
    expect(kept).toContain(false)
    expect(after.pictures.map(({ svg }) => svg === null)).toEqual(
      after.pictures.map(({ hash }) => before.pictures.some((picture) => picture.hash === hash)),
    )
  })

  test('may hold a picture themselves: the code of the last page', async () => {
    const { pictures } = await typesetter.draw(decision, new Set())
    expect(pictures[0]?.svg).toContain('data:image/svg+xml')
  })
})

test('a page on which nothing begins is told apart', async () => {
  const tall = Array.from({ length: 1500 }, (_, n) => `từ${n}`).join(' ')
  const rows = [
    [cell(tall), cell('b')],
    [cell('c'), cell('d')],
  ]
  const table: PrintBlock = { type: 'table', headerRows: 0, columns: [0.5, 0.5], rows }
  const { pages, pageBreaks } = await typesetter.paging({ ...report, blocks: [table] })
  expect(pageBreaks.map(({ page }) => page)).toEqual(Array.from({ length: pages - 1 }, (_, n) => n + 2))
  expect(pageBreaks.slice(0, 3)).toMatchObject([
    { row: 0, goesOn: true },
    { row: 0, goesOn: true },
    { row: 0, goesOn: true },
  ])
})

test('a single paragraph of thirty pages is set in time, and every page of it found', async () => {
  const words = Array.from({ length: 10_000 }, (_, n) => `từ${n}`)
  const model = { ...decision, blocks: [paragraph(words.join(' '))] }
  const { bytes } = await typesetter.pdf(model)
  const { pageBreaks } = await typesetter.paging(model)
  const printed = wordsOf(bytes).filter(({ top, text }) => top > 18 * MM && text.startsWith('từ'))
  const firsts = new Map(printed.toReversed().map(({ page, text }) => [page, text]))
  const text = words.join(' ')
  for (const { page, offset } of pageBreaks) expect(text.slice(offset).split(' ')[0]).toBe(firsts.get(page))
}, 60_000)

test('a document that cannot be set harms no other', async () => {
  const compiler = new Compiler(root)
  expect(() => compiler.pdf('{"about":{}}')).toThrow(TypstFault)
  expect(compiler.pdf(JSON.stringify(await prepare(decision, readFace(root)))).pages).toBe(1)
})

/** Paragraphs of many lengths, so that pages break inside them at every kind of place. */
function prose(count: number): PrintBlock[] {
  const words = 'Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và địa phương nghiêm túc triển khai thực hiện'.split(
    ' ',
  )
  return Array.from({ length: count }, (_, n) =>
    paragraph(
      Array.from(
        { length: 20 + ((n * 37) % 160) },
        (_, w) => words[(n + w * w) % words.length] + (w % 9 ? '' : `-${n}/${w}`),
      ).join(' '),
    ),
  )
}

test('a row of a few lines is not torn by the end of a page; one that fills half a page may be', async () => {
  const words = (count: number, n: number) => Array.from({ length: count }, (_, w) => `${n}.${w}`).join(' ')
  const pagesOfRow = async (count: number, rows: number) => {
    const table: PrintBlock = {
      type: 'table',
      headerRows: 0,
      columns: [0.3, 0.7],
      rows: Array.from({ length: rows }, (_, n) => [cell(words(count, n)), cell(String(n))]),
    }
    const { bytes } = await typesetter.pdf({ ...report, blocks: [table] })
    const seen = new Map<string, Set<number>>()
    for (const { text, page } of wordsOf(bytes)) {
      const [, row = ''] = /^(\d+)\.\d+$/.exec(text) ?? []
      seen.set(row, (seen.get(row) ?? new Set()).add(page))
    }
    seen.delete('')
    return [...seen.values()].map(({ size }) => size)
  }
  expect(await pagesOfRow(22, 30)).toEqual(Array.from({ length: 30 }, () => 1))
  expect(Math.max(...(await pagesOfRow(150, 3)))).toBe(2)
})

test('a heading row comes again on every page of its table', async () => {
  const rows = Array.from({ length: 90 }, (_, n) => [cell(`Dòng ${n}`), cell('Nội dung')])
  const head = [cell('ĐẦU-BẢNG', { isHeader: true }), cell('Nội dung', { isHeader: true })]
  const table: PrintBlock = { type: 'table', headerRows: 1, columns: [0.3, 0.7], rows: [head, ...rows] }
  const { bytes } = await typesetter.pdf({ ...report, blocks: [table] })
  const heads = wordsOf(bytes).filter(({ text }) => text === 'ĐẦU-BẢNG')
  expect(heads.map(({ page }) => page)).toEqual([1, 2, 3])
})

test('a footnote in a heading that is repeated is printed once, and counted once', async () => {
  const noted = (text: string, footnote: string) => ({ ...paragraph(''), runs: [{ text }, { text: '', footnote }] })
  const rows = Array.from({ length: 90 }, (_, n) => [cell(`Dòng ${n}`), cell('Nội dung')])
  const head = [cell('Tên', { isHeader: true }), cell('', { isHeader: true, blocks: [noted('Vốn', 'CHÚ-ĐẦU-BẢNG')] })]
  const table: PrintBlock = { type: 'table', headerRows: 1, columns: [0.3, 0.7], rows: [head, ...rows] }
  const { bytes } = await typesetter.pdf({ ...report, blocks: [table, noted('Sau bảng', 'CHÚ-SAU-BẢNG')] })
  const words = wordsOf(bytes)
  expect(words.filter(({ text }) => text === 'CHÚ-ĐẦU-BẢNG').map(({ page }) => page)).toEqual([1])
  expect(textOf(bytes)).toMatch(/\b2 CHÚ-SAU-BẢNG/)
})

test('a heading cell that reaches into the content costs the repetition, not the document', async () => {
  const rows = [[cell('A', { isHeader: true, rowspan: 2 }), cell('B', { isHeader: true })], [cell('c')]]
  const table: PrintBlock = { type: 'table', headerRows: 1, columns: [0.5, 0.5], rows }
  const words = wordsOf((await typesetter.pdf({ ...report, blocks: [table] })).bytes)
  expect(find(words, 'A').left).toBeLessThan(find(words, 'B').left)
  expect(find(words, 'c').top).toBeGreaterThan(find(words, 'B').top)
})

test('memory stays flat over 200 documents', async () => {
  for (let n = 0; n < 40; n++) await typesetter.pdf({ ...decision, recipients: [`- ${n};`] })
  const before = process.memoryUsage().rss
  for (let n = 0; n < 200; n++) await typesetter.pdf({ ...longPlan(2), recipients: [`- ${n};`] })
  const grown = (process.memoryUsage().rss - before) / 1024 ** 2
  expect(grown).toBeLessThan(80)
}, 60_000)

test('the published decision of Sơn La comes out word for word', async () => {
  const lines = publishedText('quyet-dinh-2018.txt').split('\n')
  const blocks = lines.flatMap((line): PrintBlock[] => {
    if (/^(Căn cứ|Theo đề nghị)/.test(line)) return [{ type: 'basis', runs: [{ text: line }] }]
    if (line === 'QUYẾT ĐỊNH:') return [{ type: 'formula', text: line }]
    const [, label, text] = /^(Điều \d+\.) (.*)$/.exec(line) ?? []
    return label && text ? [clause('dieu', label, text)] : []
  })
  expect(blocks).toHaveLength(8)
  const { bytes } = await typesetter.pdf({ ...decision, blocks })
  expectInOrder(textOf(bytes), sentencesOf(blocks))
})

const chartBlock = (over: Partial<Extract<PrintBlock, { type: 'image' }>> = {}): PrintBlock => ({
  type: 'image',
  hash: CHART,
  widthMm: 120,
  ratio: 0.75,
  alt: 'Biểu đồ thu ngân sách 🙂',
  ...over,
})
const withBlocks = (...blocks: PrintBlock[]): PrintModel => ({ ...decision, blocks })

describe('images', () => {
  test('are in the PDF as large as they were made, described, and it still is PDF/A-2b', async () => {
    const { bytes } = await typesetter.pdf(withBlocks(chartBlock(), paragraph('Hình 1.')))
    // 400 pixels on 120 mm are 85 an inch.
    expect(ask('pdfimages', ['-list', '{}'], bytes)).toMatch(/ image +400 +300 .* 85 +85 /)
    expect(ask('pdfinfo', ['-struct-text', '{}'], bytes)).toContain('Figure')
    expect(ask('pdfinfo', ['-meta', '{}'], bytes)).toMatch(/pdfaid:part>2</)
  })

  test('are never wider than the text nor higher than the page, and wider where the sheet lies across', async () => {
    const sizes = async (...blocks: PrintBlock[]) => {
      const list = ask('pdfimages', ['-list', '{}'], (await typesetter.pdf(withBlocks(...blocks))).bytes)
      return [...list.matchAll(/ image +400 .*? (\d+) +(\d+) +[\d.]+[BKM]/g)].map((found) => Number(found[1]))
    }
    expect(await sizes(chartBlock({ widthMm: 400 }))).toEqual([Math.round(400 / (165 / 25.4))])
    const [high] = await sizes(chartBlock({ widthMm: 165, ratio: 3 }))
    expect(high).toBe(Math.round(400 / (242 / 3 / 25.4)))
    const across: PrintBlock = {
      type: 'appendix',
      label: 'Phụ lục',
      runs: [],
      pointer: '(Kèm theo)',
      isLandscape: true,
      isAttached: false,
    }
    expect(await sizes(across, chartBlock({ widthMm: 250, ratio: 0.5 }))).toEqual([Math.round(400 / (250 / 25.4))])
  })

  test('in a cell are no wider than that, and their rows go to the next page whole', async () => {
    const cells = (...blocks: PrintBlock[]) =>
      blocks.map((block) => ({ blocks: [block], colspan: 1, rowspan: 1, isHeader: false }))
    const grid = (over: Parameters<typeof chartBlock>[0], rows = 1): PrintBlock => ({
      type: 'table',
      headerRows: 0,
      columns: [0.25, 0.75],
      rows: Array.from({ length: rows }, () => cells(chartBlock(over), paragraph('Máy in'))),
    })
    const listOf = async (...blocks: PrintBlock[]) =>
      ask('pdfimages', ['-list', '{}'], (await typesetter.pdf(withBlocks(...blocks))).bytes)
    const room = 165 / 4 - 2 * MEASURES.table.insetXMm
    expect(await listOf(grid({ widthMm: 120 }))).toContain(` ${Math.round(400 / (room / 25.4))} `)
    expect(await listOf(grid({ widthMm: 20 }))).toContain(` ${Math.round(400 / (20 / 25.4))} `)
    const many = await listOf(grid({ widthMm: 120, ratio: 1.5 }, 6))
    expect(many.match(/ image +400 /g)).toHaveLength(6)
  })

  test('a page that begins with one is marked there', async () => {
    const lines = Array.from({ length: 15 }, (_, at) => paragraph(`Dòng ${at}`))
    const { pageBreaks } = await typesetter.paging(
      withBlocks(...lines, chartBlock({ widthMm: 165 }), paragraph('Hình')),
    )
    expect(pageBreaks[0]).toMatchObject({ page: 2, block: 15, offset: 0, goesOn: false })
  })

  test('stand in the pictures of pages as data that a picture may hold', async () => {
    const { pictures } = await typesetter.draw(withBlocks(chartBlock()), new Set())
    expect(pictures[0]?.svg).toMatch(/<image [^>]*[^:]href="data:image\/png;base64,/)
    expect(pictures[0]?.svg).not.toContain('xlink:')
  })

  test('one whose bytes are missing is told, and the next document is set as ever', async () => {
    await expect(typesetter.pdf(withBlocks(chartBlock({ hash: 'b'.repeat(64) })))).rejects.toMatchObject({
      code: 'image_missing',
      detail: { count: 1 },
    })
    expect((await typesetter.paging(notice)).pages).toBe(1)
  })

  test('a damaged one is known before it can keep a document from being set', async () => {
    expect(await typesetter.canSetImage(chart)).toBe(true)
    expect(await typesetter.canSetImage(chart.subarray(0, chart.length - 40))).toBe(false)
    expect(await typesetter.canSetImage(Buffer.from('không phải hình'))).toBe(false)
  })
})
