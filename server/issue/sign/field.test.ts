import { inflateSync } from 'node:zlib'
import { PDFArray, PDFBool, PDFDict, PDFDocument, PDFName, PDFNumber, PDFRawStream, PDFRef } from 'pdf-lib'
import { expect, test } from 'vitest'
import { makePng } from '../../../tests/fixtures/png.ts'
import { findSignatures } from '../verify/find.ts'
import { appendField, readFields } from './field.ts'

const imagePng = makePng({ width: 230, height: 100 })
const field = {
  ...{ name: 'Signer', title: 'Chữ ký của người có thẩm quyền', page: 2, imagePng },
  ...{ rectangle: { x: 100, y: 200, width: 120, height: 52.5 }, at: new Date('2026-01-05T02:15:00Z') },
  ...{ signerName: 'Nguyễn Thị Hồng Phượng', reason: 'Ký ban hành (số 15/QĐ-UBND)', location: 'Sơn La' },
}

async function twoPages(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  for (const text of ['one', 'two']) document.addPage([595, 842]).drawText(text)
  return document.save({ useObjectStreams: false })
}

const base = await twoPages()
const first = await appendField({ pdf: base, field, reserve: 4096 })
const second = await appendField({ pdf: first.bytes, field: { ...field, name: 'Seal', title: 'Dấu' }, reserve: 4096 })

test('earlier bytes stay as they are', () => {
  expect(Buffer.from(first.bytes).subarray(0, base.length).equals(base)).toBe(true)
  expect(Buffer.from(second.bytes).subarray(0, first.bytes.length).equals(first.bytes)).toBe(true)
})

test('a field touches nothing of the page but its list of annotations', async () => {
  const pageOf = async (pdf: Uint8Array) => {
    const { node } = (await PDFDocument.load(pdf, { updateMetadata: false })).getPage(1)
    const entries = node.entries().filter(([key]) => key !== PDFName.of('Annots'))
    return entries.map(([key, value]) => `${String(key)} ${String(value)}`)
  }
  const before = await pageOf(base)
  expect(await pageOf(first.bytes)).toEqual(before)
  expect(await pageOf(second.bytes)).toEqual(before)
})

test('PDF/A: widgets are printed and locked, have the normal appearance only, and ask for no other', async () => {
  const document = await PDFDocument.load(second.bytes, { updateMetadata: false })
  const form = document.catalog.lookup(PDFName.of('AcroForm'), PDFDict)
  expect(form.lookupMaybe(PDFName.of('NeedAppearances'), PDFBool)).toBeUndefined()
  expect(form.lookup(PDFName.of('SigFlags'), PDFNumber).asNumber()).toBe(3)
  const fields = form.lookup(PDFName.of('Fields'), PDFArray)
  expect(fields.size()).toBe(2)
  for (let i = 0; i < fields.size(); i++) {
    const widget = fields.lookup(i, PDFDict)
    expect(widget.lookup(PDFName.of('F'), PDFNumber).asNumber()).toBe(132)
    expect(widget.lookup(PDFName.of('AP'), PDFDict).keys().map(String)).toEqual(['/N'])
    expect(widget.get(PDFName.of('P'))).toBeInstanceOf(PDFRef)
  }
})

test('the picture is drawn pixel by pixel as it was given, each time, and lets the page be seen through it', async () => {
  const solid = { ...field, imagePng: makePng({ width: 8, height: 4, isOpaque: true }) }
  const opaque = await appendField({ pdf: base, field: solid, reserve: 64 })
  const streamsIn = async (pdf: Uint8Array) => {
    const { context } = await PDFDocument.load(pdf, { updateMetadata: false })
    return context.enumerateIndirectObjects().flatMap(([, object]) => {
      const isImage = object instanceof PDFRawStream && object.dict.get(PDFName.of('Subtype')) === PDFName.of('Image')
      return isImage ? [{ pixels: inflateSync(object.contents), isMasked: object.dict.has(PDFName.of('SMask')) }] : []
    })
  }
  const row = [...Array<number>(46).fill(0), ...Array<number>(184).fill(0x80)]
  const rows = (values: number[]) => Buffer.concat(Array.from({ length: 100 }, () => Buffer.from(values)))
  const masked = { pixels: rows(row.flatMap((value) => [value, value, value])), isMasked: true }
  const mask = { pixels: rows(row), isMasked: false }
  expect(await streamsIn(first.bytes)).toEqual([mask, masked])
  expect(await streamsIn(second.bytes)).toEqual([mask, masked, mask, masked])
  expect(await streamsIn(opaque.bytes)).toEqual([{ pixels: Buffer.alloc(8 * 4 * 3, 0x80), isMasked: false }])
})

test('the byte range leaves out the signature and nothing else; what it says is read back', () => {
  const { signatures, malformed } = findSignatures(second.bytes)
  expect(malformed).toBe(0)
  expect(signatures.map(({ end }) => end)).toEqual([first.bytes.length, second.bytes.length])
  for (const [index, prepared] of [first, second].entries()) {
    const found = signatures[index]
    expect(found?.gapStart).toBe(prepared.contentsStart - 1)
    expect(found?.gapEnd).toBe(prepared.contentsStart + prepared.contentsLength + 1)
    expect(found).toMatchObject({ type: 'signature', reason: field.reason, claimedTime: field.at })
  }
})

test('the place of a field is found again on its page', async () => {
  expect(await readFields(second.bytes)).toEqual([
    { name: 'Signer', page: 2, rectangle: field.rectangle },
    { name: 'Seal', page: 2, rectangle: field.rectangle },
  ])
})
