/** Two rows of letters laid over each other: what stays, what goes, what comes. Both can be read from the result. */
import { common, Purse } from '../../../../src/lib/document/compare/sequence.ts'
import type { Atom, End } from './atoms.ts'

export type Laid =
  | { is: 'same'; old: Atom; now: Atom }
  | { is: 'out' | 'in'; atom: Atom }
  | { is: 'end'; what: 'out' | 'in'; end: End }
  | { is: 'end'; what: 'same'; old: End; now: End }

type Part = Atom | End

/** `closes`: the last paragraph of both is the same. */
export function overlay(old: readonly Part[], now: readonly Part[], closes: boolean): Laid[] {
  const [lastOld, lastNow] = [old.at(-1), now.at(-1)]
  const isClosed = closes && lastOld?.is === 'end' && lastNow?.is === 'end'
  const [a, b] = isClosed ? [old.slice(0, -1), now.slice(0, -1)] : [old, now]
  const laid: Laid[] = []
  let [i, j] = [0, 0]
  const upTo = (toI: number, toJ: number) => {
    for (; i < toI; i++) laid.push(lone('out', a[i]))
    for (; j < toJ; j++) laid.push(lone('in', b[j]))
  }
  for (const [x, y] of pairsOf(a, b)) {
    upTo(x, y)
    const [one, other] = [a[x], b[y]]
    if (one?.is === 'atom' && other?.is === 'atom') laid.push({ is: 'same', old: one, now: other })
    ;[i, j] = [x + 1, y + 1]
  }
  upTo(a.length, b.length)
  if (isClosed) laid.push({ is: 'end', what: 'same', old: lastOld, now: lastNow })
  return laid
}

function lone(what: 'out' | 'in', part: Part | undefined): Laid {
  if (!part) throw new RangeError('nothing there')
  return part.is === 'end' ? { is: 'end', what, end: part } : { is: what, atom: part }
}

/** Places of letters that stay, rising in both. */
function pairsOf(old: readonly Part[], now: readonly Part[]): [number, number][] {
  const [a, b] = [staying(old, 'gone'), staying(now, 'came')]
  const value = (row: readonly Part[], at: number | undefined) => {
    const part = row[at ?? -1]
    return part?.is === 'atom' ? `${part.isLabel ? 'label ' : ''}${part.value}` : ''
  }
  if (a.length === b.length && a.every((at, k) => value(old, at) === value(now, b[k])))
    return a.map((at, k) => [at, b[k] ?? 0])
  const [words, own] = [wordsAmong(old, a), wordsAmong(now, b)]
  const keys = (all: readonly Word[]) => all.map(({ key }) => key)
  const pairs = common(keys(words), keys(own), new Purse(STEPS)) ?? []
  return pairs.flatMap(([x, y]) => (words[x]?.at ?? []).map((at, k): [number, number] => [at, own[y]?.at[k] ?? 0]))
}

/** A line that differs in more places is written anew. */
const STEPS = 2_000_000

const staying = (row: readonly Part[], what: 'gone' | 'came'): number[] =>
  row.flatMap((part, at) => (part.is === 'atom' && part.tag[what] === undefined ? [at] : []))

interface Word {
  key: string
  at: number[]
}

const LETTER = /[\p{L}\p{N}\p{M}]/u

/** Where the words are not known, they are compared as people read them. A label is one word. */
function wordsAmong(row: readonly Part[], places: readonly number[]): Word[] {
  const words: Word[] = []
  let kind = ''
  for (const at of places) {
    const part = row[at]
    if (part?.is !== 'atom') continue
    const is = part.isLabel ? 'label' : part.held ? 'held' : LETTER.test(part.value) ? 'word' : 'sign'
    const last = words.at(-1)
    if (last && is === kind && (is === 'label' || is === 'word')) {
      last.key += part.value
      last.at.push(at)
    } else words.push({ key: `${is === 'label' ? 'label ' : ''}${part.value}`, at: [at] })
    kind = is
  }
  return words
}
