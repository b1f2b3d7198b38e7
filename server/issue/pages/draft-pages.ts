/**
 * The pages of one draft. Whoever asks gets them as they are after everything that was stored when they asked; many who
 * ask at once share one setting, and a text that has not changed is not set again.
 */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { IssueMarks, OfficialDocument, PrintModel } from '../../../src/lib/document/model.ts'
import { printModel } from '../../../src/lib/document/print.ts'
import type { IssueDeps } from '../deps.ts'
import { needPrintable } from '../trial.ts'
import type { Paging } from '../typeset/index.ts'
import { type PageMark, pageMarks } from './marks.ts'

/** A text to be set. Equal digests, equal pages. */
export interface Source {
  digest: string
  /** Throws `image_missing {count}`. */
  read(): Promise<{ document: OfficialDocument; marks: IssueMarks }>
}

export interface Picture {
  hash: string
  /** Points. */
  width: number
  height: number
  /** SVG, gzipped. */
  bytes: Buffer
}

export interface SetDraft {
  digest: string
  /** How many blocks the text has. */
  blocks: number
  pages: number
  marks: PageMark[]
  /** Null when nobody has asked for them. */
  pictures: Picture[] | null
}

const pack = promisify(gzip)
/** A page is a hundred kilobytes of numbers: the fastest setting takes nine tenths off. */
const PACKING = { level: 1 }

export class DraftPages {
  readonly #setting: IssueDeps['setting']
  readonly #source: () => Promise<Source>
  #latest: SetDraft | null = null
  #running: Promise<unknown> = Promise.resolve()
  #next: Promise<SetDraft> | null = null
  #wantsPictures = false

  constructor(setting: IssueDeps['setting'], source: () => Promise<Source>) {
    this.#setting = setting
    this.#source = source
  }

  /** Throws `cannot_be_printed {character?}` or `image_missing {count}`. */
  ask(pictures: boolean): Promise<SetDraft> {
    this.#wantsPictures ||= pictures
    // What is being set now may have been read before the last letters were stored.
    return (this.#next ??= this.#takeTurn())
  }

  /** Those that were drawn last. */
  get pictures(): readonly Picture[] {
    return this.#latest?.pictures ?? []
  }

  async #takeTurn(): Promise<SetDraft> {
    await this.#running
    const wantsPictures = this.#wantsPictures
    this.#next = null
    this.#wantsPictures = false
    const run = this.#set(wantsPictures)
    this.#running = run.catch(() => {})
    return run
  }

  async #set(wantsPictures: boolean): Promise<SetDraft> {
    const source = await this.#source()
    const before = this.#latest
    if (before?.digest === source.digest && (before.pictures || !wantsPictures)) return before
    const { document, marks: given } = await source.read()
    const model = printModel(document, given)
    const setting = wantsPictures ? this.#draw(model, before?.pictures ?? []) : this.#page(model)
    const { pages, pageBreaks, pictures } = await needPrintable<Paging & Pick<SetDraft, 'pictures'>>(setting)
    const marks = pageMarks(pageBreaks, document, model)
    const set = { digest: source.digest, blocks: document.body.content?.length ?? 0, pages, marks, pictures }
    this.#latest = set
    return set
  }

  async #page(model: PrintModel): Promise<Paging & { pictures: null }> {
    return { ...(await this.#setting.paging(model)), pictures: null }
  }

  async #draw(model: PrintModel, before: readonly Picture[]): Promise<Paging & { pictures: Picture[] }> {
    const known = new Map(before.map((picture) => [picture.hash, picture]))
    const { pictures, ...paging } = await this.#setting.draw(model, new Set(known.keys()))
    const packed = pictures.map(async ({ hash, width, height, svg }): Promise<Picture> => {
      return known.get(hash) ?? { hash, width, height, bytes: await pack(svg ?? '', PACKING) }
    })
    return { ...paging, pictures: await Promise.all(packed) }
  }
}
