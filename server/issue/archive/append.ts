/**
 * What is put behind an issued file so that it can be checked for longer, each as one incremental update: the store of
 * certificates and answers about revocation, and a time stamp over everything (ETSI EN 319 142-1, 5.4 and 5.5). Every earlier byte
 * stays, and nothing of it is seen.
 */
import { ParseSpeeds, PDFArray, PDFDict, PDFDocument, PDFInvalidObject, PDFName, PDFNumber, PDFString } from 'pdf-lib'
import {
  BYTE_RANGE_GAP,
  type PreparedPdf,
  save,
  SIGNATURES_EXIST_AND_APPEND_ONLY,
  WIDGET_PRINT_AND_LOCKED,
  withByteRange,
} from '../sign/field.ts'

export interface StoreToAppend {
  pdf: Uint8Array
  /** DER, each. */
  certificates: Uint8Array[]
  ocsps: Uint8Array[]
  lists: Uint8Array[]
}

const open = (pdf: Uint8Array) =>
  PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })

/** What an earlier store holds stays in it. */
export async function appendStore({ pdf, certificates, ocsps, lists }: StoreToAppend): Promise<Uint8Array> {
  const document = await open(pdf)
  const { context, catalog } = document
  const before = catalog.lookupMaybe(PDFName.of('DSS'), PDFDict)
  const list = (key: string, added: Uint8Array[]) => {
    const kept = before?.lookupMaybe(PDFName.of(key), PDFArray)?.asArray() ?? []
    return [...kept, ...added.map((der) => context.register(context.flateStream(der)))]
  }
  const store = { Certs: list('Certs', certificates), OCSPs: list('OCSPs', ocsps), CRLs: list('CRLs', lists) }
  const filled = Object.fromEntries(Object.entries(store).filter(([, items]) => items.length > 0))
  catalog.set(PDFName.of('DSS'), context.register(context.obj({ Type: 'DSS', ...filled })))
  return save(document)
}

export interface StampToAppend {
  pdf: Uint8Array
  /** Partial field name, unique in the file. */
  name: string
  /** Bytes kept for the token. */
  reserve: number
}

/** A field without a place on the page, whose stamp is still zeros. */
export async function appendStamp({ pdf, name, reserve }: StampToAppend): Promise<PreparedPdf> {
  const document = await open(pdf)
  const { context, catalog } = document
  const dictionary = [
    '<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161',
    `/ByteRange [${BYTE_RANGE_GAP}]`,
    `/Contents <${'0'.repeat(reserve * 2)}> >>`,
  ].join('\n')
  const bytes = Buffer.from(dictionary, 'latin1')
  const page = document.getPage(0)
  const widget = context.register(
    context.obj({
      ...{ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', T: PDFString.of(name), F: WIDGET_PRINT_AND_LOCKED },
      ...{ P: page.ref, Rect: [0, 0, 0, 0], V: context.register(PDFInvalidObject.of(bytes)) },
    }),
  )
  const notes = page.node.lookupMaybe(PDFName.of('Annots'), PDFArray)?.asArray() ?? []
  page.node.set(PDFName.of('Annots'), context.obj([...notes, widget]))
  const form = catalog.getOrCreateAcroForm().dict
  form.set(PDFName.of('SigFlags'), PDFNumber.of(SIGNATURES_EXIST_AND_APPEND_ONLY))
  const fields = form.lookupMaybe(PDFName.of('Fields'), PDFArray)
  if (fields) fields.push(widget)
  else form.set(PDFName.of('Fields'), context.obj([widget]))
  return withByteRange(Buffer.from(await save(document)), bytes, reserve)
}
