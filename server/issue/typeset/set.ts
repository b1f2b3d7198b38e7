/** What a process does to set pages. Everything that grows with the text is done here, not in the main process. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { OfficialDocument, PrintModel } from '../../../src/lib/document/model.ts'
import { NO_MARKS, printModel } from '../../../src/lib/document/print.ts'
import { AppError } from '../../../src/lib/errors.ts'
import type { Ask } from '../../compute/contract.ts'
import { readFace } from '../fonts.ts'
import { readStored } from '../stored.ts'
import { imagesOf } from './blocks.ts'
import { type Broken, Compiler, TypstFault } from './compiler.ts'
import { inStretches } from './long-tables.ts'
import { pageBreaks } from './page-breaks.ts'
import { pageMarks } from './page-marks.ts'
import { prepare, type TypesetData } from './prepare.ts'
import type { Drawn, Images, Look, Manuscript, Paging, Picture, Place, StoredText, Wanted } from './shapes.ts'
import { withWordsRepeated } from './split-cells.ts'

const root = process.cwd() // as the pool starts it
const compiler = new Compiler(root)
const face = readFace(root)
const pack = promisify(gzip)
/** A page is a hundred kilobytes of numbers: the fastest setting takes nine tenths off. */
const PACKING = { level: 1 }

/** A rectangle in PDF coordinates: points, origin at the bottom left; `page` counts from 1. */
export interface Box {
  page: number
  x: number
  y: number
  width: number
  height: number
}

export interface Typeset {
  bytes: Uint8Array
  pages: number
  /** Room for the image of the signature, between capacity and name (Phụ lục I, II.7.d). */
  signatureBox: Box
  /** The seal in true size, over the left third of the signature (Phụ lục I, II.8.a). */
  sealBox: Box
}

type AskForImages = Ask<Wanted, Images>

/** The file. Throws `typeset_failed {character?}`. */
export async function typeset(manuscript: Manuscript, ask: AskForImages): Promise<Typeset> {
  const model = 'model' in manuscript ? manuscript.model : modelOf(manuscript.text).model
  return setting(model, ask, (data) => {
    const { bytes, pages, signature, seal } = compiler.pdf(JSON.stringify({ ...data, withBreaks: false }))
    return { bytes, pages, signatureBox: fromBottom(signature), sealBox: fromBottom(seal) }
  })
}

/** How a draft would be printed; `known`: hashes of pictures that are not wanted again, null for no pictures at all. */
export async function look(
  { text, known }: { text: StoredText; known: ReadonlySet<string> | null },
  ask: AskForImages,
): Promise<Look> {
  const { document, model } = modelOf(text)
  const drawn = await draw({ model, known }, ask)
  const { pages, pictures } = drawn
  return {
    blocks: document.body.content?.length ?? 0,
    pages,
    marks: pageMarks(drawn.pageBreaks, document, model),
    pictures: pictures && (await Promise.all(pictures.map(packed))),
  }
}

/** The pages of a model: where they begin and, unless `known` is null, how they look. */
export async function draw(
  { model, known }: { model: PrintModel; known: ReadonlySet<string> | null },
  ask: AskForImages,
): Promise<Paging & { pictures: Drawn[] | null }> {
  return setting(model, ask, (data, paging) => {
    const json = JSON.stringify(data)
    if (known === null) return { ...paging(compiler.breaks(json)), pictures: null }
    const { pictures, ...broken } = compiler.draw(json, known)
    return { ...paging(broken), pictures }
  })
}

/** Whether an image can be set, and kept for good: a damaged one would keep its whole document from being printed. */
export function tryImage(bytes: Uint8Array): boolean {
  return compiler.canSet(bytes)
}

function modelOf({ update, offices, marks }: StoredText): { document: OfficialDocument; model: PrintModel } {
  const document = readStored({ update, offices })
  return { document, model: printModel(document, marks ?? NO_MARKS) }
}

async function setting<T>(
  model: PrintModel,
  ask: AskForImages,
  set: (data: TypesetData, paging: (broken: Broken) => Paging) => T,
): Promise<T> {
  const prepared = await prepare(model, face)
  const all = imagesIn(prepared)
  if (all.length > 0) compiler.hold(await ask({ all, lacking: compiler.lacking(all) }))
  const paging = ({ pages, breaks }: Broken): Paging => ({ pages, pageBreaks: pageBreaks(breaks, model, prepared) })
  try {
    const breaksOf = (data: TypesetData) => compiler.breaks(JSON.stringify(data)).breaks
    const repeated = (data: TypesetData) => withWordsRepeated(data, breaksOf)
    const data = repeated(inStretches(prepared, (stretch) => breaksOf(repeated(stretch))))
    return set(data, paging)
  } catch (error) {
    // The text that Typst refuses is for the log: whoever waits can do nothing with it.
    if (error instanceof TypstFault) throw new AppError('typeset_failed', { fault: error.message.slice(0, 2_000) })
    throw error
  } finally {
    // The event loop turns before the next document, which frees what has left the cache.
    compiler.forget()
  }
}

function imagesIn(data: TypesetData): string[] {
  const blocks = [...data.blocks, ...data.appendices.flatMap((part) => part.blocks)]
  return [...new Set(imagesOf(blocks))]
}

async function packed({ svg, ...size }: Drawn): Promise<Picture> {
  return { ...size, bytes: svg === null ? null : await pack(svg, PACKING) }
}

/** Typst counts from the top of the page, PDF from the bottom. The main part, which is signed, always stands upright. */
function fromBottom(place: Place): Box {
  return { ...place, y: (MEASURES.page.heightMm / 25.4) * 72 - place.y - place.height }
}
