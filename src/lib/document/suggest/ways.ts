/** From where to where blocks would be moved, as the document cites its clauses: from "Điều 3" to "khoản 2 Điều 5". */
import type * as Y from 'yjs'
import { fieldsMap, readFields } from '../fields.ts'
import type { OfficialDocument } from '../model.ts'
import { citations } from '../references.ts'
import { blocksIn, plainBlock } from './blocks.ts'
import type { Change } from './shapes.ts'
import { keyOf } from './shapes.ts'
import { moveIn } from './words.ts'

export interface Way {
  from: string
  to: string
}

export const NO_WAYS: ReadonlyMap<string, Way> = new Map()

/** By the id of the suggestion; `final` is the text with all of them in it. None where a place has no number, or it stays in one clause. */
export function waysOf(
  text: Y.Doc,
  final: OfficialDocument,
  open: readonly { id: string; changes: readonly Change[] }[],
): Map<string, Way> {
  const ways = new Map<string, Way>()
  const moves = open.flatMap(({ id, changes }) => {
    const move = moveIn(changes)
    return move && !move.put.parent ? [{ id, move }] : []
  })
  if (moves.length === 0) return ways
  const blocks = blocksIn(text.getXmlFragment('body'))
  const content = blocks.map(plainBlock)
  const { kind } = readFields(fieldsMap(text))
  const [now, then] = [citations({ type: 'doc', content }, kind), citations(final.body, kind)]
  const places = new Map(blocks.map((block, at) => [keyOf(block), at]))
  /** Of a block, or of the clause in which it stands. */
  const cited = (index: number): string | undefined => {
    for (let at = index; at >= 0; at--) {
      const cite = now.get(String(content[at]?.attrs?.id))
      if (cite !== undefined) return cite
    }
    return undefined
  }
  for (const { id, move } of moves) {
    const [gone] = move.gone.removed
    const from = gone && cited(places.get(keyOf(gone)) ?? -1)
    const { after } = move.put
    const to =
      then.get(String(move.put.put[0]?.attrs?.id)) ?? (after ? cited(places.get(keyOf(after)) ?? -1) : undefined)
    if (from !== undefined && to !== undefined && from !== to) ways.set(id, { from, to })
  }
  return ways
}
