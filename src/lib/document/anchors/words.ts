/** Finds words again by themselves and by what stood around them: the same answer wherever the same text is. */
import { LIMITS } from '../../limits.ts'
import { AROUND, type Spoken } from './anchor.ts'
import { type Letters, lettersIn } from './letters.ts'

/** Words without blanks, and the letters that stood around them; null around where that was never kept. */
export interface Words {
  letters: string
  around: { before: string; after: string } | null
  /** They went on: only their beginning was kept. */
  isCut: boolean
}

/** Indexes of letters. */
export interface Span {
  from: number
  to: number
}

/** Words and what agrees around them, in letters, from which they are taken for the ones that were meant. */
const ENOUGH = 40
/** The same where nothing is known of what stood around, and they stand nowhere else. */
const ENOUGH_ALONE = 20
/** A word that stands more often is none that tells a place. */
const MOST_PLACES = 2_000
/** Longer needles are looked for by their beginning; the rest is compared. */
const NEEDLE = 256

/** A thread's quote does not change: its letters are read once. */
const read = new WeakMap<Spoken, Words>()

export function wordsOf(spoken: Spoken): Words {
  const words = read.get(spoken) ?? wordsIn(spoken)
  read.set(spoken, words)
  return words
}

function wordsIn({ anchor: { before, after }, quote }: Spoken): Words {
  const isCut = quote.length >= LIMITS.quote
  const letters = lettersIn(quote)
  const around = before === undefined || after === undefined ? null : { before, after }
  return { letters: isCut ? letters.slice(0, -1) : letters, around, isCut }
}

/** The words between two indexes, as they stand there now. */
export function wordsAt(letters: Letters, { from, to }: Span): Words {
  const isCut = to - from > LIMITS.quote
  return {
    letters: letters.slice(from, isCut ? from + LIMITS.quote : to),
    around: aroundOf(letters, { from, to }),
    isCut,
  }
}

export function aroundOf(letters: Letters, { from, to }: Span): { before: string; after: string } {
  const before = letters.slice(Math.max(0, from - AROUND), from)
  return { before: withoutHalves(before), after: withoutHalves(letters.slice(to, to + AROUND)) }
}

/** What is known of a place where the words were: the indexes of their ends, and which of these are letters of theirs. */
export interface Hint extends Span {
  isStart: boolean
  isEnd: boolean
}

/** Letters that have to agree on either side where no letter of the words themselves is left to hold on to. */
const ENOUGH_BESIDE = 8

/** A character of two units may have been cut in the middle; half of one is no text. */
export function withoutHalves(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]/, '').replace(/[\uD800-\uDBFF]$/, '')
}

/** The words where they reach into a place or stand right beside it; null where they do not. */
export function wordsTouching(letters: Letters, words: Words, { from, to, isStart, isEnd }: Hint): Span | null {
  const { length } = words.letters
  const start = Math.max(0, from - length)
  const spans = placesIn(letters.slice(start, to + length), words.letters)
    .map((at) => ({ from: start + at, to: start + at + length }))
    .filter((span) => (!isStart || span.from === from) && (!isEnd || span.to === to))
  const found = best(letters, words, spans)
  return found && (isStart || isEnd || isBeside(letters, words, found.span)) ? found.span : null
}

function isBeside(letters: Letters, { around }: Words, { from, to }: Span): boolean {
  if (!around) return true
  const before = commonEnd(around.before, letters.slice(Math.max(0, from - AROUND), from))
  const after = commonStart(around.after, letters.slice(to, to + AROUND))
  return (
    before >= Math.min(ENOUGH_BESIDE, around.before.length) && after >= Math.min(ENOUGH_BESIDE, around.after.length)
  )
}

/** The words wherever they stand, if there can be little doubt that they are the ones that were meant. */
export function wordsAnywhere(letters: Letters, words: Words): Span | null {
  const spans = placesIn(letters.text, words.letters).map((at) => ({ from: at, to: at + words.letters.length }))
  const found = best(letters, words, spans)
  if (!found) return null
  return isMeant(words, found.agreed) || (!words.around && isAlone(words, spans)) ? found.span : null
}

function isMeant({ letters: { length }, around }: Words, agreed: number): boolean {
  const known = around ? around.before.length + around.after.length : 0
  return length + agreed >= ENOUGH || (known > 0 && agreed === known)
}

const isAlone = ({ letters: { length } }: Words, spans: readonly Span[]) => length >= ENOUGH_ALONE && spans.length === 1

/**
 * Words in what was put in, if they were taken out together with letters around them that are there too; null if they may
 * be others. `isSure` asks for no more than that.
 */
export function wordsPutIn(
  letters: Letters,
  words: Words,
  taken: readonly { before: string; after: string }[],
  span: Span,
  isSure: boolean,
): Span | null {
  const put = letters.slice(span.from, span.to)
  for (const { before, after } of taken) {
    const all = before + words.letters + after
    const at = put.indexOf(all)
    if (at === -1 || !(isSure || all.length >= AROUND || all.length === put.length)) continue
    const from = span.from + at + before.length
    return { from, to: from + words.letters.length }
  }
  const spans = placesIn(put, words.letters).map((at) => ({
    from: span.from + at,
    to: span.from + at + words.letters.length,
  }))
  const found = best(letters, words, spans)
  return found && isMeant(words, found.agreed) ? found.span : null
}

/** How far the beginning of the words stands from `at` on, and their end before it. */
export function beginningAt(letters: Letters, words: Words, at: number): Span | null {
  const length = commonStart(words.letters, letters.slice(at, at + words.letters.length))
  return length > 0 ? { from: at, to: at + length } : null
}

export function endingAt(letters: Letters, words: Words, at: number): Span | null {
  const length = commonEnd(words.letters, letters.slice(Math.max(0, at - words.letters.length), at))
  return length > 0 ? { from: at - length, to: at } : null
}

/** Of several places the one around which most is as it was; of equal ones the first. */
function best(letters: Letters, words: Words, spans: readonly Span[]): { span: Span; agreed: number } | null {
  let found: { span: Span; agreed: number } | null = null
  for (const place of spans) {
    const span = whole(letters, words, place)
    const agreed = agreement(letters, words, span)
    if (!found || agreed > found.agreed) found = { span, agreed }
  }
  return found
}

function agreement(letters: Letters, { around }: Words, { from, to }: Span): number {
  if (!around) return 0
  const { before, after } = around
  return (
    commonEnd(before, letters.slice(Math.max(0, from - before.length), from)) +
    commonStart(after, letters.slice(to, to + after.length))
  )
}

/** Of words that were cut short, up to what stood behind them. */
function whole(letters: Letters, { around, isCut }: Words, span: Span): Span {
  if (!isCut || !around || around.after === '') return span
  const end = letters.text.indexOf(around.after, span.to)
  return end === -1 ? span : { from: span.from, to: end }
}

function placesIn(text: string, letters: string): number[] {
  const places: number[] = []
  if (letters === '') return places
  const needle = letters.slice(0, NEEDLE)
  const rest = letters.slice(NEEDLE)
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + needle.length)) {
    if (rest === '' || text.startsWith(rest, at + needle.length)) places.push(at)
    if (places.length === MOST_PLACES) break
  }
  return places
}

function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let at = 0
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at++
  return at
}

function commonEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let at = 0
  while (at < most && one.charCodeAt(one.length - 1 - at) === other.charCodeAt(other.length - 1 - at)) at++
  return at
}
