/** What honest programs leave behind in a signed file, in their own ways: none of it may be called changed or unclear. */
import { describe, expect, test } from 'vitest'
import { FONT, type Hand, handmade, signByHand, tableStream } from '../../../tests/tools/hand-signed.ts'
import {
  append,
  lastTable,
  makeSigner,
  objectText,
  PLACE,
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
const after = (pdf: Uint8Array): After['state'] | 'none' => examinePdf(pdf, trust).signatures[0]?.after.state ?? 'none'

const UNSEEN: Hand = { rect: '[ 0 0 0 0 ]', picture: null }
const FORM = { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>', 7: '<< /SigFlags 3 /Fields [ ] >>' }
const base = handmade(`${FONT} /Contents 4 0 R`, FORM)
const byFirst = async (pdf: Buffer) => Buffer.from(await sign(pdf, first, 'Signer'))
const bySecond = (pdf: Buffer, hand: Hand = {}) => signByHand(pdf, second, { ...UNSEEN, title: '(Second)', ...hand })

/** Of the last section alone. */
const inLast = (from: RegExp, to: string) => (text: string) => {
  const at = text.lastIndexOf('\nxref\n')
  return text.slice(0, at) + text.slice(at).replace(from, to)
}

describe('programs built with iText', () => {
  test('resources and a highlight in the field, another first identifier of the file', async () => {
    const signed = await signByHand(base, first, {
      ...UNSEEN,
      rewrite: inLast(/\/Size 900/, '/Size 900 /ID [ <01> <02> ]'),
    })
    const more = '/DR << /XObject << >> >> /H /P'
    expect(after(await bySecond(signed, { more, rewrite: inLast(/\/Size 900/, '/Size 900 /ID [ <03> <04> ]') }))).toBe(
      'allowed',
    )
  })

  test('their name in what holds the pages, and nothing else there', async () => {
    const signed = await byFirst(base)
    const named = (more: string): Hand['alter'] => {
      return (objects) => (objects[2] = objectText(signed, 2).replace(/>>$/, `/ITXT (5.0.0) ${more} >>`))
    }
    expect(after(await bySecond(signed, { alter: named('') }))).toBe('allowed')
    expect(after(await bySecond(signed, { alter: named('/Rotate 90') }))).toBe('changed')
  })

  test('an empty order of calculation', async () => {
    const signed = await byFirst(base)
    const ordered = (list: string): Hand['alter'] => {
      return (objects) => (objects[7] = (objects[7] ?? '').replace(/>>$/, `/CO ${list} >>`))
    }
    expect(after(await bySecond(signed, { alter: ordered('[ ]') }))).toBe('allowed')
    expect(after(await bySecond(signed, { alter: ordered('[ 4 0 R ]') }))).toBe('changed')
  })
})

describe('the frame', () => {
  test('places that count the end of the line before', async () => {
    const signed = await byFirst(base)
    const early = (text: string) => {
      const at = text.lastIndexOf('\nxref\n')
      const rows = text.slice(at).replace(/\d{10}(?= 00000 n)/g, (place) => String(Number(place) - 1).padStart(10, '0'))
      return text.slice(0, at) + rows.replace(/startxref\n\d+/, `startxref\n${at}`)
    }
    const twice = await bySecond(signed, { rewrite: early })
    expect(after(twice)).toBe('allowed')
    expect(after(await signByHand(twice, second, { ...UNSEEN, title: '(Third)' }))).toBe('allowed')
  })

  test('a sum of the file that the next program leaves out', async () => {
    const summed = Buffer.from(
      base.toString('latin1').replace('/Size 100', '/Size 100 /DocChecksum /46F53E6E6E50DDBE489B0FBBA7AFA474'),
      'latin1',
    )
    const signed = await signByHand(summed, first, {
      ...UNSEEN,
      rewrite: inLast(/\/Size 900/, '/Size 900 /DocChecksum /46F53E6E6E50DDBE489B0FBBA7AFA474'),
    })
    expect(after(await bySecond(signed))).toBe('allowed')
  })

  /** As Word writes it: an empty table that leads to a stream, here with one object that the table in front has too. */
  function hybrid(): Buffer {
    let file = base.toString('latin1')
    const stream = file.length
    const places = new Map([
      [3, file.indexOf('\n3 0 obj') + 1],
      [60, stream],
    ])
    file += `60 0 obj\n${tableStream(places)}\nendobj\n`
    const table = file.length
    const trailer = `<< /Size 100 /Root 1 0 R /Prev ${lastTable(base)} /XRefStm ${stream} >>`
    return Buffer.from(`${file}xref\n0 0\ntrailer\n${trailer}\nstartxref\n${table}\n%%EOF\n`, 'latin1')
  }

  test('a hybrid file whose stream is named again by each program that adds to it', async () => {
    const own = hybrid()
    const stream = /\/XRefStm (\d+)/.exec(own.toString('latin1'))?.[1] ?? ''
    const again = inLast(/\/Size 900/, `/Size 900 /XRefStm ${stream}`)
    const signed = await signByHand(own, first, { ...UNSEEN, rewrite: again })
    expect(after(signed)).toBe('nothing')
    expect(after(await bySecond(signed, { rewrite: again }))).toBe('allowed')
  })

  test('a table that is written twice, once as a stream to which nothing leads', async () => {
    const signed = await byFirst(base)
    const double = (num: number, place: number) => tableStream(new Map([[num, place]]), `/Root ${rootOf(signed)} 0 R`)
    // The page stands first in the update.
    const at = signed.length + (signed.at(-1) === 0x0a ? 0 : 1)
    const alter = (objects: Record<number, string>) => (objects[850] = double(3, at))
    expect(after(await bySecond(signed, { alter }))).toBe('allowed')
    const wrong = (objects: Record<number, string>) => (objects[850] = double(4, at))
    expect(after(await bySecond(signed, { alter: wrong }))).toBe('unclear')
  })

  test('an update of nothing whose size is that of nothing, with others behind it', async () => {
    const signed = await byFirst(base)
    const small = Buffer.from(
      append(signed, {})
        .toString('latin1')
        .replace(/\/Size 900(?![\s\S]*\/Size)/, '/Size 1'),
      'latin1',
    )
    expect(after(await bySecond(small))).toBe('allowed')
    expect(after(small)).toBe('unclear')
  })
})

test('what a file says about itself, left out of one update and named again in the next', async () => {
  const signed = await byFirst(Buffer.from(await wordsPdf()))
  expect(objectText(signed, infoOf(signed))).toContain('/Producer')
  const without = append(signed, {})
  const again = await sign(without, second, 'Second', { rectangle: { ...PLACE, y: 60 } })
  expect(after(again)).toBe('allowed')
  const titled = objectText(signed, infoOf(signed)).replace(/>>$/, '/Title (900 trieu) >>')
  const trailer = `/Root ${rootOf(signed)} 0 R /Info ${infoOf(signed)} 0 R`
  expect(after(append(without, { objects: { [infoOf(signed)]: titled }, trailer }))).toBe('changed')
})

const infoOf = (pdf: Buffer) => Number(/\/Info (\d+) 0 R/.exec(pdf.toString('latin1'))?.[1])

test('what a file says about itself, in another order', async () => {
  const said = (...statements: string[]) =>
    stream(
      `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">${statements.join('')}</rdf:Description></rdf:RDF></x:xmpmeta>`,
      '/Type /Metadata /Subtype /XML',
    )
  const [title, author] = ['<dc:title>Quyet dinh</dc:title>', '<dc:creator>Van phong</dc:creator>']
  const own = handmade(`${FONT} /Contents 4 0 R`, {
    ...FORM,
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R /Metadata 80 0 R >>',
    80: said(title, author),
  })
  const signed = await byFirst(own)
  const saying = (text: string): Hand['alter'] => {
    return (objects) => (objects[80] = text)
  }
  expect(after(await bySecond(signed, { alter: saying(said(author, title)) }))).toBe('allowed')
  expect(after(await bySecond(signed, { alter: saying(said(author, title.replace('Quyet', 'Huy'))) }))).toBe('changed')
})

test('a field that stood on no page until it was signed', async () => {
  const own = handmade(`${FONT} /Contents 4 0 R`, {
    ...FORM,
    7: '<< /SigFlags 3 /Fields [ 8 0 R ] >>',
    8: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Next) /F 132 /Rect [ 100 200 200 260 ] >>',
  })
  const signed = await byFirst(own)
  const placed = (objects: Record<number, string>) => {
    objects[3] = objectText(signed, 3).replace(/\/Annots \[/, '/Annots [ 8 0 R')
  }
  expect(after(await bySecond(signed, { fills: 8, alter: placed }))).toBe('allowed')
})
