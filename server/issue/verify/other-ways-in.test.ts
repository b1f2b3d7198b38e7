/**
 * Readers have other ways into a file than its tables: they look through its bytes when they give the tables up, go to
 * the page that a file for slow lines names, read numbers in their own way. No update may be called whole that shows
 * other words to one who comes by such a way. Each case was seen with a reader in use (poppler, Chromium's, MuPDF, pdf.js).
 */
import { describe, expect, test } from 'vitest'
import {
  fillByHand,
  FONT,
  type Hand,
  handmade,
  signatureByHand,
  signByHand,
  tableStream,
  words,
} from '../../../tests/tools/hand-signed.ts'
import {
  append,
  lastTable,
  makeSigner,
  objectText,
  rootOf,
  sign,
  stream,
  wordsPdf,
} from '../../../tests/tools/signed-pdf.ts'
import type { After } from './after.ts'
import { examinePdf } from './examine.ts'

const first = makeSigner('Nguyễn Văn Nhất')
const second = makeSigner('Trần Thị Nhì')
const trust = { authorities: [], now: new Date('2026-11-29T03:00:00Z') }
/** What came after the first signature. */
const after = (pdf: Uint8Array): After['state'] | 'none' => examinePdf(pdf, trust).signatures[0]?.after.state ?? 'none'

const UNSEEN: Hand = { rect: '[ 0 0 0 0 ]', picture: null }
const byFirst = async (pdf: Buffer) =>
  Buffer.from(await sign(pdf, first, 'Signer', { rectangle: { x: 400, y: 60, width: 90, height: 50 } }))
const bySecond = (pdf: Buffer, hand: Hand = UNSEEN) => signByHand(pdf, second, hand)

const FORM = { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>', 7: '<< /SigFlags 3 /Fields [ ] >>' }
const page = (more: Record<number, string> = {}, sheet = '') =>
  handmade(`${FONT} /Contents 4 0 R ${sheet}`, { ...FORM, ...more })
const other = `4 0 obj\n${stream(words('cap 21 ty dong'))}\nendobj\n`
const flat = (text: string) => text.replaceAll('\n', ' ')

describe('an object of the same number that no table names', () => {
  /** Within the update, where readers that look through the bytes find it. */
  const hidden: Record<string, string> = {
    'in a stream': stream(other),
    'in a string': `(\n${other})`,
    'in a comment': `<< /A % ${flat(other)}\n 1 >>`,
    'with comments in its head': stream(other.replace('4 0 obj', '4 %\n0 %\nobj')),
    'with other blanks': stream(other.replace('4 0 obj', '4\t0\0obj')),
    'without a blank': stream(other.replace('0 obj', '0obj')),
    'as a trailer': stream('trailer << /Root 90 0 R >>'),
    'as an object stream': stream('4 0 (x)', '/Type /ObjStm /N 1 /First 4'),
    'as a table': tableStream(new Map([[4, 500]])),
  }
  test.each(Object.entries(hidden))('in the update, %s', async (_, object) => {
    const signed = await byFirst(page())
    expect(after(append(signed, { objects: { 800: object } }))).toBe('unclear')
    const alter = (objects: Record<number, string>) => (objects[800] = object)
    expect(after(await bySecond(signed, { ...UNSEEN, alter }))).toBe('unclear')
  })

  /** The file before the signatures, with bytes between its objects and its table. */
  function withStray(stray: string, more: Record<number, string>): Buffer {
    const text = page(more).toString('latin1')
    const at = text.lastIndexOf('\nxref\n') + 1
    const longer = `${text.slice(0, at)}${stray}${text.slice(at)}`
    return Buffer.from(longer.replace(/startxref\n\d+/, `startxref\n${at + stray.length}`), 'latin1')
  }
  const twoContents = `<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] ${FONT} /Contents [ 4 0 R 70 0 R ] >>`
  const stray: Record<string, [stray: string, objects: Record<number, string>]> = {
    'behind the listed one': [other, {}],
    'in a comment': [`%${flat(other)}\n`, {}],
    'a trailer': ['trailer\n<< /Root 90 0 R >>\n', { 90: '<< /Type /Catalog /Pages 2 0 R >>' }],
    'an object stream': ['', { 60: stream('4 0 (x)', '/Type /ObjStm /N 1 /First 4') }],
    'a table': ['', { 60: tableStream(new Map([[4, 500]])) }],
    'one that the page uses': [other.replace('4 0 obj', '70 0 obj'), { 3: twoContents }],
  }
  test.each(Object.entries(stray))('before the signatures: %s', async (_, [bytes, objects]) => {
    const signed = await byFirst(withStray(bytes, objects))
    expect(after(signed)).toBe('nothing')
    expect(after(await bySecond(signed))).toBe('unclear')
    expect(after(append(signed, { objects: { 800: '(x)' } }))).toBe('unclear')
  })

  test('a file within a signed file is no fault', async () => {
    const signed = await byFirst(page({ 80: stream(`${other}trailer\n<< /Root 90 0 R >>\n`, '/Type /EmbeddedFile') }))
    expect(after(await bySecond(signed))).toBe('allowed')
    const said = stream('<< a name object tells more than 12 objects >>')
    expect(after(append(signed, { objects: { 800: said } }))).toBe('data')
  })
})

describe('a table that some readers give up', () => {
  const inLast = (from: RegExp, to: string) => (text: string) => {
    const at = text.lastIndexOf('\nxref\n')
    return text.slice(0, at) + text.slice(at).replace(from, to)
  }
  const frames: Record<string, Hand['rewrite']> = {
    'a number with a point in its head': inLast(/xref\n0 1\n/, 'xref\n0 1.0\n'),
    'a number with a plus in its head': inLast(/xref\n0 1\n/, 'xref\n0 +1\n'),
    'a number without end': inLast(/xref\n0 1\n/, `xref\n0 ${'1'.padStart(40, '0')}\n`),
    'more objects than there can be': inLast(/\/Size 900/, '/Size 2147483647'),
    'far more': inLast(/\/Size 900/, '/Size 99999999999'),
    'the table before, written with a plus': inLast(/\/Prev /, '/Prev +'),
  }
  test.each(Object.entries(frames))('%s', async (_, rewrite) => {
    expect(after(await bySecond(await byFirst(page()), { ...UNSEEN, rewrite }))).toBe('unclear')
  })

  test('more blanks behind the end than readers look through', async () => {
    const signed = await byFirst(page())
    expect(after(Buffer.concat([signed, Buffer.from(' '.repeat(400))]))).toBe('data')
    expect(after(Buffer.concat([signed, Buffer.from(' '.repeat(1100))]))).toBe('unclear')
  })
})

describe('a file for slow lines that is read in another way once it has its length', () => {
  /** Its page shows 12; the page that it says comes first shows 21. */
  function linear(length: number): Buffer {
    const claim = `<< /Linearized 1 /L ${String(length).padStart(10, '0')} /H [ 900 10 ] /O 50 /E 800 /N 1 /T 500 >>`
    const objects: [num: number, text: string][] = [
      [90, claim],
      [1, FORM[1]],
      [2, '<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>'],
      [3, `<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] ${FONT} /Contents 4 0 R >>`],
      [4, stream(words('cap 12 ty dong'))],
      [5, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
      [7, FORM[7]],
      [50, `<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] ${FONT} /Contents 51 0 R >>`],
      [51, stream(words('cap 21 ty dong'))],
    ]
    let file = '%PDF-1.7\n'
    const rows = objects.map(([num, text]) => {
      const row = `${num} 1\n${String(file.length).padStart(10, '0')} 00000 n \n`
      file += `${num} 0 obj\n${text}\nendobj\n`
      return row
    })
    const table = `xref\n0 1\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size 100 /Root 1 0 R >>`
    return Buffer.from(`${file}${table}\nstartxref\n${file.length}\n%%EOF\n`, 'latin1')
  }
  const short = () => byFirst(linear(1))

  test('the length that it has with the update', async () => {
    const { length } = await bySecond(await short())
    const signed = await byFirst(linear(length))
    expect(after(signed)).toBe('nothing')
    expect(after(await bySecond(signed))).toBe('unclear')
  })

  test('the length that it had when it was signed', async () => {
    const signed = await byFirst(linear((await short()).length))
    expect(after(await bySecond(signed))).toBe('unclear')
  })

  test('a length that blanks make up', async () => {
    const { length } = await short()
    const signed = await byFirst(linear(length + 3))
    expect(after(signed)).toBe('nothing')
    expect(after(Buffer.concat([signed, Buffer.from('\n\n\n')]))).toBe('unclear')
    // Left over from another file: it never has these lengths.
    for (const stale of [2, length + 100]) expect(after(await bySecond(await byFirst(linear(stale))))).toBe('allowed')
  })
})

describe('what counts where it stands', () => {
  const container = 700
  const widget = 800

  /** A second signature whose page, form and field stand in an object stream. */
  async function packed(entries: string, at: (places: number[]) => number[] = (places) => places): Promise<Buffer> {
    const signed = await byFirst(page())
    const objects: [num: number, text: string][] = [
      [3, objectText(signed, 3).replace(/\/Annots \[/, `/Annots [ ${widget} 0 R `)],
      [7, objectText(signed, 7).replace(/\/Fields \[/, `/Fields [ ${widget} 0 R `)],
      [
        widget,
        `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Hand) /F 4 /P 3 0 R /Rect [ 0 0 0 0 ] /V ${widget + 1} 0 R >>`,
      ],
    ]
    let file = signed.toString('latin1')
    const places = new Map<number, number>()
    const put = (num: number, body: string) => {
      places.set(num, file.length)
      file += `${num} 0 obj\n${body}\nendobj\n`
    }
    put(widget + 1, signatureByHand())
    let length = 0
    const starts = objects.map(([, text]) => (length += text.length + 1) - text.length - 1)
    const head = at(starts)
      .map((start, index) => `${objects[index]?.[0] ?? 0} ${start} `)
      .join('')
    const content = `${head}${objects.map(([, text]) => `${text} `).join('')}`
    put(container, stream(content, `/Type /ObjStm ${entries.replace('FIRST', String(head.length))}`))
    const table = file.length
    places.set(container + 1, table)
    const nums = objects.map(([num], index): [number, number] => [num, index])
    const more = `/Size 900 /Root ${rootOf(signed)} 0 R /Prev ${lastTable(signed)}`
    file += `${container + 1} 0 obj\n${tableStream(places, more, { container, nums })}\nendobj\n`
    return fillByHand(`${file}startxref\n${table}\n%%EOF\n`, second)
  }

  test('objects of a stream that lap over each other, or whose number is none', async () => {
    expect(after(await packed('/N 3 /First FIRST'))).toBe('allowed')
    expect(after(await packed('/N 3.0 /First FIRST'))).toBe('unclear')
    expect(after(await packed('/N 3 /First +FIRST'))).toBe('unclear')
    expect(after(await packed('/N 3 /First FIRST', ([one = 0, ...rest]) => [one, one + 9, ...rest]))).toBe('unclear')
  })

  test('a turn of the page that is no whole number any more', async () => {
    const signed = await byFirst(page({}, '/Rotate 180'))
    const written = (turn: string): Hand['alter'] => {
      return (objects) => (objects[3] = (objects[3] ?? '').replace('/Rotate 180', `/Rotate ${turn}`))
    }
    expect(after(await bySecond(signed, { ...UNSEEN, alter: written('180') }))).toBe('allowed')
    expect(after(await bySecond(signed, { ...UNSEEN, alter: written('180.0') }))).toBe('changed')
    expect(after(await bySecond(signed, { ...UNSEEN, alter: written('+180') }))).toBe('changed')
  })

  const DIGITS = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [ 49 /two /one ] >> >>'
  const note = (kind: string) => `<< /Type /Annot ${kind} /Rect [ 80 400 400 440 ] /DA (/F9 20 Tf 0 g) /F 4 >>`
  const text = note('/Subtype /Widget /FT /Tx /T (x) /V (12 ty)')
  const free = note('/Subtype /FreeText /Contents (12 ty)')
  const resources = (fonts: string) => `<< /SigFlags 3 /Fields [ ] /DR << /Font << ${fonts} >> >> >>`
  test.each([
    ['the font of a field that no form lists', text, '/F9 5 0 R', '/F9 900 0 R'],
    ['a font that a field names, and that was missing', text, '/F8 5 0 R', '/F8 5 0 R /F9 900 0 R'],
    ['a font that a note names, and that was missing', free, '/F8 5 0 R', '/F8 5 0 R /F9 900 0 R'],
  ])('%s', async (_, annotation, had, has) => {
    const signed = await byFirst(page({ 7: resources(had), 8: annotation }, '/Annots [ 8 0 R ]'))
    const alter = (objects: Record<number, string>) => {
      objects[7] = (objects[7] ?? '').replace(had, has)
      objects[900] = DIGITS
    }
    expect(after(await bySecond(signed))).toBe('allowed')
    expect(after(await bySecond(signed, { ...UNSEEN, alter }))).toBe('changed')
  })
})

describe('words that reach further than their font says', () => {
  test('letters that draw a line of words elsewhere', async () => {
    const letters =
      '<< /Type /Font /Subtype /Type3 /FontBBox [ 0 0 1 1 ] /FontMatrix [ 1 0 0 1 0 0 ] /FirstChar 97 /LastChar 97' +
      ' /Widths [ 1 ] /CharProcs << /a 9 0 R >> /Encoding << /Differences [ 97 /a ] >>' +
      ' /Resources << /Font << /F1 8 0 R >> >> >>'
    const helvetica = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
    const drawn = { 5: letters, 8: helvetica, 9: stream(`1 0 d0 ${words('cap 12 ty dong')}`) }
    const signed = await byFirst(page({ ...drawn, 4: stream('BT /F1 1 Tf 0 0 Td (a) Tj ET') }))
    expect(after(await bySecond(signed, {}))).toBe('covered')
    const low = await byFirst(page({ ...drawn, 4: stream('BT /F1 1 Tf 0 -500 Td (a) Tj ET') }))
    expect(after(await bySecond(low, {}))).toBe('allowed')
  })

  test('wide letters of a font that does not say how wide they are', async () => {
    const long = stream(`BT /F1 20 Tf 20 700 Td (${'M'.repeat(23)} 12) Tj ET`)
    const end = { rect: '[ 400 690 500 730 ]' }
    expect(after(await bySecond(await byFirst(page({ 4: long })), end))).toBe('covered')
    const short = stream(`BT /F1 20 Tf 20 700 Td (${'i'.repeat(40)} 12) Tj ET`)
    expect(after(await bySecond(await byFirst(page({ 4: short })), end))).toBe('allowed')
    const unknown = { 5: '<< /Type /Font /Subtype /TrueType /BaseFont /Arial >>' }
    const two = stream(`BT /F1 20 Tf 20 700 Td (${'M'.repeat(20)}) Tj (12) Tj ET`)
    expect(after(await bySecond(await byFirst(page({ ...unknown, 4: two })), end))).toBe('covered')
  })
})

test('a picture that stands in a line like one more digit', async () => {
  const signed = await byFirst(page({ 4: stream('BT /F1 20 Tf 80 700 Td (cap 12) Tj 85 0 Td (ty dong) Tj ET') }))
  const nought = stream('BT /F1 20 Tf 0 2 Td (0) Tj ET', `/Type /XObject /Subtype /Form ${FONT} /BBox [ 0 0 12 18 ]`)
  for (const left of [141, 145, 152])
    expect(after(await bySecond(signed, { rect: `[ ${left} 698 ${left + 10} 716 ]`, picture: nought }))).toBe('covered')
  expect(after(await bySecond(signed, { rect: '[ 300 698 312 716 ]', picture: nought }))).toBe('allowed')
  expect(after(await bySecond(signed, { rect: '[ 80 716 200 760 ]', picture: nought }))).toBe('allowed')
})

test('two pages signed by the product itself stay what they are', async () => {
  const signed = Buffer.from(await sign(await wordsPdf({ pages: 2, packed: true }), first, 'Signer'))
  expect(after(Buffer.from(await sign(signed, second, 'Second', { page: 2 })))).toBe('allowed')
})
