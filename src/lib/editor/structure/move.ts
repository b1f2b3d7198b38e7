/** Moves a clause, with all that belongs to it, past its neighbour. Its number follows by itself. */
import { type Command, type EditorState, Selection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { DecorationSet } from '@tiptap/pm/view'
import { yCursorPluginKey } from '@tiptap/y-tiptap'
import { currentBlock, family, levelOf, positionOf, rank, roleOf } from '../core/blocks.ts'
import { hasPassage, tellMoved } from '../core/highlights.ts'

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
    const tr = swap(state, upper, lower)
    const shift = (by > 0 ? 1 : -1) * (positionOf(doc, other.to) - positionOf(doc, other.from))
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
  return (state, dispatch) => {
    const { doc } = state
    if (!placesFor(doc, index).includes(before)) return false
    const own = family(doc, index)
    const isUp = before < own.from
    const tr = isUp ? swap(state, { from: before, to: own.from }, own) : swap(state, own, { from: own.to, to: before })
    const put = isUp
      ? positionOf(doc, before)
      : positionOf(doc, before) - (positionOf(doc, own.to) - positionOf(doc, own.from))
    dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(put + 1))).scrollIntoView())
    return true
  }
}

/**
 * Two runs of blocks that follow one another change places. Yjs has no move: one of them stays what it is, the other is
 * made anew. That is the one where no colleague's caret and no comment is, else the shorter one.
 */
function swap(state: EditorState, upper: Range, lower: Range): Transaction {
  const { doc, tr } = state
  const [from, middle, to] = [positionOf(doc, upper.from), positionOf(doc, lower.from), positionOf(doc, lower.to)]
  const [isUpperBusy, isLowerBusy] = [isBusy(state, from, middle), isBusy(state, middle, to)]
  const isUpperRemade = isUpperBusy === isLowerBusy ? upper.to - upper.from < lower.to - lower.from : isLowerBusy
  const [cutFrom, cutTo, put] = isUpperRemade ? [from, middle, to] : [middle, to, from]
  // A copy: y-tiptap keeps in the shared text the nodes that it knows.
  const remade = doc
    .slice(cutFrom, cutTo)
    .content.content.map((node) => node.type.create(node.attrs, node.content, node.marks))
  if (isUpperRemade) tr.insert(put, remade).delete(cutFrom, cutTo)
  else tr.delete(cutFrom, cutTo).insert(put, remade)
  return tellMoved(tr, { from: cutFrom, to: cutTo, by: isUpperRemade ? to - middle : from - middle })
}

/** Whether a colleague's caret or a passage that is spoken about is there. */
function isBusy(state: EditorState, from: number, to: number): boolean {
  const carets: unknown = yCursorPluginKey.getState(state)
  const hasCaret = carets instanceof DecorationSet && carets.find(from + 1, to - 1).length > 0
  return hasCaret || hasPassage(state, from, to)
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
