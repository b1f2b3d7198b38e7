/**
 * The level that lies next when one goes up or down. "1.1." and "1.1.1." stand between khoản and điểm, but not every text
 * has them: articles have none, nor has a plan whose author goes from "1." to "a)" everywhere.
 */
import type { EditorState } from '@tiptap/pm/state'
import { kindOf } from '../../document/kinds.ts'
import type { ClauseLevel } from '../../document/model.ts'
import { CLAUSE_LEVELS, DECIMAL_LEVELS } from '../../document/nodes/clause.ts'
import { makesArticles } from '../../document/numbering.ts'
import { type Block, clauseAround, levelOf, roleOf } from '../core/blocks.ts'
import { numbersKey } from '../core/numbering.ts'

/** `by` +1: one down, -1: one up. `moving`: the lines that change level together, whose levels say nothing of the others. */
export function nextLevel(
  state: EditorState,
  { index }: Block,
  level: ClauseLevel,
  by: 1 | -1,
  moving: readonly Block[],
): ClauseLevel | undefined {
  const part = partAround(state, index, new Set(moving.map((block) => block.index)))
  const mayStand = (decimal: ClauseLevel) => {
    const around = clauseAround(state.doc, index, decimal)
    if (decimal === 'sub-decimal' ? around !== 'decimal' : around === null) return false
    return part.has(decimal) || (!part.has('diem') && (!part.isOfArticles || part.has('decimal')))
  }
  const levels = CLAUSE_LEVELS.filter((one) => one === level || !DECIMAL_LEVELS.has(one) || mayStand(one))
  return levels[levels.indexOf(level) + by]
}

/** The levels of the other lines between two appendices, and whether these are articles. */
function partAround(state: EditorState, index: number, moving: ReadonlySet<number>) {
  const { doc } = state
  const used = new Set<ClauseLevel>()
  const isEnd = (at: number) => roleOf(doc.child(at)) === 'appendix'
  let [from, to] = [index, index]
  while (from > 0 && !isEnd(from)) from--
  while (to < doc.childCount && (to === from || !isEnd(to))) to++
  for (let at = from; at < to; at++) {
    const level = moving.has(at) ? null : levelOf(doc.child(at))
    if (level) used.add(level)
  }
  const kind = numbersKey.getState(state)?.kind
  const isOfArticles = (from === 0 && (!kind || kindOf(kind).series === 'articles')) || [...used].some(makesArticles)
  return { isOfArticles, has: (level: ClauseLevel) => used.has(level) }
}
