/**
 * Sets documents as PDF/A-2b, tagged, by Decree 30/2020. Typst does the setting, in threads of its own: a long document
 * takes half a second of one core, which no socket should wait for.
 */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { MEASURES } from '../../../src/lib/document/measures.ts'
import type { PrintModel } from '../../../src/lib/document/model.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { imagesOf } from './blocks.ts'
import { allFontFiles, readFace } from './fonts.ts'
import { type PageBreak, pageBreaks } from './page-breaks.ts'
import { prepare, type TypesetData } from './prepare.ts'
import { createThreads, type Picture, type Place, type Setting } from './threads.ts'

/** A rectangle in PDF coordinates: points, origin at the bottom left; `page` counts from 1. */
export interface Box {
  page: number
  x: number
  y: number
  width: number
  height: number
}

/** How the pages of a document fall. */
export interface Paging {
  pages: number
  /** What stands first on page 2, 3 …, for page marks in the editor. */
  pageBreaks: PageBreak[]
}

/** The pages as pictures. */
export interface Drawing extends Paging {
  pictures: Picture[]
}

export interface Typeset extends Paging {
  bytes: Uint8Array
  /** Room for the image of the signature, between capacity and name (Phụ lục I, II.7.d). */
  signatureBox: Box
  /** The seal in true size, over the left third of the signature (Phụ lục I, II.8.a). */
  sealBox: Box
}

export interface Typesetter {
  /**
   * The same model gives the same bytes. Throws `typeset_failed`, with `character` when the text holds one that Tinos
   * cannot draw, or `image_missing`. An aborted `signal` takes a request that has not begun out of the queue.
   */
  pdf(model: PrintModel, options?: { signal?: AbortSignal }): Promise<Typeset>
  /** Where the pages of that PDF begin, without making it. Throws as `pdf` does. */
  paging(model: PrintModel): Promise<Paging>
  /** Its pages as pictures; those that are `known` by their hash come without their SVG. Throws as `pdf` does. */
  draw(model: PrintModel, known: ReadonlySet<string>): Promise<Drawing>
  /** Whether it can be set, and kept for good: a damaged image would keep its whole document from being printed. */
  canSetImage(bytes: Uint8Array): Promise<boolean>
  close(): Promise<void>
}

export interface TypesetterDeps {
  /** The project folder: holds node_modules and server. */
  root: string
  log: Logger
  /** The bytes of images by their hash, those that are there. */
  readImages(hashes: readonly string[]): Promise<Map<string, Uint8Array>>
  /** Threads; each takes about 100 MB. */
  workers?: number
}

export function createTypesetter({ root, log, readImages, workers = 1 }: TypesetterDeps): Typesetter {
  const face = readFace(root)
  const threads = createThreads({
    root,
    fonts: allFontFiles(root),
    log,
    count: workers,
    async readImages(hashes) {
      const found = await readImages(hashes)
      if (found.size < hashes.length) throw new AppError('image_missing', { count: hashes.length - found.size })
      return found
    },
  })
  return {
    async pdf(model, { signal } = {}) {
      const data = await prepare(model, face)
      const set = await threads.set(settingOf(data), signal)
      return {
        bytes: set.bytes,
        pages: set.pages,
        signatureBox: fromBottom(set.signature),
        sealBox: fromBottom(set.seal),
        pageBreaks: pageBreaks(set.breaks, model, data),
      }
    },
    async paging(model) {
      const data = await prepare(model, face)
      const { pages, breaks } = await threads.breaks(settingOf(data))
      return { pages, pageBreaks: pageBreaks(breaks, model, data) }
    },
    async draw(model, known) {
      const data = await prepare(model, face)
      const { pages, breaks, pictures } = await threads.draw(settingOf(data), known)
      return { pages, pictures, pageBreaks: pageBreaks(breaks, model, data) }
    },
    async canSetImage(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      return threads.tryImage(hash, bytes).then(
        ({ canBeSet }) => canBeSet,
        (error: unknown) => {
          if (error instanceof AppError) return false
          throw error
        },
      )
    },
    close: () => threads.close(),
  }
}

function settingOf(data: TypesetData): Setting {
  const blocks = [...data.blocks, ...data.appendices.flatMap((part) => part.blocks)]
  return { data: JSON.stringify(data), images: [...new Set(imagesOf(blocks))] }
}

export type { PageBreak } from './page-breaks.ts'
export type { Picture } from './threads.ts'

/** Typst counts from the top of the page, PDF from the bottom. The main part, which is signed, always stands upright. */
function fromBottom(place: Place): Box {
  return { ...place, y: (MEASURES.page.heightMm / 25.4) * 72 - place.y - place.height }
}
