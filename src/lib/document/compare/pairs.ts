/** Which block of the old text is which of the new: by its id first, then by its words. */
import { canonicalJson } from '../canonical.ts'
import type { BodyNode } from '../model.ts'
import { isHolder, isLine, lineOf } from './line.ts'
import { common, heaviestRising, type Purse } from './sequence.ts'

/** A block as it is looked for. */
export interface Block {
  node: BodyNode
  id: string | null
  /** Equal for blocks that are the same but for their id. */
  same: string
  /** A number for each of its words, rising, so that two blocks are likened in one walk. */
  words: readonly number[]
}

/** Gives each word of the two texts its number. */
export type Lexicon = Map<string, number>

/** Under this two lines have less in common than they differ. */
const LIKE = 0.5
/** To be taken for moved, words must be more than chance; a short line may stand anywhere. */
const MOVED_LIKE = 0.6
const MOVED_WORDS = 5
const SAME_WORDS = 4

export function blockOf(node: BodyNode, lexicon: Lexicon): Block {
  const { id, ...attrs } = node.attrs ?? {}
  const words: number[] = []
  gather(node, lexicon, words)
  words.sort((a, b) => a - b)
  const same = canonicalJson({ type: node.type, attrs, content: node.content ?? [] })
  return { node, id: typeof id === 'string' && id !== '' ? id : null, same, words }
}

function gather(node: BodyNode, lexicon: Lexicon, words: number[]): void {
  if (!isLine(node)) {
    for (const child of node.content ?? []) gather(child, lexicon, words)
    return
  }
  for (const { key, isWord } of lineOf(node.content ?? []).tokens) {
    if (!isWord) continue
    const number = lexicon.get(key) ?? lexicon.size
    lexicon.set(key, number)
    words.push(number)
  }
}

/** Index in the old text by index in the new one. */
export type Pairs = Map<number, number>

/** `moves`: a block may be found at another place; otherwise the order of the old text is kept. */
export function pair(old: readonly Block[], now: readonly Block[], purse: Purse, moves: boolean): Pairs {
  const pairs: Pairs = new Map()
  if (moves) {
    pairById(old, now, pairs)
    pairByWords(old, now, pairs)
    // So many without a pair would be told apart too dearly by their order: rare words part them into short stretches.
    if ((old.length - pairs.size) * (now.length - pairs.size) > MOST_LIKENESSES) pairAnywhere(old, now, pairs, purse)
  } else {
    const same = common(keys(old), keys(now), purse)
    for (const [a, b] of same ?? []) pairs.set(b, a)
  }
  pairBetween(old, now, pairs, purse)
  if (moves) pairAnywhere(old, now, pairs, purse)
  return pairs
}

const keys = (blocks: readonly Block[]) => blocks.map(({ same }) => same)

/** Where an id stands twice, the first one owns it. */
function pairById(old: readonly Block[], now: readonly Block[], pairs: Pairs): void {
  const places = new Map<string, number>()
  for (const [a, { id }] of old.entries()) if (id !== null && !places.has(id)) places.set(id, a)
  for (const [b, { id }] of now.entries()) {
    const a = id === null ? undefined : places.get(id)
    if (id === null || a === undefined) continue
    pairs.set(b, a)
    places.delete(id)
  }
}

/** Blocks that stand once in each text, with the same words. */
function pairByWords(old: readonly Block[], now: readonly Block[], pairs: Pairs): void {
  const taken = new Set(pairs.values())
  const once = (blocks: readonly Block[], isTaken: (index: number) => boolean) => {
    const places = new Map<string, number | null>()
    for (const [index, { same, words, node }] of blocks.entries()) {
      if (isTaken(index) || (words.length < SAME_WORDS && node.type !== 'image')) continue
      places.set(same, places.has(same) ? null : index)
    }
    return places
  }
  const before = once(old, (a) => taken.has(a))
  for (const [same, b] of once(now, (b) => pairs.has(b))) {
    const a = before.get(same)
    if (b !== null && a !== null && a !== undefined) pairs.set(b, a)
  }
}

/** In each stretch between two pairs that kept their order, what is alike and in order. */
function pairBetween(old: readonly Block[], now: readonly Block[], pairs: Pairs, purse: Purse): void {
  const ordered = [...pairs].toSorted(([b], [c]) => b - c)
  const kept = heaviestRising(
    ordered.map(([, a]) => a),
    ordered.map(([b]) => 1 + (now[b]?.words.length ?? 0)),
  )
  const stays = ordered.filter((_, index) => kept.has(index))
  const taken = new Set(pairs.values())
  let [fromA, fromB] = [0, 0]
  for (const [b, a] of [...stays, [now.length, old.length] as const]) {
    const freeA = range(fromA, a).filter((index) => !taken.has(index))
    const freeB = range(fromB, b).filter((index) => !pairs.has(index))
    pairStretch(old, now, { freeA, freeB }, pairs, purse)
    ;[fromA, fromB] = [a + 1, b + 1]
  }
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)

interface Stretch {
  freeA: readonly number[]
  freeB: readonly number[]
}

/** The rows of a table are told apart one by one; of more than this, by their order. */
const MOST_LIKENESSES = 40_000

function pairStretch(
  old: readonly Block[],
  now: readonly Block[],
  { freeA, freeB }: Stretch,
  pairs: Pairs,
  purse: Purse,
): void {
  const [n, m] = [freeA.length, freeB.length]
  if (n === 0 || m === 0) return
  const likeness = (i: number, j: number): number => {
    const [a, b] = [old[freeA[i] ?? -1], now[freeB[j] ?? -1]]
    return a && b ? likenessOf(a, b, purse) : 0
  }
  const put = (i: number, j: number) => {
    const [a, b] = [freeA[i], freeB[j]]
    if (a !== undefined && b !== undefined) pairs.set(b, a)
  }
  if (n * m > MOST_LIKENESSES) {
    const same = common(
      freeA.map((a) => old[a]?.same),
      freeB.map((b) => now[b]?.same),
      purse,
    )
    for (const [i, j] of same ?? []) put(i, j)
    return
  }
  // The most likeness that a rising row of pairs can have, cell by cell.
  const best = new Float64Array((n + 1) * (m + 1))
  const own = new Float64Array(n * m)
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const like = likeness(i, j)
      own[i * m + j] = like
      const skipped = Math.max(cell(best, (i + 1) * (m + 1) + j), cell(best, i * (m + 1) + j + 1))
      best[i * (m + 1) + j] = like > 0 ? Math.max(skipped, like + cell(best, (i + 1) * (m + 1) + j + 1)) : skipped
    }
  }
  for (let i = 0, j = 0; i < n && j < m;) {
    const here = cell(best, i * (m + 1) + j)
    const like = cell(own, i * m + j)
    if (like > 0 && here === like + cell(best, (i + 1) * (m + 1) + j + 1)) put(i++, j++)
    else if (here === cell(best, (i + 1) * (m + 1) + j)) i++
    else j++
  }
}

const cell = (row: Float64Array, index: number): number => row[index] ?? 0

/** From 0 (nothing in common, or not enough) to 1, a little more for the same kind of block. */
function likenessOf(a: Block, b: Block, purse: Purse): number {
  if (isLine(a.node) !== isLine(b.node) || (!isLine(a.node) && a.node.type !== b.node.type)) return 0
  if (a.same === b.same) return 1.1
  if (a.node.type === 'tableCell' || a.node.type === 'tableHeader') return 0.1 // cells of one row, in their order
  const all = a.words.length + b.words.length
  if (all === 0) return isHolder(a.node) || a.node.type === b.node.type ? 0.6 : 0
  if (!purse.take(all)) return 0
  const both = inCommon(a.words, b.words)
  const like = Math.max((2 * both) / all, grown(a, b, both))
  return like < LIKE ? 0 : like + (a.node.type === b.node.type ? 0.05 : 0)
}

/** A line that was written on, or cut short: nearly all of the shorter one is in the longer. */
function grown(a: Block, b: Block, both: number): number {
  const least = Math.min(a.words.length, b.words.length)
  return least >= 2 && both >= 0.9 * least ? LIKE : 0
}

function inCommon(a: readonly number[], b: readonly number[]): number {
  let found = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0]
    if (x <= y) i++
    if (y <= x) j++
    if (x === y) found++
  }
  return found
}

/** Words that stand in more blocks than this tell nothing about where a block went. */
const COMMON_WORD = 12

/** What is left: a block that was moved and changed as well. Looked for among those that share rare words with it. */
function pairAnywhere(old: readonly Block[], now: readonly Block[], pairs: Pairs, purse: Purse): void {
  const taken = new Set(pairs.values())
  const holders = new Map<number, number[]>()
  for (const [a, { words }] of old.entries()) {
    if (taken.has(a) || words.length < MOVED_WORDS) continue
    for (const word of new Set(words)) {
      const found = holders.get(word)
      if (found) found.push(a)
      else holders.set(word, [a])
    }
  }
  if (holders.size === 0) return
  for (const [b, block] of now.entries()) {
    if (pairs.has(b) || block.words.length < MOVED_WORDS) continue
    const candidates = new Set<number>()
    for (const word of new Set(block.words)) {
      const found = holders.get(word) ?? []
      if (found.length <= COMMON_WORD) for (const a of found) if (!taken.has(a)) candidates.add(a)
    }
    let best = -1
    let most = MOVED_LIKE
    for (const a of candidates) {
      const other = old[a]
      const like = other ? likenessOf(other, block, purse) : 0
      if (like > most) [best, most] = [a, like]
    }
    if (best < 0) continue
    pairs.set(b, best)
    taken.add(best)
  }
}
