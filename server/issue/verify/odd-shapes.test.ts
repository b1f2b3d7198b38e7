/**
 * Updates whose objects say they are something else, or whose numbers are none: what readers take each in their own way
 * is never called whole. Made byte by byte, as no program would.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import {
  FONT,
  FORM,
  type Hand,
  handmade,
  signByHand as signBy,
  tableStream,
  words,
} from '../../../tests/tools/hand-signed.ts'
import { append, lastTable, makeSigner, rootOf, sign, stream, wordsPdf } from '../../../tests/tools/signed-pdf.ts'
import type { After } from './after.ts'
import { examinePdf } from './examine.ts'

const first = makeSigner('Nguyễn Văn Nhất')
const second = makeSigner('Trần Thị Nhì')
const trust = { authorities: [], now: new Date('2026-11-29T03:00:00Z') }
/** What came after the first signature. */
const after = (pdf: Uint8Array): After['state'] | 'none' => examinePdf(pdf, trust).signatures[0]?.after.state ?? 'none'

const signByHand = (pdf: Buffer, hand: Hand) => signBy(pdf, second, hand)

let signed: Buffer
beforeAll(async () => {
  signed = Buffer.from(await sign(await wordsPdf(), first, 'Signer'))
})

/** An update of nothing but a table, which has the number of the old one. */
function withTable(pdf: Buffer, num: number, objects: Record<number, string> = {}): Buffer {
  let file = pdf.toString('latin1')
  const places = new Map<number, number>()
  for (const [other, body] of Object.entries(objects)) {
    places.set(Number(other), file.length)
    file += `${other} 0 obj\n${body}\nendobj\n`
  }
  const start = file.length
  places.set(num, start)
  const dict = tableStream(places, `/Size 999 /Root ${rootOf(pdf)} 0 R /Prev ${lastTable(pdf)}`)
  return Buffer.from(`${file}${num} 0 obj\n${dict}\nendobj\nstartxref\n${start}\n%%EOF\n`, 'latin1')
}

describe('what an object says it is excuses nothing', () => {
  const kinds = ['XRef', 'ObjStm', 'Metadata', 'Sig', 'DSS', 'DocTimeStamp']

  test.each(kinds)('the words of a page that say they are %s', async (kind) => {
    const own = await sign(
      handmade(`${FONT} /Contents 4 0 R`, { 4: stream(words('cap 12 ty dong'), `/Type /${kind}`) }),
      first,
      'Signer',
    )
    for (const more of ['', '/N 1 /First 4'])
      expect(after(append(own, { objects: { 4: stream(words('cap 21 ty dong'), `/Type /${kind} ${more}`) } }))).toBe(
        'changed',
      )
  })

  test.each(kinds)('a font that says it is %s', async (kind) => {
    const font = `<< /Type /${kind} /Subtype /Type1 /BaseFont /Helvetica >>`
    const own = await sign(handmade(`${FONT} /Contents 4 0 R`, { 5: font }), first, 'Signer')
    const other = font.replace(/>>$/, '/Encoding << /Differences [ 49 /two /one ] >> >>')
    expect(after(append(own, { objects: { 5: other } }))).toBe('changed')
  })

  test('a table that is drawn on the page as well; one that is not may have the number of the old one', async () => {
    const plain = Buffer.from(await sign(handmade(`${FONT} /Contents 4 0 R`, {}, 6), first, 'Signer'))
    expect(after(plain)).toBe('nothing')
    expect(after(withTable(plain, 6))).toBe('data')
    expect(after(withTable(plain, 6, { 4: stream(words('cap 21 ty dong')) }))).toBe('changed')
    const drawn = Buffer.from(await sign(handmade(`${FONT} /Contents [ 4 0 R 6 0 R ]`, {}, 6), first, 'Signer'))
    expect(after(withTable(drawn, 6))).toBe('changed')
  })
})

describe('a picture whose place or flags are none', () => {
  const unclear: Record<string, Hand> = {
    'nulls for corners': { rect: '[ null null 595 842 ]' },
    'strings for corners': { rect: '[ (a) (a) 595 842 ]' },
    'names for corners': { rect: '[ /a /a 460 730 460.5 730.5 ]' },
    'corners that are nowhere': { rect: '[ 999 0 R 998 0 R 595 842 ]' },
    'lists for corners': { rect: '[ [ 0 ] [ 0 ] 595 842 ]' },
    'two corners': { rect: '[ 595 842 ]' },
    'no corners': { rect: '[ ]' },
    'a place that is nowhere': { rect: '999 0 R' },
    'a place that is a word': { rect: '(0 0 595 842)' },
    'no place at all': { rect: 'null' },
    'corners beyond what readers count': { rect: '[ 4294967296 4294967296 595 842 ]' },
    'corners far out': { rect: '[ 99999999999999999999 -99999999999999999999 595 842 ]' },
    'hidden, written as a real number': { flags: '/F 2.0' },
    'hidden, written with a point': { flags: '/F 2.' },
    'hidden and 2^32': { flags: '/F 4294967298' },
    'hidden and a half': { flags: '/F 2.5' },
    'flags below nothing': { flags: '/F -2' },
    'flags that are a name': { flags: '/F /2' },
    'flags that are a list': { flags: '/F [ 2 ]' },
    'a drawing without a size': { picture: stream('0 0 9 9 re f', FORM) },
    'a drawing of an odd size': { picture: stream('0 0 9 9 re f', `${FORM} /BBox [ null null 9 9 ]`) },
    'a drawing that is turned oddly': {
      picture: stream('0 0 9 9 re f', `${FORM} /BBox [ 0 0 9 9 ] /Matrix [ 99 (b) 0 99 0 0 ]`),
    },
    'a drawing that is turned by too few': {
      picture: stream('0 0 9 9 re f', `${FORM} /BBox [ 0 0 9 9 ] /Matrix [ 99 0 0 99 ]`),
    },
  }
  test.each(Object.entries(unclear))('%s', async (_, hand) => {
    expect(after(await signByHand(signed, hand))).toBe('unclear')
  })

  const covered: Record<string, Hand> = {
    'as it should be': {},
    'corners in any order': { rect: '[ 460 720 60 640 ]' },
    'does not shrink with the page': { flags: '/F 12', rect: '[ 20 655 70 735 ]' },
    'on the screen alone': { flags: '' },
    'on paper alone': { flags: '/F 36' },
  }
  test.each(Object.entries(covered))('over words: %s', async (_, hand) => {
    expect(after(await signByHand(signed, hand))).toBe('covered')
  })

  test('no alarm about what is in order, or is not drawn at all', async () => {
    const honest: Hand[] = [
      { rect: '[ 100 200 200 260 ]' },
      { rect: '[ 200.5 260. 100 200 ]', flags: '/F 132' },
      { flags: '/F 2' },
      { flags: '/F 20', rect: '[ 100 500 300 640 ]' },
      { flags: '/F 28', rect: '[ 100 300 300 400 ]' },
      { rect: '[ 0 0 0 0 ]', picture: null },
      { rect: '[ 0 0 0 0 ]', picture: null, flags: '/F 132' },
    ]
    for (const hand of honest) expect(after(await signByHand(signed, hand)), JSON.stringify(hand)).toBe('allowed')
  })

  test('on a page that is turned, over words: does not turn with it', async () => {
    const own = Buffer.from(await sign(handmade(`${FONT} /Contents 4 0 R /Rotate 90`), first, 'Signer'))
    expect(after(await signByHand(own, { flags: '/F 4', rect: '[ 100 500 300 640 ]' }))).toBe('allowed')
    expect(after(await signByHand(own, { flags: '/F 20', rect: '[ 100 500 300 640 ]' }))).toBe('covered')
  })

  test('on a sheet so small that a signature of usual size covers it', async () => {
    const sheet = '/MediaBox [ 0 0 60 80 ] /UserUnit 10'
    const small = handmade(`${FONT} /Contents 4 0 R`, { 4: stream('BT /F1 2 Tf 8 70 Td (cap 12 ty) Tj ET') })
    const own = Buffer.from(small.toString('latin1').replace('/MediaBox [ 0 0 595 842 ]', sheet), 'latin1')
    const base = Buffer.from(
      await sign(fixTable(own), first, 'Signer', { rectangle: { x: 0, y: 0, width: 60, height: 80 } }),
    )
    expect(after(await signByHand(base, { rect: '[ 7 69 20 73 ]' }))).toBe('covered')
  })
})

/** The table anew, for a file whose objects have moved. */
function fixTable(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1')
  const moved = text.replace(/(\d+) 1\n\d{10} 00000 n /g, (_, num: string) => {
    const at = text.indexOf(`\n${num} 0 obj`) + 1
    return `${num} 1\n${String(at).padStart(10, '0')} 00000 n `
  })
  return Buffer.from(moved.replace(/startxref\n\d+/, `startxref\n${text.indexOf('xref\n0 1')}`), 'latin1')
}

describe('a signature that nobody sees excuses nothing that the next one covers', () => {
  const over: Hand = { rect: '[ 75 690 175 725 ]', title: '(Over)' }
  const around = '[ 65 620 230 780 ]'
  const short = () => handmade(`${FONT} /Contents 4 0 R`, { 4: stream('BT /F1 20 Tf 80 700 Td (cap 12 ty) Tj ET') })
  const unseen: Record<string, Hand> = {
    hidden: { flags: '/F 2' },
    'hidden and printed': { flags: '/F 6' },
    'without a picture': { picture: null },
    'of an empty picture': { picture: stream('q Q', `${FORM} /BBox [ 0 0 9 9 ]`) },
  }
  test.each(Object.entries(unseen))('%s', async (_, hand) => {
    const own = Buffer.from(await sign(short(), first, 'Signer'))
    const between = await signByHand(own, { rect: around, ...hand })
    expect(after(between)).toBe('allowed')
    expect(after(await signByHand(between, over))).toBe('covered')
  })

  test('also where the hidden one is the first of all', async () => {
    const bare = handmade(`${FONT} /Contents 4 0 R /Annots [ ]`, {
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>',
      4: stream('BT /F1 20 Tf 80 700 Td (cap 12 ty) Tj ET'),
      7: '<< /SigFlags 3 /Fields [ ] >>',
    })
    const pictures = ['0 g', '0 0 9 9 re n', '0.1 w 0 0 9 9 re S', '/Tx BMC EMC'].map((words) => ({
      picture: stream(words, `${FORM} /BBox [ 0 0 9 9 ]`),
    }))
    for (const hand of [{ flags: '/F 2' }, { flags: '/F 36' }, ...pictures]) {
      const hidden = await signByHand(bare, { rect: around, ...hand })
      expect(after(await signByHand(hidden, over)), JSON.stringify(hand)).toBe('covered')
    }
  })
})

describe('what a signature forbids to those after it', () => {
  const form = (more = '') => {
    const objects: Record<number, string> = {
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>',
      7: '<< /SigFlags 3 /Fields [ 8 0 R ] >>',
      8: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Next) /F 132 /P 3 0 R /Rect [ 100 200 200 260 ] >>',
    }
    if (more) objects[9] = more
    return handmade(`${FONT} /Contents 4 0 R /Annots [ 8 0 R ]`, objects)
  }
  const reference = (method: string, parameters: string) =>
    `/Reference [ << /Type /SigRef /TransformMethod /${method} /TransformParams << /V /1.2 ${parameters} >> >> ]`
  const none = { rect: '[ 0 0 0 0 ]', picture: null }
  const stamp = '/Type /DocTimeStamp /SubFilter /ETSI.RFC3161'
  const bySigner = (value: string, more = '') => signByHand(form(), { ...none, value, more, title: '(First)' })

  test('P 1: no signature, none that calls itself a time stamp, and nothing to be seen', async () => {
    const own = await bySigner(reference('DocMDP', '/P 1'))
    const blank = { rect: '[ 100 100 200 200 ]' }
    for (const hand of [{ ...none }, { ...none, type: stamp }, { ...blank, type: stamp }, { fills: 8, picture: null }])
      expect(after(await signByHand(own, hand)), JSON.stringify(hand)).toBe('changed')
    const locked = await bySigner('', '/Lock << /Type /SigFieldLock /Action /Exclude /P 1 >>')
    expect(after(await signByHand(locked, none))).toBe('changed')
  })

  test('FieldMDP: a field that was there and is locked is not signed any more; a new one is', async () => {
    const cases: [lock: string, ofTheField: After['state']][] = [
      ['/Action /All', 'changed'],
      ['/Action /Include /Fields [ (Next) ]', 'changed'],
      ['/Action /Include /Fields [ <FEFF004E006500780074> ]', 'changed'],
      ['/Action /Include /Fields [ (Other) (Nex) ]', 'allowed'],
      ['/Action /Exclude /Fields [ (Next) ]', 'allowed'],
      ['/Action /Exclude /Fields [ (Other) ]', 'changed'],
      ['', 'changed'],
    ]
    for (const [lock, state] of cases) {
      const own = await bySigner(reference('FieldMDP', lock))
      expect(after(await signByHand(own, { fills: 8, picture: null })), lock).toBe(state)
      expect(after(await signByHand(own, { rect: '[ 300 200 400 260 ]' })), lock).toBe('allowed')
    }
  })
})
