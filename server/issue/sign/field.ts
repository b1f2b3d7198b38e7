/**
 * Appends one visible signature field to a PDF, with its appearance and an empty signature, as one incremental update:
 * every earlier byte stays, so every earlier signature stays valid, and an image is never seen before it is signed.
 */
import {
  ParseSpeeds,
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFInvalidObject,
  PDFName,
  PDFNumber,
  type PDFRef,
  PDFString,
} from 'pdf-lib'
import { pictureIn } from './picture-in-pdf.ts'
import type { Rectangle } from './placement.ts'

export interface FieldToSign {
  /** Partial field name, unique in the file. */
  name: string
  /** What a reader shows for the field. */
  title: string
  /** From 1. */
  page: number
  /** PDF points, origin bottom left. */
  rectangle: Rectangle
  imagePng: Uint8Array
  signerName: string
  reason: string
  location: string
  /** Claimed time of signing. */
  at: Date
}

export interface PreparedPdf {
  bytes: Uint8Array
  /** Where the hexadecimal digits of the signature stand, "<" excluded. */
  contentsStart: number
  contentsLength: number
}

export const WIDGET_PRINT_AND_LOCKED = 4 + 128 // PDF/A wants Print and forbids Hidden; Locked: nobody drags a signature
export const SIGNATURES_EXIST_AND_APPEND_ONLY = 1 + 2
export const BYTE_RANGE_GAP = ' '.repeat(32)

export interface FieldToAppend {
  pdf: Uint8Array
  field: FieldToSign
  /** Bytes kept for the CMS. */
  reserve: number
}

/** Whether the picture of a signature can be put into a PDF. */
export async function tryPicture(png: Uint8Array): Promise<boolean> {
  try {
    await (await PDFDocument.create()).embedPng(png)
    return true
  } catch {
    return false
  }
}

/** The byte range is final in the answer; only the signature is still zeros. */
export async function appendField({ pdf, field, reserve }: FieldToAppend): Promise<PreparedPdf> {
  const document = await PDFDocument.load(pdf, {
    forIncrementalUpdate: true,
    updateMetadata: false, // Info and XMP must go on saying the same
    parseSpeed: ParseSpeeds.Fastest,
  })
  const { context } = document
  const page = document.getPage(field.page - 1)
  const dictionary = Buffer.from(signatureDictionary(field, reserve), 'latin1')
  const picture = await pictureIn(context, field.imagePng)

  const { x, y, width, height } = field.rectangle
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: PDFString.of(field.name),
      TU: PDFHexString.fromText(field.title),
      F: WIDGET_PRINT_AND_LOCKED,
      P: page.ref,
      Rect: [x, y, x + width, y + height].map(rounded),
      AP: { N: appearance(context, picture, field.rectangle) },
      V: context.register(PDFInvalidObject.of(dictionary)),
    }),
  )
  // By hand: the library's own `addAnnot` wraps the page's content, which a reader takes for a change of signed text.
  const annotations = page.node.lookupMaybe(PDFName.of('Annots'), PDFArray)?.asArray() ?? []
  page.node.set(PDFName.of('Annots'), context.obj([...annotations, widget]))
  const form = document.catalog.getOrCreateAcroForm().dict
  form.set(PDFName.of('SigFlags'), PDFNumber.of(SIGNATURES_EXIST_AND_APPEND_ONLY))
  const fields = form.lookupMaybe(PDFName.of('Fields'), PDFArray)
  if (fields) fields.push(widget)
  else form.set(PDFName.of('Fields'), context.obj([widget]))

  return withByteRange(Buffer.from(await save(document)), dictionary, reserve)
}

/** The update behind the bytes that were loaded. */
export function save(document: PDFDocument): Promise<Uint8Array> {
  return document.save({ useObjectStreams: false, updateFieldAppearances: false, addDefaultPage: false })
}

/** The names of the signature fields a PDF has, and where they stand on its pages. */
export async function readFields(pdf: Uint8Array): Promise<{ name: string; page: number; rectangle: Rectangle }[]> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
  return document.getPages().flatMap((page, index) => {
    const annotations = page.node.Annots()
    if (!annotations) return []
    return Array.from({ length: annotations.size() }, (_, i) => annotations.lookup(i, PDFDict)).flatMap((widget) => {
      if (widget.lookupMaybe(PDFName.of('FT'), PDFName)?.decodeText() !== 'Sig') return []
      const name = widget.lookupMaybe(PDFName.of('T'), PDFString, PDFHexString)?.decodeText() ?? ''
      return [{ name, page: index + 1, rectangle: widget.lookup(PDFName.of('Rect'), PDFArray).asRectangle() }]
    })
  })
}

function appearance(context: PDFContext, picture: PDFRef, { width, height }: Rectangle): PDFRef {
  const draw = `q ${rounded(width)} 0 0 ${rounded(height)} 0 0 cm /Image Do Q`
  return context.register(
    context.stream(draw, {
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, rounded(width), rounded(height)],
      Resources: { XObject: { Image: picture } },
    }),
  )
}

/** Written by hand, because byte range and signature must keep the place and length they have here. */
function signatureDictionary(field: FieldToSign, reserve: number): string {
  const text = (value: string) => PDFHexString.fromText(value).toString()
  return [
    '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached',
    `/Name ${text(field.signerName)} /Reason ${text(field.reason)} /Location ${text(field.location)}`,
    `/M ${PDFString.fromDate(field.at).toString()}`,
    `/ByteRange [${BYTE_RANGE_GAP}]`,
    `/Contents <${'0'.repeat(reserve * 2)}> >>`,
  ].join('\n')
}

/** With the range in its place, in a dictionary written as it must stay: `dictionary` as it was given to the library. */
export function withByteRange(bytes: Buffer, dictionary: Buffer, reserve: number): PreparedPdf {
  const start = bytes.lastIndexOf(dictionary)
  if (start < 0) throw new Error('the signature dictionary was changed while it was written')
  const contentsStart = start + dictionary.indexOf('/Contents <') + '/Contents <'.length
  const contentsLength = reserve * 2
  const before = contentsStart - 1 // up to and without "<"
  const after = contentsStart + contentsLength + 1 // from behind ">"
  const range = `0 ${before} ${after} ${bytes.length - after}`.padEnd(BYTE_RANGE_GAP.length)
  if (range.length > BYTE_RANGE_GAP.length) throw new Error('the file is too large to be signed')
  bytes.write(range, start + dictionary.indexOf('[') + 1, 'latin1')
  return { bytes, contentsStart, contentsLength }
}

function rounded(points: number): number {
  return Math.round(points * 1000) / 1000
}
