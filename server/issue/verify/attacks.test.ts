/**
 * The kinds of the public collections of attacks on signed PDFs (pdf-insecurity.org: shadow documents, universal
 * forgery, incremental saving, wrapping), made anew here from a file of our own: none may be called whole.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import {
  append,
  lastTable,
  makeSigner,
  objectText,
  objectWith,
  PLACE,
  rootOf,
  sign,
  stream,
  wordsPdf,
} from '../../../tests/tools/signed-pdf.ts'
import { type Examination, examinePdf } from './examine.ts'

const first = makeSigner('Nguyễn Văn Nhất')
const second = makeSigner('Trần Thị Nhì')
const agency = makeSigner('Ủy ban nhân dân tỉnh Sơn La', 'Ủy ban nhân dân tỉnh Sơn La')
const clerk = makeSigner('Trần Thị Nhì', 'Ủy ban nhân dân tỉnh Sơn La')
const trust = {
  authorities: [first, second, agency, clerk].map(({ rootPem }, index) => ({
    ...{ name: `CA ${index}`, certificatePem: rootPem, isEvaluation: false },
  })),
  now: new Date('2026-11-29T03:00:00Z'),
}
const examine = (pdf: Uint8Array) => examinePdf(pdf, trust)

/** "whole" only when somebody signed, and nobody can have changed what the signature is about. */
function judge({ signatures, malformed, more }: Examination): string {
  if (signatures.length === 0) return malformed > 0 ? 'malformed' : 'unsigned'
  const [one] = signatures
  if (one && one.integrity.state !== 'intact') return one.integrity.state
  if (one && !['nothing', 'data', 'allowed'].includes(one.after.state)) return one.after.state
  return malformed > 0 || more > 0 ? 'malformed' : 'whole'
}
const judged = (pdf: Uint8Array) => judge(examine(pdf))

let base: Uint8Array
let signed: Buffer
let text: string
const parts = { page: 0, pages: 0, content: 0, font: 0, form: 0, widget: 0, value: 0 }

beforeAll(async () => {
  base = await wordsPdf()
  signed = Buffer.from(await sign(base, first, 'Signer'))
  text = signed.toString('latin1')
  Object.assign(parts, {
    page: objectWith(signed, /\/Type \/Page\s/),
    pages: objectWith(signed, '/Type /Pages'),
    font: objectWith(signed, '/BaseFont /Helvetica'),
    form: objectWith(signed, '/SigFlags'),
    widget: objectWith(signed, '/Subtype /Widget'),
    value: objectWith(signed, '/ByteRange'),
  })
  parts.content = Number(/\/Contents \[ (\d+) 0 R/.exec(objectText(signed, parts.page))?.[1])
})

const FORGED = stream('BT /F1 20 Tf 80 700 Td (cap 900 trieu) Tj ET')

describe('nothing is cried about', () => {
  test('one signature; a seal after it; a third on top', async () => {
    expect(judged(signed)).toBe('whole')
    const sealed = await sign(signed, second, 'Seal', { rectangle: { ...PLACE, x: 250 } })
    const third = await sign(sealed, first, 'Third', { rectangle: { ...PLACE, y: 100 } })
    expect(examine(third).signatures.map(({ after }) => after)).toEqual([
      { state: 'allowed', covers: [] },
      { state: 'allowed', covers: [] },
      { state: 'nothing' },
    ])
  })

  test('a file with object streams, signed twice', async () => {
    const packed = await sign(await wordsPdf({ packed: true, pages: 3 }), first, 'Signer')
    expect(judged(await sign(packed, second, 'Seal', { page: 2 }))).toBe('whole')
  })

  test('validation data, a mark of extensions, a date of saving', () => {
    const root = rootOf(signed)
    const dss = {
      [root]: objectText(signed, root).replace(
        />>$/,
        '/DSS 800 0 R /Extensions << /ESIC << /BaseVersion /1.7 >> >> >>',
      ),
      800: '<< /Type /DSS /Certs [ 801 0 R ] /VRI << /ABCD << /Cert [ 801 0 R ] >> >> >>',
      801: stream('not looked at'),
      802: '<< /ModDate (D:20261129030000Z) /Producer (x) >>',
    }
    const once = append(signed, { objects: dss, trailer: `/Root ${root} 0 R /Info 802 0 R` })
    // A file without Info gets one; one with Info keeps its title.
    expect(['whole', 'changed']).toContain(judged(once))
    const info = Number(/\/Info (\d+) 0 R/.exec(text)?.[1])
    const saved = objectText(signed, info).replace(/\/ModDate \([^)]*\)/, '/ModDate (D:20261129030000Z)')
    const again = append(signed, {
      objects: { [root]: dss[root] ?? '', 800: dss[800], 801: dss[801], [info]: saved },
      trailer: `/Root ${root} 0 R /Info ${info} 0 R`,
    })
    expect(judged(again)).toBe('whole')
    const more = append(again, {
      objects: { 800: dss[800].replace('/VRI', '/OCSPs [ 803 0 R ] /VRI'), 803: stream('x') },
    })
    expect(judged(more)).toBe('whole')
  })

  test('fonts that a signing program adds to those of the form', () => {
    const root = objectText(signed, parts.form)
    const withFonts = append(signed, {
      objects: {
        [parts.form]: root.replace(/>>$/, '/DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 810 0 R >> >> >>'),
        810: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
      },
    })
    const more = append(withFonts, {
      objects: {
        [parts.form]: objectText(withFonts, parts.form).replace('/Helv 810 0 R', '/Helv 810 0 R /ZaDb 811 0 R'),
        811: '<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>',
      },
    })
    expect([judged(withFonts), judged(more)]).toEqual(['whole', 'whole'])
  })

  test('white space behind the end, and an empty field for the next signer', () => {
    expect(judged(Buffer.concat([signed, Buffer.from('\n\n')]))).toBe('whole')
    const field = `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Next) /F 132 /P ${parts.page} 0 R /Rect [ 10 10 90 50 ] >>`
    expect(judged(withField(field))).toBe('whole')
  })
})

const FORM = '/Type /XObject /Subtype /Form /BBox [ 0 0 400 80 ]'

describe('an empty field that a reader paints', () => {
  const blank = stream('q Q', FORM)
  const white = stream('1 g 0 0 400 80 re f', FORM)
  const looks: Record<string, string> = {
    'a background': '/MK << /BG [ 1 1 1 ] >>',
    'a thick border': '/BS << /W 60 >> /MK << /BC [ 1 1 1 ] >>',
    'an old border': '/Border [ 0 0 60 ]',
    'a caption': '/MK << /CA (cap 900 trieu) >> /DA (/Helv 20 Tf 0 g)',
    'more than style in its text': '/DA (1 g 0 0 400 80 re f)',
    'a picture under the pointer': '/AP << /N 851 0 R /R 852 0 R /D 851 0 R >>',
    'a picture when pressed': '/AP << /N 851 0 R /D 852 0 R >>',
    'a picture in one of its states': '/AP << /N << /On 852 0 R /Off 851 0 R >> >>',
  }
  const field = (look: string, more = '/Subtype /Widget') =>
    `<< /Type /Annot ${more} /FT /Sig /T (X) /F 4 /P ${parts.page} 0 R /Rect [ 60 650 460 730 ] ${look} >>`

  test.each(Object.entries(looks))('%s', (_, look) => {
    const pdf = withField(field(look), { 851: blank, 852: white })
    expect(examine(pdf).signatures[0]?.after).toEqual({ state: 'changed', changes: [{ what: 'annotation', page: 1 }] })
  })

  test('a widget below it that is something else', () => {
    for (const kid of ['/Subtype /Stamp', '/Subtype /Widget /FT /Tx']) {
      const pdf = withField('<< /FT /Sig /T (X) /Kids [ 852 0 R ] >>', {
        852: `<< /Type /Annot ${kid} /Parent 850 0 R /F 4 /P ${parts.page} 0 R /Rect [ 60 650 460 730 ] >>`,
      })
      expect(judged(pdf)).toBe('changed')
    }
  })

  test('nothing to be seen is no change', () => {
    for (const look of ['/MK << /R 0 /BG [] >> /BS << /W 1 >> /DA (/Helv 0 Tf 0 g)', '/AP << /N 851 0 R /D 851 0 R >>'])
      expect(judged(withField(field(look), { 851: stream('% DSBlank\n', FORM) }))).toBe('whole')
  })
})

/** A field more, whose widget stands on the page. */
function withField(field: string, objects: Record<number, string> = {}): Buffer {
  return append(signed, {
    objects: {
      [parts.page]: objectText(signed, parts.page).replace(/\/Annots \[ ?/, '/Annots [ 850 0 R '),
      [parts.form]: objectText(signed, parts.form).replace(/\]/, '850 0 R ]'),
      850: field,
      ...objects,
    },
  })
}

describe('shadow documents', () => {
  const cases: Record<string, () => Buffer> = {
    'hide: what lay above the content is taken away': () =>
      append(signed, {
        objects: {
          [parts.page]: objectText(signed, parts.page).replace(/\/Contents \[[^\]]*\]/, '/Contents [ ]'),
        },
      }),
    'hide: a content stream is freed': () => append(signed, { free: [parts.content] }),
    'hide: the signature itself leaves the page': () =>
      append(signed, {
        objects: { [parts.page]: objectText(signed, parts.page).replace(/\/Annots \[[^\]]*\]/, '/Annots [ ]') },
      }),
    'replace: the content': () => append(signed, { objects: { [parts.content]: FORGED } }),
    'replace: the font that draws the digits': () =>
      append(signed, { objects: { [parts.font]: '<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>' } }),
    'replace: the box of the page': () =>
      append(signed, {
        objects: {
          [parts.page]: objectText(signed, parts.page).replace(/\/MediaBox \[[^\]]*\]/, '/MediaBox [ 0 0 99 99 ]'),
        },
      }),
    'replace: a note is laid on the page': () =>
      append(signed, {
        objects: {
          [parts.page]: objectText(signed, parts.page).replace(/\/Annots \[ ?/, '/Annots [ 850 0 R '),
          850: '<< /Type /Annot /Subtype /FreeText /Rect [ 80 690 400 720 ] /Contents (cap 900 trieu) /DA (/Helv 12 Tf) >>',
        },
      }),
    'replace: a stamp that calls itself a widget, without a field': () =>
      append(signed, {
        objects: {
          [parts.page]: objectText(signed, parts.page).replace(/\/Annots \[ ?/, '/Annots [ 850 0 R '),
          850: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (X) /Rect [ 80 690 400 720 ] /AP << /N 851 0 R >> >>',
          851: FORGED.replace('<<', '<< /Type /XObject /Subtype /Form /BBox [ 0 0 320 30 ]'),
        },
      }),
    'replace: a picture in a signature field that nobody has signed': () =>
      withField(
        `<< /Type /Annot /Subtype /Widget /FT /Sig /T (X) /F 4 /P ${parts.page} 0 R /Rect [ 80 690 400 720 ] /AP << /N 851 0 R >> >>`,
        { 851: FORGED.replace('<<', '<< /Type /XObject /Subtype /Form /BBox [ 0 0 320 30 ]') },
      ),
    'replace: a text field': () =>
      withField(
        `<< /Type /Annot /Subtype /Widget /FT /Tx /T (X) /V (900) /F 4 /P ${parts.page} 0 R /Rect [ 80 690 400 720 ] >>`,
      ),
    'replace: a signature field that does something when it is clicked': () =>
      withField(
        `<< /Type /Annot /Subtype /Widget /FT /Sig /T (X) /F 4 /P ${parts.page} 0 R /Rect [ 8 6 40 20 ] /A << /S /URI /URI (https://x) >> >>`,
      ),
    'replace: the picture of the first signature': () =>
      append(signed, {
        objects: {
          [Number(/\/N (\d+) 0 R/.exec(objectText(signed, parts.widget))?.[1])]: FORGED.replace(
            '<<',
            '<< /Type /XObject /Subtype /Form /BBox [ 0 0 320 30 ]',
          ),
        },
      }),
    'replace: the first signature is moved over the words': () =>
      append(signed, {
        objects: {
          [parts.widget]: objectText(signed, parts.widget).replace(/\/Rect \[[^\]]*\]/, '/Rect [ 80 690 400 720 ]'),
        },
      }),
    'replace: the catalog opens with a script': () =>
      append(signed, {
        objects: {
          [rootOf(signed)]: objectText(signed, rootOf(signed)).replace(
            />>$/,
            '/OpenAction << /S /JavaScript /JS (x) >> >>',
          ),
        },
      }),
    'replace: title and author': () => {
      const info = Number(/\/Info (\d+) 0 R/.exec(text)?.[1])
      return append(signed, {
        objects: { [info]: objectText(signed, info).replace(/>>$/, '/Title (900 trieu) >>') },
        trailer: `/Root ${rootOf(signed)} 0 R /Info ${info} 0 R`,
      })
    },
    'hide and replace: another tree of pages': () =>
      append(signed, {
        objects: {
          [parts.pages]: '<< /Type /Pages /Kids [ 860 0 R ] /Count 1 >>',
          860: `<< /Type /Page /Parent ${parts.pages} 0 R /MediaBox [ 0 0 595 842 ] /Contents 861 0 R >>`,
          861: FORGED,
        },
      }),
    'hide and replace: another catalog': () =>
      append(signed, {
        objects: { 870: objectText(signed, rootOf(signed)) },
        trailer: '/Root 870 0 R',
      }),
    'hide and replace: the table leads to an older state of the page': () =>
      append(signed, { offsets: { [parts.page]: text.indexOf(`\n${parts.page} 0 obj`) + 1 } }),
    'hide and replace: a page more': () =>
      append(signed, {
        objects: {
          [parts.pages]: objectText(signed, parts.pages)
            .replace(/\/Kids \[ ?/, '/Kids [ 860 0 R ')
            .replace('/Count 1', '/Count 2'),
          860: `<< /Type /Page /Parent ${parts.pages} 0 R /MediaBox [ 0 0 595 842 ] /Contents 861 0 R >>`,
          861: FORGED,
        },
      }),
  }

  const IRREGULAR = [
    'hide and replace: another catalog',
    'hide and replace: the table leads to an older state of the page',
  ]
  test.each(Object.entries(cases))('%s', (name, make) => {
    expect(judged(make())).toBe(IRREGULAR.includes(name) ? 'unclear' : 'changed')
  })

  test.each(Object.entries(cases))('%s, then signed by somebody else', async (_, make) => {
    const pdf = make()
    let covered: Uint8Array
    try {
      covered = await sign(pdf, second, 'Second', { rectangle: { ...PLACE, y: 60 } })
    } catch {
      return // a file that no program can sign any more
    }
    expect(['changed', 'unclear']).toContain(judged(covered))
  })

  test('two updates that undo each other are still told', () => {
    const once = append(signed, { objects: { [parts.content]: FORGED } })
    const back = append(once, { objects: { [parts.content]: objectText(signed, parts.content) } })
    expect(judged(back)).toBe('changed')
  })
})

/** A file of one page, made by hand, so that what it refers to need not be there. */
function handmade(page: string, more: Record<number, string> = {}, free: number[] = []): Buffer {
  const objects = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>',
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] ${page} >>`,
    4: stream('BT /F1 20 Tf 80 700 Td (Cap 12 ty dong) Tj ET'),
    5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...more,
  }
  let file = '%PDF-1.7\n'
  let table = 'xref\n0 1\n0000000000 65535 f \n'
  for (const [num, body] of Object.entries(objects)) {
    table += `${num} 1\n${String(file.length).padStart(10, '0')} 00000 n \n`
    file += `${num} 0 obj\n${body}\nendobj\n`
  }
  for (const num of free) table += `${num} 1\n0000000000 00001 f \n`
  return Buffer.from(
    `${file}${table}trailer\n<< /Size 100 /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
    'latin1',
  )
}
const FONT = '/Font << /F1 5 0 R >>'

describe('what led to nothing when it was signed and is filled afterwards', () => {
  const drawn = `/Resources << ${FONT} /XObject << /X 70 0 R >> >> /Contents`
  const note = '<< /Type /Annot /Subtype /FreeText /Rect [ 80 690 400 720 ] /Contents (900) /DA (/Helv 12 Tf) /F 4 >>'
  const cases: Record<string, [page: string, filled: string, free?: number[], gen?: number]> = {
    'a piece of the page': [`${drawn} [ 4 0 R 70 0 R ]`, FORGED],
    'a piece that the table calls free': [`${drawn} [ 4 0 R 70 0 R ]`, FORGED, [70]],
    'a note': [`${drawn} 4 0 R /Annots [ 70 0 R ]`, note],
    'a picture': [`${drawn} 4 0 R`, FORGED.replace('<<', `<< ${FORM}`)],
    'a font': [`/Resources << /Font << /F1 70 0 R >> >> /Contents 4 0 R`, '<< /Type /Font /Subtype /Type3 >>'],
    'of another generation': [`${drawn} [ 4 0 R 70 1 R ]`, FORGED, [], 1],
    'of a generation that is not the one it is filled with': [`${drawn} [ 4 0 R 70 1 R ]`, FORGED],
  }

  test.each(Object.entries(cases))('%s', async (_, [page, filled, free = [], gen = 0]) => {
    const own = await sign(handmade(page, {}, free), first, 'Signer')
    const longer = append(own, { objects: { 70: filled } }).toString('latin1')
    const pdf = Buffer.from(
      longer.replace('\n70 0 obj', `\n70 ${gen} obj`).replace(/(\n70 1\n\d{10}) 00000 n/, `$1 0000${gen} n`),
      'latin1',
    )
    expect(examine(pdf).signatures[0]?.after).toEqual({
      state: 'changed',
      changes: [expect.objectContaining({ page: 1 })],
    })
    const signedAgain = await sign(pdf, second, 'Second', { rectangle: { ...PLACE, y: 60 } })
    expect(judged(signedAgain)).toBe('changed')
  })

  test('also when the certificates of a signature are said to lie there', async () => {
    const own = await sign(handmade(`${drawn} [ 4 0 R 70 0 R ]`), first, 'Signer')
    const root = rootOf(own)
    const dss = objectText(own, root).replace(/>>$/, '/DSS << /Certs [ 70 0 R ] >> >>')
    expect(judged(append(own, { objects: { [root]: dss, 70: FORGED } }))).toBe('changed')
  })

  test('also where only something unused leads to it', async () => {
    const own = await sign(handmade(`${drawn} 4 0 R`, { 6: '[ 71 0 R ]' }), first, 'Signer')
    expect(judged(append(own, { objects: { 71: FORGED } }))).toBe('changed')
  })
})

describe('universal signature forgery: nothing that is not exactly a signature is one', () => {
  const range = () => /\/ByteRange \[[^\]]*\]/.exec(text)?.[0] ?? ''
  const contents = () => /\/Contents <[0-9A-Fa-f]+>/.exec(text)?.[0] ?? ''
  /** In place, so that every other byte stays where it was. */
  const put = (old: string, now: string) => Buffer.from(text.replace(old, now.padEnd(old.length)), 'latin1')
  const cases: Record<string, () => Buffer> = {
    'no contents': () => put(contents(), ''),
    'contents without a value': () => put(contents(), '/Contents'),
    'contents null': () => put(contents(), '/Contents null'),
    'contents empty': () => put(contents(), '/Contents <>'),
    'contents of a zero': () => put(contents(), '/Contents <00>'),
    'no range': () => put(range(), ''),
    'a range without a value': () => put(range(), '/ByteRange'),
    'a range that is null': () => put(range(), '/ByteRange null'),
    'an empty range': () => put(range(), '/ByteRange []'),
    'a range of zeros': () => put(range(), '/ByteRange [0 0 0 0]'),
    'a negative range': () => put(range(), '/ByteRange [0 -9 -9 9]'),
    'a range of one number': () => put(range(), '/ByteRange [0]'),
    'a range of one piece': () => put(range(), `/ByteRange [0 ${signed.length}]`),
    'a range larger than the file': () => put(range(), '/ByteRange [0 99 999 99999999]'),
    'a range that does not begin at the beginning': () => put('/ByteRange [0 ', '/ByteRange [1 '),
    'two ranges': () => put(range(), `/ByteRange [0 1 2 3] /ByteRange [0]`),
    'a value that is no dictionary': () =>
      append(signed, {
        objects: { [parts.widget]: objectText(signed, parts.widget).replace(/\/V \d+ 0 R/, '/V (signed)') },
      }),
    'a value that is nowhere': () =>
      append(signed, {
        objects: { [parts.widget]: objectText(signed, parts.widget).replace(/\/V \d+ 0 R/, '/V 899 0 R') },
      }),
  }

  test.each(Object.entries(cases))('%s', (_, make) => {
    expect(judged(make())).not.toBe('whole')
  })
})

describe('incremental saving', () => {
  const changed = () => ({ objects: { [parts.content]: FORGED } })
  const cases: Record<string, () => Buffer> = {
    'with a table': () => append(signed, changed()),
    'without a table and trailer': () =>
      Buffer.concat([signed, Buffer.from(`\n${parts.content} 0 obj\n${FORGED}\nendobj\n`)]),
    'with a trailer and no table': () =>
      Buffer.concat([
        signed,
        Buffer.from(`\n${parts.content} 0 obj\n${FORGED}\nendobj\ntrailer\n<< /Root ${rootOf(signed)} 0 R >>\n%%EOF\n`),
      ]),
    'with a table that does not name the object': () =>
      append(signed, { stray: `${parts.content} 0 obj\n${FORGED}\nendobj\n` }),
    'with an object hidden in a comment': () =>
      append(signed, { stray: `%${parts.content} 0 obj << >> stream endstream endobj\n` }),
    'with startxref at the old table': () =>
      Buffer.concat([
        signed,
        Buffer.from(`\n${parts.content} 0 obj\n${FORGED}\nendobj\nstartxref\n${lastTable(signed)}\n%%EOF\n`),
      ]),
    'past the signed revision, as if it had never been': () => {
      const old = /startxref\s+(\d+)/.exec(text)?.[1] ?? ''
      const longer = append(signed, changed()).toString('latin1')
      return Buffer.from(longer.replace(`/Prev ${lastTable(signed)} /Root`, `/Prev ${old} /Root`), 'latin1')
    },
    'with a table whose entry leads into another object': () =>
      append(signed, { offsets: { [parts.content]: text.indexOf(`\n${parts.font} 0 obj`) + 1 } }),
    'with an object between the numbers of others': () =>
      append(signed, { objects: { [parts.content]: FORGED.replace('endstream', 'endstreamendobj\n9 0 obj') } }),
    'with a copy of the signature, sneaked in': () =>
      append(signed, {
        objects: { [parts.content]: FORGED, [parts.value]: objectText(signed, parts.value) },
      }),
    'with the old signature as the value of a new field': () =>
      withField(
        `<< /Type /Annot /Subtype /Widget /FT /Sig /T (X) /F 4 /P ${parts.page} 0 R /Rect [ 8 6 40 20 ] /V ${parts.value} 0 R >>`,
      ),
    'with a second field of the same name': () =>
      withField(
        `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signer) /F 4 /P ${parts.page} 0 R /Rect [ 8 6 40 20 ] >>`,
      ),
    'with a table that names an object twice': () => {
      const longer = append(signed, changed()).toString('latin1')
      return Buffer.from(longer.replace(/(\n\d+ 1\n\d{10} 00000 n \n)trailer/, '$1$1trailer'), 'latin1')
    },
  }

  test.each(Object.entries(cases))('%s', (_, make) => {
    expect(judged(make())).not.toBe('whole')
  })
})

describe('wrapping: the range leaves out more than the signature', () => {
  const numbers = () => (/\/ByteRange \[(\d+) (\d+) (\d+) (\d+)/.exec(text) ?? []).slice(1).map(Number)
  const withRange = (pdf: string, range: number[]) =>
    Buffer.from(
      pdf.replace(/\/ByteRange \[[^\]]*\]/, (old) => `/ByteRange [${range.join(' ')}`.padEnd(old.length - 1) + ']'),
      'latin1',
    )

  test('the second part is moved to the end, and something stands between', () => {
    const [, gapStart = 0, gapEnd = 0, rest = 0] = numbers()
    const forged = `\n${parts.content} 0 obj\n${FORGED}\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< >>\n`
    const moved = text.slice(0, gapEnd) + forged + text.slice(gapEnd)
    expect(judged(withRange(moved, [0, gapStart, gapEnd + forged.length, rest]))).not.toBe('whole')
  })

  test('the gap is padded in front, behind, or not closed', () => {
    const [, gapStart = 0, gapEnd = 0, rest = 0] = numbers()
    for (const range of [
      [0, gapStart - 9, gapEnd, rest],
      [0, gapStart, gapEnd + 9, rest - 9],
      [0, gapStart + 1, gapEnd - 1, rest + 1],
      [0, gapStart, gapEnd, rest - 40],
    ])
      expect(judged(withRange(text, range))).not.toBe('whole')
  })

  test('the signature is closed early, and an update hides behind it', () => {
    const [, gapStart = 0, gapEnd = 0] = numbers()
    const inner = `> >> endobj ${parts.content} 0 obj ${FORGED} endobj <`
    const wrapped = text.slice(0, gapEnd - inner.length - 1) + inner + text.slice(gapEnd - 1)
    expect(wrapped.length).toBe(text.length)
    expect(gapStart).toBeGreaterThan(0)
    expect(judged(Buffer.from(wrapped, 'latin1'))).not.toBe('whole')
  })

  test('bytes in front', () => {
    expect(judged(Buffer.concat([Buffer.from('%!PS junk\n'), signed]))).not.toBe('whole')
  })
})

describe("the picture of a later signature over others' words", () => {
  const over = { x: 60, y: 650, width: 400, height: 80 }

  test('is named with its page, whoever signs', async () => {
    const covered = await sign(signed, second, 'Second', { rectangle: over })
    expect(examine(covered).signatures[0]?.after).toEqual({
      state: 'covered',
      covers: [{ page: 1, over: 'words', end: expect.any(Number) }],
    })
  })

  test('also where it is larger than its rectangle', async () => {
    const pdf = Buffer.from(
      await sign(signed, second, 'Second', { rectangle: { x: 60, y: 640, width: 10, height: 10 } }),
    )
    expect(judged(pdf)).toBe('whole')
    const grown = pdf.toString('latin1').replace('/BBox [ 0 0 10 10 ]', '/BBox [ 0 0 400 90]')
    // Its bytes are changed: only where the picture lies is asked about.
    expect(examine(Buffer.from(grown, 'latin1')).signatures[0]?.after.state).toBe('covered')
  })

  test('on the second page', async () => {
    const two = await sign(await wordsPdf({ pages: 2 }), first, 'Signer')
    const covered = await sign(two, second, 'Second', { rectangle: over, page: 2 })
    expect(examine(covered).signatures[0]?.after).toEqual({
      state: 'covered',
      covers: [{ page: 2, over: 'words', end: expect.any(Number) }],
    })
  })

  describe('whatever may be words is words', () => {
    const FOOTER = 'BT /F1 8 Tf 280 20 Td (Trang 1) Tj ET'
    const WORDS = 'BT /F1 20 Tf 80 700 Td (Cap 12 ty dong) Tj ET'
    const FORM_OF_PAGE = '/Type /XObject /Subtype /Form /BBox [ 0 0 595 842 ]'
    const page = (content: string, more = '') => [`/Resources << ${FONT} ${more} >> /Contents 4 0 R`, content] as const
    const deep = Object.fromEntries(
      Array.from({ length: 16 }, (_, at) => [
        10 + at,
        stream(
          at === 15 ? WORDS : '/X Do',
          `${FORM_OF_PAGE} /Resources << ${FONT} /XObject << /X ${11 + at} 0 R >> >>`,
        ),
      ]),
    )
    const PICTURE = '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8'
    const TILES = '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 595 842] /XStep 595 /YStep 842'
    const SIGNED = '/Type /Annot /Subtype /Widget /FT /Sig /T (Z) /F 4 /Rect [ 0 0 595 842 ] /AP << /N 7 0 R >>'
    const over1 = page(WORDS)
    const cases: Record<string, [page: readonly [string, string], more?: Record<number, string>]> = {
      'a scan that fills the page, with words at its foot': [
        page(`q 595 0 0 842 0 0 cm /X Do Q ${FOOTER}`, '/XObject << /X 6 0 R >>'),
        { 6: stream('x', PICTURE) },
      ],
      'a note with words': [
        [`${page(FOOTER)[0]} /Annots [ 6 0 R ]`, FOOTER],
        {
          6: '<< /Type /Annot /Subtype /FreeText /Rect [ 80 690 400 720 ] /Contents (12) /DA (/Helv 9 Tf) /AP << /N 7 0 R >> >>',
          7: stream('BT /F1 20 Tf (12 ty) Tj ET', FORM_OF_PAGE),
        },
      ],
      'a field that was filled in': [
        [`${page(FOOTER)[0]} /Annots [ 6 0 R ]`, FOOTER],
        { 6: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (Z) /V (12 ty dong) /Rect [ 80 690 400 720 ] >>' },
      ],
      'letters that are outlines': [page(`${FOOTER} 80 700 m 90 720 95 730 99 700 c f`)],
      'letters of short strokes': [page(`${FOOTER} 80 700 m 80 720 l S 80 710 m 90 710 l S`)],
      'a pattern of words': [
        page(`${FOOTER} /Pattern cs /P scn 0 0 595 842 re f`, '/Pattern << /P 6 0 R >>'),
        { 6: stream(WORDS, `${TILES} /Resources << ${FONT} >>`) },
      ],
      'a shading within letters': [page(`${FOOTER} q 80 700 m 90 720 95 730 99 700 c W n /S sh Q`)],
      'a font that comes with a state': [
        page('BT /G gs 80 700 Td (Cap 12 ty dong) Tj ET', '/ExtGState << /G << /Font [ 5 0 R 20 ] >> >>'),
      ],
      'a font that comes from above a form': [
        page('BT /F1 20 Tf ET /X Do', '/XObject << /X 6 0 R >>'),
        { 6: stream('BT 80 700 Td (Cap 12 ty dong) Tj ET', FORM_OF_PAGE) },
      ],
      'more operands than there should be': [page('BT /F1 20 Tf 0 0 80 700 Td (Cap 12 ty dong) Tj ET')],
      'letters without a width': [
        page(WORDS),
        { 5: `<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /Widths [ ${'0 '.repeat(256)}] >>` },
      ],
      'a page-wide field whose signature is nowhere': [
        [`${over1[0]} /Annots [ 6 0 R ]`, WORDS],
        {
          1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [ 6 0 R ] >> >>',
          6: `<< ${SIGNED} /V 99 0 R >>`,
          7: stream(' ', FORM_OF_PAGE),
        },
      ],
      'a page-wide widget that says it is signed': [
        [`${over1[0]} /Annots [ 6 0 R ]`, WORDS],
        { 6: `<< ${SIGNED} /V (x) >>`, 7: stream(' ', FORM_OF_PAGE) },
      ],
    }

    test.each(Object.entries(cases))('%s', async (_, [[sheet, content], more = {}]) => {
      const own = await sign(handmade(sheet, { 4: stream(content), ...more }), first, 'Signer')
      const covered = await sign(own, second, 'Second', { rectangle: over })
      expect(examine(covered).signatures[0]?.after.state).toBe('covered')
    })

    test('forms too deep to be followed leave it open', async () => {
      const [sheet, content] = page(`${FOOTER} /X Do`, '/XObject << /X 10 0 R >>')
      const own = await sign(handmade(sheet, { 4: stream(content), ...deep }), first, 'Signer')
      const covered = await sign(own, second, 'Second', { rectangle: over })
      expect(examine(covered).signatures[0]?.after).toEqual({ state: 'unclear', why: 'too-much' })
    })

    test('an earlier signature as large as the page excuses nothing', async () => {
      const wide = await sign(base, second, 'Wide', { rectangle: { x: 0, y: 0, width: 595, height: 842 } })
      const covered = await sign(await sign(wide, first, 'Signer'), second, 'Second', { rectangle: over })
      expect(examine(covered).signatures[1]?.after.state).toBe('covered')
    })

    test('rules, frames and a ground are none', async () => {
      const ruled = `${FOOTER} 1 g 0 0 595 842 re f 0 g 60 600 400 150 re S 60 700 m 460 700 l S 60 690 400 0.5 re f`
      const own = await sign(handmade(page(ruled)[0], { 4: stream(ruled) }), first, 'Signer')
      expect(judged(await sign(own, second, 'Second', { rectangle: over }))).toBe('whole')
    })
  })

  test('over another signature is what a seal does', async () => {
    const sealed = await sign(signed, second, 'Seal', { rectangle: { ...PLACE, x: PLACE.x - 60 } })
    expect(examine(sealed).signatures[0]?.after).toEqual({ state: 'allowed', covers: [] })
  })

  test('a seal that laps over words beside the signature is told, and is no fault', async () => {
    const near = { x: 200, y: 640, width: 60, height: 15 } // ends just below the second line of words
    const own = await sign(base, first, 'Signer', { rectangle: near })
    const place = { rectangle: { x: 170, y: 610, width: 70, height: 70 } }
    const sealed = await sign(own, agency, 'Seal', place)
    expect(examine(sealed).signatures[0]?.after).toEqual({
      state: 'allowed',
      covers: [{ page: 1, over: 'beside', end: expect.any(Number) }],
    })
    const beside = await sign(own, agency, 'Patch', { rectangle: { x: 100, y: 640, width: 102, height: 80 } })
    expect(examine(beside).signatures[0]?.after.state).toBe('covered')
    const large = await sign(own, agency, 'Seal', { rectangle: { x: 60, y: 600, width: 250, height: 90 } })
    expect(examine(large).signatures[0]?.after.state).toBe('covered')
  })

  test('only an agency that is trusted has a seal', async () => {
    const own = await sign(base, first, 'Signer', { rectangle: { x: 200, y: 640, width: 60, height: 15 } })
    const place = { rectangle: { x: 170, y: 610, width: 70, height: 70 } }
    const stranger = makeSigner('Ủy ban nhân dân tỉnh Sơn La', 'Ủy ban nhân dân tỉnh Sơn La')
    for (const signer of [second, clerk, stranger]) {
      const patched = await sign(own, signer, 'Patch', place)
      expect(examine(patched).signatures[0]?.after).toEqual({
        state: 'covered',
        covers: [{ page: 1, over: 'words', end: patched.length }],
      })
    }
    const sealed = await sign(own, agency, 'Seal', place)
    const evaluation = { ...trust, authorities: trust.authorities.map((one) => ({ ...one, isEvaluation: true })) }
    expect(examinePdf(sealed, evaluation).signatures[0]?.after.state).toBe('covered')
  })
})
