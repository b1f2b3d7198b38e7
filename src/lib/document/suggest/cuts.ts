/** A line cut in two, and two lines joined: y-tiptap writes the letters behind such a place anew, under other ids. */
import { common, Purse } from '../compare/sequence.ts'
import type { BodyNode } from '../model.ts'
import { schema } from '../schema.ts'
import { plainOf } from '../shared-form.ts'
import { type Block, idOf, plainBlock } from './blocks.ts'
import { FORWARD, hasWords, type Hunk, hunksOf, lookChanges, placeIn, trimmed, type Way, wordsChange } from './hunks.ts'
import { isLine, type Letter } from './letters.ts'
import { type Change, type Id, keyOf, type Undo } from './shapes.ts'

interface Cut {
  changes: Change[]
  /** What is left of the line's last hunk: words that went or came in front of the cut. */
  hunk: Hunk
  /** New blocks that are no part of the line, and lines that went and are joined to none of its parts. */
  added: Block[]
  removed: readonly Block[]
  /** The new lines that hold its letters, in their order. */
  pieces: CutPiece[]
}

/** A new line: which of the old letters went in front of it, what became of those that it holds, and which went behind them. */
export interface CutPiece extends Told {
  block: Block
  gone: readonly Letter[]
  /** The old letters that it holds: `hunks` and `looks` count in them. */
  held: readonly Letter[]
  goneBehind: readonly Letter[]
  /** What stood in the line behind it stands at its end now. */
  joined: Joined | null
}

/** What went and came behind a block: the first of `removed` stands at `at` among the blocks of the text. */
export interface Behind {
  at: number
  removed: readonly Block[]
  added: readonly Block[]
}

interface End extends Behind {
  cut: Cut | null
  joined: Joined | null
  /** The lines of `removed` that are joined, and those before them, which are no more among these. */
  taken: readonly Block[]
}

/**
 * Whether a line was cut in two at its last hunk, or has another joined to it, and what went and came behind it besides. What is
 * back where it was (`whole` has it, `own` has not) stands between two lines that were joined, and so went and came anew.
 */
export function endOf(
  line: Block,
  old: readonly Letter[],
  hunk: Hunk | undefined,
  own: Behind,
  whole?: Behind,
  way = FORWARD,
): End {
  if (hunk)
    for (const { at, removed, added } of whole ? [whole, own] : [own]) {
      const cut = cutLine(line, old, hunk, { added, removed }, way)
      const joined = cut ? null : joinedLines(line, hunk, removed, way)
      if (!cut && !joined) continue
      const left = joined ? [] : (cut?.removed ?? removed)
      return {
        ...{ cut, joined, taken: removed },
        // Behind the lines that were joined: in between it would keep them apart.
        ...{ at: at + removed.length - left.length, removed: left, added: cut?.added ?? added },
      }
    }
  return { cut: null, joined: null, taken: [], ...own }
}

/**
 * The end of the line went, and new lines behind it hold its letters; to the last of them a line of `removed` may be joined. Null
 * where they do not.
 */
function cutLine(
  line: Id,
  old: readonly Letter[],
  hunk: Hunk,
  { added, removed }: { added: readonly Block[]; removed: readonly Block[] },
  way: Way,
): Cut | null {
  if (hunk.from === hunk.to) return null
  const tail = old.slice(hunk.from)
  const changes: Undo[] = []
  const pieces: CutPiece[] = []
  let [used, at, gone] = [0, 0, 0]
  for (const block of added) {
    if (!isLine(block.type) || at >= tail.length) break
    const piece = pieceOf(way.letters(block.type), tail, at, way)
    if (!piece) break
    const { from, to } = piece
    if (used === 0) gone = from
    else if (from > at) changes.push(wordsChange(line, old, { from: hunk.from + at, to: hunk.from + from, put: [] }))
    const begin = hunk.from + from
    const back = way.isExact && { back: { letters: [], blocks: [idOf(block)], known: [way.block(idOf(block))] } }
    changes.push({ is: 'split', ...placeIn(line, old, begin, begin), put: emptyLine(block), ...back })
    const isLast = to === tail.length
    const { hunks, joined } = isLast ? withJoined(line, piece, removed, way) : { hunks: piece.told.hunks, joined: null }
    for (const one of hunks) {
      const words = wordsChange(line, old, { from: begin + one.from, to: begin + one.to, put: one.put }, way)
      // What comes in front of the first letter of the new line comes there, and not to the end of the one before it.
      changes.push(one.from === 0 ? { ...words, leads: true } : words)
    }
    changes.push(...lookChanges(line, piece.told.looks), ...(joined?.changes ?? []))
    const before = used === 0 ? [] : tail.slice(at, from)
    const { looks } = piece.told
    pieces.push({ block, gone: before, held: tail.slice(from, to), hunks, looks, goneBehind: [], joined })
    at = to
    used++
  }
  if (used === 0) return null
  const last = pieces.at(-1)
  if (at < tail.length) {
    changes.push(wordsChange(line, old, { from: hunk.from + at, to: old.length, put: [] }))
    if (last) last.goneBehind = tail.slice(at)
  }
  const own = { from: hunk.from, to: hunk.from + gone, put: hunk.put, at: hunk.at }
  return {
    changes,
    hunk: (way.isExact ? own : trimmed(old, own)) ?? { from: 0, to: 0, put: [], at: 0 },
    added: added.slice(used),
    removed: last?.joined ? [] : removed,
    pieces,
  }
}

/** What came behind the last letter of a new line may be the line that stood behind it. */
function withJoined(line: Id, { from, to, told: { hunks } }: Piece, removed: readonly Block[], way: Way) {
  const last = hunks.at(-1)
  const joined = last?.to === to - from ? joinedLines(line, last, removed, way) : null
  if (!joined) return { hunks, joined: null }
  const { hunk } = joined
  return { hunks: [...hunks.slice(0, -1), ...(hasWords(hunk) ? [hunk] : [])], joined }
}

type Told = ReturnType<typeof hunksOf>

interface Piece {
  /** Of the tail: the letters that the new line holds, and some between them that went. */
  from: number
  to: number
  told: Told
}

/** Which letters of the tail, from `at` on, a new line holds. Null where it is another line. */
function pieceOf(own: readonly Letter[], tail: readonly Letter[], at: number, way: Way): Piece | null {
  const kept = way.isExact ? sameIn(own, tail, at) : keptIn(own, tail, at)
  const [first, last] = [kept[0], kept.at(-1)]
  if (!first || !last) return null
  const [from, to] = [first[1], last[1] + 1]
  return { from, to, told: hunksOf(tail.slice(from, to), known(own, tail, kept), way) }
}

/** Letters that were written anew, under the ids that they had. */
function known(own: readonly Letter[], old: readonly Letter[], kept: readonly [number, number][]): Letter[] {
  const places = new Map(kept)
  return own.map((letter, at) => {
    const was = old[places.get(at) ?? -1]
    return was ? { ...letter, client: was.client, clock: was.clock } : letter
  })
}

/** Letters of the one that stand in the other as well, in one order, from `at` on. */
function sameIn(own: readonly Letter[], old: readonly Letter[], at = 0): [number, number][] {
  const places = new Map(old.map((letter, place) => [keyOf(letter), place]))
  const same: [number, number][] = []
  let next = at
  for (const [index, letter] of own.entries()) {
    const place = places.get(keyOf(letter)) ?? -1
    if (place < next) continue
    same.push([index, place])
    next = place + 1
  }
  return same
}

/** Letters of the new line, and where they stood in the tail. None where it may be words that only look alike. */
function keptIn(own: readonly Letter[], tail: readonly Letter[], at: number): [number, number][] {
  const rest = tail.slice(at)
  const row = (length: number, inOwn: number, inTail: number) =>
    Array.from({ length }, (_, by): [number, number] => [inOwn + by, inTail + by])
  const length = commonLength(own, rest)
  if (length > 0 && (length === own.length || length === rest.length)) return row(length, 0, at)
  const from = tail.length - own.length
  if (own.length > 0 && from > at && commonLength(own, tail.slice(from)) === own.length) return row(own.length, 0, from)
  return inRows(own, rest).map(([inOwn, inRest]) => [inOwn, at + inRest])
}

/** Two texts of one language have half of their letters in one order: only rows of so many are the same letters. */
const LEAST_ROW = 3
/** Steps of looking for them. */
const STEPS = 200_000

/** Rows of letters that stand in both; none where they are not half of the shorter one. */
function inRows(own: readonly Letter[], rest: readonly Letter[]): [number, number][] {
  const values = (letters: readonly Letter[]) => letters.map(({ value }) => value)
  const rows: [number, number][][] = []
  for (const pair of common(values(own), values(rest), new Purse(STEPS)) ?? []) {
    const before = rows.at(-1)?.at(-1)
    if (before && pair[0] === before[0] + 1 && pair[1] === before[1] + 1) rows.at(-1)?.push(pair)
    else rows.push([pair])
  }
  const isAtEdge = ([first, ...more]: [number, number][]): boolean => {
    const [at, place] = more.at(-1) ?? first ?? [-1, -1]
    return (first?.[0] === 0 && first[1] === 0) || (at === own.length - 1 && place === rest.length - 1)
  }
  const kept = rows.filter((row) => row.length >= LEAST_ROW || isAtEdge(row)).flat()
  return kept.length * 2 >= Math.min(own.length, rest.length) ? kept : []
}

function commonLength(a: readonly Letter[], b: readonly Letter[]): number {
  let length = 0
  while (length < a.length && length < b.length && isSame(a[length], b[length])) length++
  return length
}

const isSame = (a: Letter | undefined, b: Letter | undefined): boolean =>
  a !== undefined && a.value === b?.value && a.marks.join() === b.marks.join()

function emptyLine({ type }: Block): BodyNode {
  return plainOf(schema.nodeFromJSON({ type: type.nodeName, attrs: type.getAttributes() }))
}

export interface Joined extends Told {
  changes: Change[]
  /** What is left of the line's last hunk: words that went or came in front of what is joined. */
  hunk: Hunk
  /** How many letters stand from there to the end of the line. */
  length: number
  /** Of the last line that went: letters in front of those that stand here, and these; `hunks` and `looks` count in them. */
  gone: readonly Letter[]
  held: readonly Letter[]
}

/** The last of the lines that went stands at the end of this one. Null where it does not. */
function joinedLines(line: Id, hunk: Hunk, removed: readonly Block[], way: Way): Joined | null {
  const last = removed.at(-1)
  if (!last || !isLine(last.type)) return null
  const letters = way.letters(last.type)
  const kept = way.isExact ? sameIn(hunk.put, letters) : joinedIn(hunk.put, letters)
  const [first] = kept
  if (!first) return null
  const [begin, from] = first
  const held = letters.slice(from)
  const inHeld = kept.map(([at, place]): [number, number] => [at - begin, place - from])
  const told = hunksOf(held, known(hunk.put.slice(begin), held, inHeld), way)
  const own = { client: line.client, clock: line.clock }
  const next = { client: last.client, clock: last.clock }
  const changes: Change[] = removed.length > 1 ? [gone(own, next, removed.slice(0, -1))] : []
  if (from > 0) changes.push(wordsChange(next, letters, { from: 0, to: from, put: [] }))
  for (const one of told.hunks)
    changes.push(wordsChange(next, letters, { from: from + one.from, to: from + one.to, put: one.put }, way))
  changes.push(...lookChanges(next, told.looks), { is: 'join', line: own, next, was: emptyLine(last) })
  const length = hunk.put.length - begin
  return {
    ...told,
    changes,
    hunk: { ...hunk, put: hunk.put.slice(0, begin) },
    length,
    gone: letters.slice(0, from),
    held,
  }
}

/** Letters that came to the end of a line, and where they stood in the line that went. */
function joinedIn(put: readonly Letter[], letters: readonly Letter[]): [number, number][] {
  let length = 0
  while (length < letters.length && length < put.length && isSame(letters.at(-1 - length), put.at(-1 - length)))
    length++
  const end = Array.from({ length }, (_, at): [number, number] => [
    put.length - length + at,
    letters.length - length + at,
  ])
  if (length > 0 && length === letters.length) return end
  const rows = inRows(put, letters)
  if (rows.length > length) return rows
  return length >= Math.min(2, letters.length) ? end : []
}

function gone(after: Id, before: Id, removed: readonly Block[]): Change {
  return { is: 'blocks', after, before, removed: removed.map(idOf), was: removed.map(plainBlock), put: [] }
}
