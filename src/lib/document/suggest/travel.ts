/**
 * Blocks that are moved take along what colleagues write in them meanwhile, also where whoever moves them has changed them as well. A
 * move shows what the blocks say by now (told-lines.ts), and so does what is accepted.
 */
import type * as Y from 'yjs'
import type { BodyNode } from '../model.ts'
import { plainBlock } from './blocks.ts'
import { parentOf } from './exact.ts'
import { mergedBlock } from './merge.ts'
import { elementAt } from './places.ts'
import type { Change } from './shapes.ts'
import { type Move, moveIn } from './words.ts'

/** The same changes with what the blocks that they move say in this text. */
export function asTheyStand(doc: Y.Doc, changes: readonly Change[]): readonly Change[] {
  const move = moveIn(changes)
  const parent = move && parentOf(doc, move.gone)
  if (!move || !parent) return changes
  const blocks = move.gone.removed.map((id) => elementAt(doc, id))
  const now = blocks.flatMap((type) => (type && type.parent === parent ? [plainBlock({ type })] : []))
  return (now.length === blocks.length && withMoved(move, now)) || changes
}

/** The move of blocks that say this by now; null where what was made of them cannot be put together. */
export function withMoved({ put, gone }: Move, now: BodyNode[]): Change[] | null {
  if (now.length !== put.put.length || now.length !== gone.was.length) return null
  const merged = now.flatMap((block, at) => {
    const [was, own] = [gone.was[at], put.put[at]]
    return (was && own && mergedBlock(was, own, block)) ?? []
  })
  if (merged.length !== now.length) return null
  return [
    { ...put, put: merged },
    { ...gone, was: now },
  ]
}
