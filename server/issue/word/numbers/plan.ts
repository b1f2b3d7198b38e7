/**
 * How the number of each clause comes about in Word. It is counted wherever Word comes to the number of the page; where it
 * would come to another one, its count is set there; where it has no such number, the label is typed (ADR 23).
 */
import type { ClauseLevel, PrintBlock } from '../../../../src/lib/document/model.ts'
import { Counting } from './counting.ts'
import { ARTICLES, type Look, numberOf, read, SECTIONS } from './levels.ts'
import { type Change, HEAD_LOOK, type Lists, type Scheme } from './lists.ts'

/** `list`: the number by which a paragraph names it, `w:numId`; `level`: `w:ilvl`. */
export type Shown = { is: 'counted'; list: number; level: number } | { is: 'typed' }

export const TYPED: Shown = { is: 'typed' }

type Clause = Extract<PrintBlock, { type: 'clause' }>

/** For each block of a part of the document, MAIN or what names an appendix; null for one that has no number. */
export function planned(lists: Lists, part: string, blocks: readonly PrintBlock[]): (Shown | null)[] {
  const hasArticles = blocks.some((block) => block.type === 'clause' && block.level === 'dieu')
  const beyond = beyondLetters(blocks)
  const series = new Map<Scheme, Series>()
  return blocks.map((block): Shown | null => {
    if (block.type !== 'clause') return null
    if (beyond.has(block)) return TYPED
    const scheme = lists.schemeOf(part, hasArticles ? ARTICLES : SECTIONS, block.level)
    const own = series.get(scheme) ?? new Series(lists, scheme)
    series.set(scheme, own)
    return own.next(block)
  })
}

/** For each label of an appendix: "Phụ lục I", "Phụ lục II". One alone has no number, and its label is words. */
export function plannedHeads(lists: Lists, labels: readonly string[]): Shown[] {
  const [before = ''] = HEAD_LOOK.text.split('{')
  let count = 0
  return labels.map((label) => {
    const number = label.startsWith(before) ? numberOf(label.slice(before.length), HEAD_LOOK.format) : null
    if (number === null || number !== count + 1) return TYPED
    count = number
    return { is: 'counted', list: lists.plain(lists.headScheme()), level: 0 }
  })
}

/** The clauses that one scheme counts, as they come. */
class Series {
  readonly #lists: Lists
  readonly #scheme: Scheme
  readonly #counting = new Counting()
  /** The list that a clause of each level goes on with. */
  readonly #current: number[]
  /** How many lists with the same change have begun. */
  readonly #alike = new Map<string, number>()

  constructor(lists: Lists, scheme: Scheme) {
    this.#lists = lists
    this.#scheme = scheme
    this.#current = (scheme.levels ?? []).map(() => lists.plain(scheme))
  }

  next(clause: Clause): Shown {
    const found = this.#numberOf(clause)
    const level = this.#scheme.levels?.indexOf(clause.level) ?? -1
    if (!found || level < 0) return TYPED
    const list = this.#listFor(level, found)
    if (list === null) return TYPED
    if (!this.#scheme.looks.has(level)) this.#scheme.looks.set(level, found.look)
    this.#counting.count(level, found.number)
    this.#current.fill(list, level)
    return { is: 'counted', list, level }
  }

  #listFor(level: number, { look, number }: { look: Look; number: number }): number | null {
    const usual = this.#scheme.looks.get(level) ?? look
    const active = this.#current[level] ?? 1
    const change = this.#lists.lists[active - 1]?.change
    const isWrittenSo = isSame((change?.level === level ? change.look : undefined) ?? usual, look)
    const starts = this.#counting.next(level) !== number
    if (!starts && isWrittenSo) return active
    const own: Change = { level, ...(starts && { start: number }), ...(!isSame(look, usual) && { look }) }
    if (!starts && !own.look) return this.#lists.plain(this.#scheme)
    return this.#lists.with(this.#scheme, own, starts ? this.#count(own) : 0)
  }

  /** A list begins at its number only once. */
  #count(change: Change): number {
    const key = JSON.stringify(change)
    const count = this.#alike.get(key) ?? 0
    this.#alike.set(key, count + 1)
    return count
  }

  #numberOf({ level, label }: Clause): { look: Look; number: number } | null {
    if (level !== 'decimal' && level !== 'sub-decimal') return read(level, label)
    if (!/^\d{1,4}(?:\.\d{1,4}){1,2}\.$/.test(label)) return null
    const numbers = label.slice(0, -1).split('.')
    const own = numberOf(numbers.pop() ?? '', 'decimal')
    if (own === null || numbers.length !== (level === 'decimal' ? 1 : 2)) return null
    const around = numbers.map((number, at) => {
      const base = (at === 0 ? BASES : DECIMAL).find((one) => this.#last(one) === Number(number))
      return base === undefined ? `${number}.` : `{${base}}.`
    })
    return { look: { text: `${around.join('')}{${level}}.`, format: 'decimal' }, number: own }
  }

  #last(level: ClauseLevel): number | undefined {
    return this.#counting.last(this.#scheme.levels?.indexOf(level) ?? -1)
  }
}

/**
 * Whose number a "1.1." begins with, as numbering.ts has it; a mục's, in Roman, is words there: LibreOffice does not know how to
 * write it in digits (`w:isLgl`).
 */
const BASES: readonly ClauseLevel[] = ['khoan', 'dieu']
const DECIMAL: readonly ClauseLevel[] = ['decimal']

const isSame = (a: Look, b: Look): boolean => a.text === b.text && a.format === b.format

/**
 * Điểm of a series that goes beyond "d)": Word's next letter is e, the decree's is đ. A series is counted as a whole or not
 * at all, since nobody expects of "đ)" to stay when "b)" goes.
 */
function beyondLetters(blocks: readonly PrintBlock[]): Set<Clause> {
  const beyond = new Set<Clause>()
  let series: Clause[] = []
  const close = () => {
    if (series.some(({ label }) => !read('diem', label))) for (const one of series) beyond.add(one)
    series = []
  }
  for (const block of blocks) {
    if (block.type !== 'clause') continue
    if (block.level !== 'diem' || block.label === FIRST) close()
    if (block.level === 'diem') series.push(block)
  }
  close()
  return beyond
}

const FIRST = 'a)'
