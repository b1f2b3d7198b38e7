/** Moves a clause, with all that belongs to it, past its neighbour. Its number follows by itself. */
import { Fragment, Slice } from '@tiptap/pm/model'
import { type Command, Selection, TextSelection } from '@tiptap/pm/state'
import { currentBlock, family, levelOf, positionOf, rank, roleOf } from './blocks.ts'

export function moveClause(by: 1 | -1): Command {
  return (state, dispatch) => {
    const block = currentBlock(state)
    if (!block) return false
    const { doc } = state
    const own = family(doc, block.index)
    const other = by > 0 ? next(doc, own) : previous(doc, own)
    if (!other) return true // at the end of its series: the key is ours, nothing moves
    if (!dispatch) return true
    const [upper, lower] = by > 0 ? [own, other] : [other, own]
    const from = positionOf(doc, upper.from)
    const middle = positionOf(doc, lower.from)
    const to = positionOf(doc, lower.to)
    // The neighbour is what is taken out and put back, so that the caret, and others' carets in the moved clause, stay.
    const [cutFrom, cutTo, putAt] = by > 0 ? [middle, to, from] : [from, middle, to]
    const moved: Fragment = doc.slice(cutFrom, cutTo).content
    const tr = state.tr
    if (by > 0) tr.delete(cutFrom, cutTo).replace(putAt, putAt, new Slice(moved, 0, 0))
    else tr.replace(putAt, putAt, new Slice(moved, 0, 0)).delete(cutFrom, cutTo)
    const shift = by > 0 ? moved.size : -moved.size
    tr.setSelection(TextSelection.create(tr.doc, state.selection.anchor + shift, state.selection.head + shift))
    dispatch(tr.scrollIntoView())
    return true
  }
}

/**
 * Where a family may be put, as indexes of the block that it would stand before. A clause goes between clauses of its
 * rank and above, never among what belongs to another one; running text goes anywhere. Its own place is none.
 */
export function placesFor(doc: Doc, index: number): number[] {
  const own = family(doc, index)
  const level = levelOf(doc.child(index))
  const places: number[] = []
  for (let at = 0; at <= doc.childCount; at++) {
    if (at >= own.from && at <= own.to) continue
    const block = at < doc.childCount ? doc.child(at) : null
    const other = block && levelOf(block)
    const isEdge = !block || roleOf(block) === 'appendix' || (other && level && rank(other) <= rank(level))
    if (!level || isEdge) places.push(at)
  }
  return places
}

/** Puts the block at `index`, with all that belongs to it, before the one at `before`; the caret goes with it. */
export function moveFamily(index: number, before: number): Command {
  return ({ doc, tr }, dispatch) => {
    if (!placesFor(doc, index).includes(before)) return false
    const own = family(doc, index)
    const [from, to] = [positionOf(doc, own.from), positionOf(doc, own.to)]
    const moved = doc.slice(from, to).content
    tr.delete(from, to)
    const put = tr.mapping.map(positionOf(doc, before))
    tr.insert(put, moved)
    dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(put + 1))).scrollIntoView())
    return true
  }
}

type Range = { from: number; to: number }
type Doc = Parameters<typeof family>[0]

function next(doc: Doc, own: Range): Range | null {
  if (own.to >= doc.childCount) return null
  const level = levelOf(doc.child(own.from))
  if (!level) return { from: own.to, to: own.to + 1 }
  const nextLevel = levelOf(doc.child(own.to))
  if (roleOf(doc.child(own.to)) === 'appendix') return null
  if (nextLevel && rank(nextLevel) < rank(level)) return null // does not leave its parent
  return family(doc, own.to)
}

function previous(doc: Doc, own: Range): Range | null {
  const level = levelOf(doc.child(own.from))
  if (own.from === 0) return null
  if (!level) return { from: own.from - 1, to: own.from }
  for (let at = own.from - 1; at >= 0; at--) {
    const above = levelOf(doc.child(at))
    if (roleOf(doc.child(at)) === 'appendix') return null
    if (!above) continue
    if (rank(above) < rank(level)) return null
    if (above === level || rank(above) === rank(level)) return { from: at, to: own.from }
  }
  return null
}
