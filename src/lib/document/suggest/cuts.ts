/** A line cut in two, and two lines joined: y-tiptap writes the letters behind such a place anew, under other ids. */
import type { BodyNode } from '../model.ts'
import { schema } from '../schema.ts'
import { plainOf } from '../shared-form.ts'
import { type Block, idOf, plainBlock } from './blocks.ts'
import { type Hunk, placeIn, trimmed, wordsChange } from './hunks.ts'
import { isLine, type Letter, lettersOf } from './letters.ts'
import type { Change, Id } from './shapes.ts'

interface Cut {
  changes: Change[]
  /** What is left of the line's last hunk: words that went or came in front of the cut. */
  hunk: Hunk
  /** New blocks that are no part of the line. */
  added: Block[]
  /** The new lines that hold its letters, in their order. */
  pieces: CutPiece[]
}

/** A new line: which of the old letters went in front of it, how many of them it begins with, and which went behind these. */
export interface CutPiece {
  block: Block
  gone: readonly Letter[]
  kept: number
  goneBehind: readonly Letter[]
}

/** The end of the line went, and new lines behind it hold its letters. Null where they do not. */
export function cutLine(line: Id, old: readonly Letter[], hunk: Hunk, added: readonly Block[]): Cut | null {
  if (hunk.from === hunk.to) return null
  const tail = old.slice(hunk.from)
  const changes: Change[] = []
  const pieces: CutPiece[] = []
  let [used, at, gone] = [0, 0, 0]
  for (const block of added) {
    if (!isLine(block.type) || at >= tail.length) break
    const own = lettersOf(block.type)
    const piece = pieceOf(own, tail, at)
    if (!piece) break
    if (used === 0) gone = piece.from
    else if (piece.from > at)
      changes.push(wordsChange(line, old, { from: hunk.from + at, to: hunk.from + piece.from, put: [] }))
    const place = placeIn(line, old, hunk.from + piece.from, hunk.from + piece.from)
    changes.push({ is: 'split', ...place, put: emptyLine(block) })
    if (piece.lead.length > 0) return null
    pieces.push({ block, gone: used === 0 ? [] : tail.slice(at, piece.from), kept: piece.length, goneBehind: [] })
    at = piece.from + piece.length
    used++
    if (piece.rest.length > 0) {
      const end = hunk.from + at
      changes.push(wordsChange(line, old, { from: end, to: end, put: piece.rest }))
      break
    }
  }
  if (used === 0) return null
  const last = pieces.at(-1)
  if (at < tail.length) {
    changes.push(wordsChange(line, old, { from: hunk.from + at, to: old.length, put: [] }))
    if (last) last.goneBehind = tail.slice(at)
  }
  const own = { from: hunk.from, to: hunk.from + gone, put: hunk.put, at: hunk.at }
  return { changes, hunk: trimmed(old, own) ?? { from: 0, to: 0, put: [], at: 0 }, added: added.slice(used), pieces }
}

interface Piece {
  /** Of the tail: where the letters of the new line begin, and how many they are. */
  from: number
  length: number
  lead: readonly Letter[]
  rest: Letter[]
}

/** Which letters of the tail a new line holds: from `at` on, or its last ones. */
function pieceOf(own: Letter[], tail: readonly Letter[], at: number): Piece | null {
  if (own.length === 0) return null
  const length = commonLength(own, tail.slice(at))
  if (length > 0 && (length === own.length || at + length === tail.length))
    return { from: at, length, lead: [], rest: own.slice(length) }
  const from = tail.length - own.length
  if (from > at && commonLength(own, tail.slice(from)) === own.length)
    return { from, length: own.length, lead: [], rest: [] }
  return null
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

interface Joined {
  changes: Change[]
  hunk: Hunk
  removed: Block[]
  /** How many letters of the last line that went stand here now, and which of it went. */
  kept: number
  gone: readonly Letter[]
}

/** The last of the lines that went stands at the end of this one. Null where it does not. */
export function joinedLines(line: Id, hunk: Hunk, removed: readonly Block[]): Joined | null {
  const last = removed.at(-1)
  if (!last || !isLine(last.type)) return null
  const letters = lettersOf(last.type)
  let length = 0
  while (
    length < letters.length &&
    length < hunk.put.length &&
    isSame(letters.at(-1 - length), hunk.put.at(-1 - length))
  )
    length++
  if (length === 0 || length < Math.min(2, letters.length)) return null
  const own = { client: line.client, clock: line.clock }
  const next = { client: last.client, clock: last.clock }
  const head = letters.length - length
  const changes: Change[] = removed.length > 1 ? [gone(own, next, removed.slice(0, -1))] : []
  if (head > 0) changes.push(wordsChange(next, letters, { from: 0, to: head, put: [] }))
  changes.push({ is: 'join', line: own, next, was: emptyLine(last) })
  const put = hunk.put.slice(0, hunk.put.length - length)
  return { changes, hunk: { ...hunk, put }, removed: [], kept: length, gone: letters.slice(0, head) }
}

function gone(after: Id, before: Id, removed: readonly Block[]): Change {
  return { is: 'blocks', after, before, removed: removed.map(idOf), was: removed.map(plainBlock), put: [] }
}
