/** Finds what is asked for in one line. */
import { bare } from '../../document/fold.ts'
import type { Reading } from './line-reading.ts'

export interface Query {
  text: string
  matchCase: boolean
  wholeWord: boolean
  /** «dieu» finds «Điều». */
  ignoreMarks: boolean
}

type Fold = (text: string) => string

const spaced: Fold = (text) => text.replaceAll('\u00A0', ' ')
const FOLDS: Record<'exact' | 'case' | 'marks' | 'both', Fold> = {
  exact: (text) => spaced(text.normalize('NFC')),
  case: (text) => spaced(text.normalize('NFC').toLowerCase()),
  marks: (text) => spaced(bare(text)),
  both: (text) => spaced(bare(text).toLowerCase()),
}

/** One object for each way of folding, so that a folded line can be known again. */
function foldFor({ matchCase, ignoreMarks }: Query): Fold {
  if (matchCase) return ignoreMarks ? FOLDS.marks : FOLDS.exact
  return ignoreMarks ? FOLDS.both : FOLDS.case
}

/** Stretches of `reading.words` that match, from left to right; none overlaps another. */
export function matchesIn(reading: Reading, query: Query): [start: number, end: number][] {
  const fold = foldFor(query)
  const wanted = fold(query.text)
  if (wanted === '') return []
  const { text, places } = folded(reading, fold)
  const found: [number, number][] = []
  for (let at = text.indexOf(wanted); at !== -1;) {
    const end = at + wanted.length
    const isFound = !query.wholeWord || isWhole(text, at, end)
    if (isFound) found.push(places ? [places[at] ?? 0, places[end] ?? 0] : [at, end])
    at = text.indexOf(wanted, isFound ? end : at + 1)
  }
  return found
}

function folded(reading: Reading, fold: Fold): NonNullable<Reading['form']> {
  if (reading.form?.fold === fold) return reading.form
  const text = fold(reading.words)
  // Composed Vietnamese folds letter by letter. Anything else (decomposed letters, foreign ligatures) needs a map.
  reading.form = text.length === reading.words.length ? { fold, text, places: null } : slowly(reading.words, fold)
  return reading.form
}

/** Letter with its marks by letter; `places[i]` is where the i-th folded character comes from, one more for the end. */
function slowly(words: string, fold: Fold): NonNullable<Reading['form']> {
  let text = ''
  const places: number[] = []
  for (const { 0: cluster, index } of words.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const plain = fold(cluster)
    for (let at = 0; at < plain.length; at++) places.push(index)
    text += plain
  }
  places.push(words.length)
  return { fold, text, places: Int32Array.from(places) }
}

const WORD = /[\p{L}\p{N}\p{M}_]/u

function isWhole(text: string, start: number, end: number): boolean {
  return !WORD.test(text.charAt(start - 1)) && !WORD.test(text.charAt(end))
}
