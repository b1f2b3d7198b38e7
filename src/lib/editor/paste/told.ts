/** The report of a paste: what came in changed, and what was left out. */
import { unprintablePlaces, unseenPlaces } from '../../document/unseen-places.ts'

/** In the order in which the notice lists them. */
export const TOLD = [
  'mergedInWay',
  'tooLarge',
  'turning',
  'turned',
  'unprintable',
  'unseen',
  'comment',
  'deleted',
  'hidden',
  'image',
  'noteLost',
  'unplaced',
  'kind',
  'signer',
  'subject',
  'kept',
  'joined',
  'pageNumber',
  'renumbered',
  'handNumbers',
  'given',
  'attached',
  'nestedTables',
  'cutTables',
] as const
export type What = (typeof TOLD)[number]

export interface Told {
  what: What
  count: number
  /** The words concerned, or as many of them as are shown. */
  words: string[]
}

/** A person reads the report: beyond this it only says how many more there are. */
const MOST_WORDS = 100
const LONGEST_WORDS = 300

/** Collects the lines of the report while a text is read. */
export class Teller {
  readonly #told: Map<What, Told>

  /** Goes on from what was told elsewhere. */
  constructor(told: readonly Told[] = []) {
    this.#told = new Map(told.map((one) => [one.what, one]))
  }

  tell(what: What, words = ''): void {
    const told = this.#told.get(what) ?? { what, count: 0, words: [] }
    told.count++
    const text = words.replaceAll(/\s+/g, ' ').trim()
    const isLong = text.length > LONGEST_WORDS
    if (text !== '' && told.words.length < MOST_WORDS)
      told.words.push(isLong ? `${text.slice(0, LONGEST_WORDS).toWellFormed()}…` : text)
    this.#told.set(what, told)
  }

  /** Unseen characters of a line, before they are taken out of it. */
  tellUnseen(line: string): void {
    for (const { turns, words } of unseenPlaces(line)) this.tell(turns ? 'turning' : 'unseen', words)
  }

  /** What no font draws, of a line as it comes into the draft. */
  tellUnprintable(line: string): void {
    for (const words of unprintablePlaces(line)) this.tell('unprintable', words)
  }

  all(): Told[] {
    return TOLD.flatMap((what) => this.#told.get(what) ?? [])
  }
}
