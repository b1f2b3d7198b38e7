/**
 * A second signature, true to its bytes, whose update (or the file before it) is made so that some readers show other
 * words than those that were signed, or that its picture is drawn where nobody looks for one. None may be called whole.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import {
  fillByHand,
  FONT,
  FORM,
  type Hand,
  handmade,
  PICTURE,
  signatureByHand,
  signByHand,
  tableStream,
  words,
} from '../../../tests/tools/hand-signed.ts'
import {
  lastTable,
  makeSigner,
  objectText,
  objectWith,
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
const SAFE = ['covered', 'changed', 'unclear']
const byFirst = async (pdf: Buffer) =>
  Buffer.from(await sign(pdf, first, 'Signer', { rectangle: { x: 400, y: 60, width: 90, height: 50 } }))
const after2 = async (pdf: Buffer, hand: Hand) => after(await signByHand(pdf, second, hand))

let signed: Buffer
let page = 0
let form = 0
beforeAll(async () => {
  signed = Buffer.from(await sign(await wordsPdf(), first, 'Signer'))
  page = objectWith(signed, /\/Type \/Page\s/)
  form = objectWith(signed, '/SigFlags')
})

/** A page with an empty signature field; `field`: the widget, object 8. */
function withEmpty(field: string, more: Record<number, string> = {}, annots = '[ 8 0 R ]'): Buffer {
  return handmade(`${FONT} /Contents 4 0 R /Annots ${annots}`, {
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>',
    7: '<< /SigFlags 3 /Fields [ 8 0 R ] >>',
    8: `<< /Type /Annot /FT /Sig /T (Next) /F 132 /P 3 0 R ${field} >>`,
    ...more,
  })
}

describe('an empty field that was signed with words in it', () => {
  const look = (content: string) => stream(content, `${FORM} /BBox [ 0 0 180 40 ] ${FONT}`)
  const said = (text: string) => look(`BT /F1 20 Tf 0 10 Td (${text}) Tj ET`)
  const field = (more: string) => `/Subtype /Widget /Rect [ 120 600 300 640 ] ${more}`
  const drawn = () => byFirst(withEmpty(field('/AP << /N 9 0 R >>'), { 9: said('12 ty dong') }))

  test('other words take their place, or none', async () => {
    expect(await after2(await drawn(), { fills: 8, picture: said('21 ty dong') })).toBe('covered')
    expect(await after2(await drawn(), { fills: 8, picture: null })).toBe('covered')
    const own = await drawn()
    const alter = (objects: Record<number, string>) => {
      objects[8] = objectText(own, 8).replace(/>>$/, '/V 502 0 R >>')
      objects[502] = objects[502] ?? signatureByHand()
      objects[9] = said('21 ty dong')
    }
    expect(SAFE).toContain(await after2(own, { fills: 8, picture: null, alter }))
    const caption = await byFirst(withEmpty(field('/MK << /CA (12 ty dong) >> /DA (/F1 20 Tf 0 g)')))
    const gone = (objects: Record<number, string>) => {
      objects[8] = (objects[8] ?? '').replace('(12 ty dong)', '()')
    }
    expect(await after2(caption, { fills: 8, picture: null, alter: gone })).toBe('covered')
  })

  test('a ground and a frame are no words', async () => {
    const framed = look('0.9 0.9 1 rg 0 0 180 40 re f 0 0 1 RG 0.5 0.5 179 39 re s')
    const own = await byFirst(withEmpty(field('/AP << /N 9 0 R >>'), { 9: framed }))
    expect(await after2(own, { fills: 8 })).toBe('allowed')
  })
})

describe('a picture over words in a field that is not easily seen to be one', () => {
  const over = '/Rect [ 60 640 460 720 ]'
  const fields: Record<string, Buffer> = {
    'its kind is a reference': withEmpty(`/Subtype 9 0 R ${over}`, { 9: '/Widget' }),
    'its kind is escaped': withEmpty(`/Subtype /#57idget ${over}`),
    'it has no kind': withEmpty(over),
    'all of it is references': withEmpty('/Subtype 9 0 R /Rect 10 0 R', { 9: '/Widget', 10: '[ 60 640 460 720 ]' }),
    'the page leads to it by way of another': withEmpty(`/Subtype /Widget ${over}`, { 9: '8 0 R' }, '[ 9 0 R ]'),
    'the page calls it by another generation': withEmpty(`/Subtype /Widget ${over}`, {}, '[ 8 1 R ]'),
  }
  test.each(Object.entries(fields))('%s', async (_, field) => {
    expect(SAFE).toContain(await after2(await byFirst(field), { fills: 8 }))
  })

  test('a picture whose content is in another file, or in another encoding', async () => {
    for (const more of ['/F (x.bin)', '/Filter /ASCIIHexDecode'])
      expect(await after2(signed, { picture: stream('', `${FORM} /BBox [ 0 0 400 80 ] ${more}`) })).toBe('covered')
  })
})

describe('the frame of the update', () => {
  /** Of the last section alone. */
  const inLast = (from: RegExp, to: string) => (text: string) => {
    const at = text.lastIndexOf('\nxref\n')
    return text.slice(0, at) + text.slice(at).replace(from, to)
  }
  const frames: Record<string, Hand['rewrite']> = {
    'a size that leaves out what was signed': inLast(/\/Size 900/, '/Size 3'),
    'a size that is no whole number': inLast(/\/Size 900/, '/Size 900.0'),
    'no size': inLast(/\/Size 900/, ''),
    'the table before, written with a point': inLast(/\/Prev (\d+)/, '/Prev $1.0'),
    'a trailer in a comment': inLast(/>>\nstartxref/, '>> %trailer << /Root 99 0 R >>\nstartxref'),
    'a comment in the table': inLast(/xref\n/, 'xref\n% of objects\n'),
    'a table that begins one too late': inLast(/xref\n0 1\n/, 'xref\n1 1\n'),
  }
  test.each(Object.entries(frames))('%s', async (_, rewrite) => {
    expect(await after2(signed, { ...UNSEEN, rewrite })).toBe('unclear')
  })

  const alterPage = (change: (text: string) => string) => (objects: Record<number, string>) => {
    objects[page] = change(objects[page] ?? '')
  }
  test('a key twice, once without a value', async () => {
    const changes = [
      (text: string) => text.replace('/Contents', '/Contents null /Contents'),
      (text: string) => text.replace(/>>$/, '/Contents null >>'),
      (text: string) => text.replace(/>>$/, '/Rotate null /Rotate null >>'),
    ]
    for (const change of changes) expect(await after2(signed, { ...UNSEEN, alter: alterPage(change) })).toBe('unclear')
  })

  test('a field of the same name, written otherwise', async () => {
    const titles = [Buffer.from('\ufeffSigner', 'utf16le').swap16(), Buffer.from('\ufeffSigner')]
    for (const title of titles)
      expect(await after2(signed, { ...UNSEEN, title: `<${title.toString('hex')}>` })).toBe('unclear')
    expect(await after2(signed, { ...UNSEEN, title: '(Signer.2)' })).toBe('allowed')
  })

  test('remarks that programs leave are no fault', async () => {
    const rewrite = inLast(/>>\nstartxref/, '>>\n%iText-7.2.5\nstartxref')
    expect(await after2(signed, { ...UNSEEN, rewrite })).toBe('allowed')
  })
})

describe('an object stream in the update', () => {
  const [container, widget] = [700, 800]

  /** A second signature whose page, form and field stand in an object stream, in this order; `named`: by the table. */
  function packed(objects: [num: number, text: string][], named: number[]): Promise<Buffer> {
    let file = signed.toString('latin1')
    const places = new Map<number, number>()
    const put = (num: number, body: string) => {
      places.set(num, file.length)
      file += `${num} 0 obj\n${body}\nendobj\n`
    }
    put(widget + 1, signatureByHand())
    put(widget + 2, stream(words('cap 21 ty dong')))
    let at = 0
    const head = objects.map(([num, text]) => {
      const place = `${num} ${at} `
      at += text.length + 1
      return place
    })
    const first = head.join('').length
    const content = `${head.join('')}${objects.map(([, text]) => `${text} `).join('')}`
    put(container, stream(content, `/Type /ObjStm /N ${objects.length} /First ${first}`))
    const table = file.length
    places.set(container + 1, table)
    const nums = named.map((index) => [objects[index]?.[0] ?? 0, index] satisfies [number, number])
    const more = `/Size 900 /Root ${rootOf(signed)} 0 R /Prev ${lastTable(signed)}`
    file += `${container + 1} 0 obj\n${tableStream(places, more, { container, nums })}\nendobj\n`
    return fillByHand(`${file}startxref\n${table}\n%%EOF\n`, second)
  }

  /** The page and the page of another content, the form, the field. */
  function parts() {
    const own = objectText(signed, page).replace(/\/Annots \[/, `/Annots [ ${widget} 0 R `)
    const fields = objectText(signed, form).replace(/\/Fields \[/, `/Fields [ ${widget} 0 R `)
    const field = `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Hand) /F 4 /P ${page} 0 R /Rect [ 0 0 0 0 ] /V ${widget + 1} 0 R >>`
    return {
      page: [page, own] satisfies [number, string],
      forged: [page, own.replace(/\/Contents \[[^\]]*\]/, `/Contents ${widget + 2} 0 R`)] satisfies [number, string],
      rest: [
        [form, fields],
        [widget, field],
      ] satisfies [number, string][],
    }
  }

  test('in order', async () => {
    const { page: sheet, rest } = parts()
    expect(after(await packed([sheet, ...rest], [0, 1, 2]))).toBe('allowed')
  })

  test('the page stands in it twice: some readers go by the place, others by the number', async () => {
    const { page: sheet, forged, rest } = parts()
    expect(after(await packed([sheet, ...rest, forged], [0, 1, 2]))).toBe('unclear')
    expect(after(await packed([forged, sheet, ...rest], [1, 2, 3]))).toBe('unclear')
  })

  test('something stands in it that no table names', async () => {
    const { page: sheet, rest } = parts()
    const font = objectWith(signed, '/BaseFont /Helvetica')
    const other: [number, string] = [font, '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>']
    expect(after(await packed([sheet, ...rest, other], [0, 1, 2]))).toBe('unclear')
  })
})

describe('words under the picture that are not easily seen to be some', () => {
  const WORDS = words('cap 12 ty dong')
  const GREY = 'BI /W 1 /H 1 /BPC 8 /CS /G ID'
  const contents: Record<string, string> = {
    'a picture that ends before the word that looks like its end': `${GREY} \x00EI ${WORDS} ${GREY} \x00 EI `,
    'a picture that ends at a comment': `${GREY} \x00 EI%\n${WORDS} ${GREY} \x00 EI `,
    'a picture with an end in its data': `BI /W 4 /H 1 /BPC 8 /CS /G ID  EI (EI ${WORDS} ) Tj `,
    'a packed picture with an end in its data': `BI /W 4 /H 1 /BPC 8 /CS /G /F /Fl ID x EI (x EI ${WORDS} ) Tj `,
    'a picture that says how long it is': `BI /W 1 /H 1 /BPC 8 /CS /G /L 1 ID x EI ${WORDS}`,
    'a broad line of dashes': '30 w [ 2 9 ] 0 d 80 700 m 400 700 l S',
    'a broad line of dashes by a state': '/G gs 80 700 m 400 700 l S',
    'a frame as broad as the page, of a pattern': '400 w /Pattern CS /P SCN 0 0 595 842 re B',
    'a ground seen through letters': 'q 80 700 m 95 730 l 110 700 l h W n 0 0 595 842 re f Q',
    'a ground seen through a mask': 'q /M gs 0 0 595 842 re f Q',
    'a drawing of no kind': '/X Do',
    'letters of clipping paths': 'BT /F1 20 Tf 7 Tr 80 700 Td (cap 12 ty dong) Tj ET',
    'letters behind the end of the text': '/F1 20 Tf BT ET 80 700 Td (cap 12 ty dong) Tj',
  }
  const states = '/G << /LW 30 /D [ [ 2 9 ] 0 ] >> /M << /SMask << /S /Luminosity /G 6 0 R >> >>'
  const named = `/XObject << /X 6 0 R >> /Pattern << /P 6 0 R >> /ExtGState << ${states} >>`
  const sheet = `/Resources << /Font << /F1 5 0 R >> ${named} >> /Contents 4 0 R`
  const form7 = { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>', 7: '<< /SigFlags 3 /Fields [ ] >>' }
  const objects = (more: Record<number, string>) => handmade(sheet, { ...form7, ...more })

  test.each(Object.entries(contents))('%s', async (_, content) => {
    const drawing = stream(WORDS, '/Type /XObject /BBox [ 0 0 595 842 ]')
    expect(await after2(await byFirst(objects({ 4: stream(content), 6: drawing })), {})).toBe('covered')
  })

  const map = (program: string) => stream(program, '/Type /CMap /CMapName /X')
  const TWO = '1 begincodespacerange <0000> <ffff> endcodespacerange'
  const maps: Record<string, string> = {
    'downwards by its name': '/Identity-V',
    'downwards by another map': map('/Identity-V usecmap'),
    'downwards by its program': map(`/WMode 1 def ${TWO}`),
    'codes of one byte': map('1 begincodespacerange <00> <ff> endcodespacerange'),
    'codes of any length': map('/CMapName /X def'),
  }
  const written = (encoding: string) =>
    objects({
      4: stream('BT /F1 20 Tf 30 800 Td <004100420043004400450046> Tj ET'),
      5: '<< /Type /Font /Subtype 11 0 R /BaseFont /A /Encoding 10 0 R /DescendantFonts [ << /Subtype /CIDFontType2 >> ] >>',
      10: encoding,
      11: '/Type0',
    })
  test.each(Object.entries(maps))('a font: %s', async (_, encoding) => {
    expect(await after2(await byFirst(written(encoding)), { rect: '[ 10 640 60 750 ]' })).toBe('covered')
  })

  test('no alarm beside a font or a picture that is in order', async () => {
    expect(await after2(await byFirst(written(map(TWO))), { rect: '[ 10 640 60 750 ]' })).toBe('allowed')
    const pictures = `q 9 0 0 9 80 100 cm ${GREY} \x00\nEI Q q 9 0 0 9 80 90 cm ${GREY.replace('ID', '/F /AHx ID')} 00> EI Q `
    const own = await byFirst(
      objects({ 4: stream(`${pictures} ${words('cap (EI 12) ty').replace(' 700 ', ' 100 ')}`) }),
    )
    expect(await after2(own, { picture: PICTURE })).toBe('covered')
    const plain = await byFirst(objects({ 4: stream(pictures) }))
    expect(await after2(plain, { picture: PICTURE })).toBe('allowed')
  })
})

test('contents in a list within a list', async () => {
  const own = handmade(`${FONT} /Contents [ [ 4 0 R ] ]`, {
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [ ] >> >>',
  })
  expect(await after2(await byFirst(own), {})).toBe('covered')
})

test('a strip so thin that it hardly touches the words; one that hardly touches them is no fault', async () => {
  const strip = (high: number) => stream(`1 g 0 0 400 ${high} re f`, `${FORM} /BBox [ 0 0 400 ${high} ]`)
  expect(await after2(signed, { rect: '[ 60 700 460 700.9 ]', picture: strip(0.9) })).toBe('covered')
  expect(await after2(signed, { rect: '[ 60 600 460 657.2 ]', picture: strip(57) })).toBe('allowed')
})

test('the fonts that notes without a look of their own are written in', async () => {
  const own = await byFirst(
    handmade(`${FONT} /Contents 4 0 R /Annots [ 8 0 R ]`, {
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>',
      7: '<< /SigFlags 3 /Fields [ ] /DR << /Font << /F9 5 0 R >> >> >>',
      8: '<< /Type /Annot /Subtype /FreeText /Rect [ 80 400 400 440 ] /Contents (12 ty) /DA (/F9 20 Tf) /F 4 >>',
    }),
  )
  const alter = (objects: Record<number, string>) => {
    objects[7] = (objects[7] ?? '').replace('/F9 5 0 R', '/F9 900 0 R')
    objects[900] = '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>'
  }
  expect(await after2(own, { ...UNSEEN, alter })).toBe('changed')
})
