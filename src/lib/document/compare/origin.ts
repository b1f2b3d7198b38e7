/**
 * Where words of a text come from: each is followed back through earlier texts. By the words themselves, since the ids of
 * letters lie: whoever presses Enter has, to Yjs, written all that stands behind it anew.
 */
import { type BodyNode, type OfficialDocument, TEXT_FIELDS } from '../model.ts'
import { isLine, lineOf } from './line.ts'
import { common, Purse } from './sequence.ts'

const STEPS = 2_000_000
/** So many words in the same order are the same words, wherever they stand now. */
const RUN = 4

/** All words of a text in reading order; where a line ends does not matter. */
export function wordsOfDocument({ body, fields }: Pick<OfficialDocument, 'body' | 'fields'>): string[] {
  const words: string[] = []
  gather(body, words)
  for (const name of TEXT_FIELDS) words.push(...wordsOfText(fields[name]))
  return words
}

function gather(node: BodyNode, words: string[]): void {
  if (!isLine(node)) for (const child of node.content ?? []) gather(child, words)
  else for (const { key, isWord } of lineOf(node.content ?? []).tokens) if (isWord) words.push(key)
}

export const wordsOfText = (text: string): string[] =>
  lineOf(text === '' ? [] : [{ type: 'text', text }]).tokens.flatMap(({ key, isWord }) => (isWord ? [key] : []))

/** Index of the words in the text: of several places the one nearest to `near`. -1 where they do not stand. */
export function placeOfWords(text: readonly string[], words: readonly string[], near: number): number {
  const [first] = words
  if (first === undefined) return -1
  let found = -1
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    if (!words.every((word, offset) => text[at + offset] === word)) continue
    if (found < 0 || Math.abs(at - near) < Math.abs(found - near)) found = at
  }
  return found
}

/** Of these places in the newer text, where each word stood in the older one; null for one that did not stand there. */
export function traceBack(
  older: readonly string[],
  newer: readonly string[],
  places: readonly number[],
): (number | null)[] {
  const pairs = common(older, newer, new Purse(STEPS)) ?? []
  const before = new Map(pairs.map(([old, now]) => [now, old]))
  const runs = runsOf(older)
  return places.map((place) => before.get(place) ?? elsewhere(older, newer, runs, place))
}

/** Places of each row of words; the first of several. */
function runsOf(words: readonly string[]): Map<string, number> {
  const runs = new Map<string, number>()
  for (let at = 0; at + RUN <= words.length; at++) {
    const run = words.slice(at, at + RUN).join(' ')
    if (!runs.has(run)) runs.set(run, at)
  }
  return runs
}

/** A word that was moved: some row of words around it stood elsewhere. */
function elsewhere(
  older: readonly string[],
  newer: readonly string[],
  runs: ReadonlyMap<string, number>,
  place: number,
): number | null {
  for (let offset = 0; offset < RUN; offset++) {
    const from = place - offset
    if (from < 0 || from + RUN > newer.length) continue
    const at = runs.get(newer.slice(from, from + RUN).join(' '))
    if (at !== undefined && older[at + offset] === newer[place]) return at + offset
  }
  return null
}

/** Words that came in the same stretch of time, one after the other. */
export interface Origin {
  words: number
  /** They came after `after` and stood at `upTo`. */
  after: number
  upTo: number
}

/**
 * When each of these words of the text at `head` came, to the stretch that `isEnough` says cannot be told apart further.
 * `textAt(0)` is never asked for: nothing stood then.
 */
export async function originsOf(
  head: number,
  places: readonly number[],
  textAt: (position: number) => Promise<readonly string[]>,
  isEnough: (after: number, upTo: number) => Promise<boolean>,
): Promise<Origin[]> {
  const found: { after: number; upTo: number }[] = []

  async function search(words: readonly { index: number; place: number }[], after: number, upTo: number) {
    if (words.length === 0) return
    if (upTo - after <= 1 || (await isEnough(after, upTo))) {
      for (const { index } of words) found[index] = { after, upTo }
      return
    }
    const middle = Math.floor((after + upTo) / 2)
    const [older, newer] = [await textAt(middle), await textAt(upTo)]
    const traced = traceBack(
      older,
      newer,
      words.map(({ place }) => place),
    )
    const stood = words.flatMap(({ index }, at) => {
      const place = traced[at]
      return place === null || place === undefined ? [] : [{ index, place }]
    })
    await search(stood, after, middle)
    await search(
      words.filter((_, at) => traced[at] === null),
      middle,
      upTo,
    )
  }

  await search(
    places.map((place, index) => ({ index, place })),
    0,
    head,
  )
  const origins: Origin[] = []
  for (const { after, upTo } of found) {
    const last = origins.at(-1)
    if (last?.after === after && last.upTo === upTo) last.words++
    else origins.push({ words: 1, after, upTo })
  }
  return origins
}
