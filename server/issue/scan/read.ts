/**
 * A paper that was signed by hand, scanned in (Decree 30/2020, appendix I, part II.I.2: PDF 1.4 or newer, in colour, from 200 dpi,
 * at 100 %). In a process of its own: the file is a stranger's. What is kept is its pages alone, written anew: no script, no form
 * and nothing hidden comes with them.
 */
import { degrees, EncryptedPDFError, PDFArray, PDFDict, PDFDocument, PDFName, type PDFPage } from 'pdf-lib'
import { AppError } from '../../../src/lib/errors.ts'
import { A4 } from '../verify/revisions/boxes.ts'
import { type MeasuredPage, measurePages } from './measure.ts'

export interface Scan {
  bytes: Uint8Array
  pages: number
  /** Of the page with the fewest, in dots per inch. */
  dpi: number
  /** Of the first page, where the agency's signature says what this is: the top right, in points from the bottom left. */
  box: { page: number; x: number; y: number; width: number; height: number }
}

export const MOST_PAGES = 300
/** A scanner rounds: an edge that is cut by a millimetre is no lower resolution. */
const LEAST_DPI = 198
const NEWEST_OLD_VERSION = 1.3
const HEADER_BYTES = 1024
/** Sides of A4 and A3; a page that is larger or smaller was not scanned at 100 %. */
const SHEETS_MM = [
  [210, 297],
  [297, 420],
] as const
const SHEET_TOLERANCE_MM = 12
const POINTS_PER_MM = 72 / 25.4
const MARK_MM = { width: 120, height: 13.5, right: 10, top: 4 }

/** Of `src/lib/ui/faults.ts`, as `bad_input` on `file`. */
type ScanFault =
  | 'scan_not_pdf'
  | 'scan_old'
  | 'scan_unreadable'
  | 'scan_locked'
  | 'scan_active'
  | 'scan_pages'
  | 'scan_size'
  | 'scan_no_image'
  | 'scan_dpi'
  | 'scan_grey'

/** `pages`: which of them, the first from 1. */
const refuse = (reason: ScanFault, pages?: number[]): never => {
  throw new AppError('bad_input', { field: 'file', reason, ...(pages && { pages }) })
}

function needEach(pages: readonly MeasuredPage[], isGood: (page: MeasuredPage) => boolean, reason: ScanFault): void {
  const bad = pages.flatMap((page, at) => (isGood(page) ? [] : [at + 1]))
  if (bad.length > 0) refuse(reason, bad)
}

/** Throws `bad_input {field: 'file', reason, pages?}`. */
export async function readScan(pdf: Uint8Array): Promise<Scan> {
  needVersion(pdf)
  const given = await load(pdf)
  const pageCount = legibly(() => given.getPageCount())
  if (pageCount === 0 || pageCount > MOST_PAGES) refuse('scan_pages')
  if (legibly(() => isActive(given))) refuse('scan_active')
  const bytes = await rewritten(given)
  const pages = measure(bytes)
  needEach(pages, isSheet, 'scan_size')
  needEach(pages, ({ dpi }) => dpi !== null, 'scan_no_image')
  needEach(pages, ({ dpi }) => (dpi ?? 0) >= LEAST_DPI, 'scan_dpi')
  needEach(pages, ({ isColour }) => isColour, 'scan_grey')
  const dpi = Math.min(...pages.map((page) => page.dpi ?? 0))
  return { bytes, pages: pages.length, dpi: Math.round(dpi), box: topRight(pages[0]) }
}

function needVersion(pdf: Uint8Array): void {
  const header = Buffer.from(pdf.buffer, pdf.byteOffset, Math.min(pdf.length, HEADER_BYTES)).toString('latin1')
  const version = /%PDF-(\d\.\d)/.exec(header)
  if (!version) refuse('scan_not_pdf')
  else if (Number(version[1]) <= NEWEST_OLD_VERSION) refuse('scan_old')
}

async function load(pdf: Uint8Array): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(pdf, { updateMetadata: false })
  } catch (failure) {
    return refuse(failure instanceof EncryptedPDFError ? 'scan_locked' : 'scan_unreadable')
  }
}

/** A scan has no form, no signature, no script and no remark: where there is one, it is another file than is meant. */
function isActive(document: PDFDocument): boolean {
  const { catalog } = document
  const names = catalog.lookupMaybe(PDFName.of('Names'), PDFDict)
  return (
    catalog.has(PDFName.of('AcroForm')) ||
    catalog.has(PDFName.of('AA')) ||
    catalog.lookup(PDFName.of('OpenAction')) instanceof PDFDict ||
    ['JavaScript', 'EmbeddedFiles'].some((name) => names?.has(PDFName.of(name)) === true) ||
    document.getPages().some(({ node }) => {
      const remarks = node.lookupMaybe(PDFName.of('Annots'), PDFArray)
      return (remarks?.size() ?? 0) > 0 || node.has(PDFName.of('AA'))
    })
  )
}

/** The library throws in words of its own at what stands where something else belongs, and at page trees that run in circles. */
function legibly<T>(look: () => T): T {
  try {
    return look()
  } catch {
    return refuse('scan_unreadable')
  }
}

/** Its pages in a file of ours, as plain as the typesetter's: whoever checks it at /verify can read it to the end. */
async function rewritten(given: PDFDocument): Promise<Uint8Array> {
  try {
    const clean = await PDFDocument.create({ updateMetadata: false })
    for (const page of await clean.copyPages(given, given.getPageIndices())) {
      for (const name of ['Metadata', 'PieceInfo', 'Thumb', 'StructParents', 'B']) page.node.delete(PDFName.of(name))
      const turned = ((page.getRotation().angle % 360) + 360) % 360
      if (turned === 0) clean.addPage(page)
      else await addUpright(clean, page, turned)
    }
    return await clean.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false })
  } catch {
    return refuse('scan_unreadable')
  }
}

/** A page that readers are told to turn, drawn as it is seen: marks that are put on it then stand upright too. */
async function addUpright(clean: PDFDocument, page: PDFPage, turned: number): Promise<void> {
  const { width, height } = page.getSize()
  page.setRotation(degrees(0))
  const drawn = await clean.embedPage(page)
  const isSideways = turned === 90 || turned === 270
  const sheet = clean.addPage(isSideways ? [height, width] : [width, height])
  const corner = { 90: [0, width], 180: [width, height], 270: [height, 0] }[turned] ?? [0, 0]
  sheet.drawPage(drawn, { x: corner[0], y: corner[1], rotate: degrees(-turned) })
}

function measure(bytes: Uint8Array): MeasuredPage[] {
  try {
    return measurePages(bytes)
  } catch (failure) {
    if (failure instanceof AppError) throw failure
    return refuse('scan_unreadable')
  }
}

/** In the margin above the text, as wide as the words may be (sign/copy-mark.ts). */
function topRight(page: MeasuredPage | undefined): Scan['box'] {
  const { right, top } = page?.sheet ?? A4
  const [width, height] = [MARK_MM.width * POINTS_PER_MM, MARK_MM.height * POINTS_PER_MM]
  const [x, y] = [right - MARK_MM.right * POINTS_PER_MM - width, top - MARK_MM.top * POINTS_PER_MM - height]
  return { page: 1, x, y, width, height }
}

function isSheet({ widthMm, heightMm }: MeasuredPage): boolean {
  const [short, long] = [Math.min(widthMm, heightMm), Math.max(widthMm, heightMm)]
  return SHEETS_MM.some(
    ([a, b]) => Math.abs(short - a) <= SHEET_TOLERANCE_MM && Math.abs(long - b) <= SHEET_TOLERANCE_MM,
  )
}
