/**
 * Where the pages begin in the live text. Nothing of it is stored: each place is a position that moves with the writing
 * until the server tells the places again.
 */
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { isFromElsewhere } from '../../document/tables.ts'
import type { PageMark } from './answer.ts'

/**
 * `line`: the page begins with the line that holds `pos`; `block`: with the block or the table row at `pos`;
 * `after`: somewhere behind the end of that block or row.
 */
export interface PagePlace {
  number: number
  kind: 'line' | 'block' | 'after'
  pos: number
}

/** A mark whose block the text does not have is left out. */
export function placesOf(doc: Node, marks: readonly PageMark[]): PagePlace[] {
  const starts: number[] = []
  doc.forEach((_, pos) => starts.push(pos))
  return marks.flatMap(({ number, block, offset, row, goesOn }): PagePlace[] => {
    const start = starts[block]
    if (start === undefined) return []
    const node = doc.child(block)
    if (node.isTextblock && offset > 0 && !goesOn) {
      return [{ number, kind: 'line', pos: start + 1 + Math.min(offset, node.content.size) }]
    }
    const kind = goesOn ? 'after' : 'block'
    if (row === 0 || node.isTextblock) return [{ number, kind, pos: start }]
    const rowStart = node.children.slice(0, row).reduce((sum, child) => sum + child.nodeSize, start + 1)
    return [{ number, kind, pos: rowStart }]
  })
}

/** The places after a change. Those of blocks that are gone move to where the blocks were. */
export function carryPlaces(places: readonly PagePlace[], change: Transaction): PagePlace[] {
  if (!isFromElsewhere(change)) return places.map((place) => ({ ...place, pos: change.mapping.map(place.pos, 1) }))
  // A change from elsewhere replaces the whole document, so that positions cannot be mapped; but blocks that nobody
  // touched are the same nodes as before.
  const { before, doc: after } = change
  const same = sameAround(before, after)
  return places.map((place) => ({ ...place, pos: carried(place.pos, before, after, same) }))
}

interface Same {
  /** Positions before which both documents are equal. */
  head: number
  /** Size of the equal part at the end. */
  tail: number
}

function sameAround(before: Node, after: Node): Same {
  const most = Math.min(before.childCount, after.childCount)
  let [head, first] = [0, 0]
  while (first < most && before.child(first) === after.child(first)) head += before.child(first++).nodeSize
  let [tail, last] = [0, 0]
  while (last < most - first) {
    const block = before.child(before.childCount - 1 - last)
    if (block !== after.child(after.childCount - 1 - last)) break
    tail += block.nodeSize
    last++
  }
  return { head, tail }
}

function carried(pos: number, before: Node, after: Node, { head, tail }: Same): number {
  if (pos < head) return pos
  const fromEnd = before.content.size - pos
  if (fromEnd <= tail) return after.content.size - fromEnd
  // In what was changed: as far from its beginning as before, but not beyond it.
  return Math.min(pos, after.content.size - tail)
}
