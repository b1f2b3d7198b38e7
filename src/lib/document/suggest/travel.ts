/**
 * Blocks that are only moved go as they are: what colleagues write in them meanwhile travels along. A move shows what the blocks
 * say by now (told-lines.ts), and so does what is accepted.
 */
import type * as Y from 'yjs'
import { canonicalJson } from '../canonical.ts'
import { plainBlock } from './blocks.ts'
import { parentOf } from './exact.ts'
import { elementAt } from './places.ts'
import type { Change } from './shapes.ts'
import { type Move, moveIn } from './words.ts'

/** They say the same in both places. */
export function pureMoveIn(changes: readonly Change[]): Move | null {
  const move = moveIn(changes)
  return move && canonicalJson(move.put.put) === canonicalJson(move.gone.was) ? move : null
}

/** The same changes with what the blocks that they move say in this text. */
export function asTheyStand(doc: Y.Doc, changes: readonly Change[]): readonly Change[] {
  const move = pureMoveIn(changes)
  const parent = move && parentOf(doc, move.gone)
  if (!move || !parent) return changes
  const blocks = move.gone.removed.map((id) => elementAt(doc, id))
  const now = blocks.flatMap((type) => (type && type.parent === parent ? [plainBlock({ type })] : []))
  if (now.length !== blocks.length || now.length !== move.put.put.length) return changes
  return [
    { ...move.put, put: now },
    { ...move.gone, was: now },
  ]
}
