/**
 * The pages of one draft. Whoever asks gets them as they are after everything that was stored when they asked; many who
 * ask at once share one setting, and a text that has not changed is not set again.
 */
import type { Person } from '../../access/person.ts'
import { needPrintable } from '../trial.ts'
import type { Look } from '../typeset/shapes.ts'
import type { PageMark } from '../typeset/shapes.ts'

/** A text to be set. Equal digests, equal pages. */
export interface Source {
  digest: string
  /** `known`: hashes of pictures that are not wanted again; null for none at all. */
  look(known: ReadonlySet<string> | null): Promise<Look>
}

export interface Picture {
  hash: string
  /** Points. */
  width: number
  height: number
  /** SVG, gzipped. */
  bytes: Uint8Array
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

export class DraftPages {
  readonly #source: (person: Person) => Promise<Source>
  #latest: SetDraft | null = null
  #running: Promise<unknown> = Promise.resolve()
  #next: Promise<SetDraft> | null = null
  #wantsPictures = false

  constructor(source: (person: Person) => Promise<Source>) {
    this.#source = source
  }

  /** Throws `cannot_be_printed {character?}`, `image_missing {count}`, `too_heavy` or `too_many_requests`. */
  ask(pictures: boolean, person: Person): Promise<SetDraft> {
    this.#wantsPictures ||= pictures
    // What is being set now may have been read before the last letters were stored.
    return (this.#next ??= this.#takeTurn(person))
  }

  /** Those that were drawn last. */
  get pictures(): readonly Picture[] {
    return this.#latest?.pictures ?? []
  }

  async #takeTurn(person: Person): Promise<SetDraft> {
    await this.#running
    const wantsPictures = this.#wantsPictures
    this.#next = null
    this.#wantsPictures = false
    const run = this.#set(wantsPictures, person)
    this.#running = run.catch(() => {})
    return run
  }

  async #set(wantsPictures: boolean, person: Person): Promise<SetDraft> {
    const source = await this.#source(person)
    const before = this.#latest
    if (before?.digest === source.digest && (before.pictures || !wantsPictures)) return before
    const known = new Map(before?.pictures?.map((picture) => [picture.hash, picture]))
    const { pictures, ...look } = await needPrintable(source.look(wantsPictures ? new Set(known.keys()) : null))
    const drawn = pictures?.map((picture): Picture => {
      const { bytes } = picture
      const kept = bytes ? { ...picture, bytes } : known.get(picture.hash)
      if (!kept) throw new Error(`page ${picture.hash} was neither drawn nor known`)
      return kept
    })
    const set = { digest: source.digest, ...look, pictures: drawn ?? null }
    this.#latest = set
    return set
  }
}
