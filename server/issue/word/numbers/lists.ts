/**
 * The lists of a Word file: those that count the clauses of the document, those of each appendix, which begins anew, and one of
 * the appendices themselves. Two readings of one document share theirs.
 */
import type { ClauseLevel } from '../../../../src/lib/document/model.ts'
import { ARTICLES, type Levels, type Look } from './levels.ts'

/** Lists of one scheme count together (`w:abstractNum`). */
export interface Scheme {
  /** Null: of appendices. */
  levels: Levels | null
  /** How each level is written, by its place; levels that nobody has used yet are missing. */
  looks: Map<number, Look>
}

/** A list (`w:num`). `change`: a level that begins once at another number than the next one, or is written otherwise. */
export interface List {
  scheme: Scheme
  change: Change | null
}

export interface Change {
  level: number
  start?: number
  look?: Look
}

/** The part of a document that is no appendix. */
export const MAIN = 'main'
const HEADS = 'heads'
export const HEAD_LOOK: Look = { text: 'Phụ lục {phu-luc}', format: 'upperRoman' }
/** Word opens no file with many more; nobody sets a count so often. */
const MOST_LISTS = 2_000

export class Lists {
  readonly #schemes = new Map<string, Scheme>()
  readonly #lists: List[] = []
  readonly #numbers = new Map<Scheme, Map<string, number>>()

  get schemes(): readonly Scheme[] {
    return [...this.#schemes.values()]
  }

  /** The first is number 1. */
  get lists(): readonly List[] {
    return this.#lists
  }

  /** Whose numbers a level has where somebody puts its style on a line: those of the first part that uses it. */
  ownerOf(level: ClauseLevel): Scheme {
    const used = this.schemes.find(({ levels, looks }) => levels !== null && looks.has(levels.indexOf(level)))
    if (used) return used
    const levels = ARTICLES.find((one) => one.includes(level)) ?? []
    return this.#schemeOf(MAIN, levels)
  }

  /** Of the appendices, where they are counted. */
  get heads(): Scheme | undefined {
    return this.#schemes.get(HEADS)
  }

  /** The number of the list of a scheme in which nothing is changed. */
  plain(scheme: Scheme): number {
    return this.with(scheme, null, 0) ?? 1
  }

  /**
   * The number of a list with this change. `nth`: of those alike in one reading of a document. Null where a file would hold
   * too many.
   */
  with(scheme: Scheme, change: Change | null, nth: number): number | null {
    const own = this.#numbers.get(scheme) ?? new Map<string, number>()
    this.#numbers.set(scheme, own)
    const key = JSON.stringify([change, nth])
    const known = own.get(key)
    if (known !== undefined || (change !== null && this.#lists.length >= MOST_LISTS)) return known ?? null
    const number = this.#lists.push({ scheme, change })
    own.set(key, number)
    return number
  }

  /** That counts this level in a part whose lists are these. */
  schemeOf(part: string, lists: readonly Levels[], level: ClauseLevel): Scheme {
    return this.#schemeOf(part, lists.find((levels) => levels.includes(level)) ?? [])
  }

  /** Of the appendices themselves. */
  headScheme(): Scheme {
    return this.#schemeOf(HEADS, null)
  }

  #schemeOf(part: string, levels: Levels | null): Scheme {
    const key = levels === null ? part : `${part} ${levels.join(' ')}`
    const known = this.#schemes.get(key)
    if (known) return known
    const made: Scheme = { levels, looks: new Map() }
    this.#schemes.set(key, made)
    return made
  }
}
