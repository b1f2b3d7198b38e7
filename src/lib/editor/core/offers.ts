/** Names and dates that are offered to who types: found by the beginnings of their words, with or without diacritics. */
import { fold } from '../../document/fold.ts'
import { dateWords } from '../../document/print/lines.ts'

export interface Offer {
  /** What is put in. */
  text: string
  is: 'date' | 'name'
}

/** As many as are seen without scrolling on a phone. */
const MOST_OFFERED = 6
/** By which words the day is asked for, folded. */
const DAY_WORDS = ['ngay', 'hom', 'nay', 'today', 'date']

/** `day`: today, yyyy-MM-dd. With nothing typed, the day and the names written to last. */
export function offersFor(typed: string, day: string, names: readonly string[]): Offer[] {
  const words = wordsOf(typed)
  const isDay = words.every((word) => DAY_WORDS.some((known) => known.startsWith(word)))
  const dates = isDay ? [dateWords(day), day.split('-').reverse().join('/')] : []
  return [
    ...dates.map((text): Offer => ({ text, is: 'date' })),
    ...namesFor(typed, names).map((text): Offer => ({ text, is: 'name' })),
  ].slice(0, MOST_OFFERED)
}

/** The names in which each typed word begins a word; those that begin with what was typed come first. */
export function namesFor(typed: string, names: readonly string[]): string[] {
  const words = wordsOf(typed)
  const wanted = words.join(' ')
  const first: string[] = []
  const others: string[] = []
  for (const name of names) {
    const own = wordsOf(name)
    if (!words.every((word) => own.some((one) => one.startsWith(word)))) continue
    if (own.join(' ').startsWith(wanted)) first.push(name)
    else others.push(name)
    if (first.length === MOST_OFFERED) break
  }
  return [...first, ...others].slice(0, MOST_OFFERED)
}

const wordsOf = (text: string) =>
  fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
