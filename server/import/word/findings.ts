/** What a draft has no place for, kept while reading so that the report can name it. */

import { Refusal } from './refusal.ts'
import type { Lost, WordChange, WordLoss, WordRun } from './shapes.ts'
import { placesOf, Tally } from './tally.ts'
import type { Element } from './xml.ts'

/** Beyond these a report only counts. */
const MOST_EXAMPLES = 200
/** Some 500 pages; a draft that long could not be typed in. */
const MOST_LETTERS = 1_500_000

/** In letters: of a longer passage nobody reads more. */
const LONGEST_QUOTE = 2_000

/** Words, and the element that says them. */
export interface Said {
  run: WordRun
  by: Element
}

/** Comments about the same words whose passage is kept: every word is kept for each of them. More are about none. */
const MOST_OPEN = 20

export class Findings {
  #lost: Map<string, WordLoss> = new Map()
  #changes: Map<string, WordChange> = new Map()
  /** Passages of comments, by the comment's id. */
  #quotes: Map<string, WordRun[]> = new Map()
  /** Comments whose passage is being read, and how much of it was. */
  #open: Map<string, number> = new Map()
  /** Passages that began in this paragraph; how much of each stands in its first one; those that have an end. */
  #begun: Set<string> = new Set()
  #inFirst: Map<string, number> = new Map()
  #ended: Set<string> = new Set()
  fonts: Set<string> = new Set()
  readonly tally = new Tally()
  /** Words that were moved here. */
  arrived: string[] = []
  #movedAway: { author: string; runs: WordRun[] }[] = []
  colours = 0
  highlights = 0
  #letters = 0
  #leftWords = 0
  #deletedWords = 0
  /** What was put in: by its author what is no part of this reading, and what is one. */
  #waiting: Map<string, Map<Element, string>> = new Map()
  #arrived: Set<Element> = new Set()
  endnotes = 0
  nestedTables = 0

  /** Something that has words of the text, if any: they are left. */
  lose(what: Lost, runs: WordRun[] = []) {
    this.leave(runs)
    this.name(what, runs)
  }

  /** Words of the text that stand in no draft. */
  leave(runs: readonly WordRun[]) {
    this.tally.leave(runs)
    this.#leftWords += countIn(runs)
  }

  /** The same, of words that are no part of the text: an address, what stands beside. */
  name(what: Lost, runs: WordRun[] = []) {
    const found = this.#lost.get(what) ?? { what, count: 0, examples: [] }
    this.#lost.set(what, found)
    found.count++
    if (runs.length > 0 && found.examples.length < MOST_EXAMPLES) found.examples.push(runs)
  }

  /**
   * `goesOn`: it stands right after one of the same sort by the same person and is one with it. What was put in and is no
   * part of this reading waits: another reading has it.
   */
  change(
    { is, author, isTaken }: Pick<WordChange, 'is' | 'author'> & { isTaken: boolean },
    said: readonly Said[],
    goesOn: boolean,
  ) {
    const runs = said.map(({ run }) => run)
    if (is === 'deleted' || is === 'undone') {
      this.leave(runs)
      if (is === 'deleted') this.#deletedWords += countIn(runs)
    } else if (isTaken) for (const { by } of said) this.#arrived.add(by)
    else {
      this.tally.leave(runs)
      const waiting = this.#waiting.get(author) ?? new Map<Element, string>()
      this.#waiting.set(author, waiting)
      for (const { run, by } of said) waiting.set(by, run.text)
    }
    this.#add(is, author, runs, goesOn)
  }

  #add(is: WordChange['is'], author: string, runs: readonly WordRun[], goesOn: boolean) {
    const key = `${is} ${author}`
    const found = this.#changes.get(key) ?? { is, author, count: 0, examples: [] }
    this.#changes.set(key, found)
    if (!goesOn) found.count++
    const last = found.examples.at(-1)
    if (goesOn && last) last.push(...runs)
    else if (runs.length > 0 && found.examples.length < MOST_EXAMPLES) found.examples.push([...runs])
  }

  /** Words at the place they were moved from. */
  moveAway(author: string, runs: WordRun[]) {
    this.tally.leave(runs)
    if (runs.length > 0) this.#movedAway.push({ author, runs })
  }

  /** What was moved away and has arrived nowhere was deleted. To be called when all is read. */
  settleMoves() {
    const counts = new Map<string, number>()
    for (const word of this.arrived.flatMap(wordsIn)) counts.set(word, (counts.get(word) ?? 0) + 1)
    for (const { author, runs } of this.#movedAway) {
      const words = wordsIn(runs.map(({ text }) => text).join(''))
      const isHere = words.every((word) => (counts.get(word) ?? 0) > 0)
      if (!isHere) this.#add('deleted', author, runs, false)
      else for (const word of words) counts.set(word, (counts.get(word) ?? 0) - 1)
    }
  }

  /** Where the passage of a comment begins or ends. */
  mark({ name, attributes }: Element) {
    const id = attributes['w:id'] ?? ''
    if (name === 'w:commentRangeEnd') {
      this.#open.delete(id)
      this.#ended.add(id)
      return
    }
    this.#ended.delete(id)
    if (this.#open.size < MOST_OPEN) this.#open.set(id, 0)
    this.#begun.add(id)
    this.#quotes.set(id, [])
  }

  endParagraph() {
    for (const id of this.#begun) this.#inFirst.set(id, this.#quotes.get(id)?.length ?? 0)
    this.#begun.clear()
  }

  /** The passage of a comment. One that never ends is the paragraph in which it begins. */
  quoteOf(id: string): WordRun[] {
    const quote = this.#quotes.get(id) ?? []
    return this.#ended.has(id) ? quote : quote.slice(0, this.#inFirst.get(id) ?? quote.length)
  }

  see(run: WordRun) {
    this.#letters += run.text.length
    if (this.#letters > MOST_LETTERS) throw new Refusal('bomb')
    this.fonts.add(run.font)
    for (const [id, length] of this.#open) {
      this.#quotes.get(id)?.push(run)
      if (length + run.text.length > LONGEST_QUOTE) this.#open.delete(id)
      else this.#open.set(id, length + run.text.length)
    }
  }

  /** Everything but the text. `roots`: of all that was read. */
  all(roots: readonly Element[]) {
    const { colours, highlights, endnotes, nestedTables } = this
    const leftWords = this.#leftWords
    const waiting = [...this.#waiting]
    const put = new Set([...waiting.flatMap(([, words]) => [...words.keys()]), ...this.#arrived])
    const places = placesOf(put, roots)
    const placeOf = (element: Element) => places.get(element) ?? 0
    return {
      lost: [...this.#lost.values()],
      changes: [...this.#changes.values()],
      looks: { fonts: [...this.fonts], colours, highlights },
      endnotes,
      nestedTables,
      leftWords,
      deletedWords: this.#deletedWords,
      waiting: new Map(
        waiting.map(([author, words]) => [author, new Map([...words].map(([by, text]) => [placeOf(by), text]))]),
      ),
      arrived: new Set([...this.#arrived].map(placeOf)),
    }
  }
}

const countIn = (runs: readonly WordRun[]): number => runs.reduce((sum, { text }) => sum + wordsIn(text).length, 0)

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
