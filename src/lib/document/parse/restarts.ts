/** Where the source begins a series anew ("1." again under a new heading), so does what is made of it. */
import type { BodyNode, ClauseLevel } from '../model.ts'
import { CLAUSE_LEVELS, rank } from '../nodes/clause.ts'
import { mayRestart, numberedOf } from '../numbering.ts'

/** The first number of each level that may begin anew: "I.", "Mục 1", "1/", "a)". */
const FIRST: Partial<Record<ClauseLevel, RegExp>> = {
  muc: /^(?:i|mục\s+(?:1|i))[\s.):/-]*$/i,
  'tieu-muc': /^tiểu mục\s+(?:1|i)[\s.):/-]*$/i,
  khoan: /^1[\s.):/-]*$/,
  diem: /^a[\s.):/-]*$/i,
}

/** `labels`: what stood in front of each clause and appendix, in their order. */
export function withRestarts(blocks: readonly BodyNode[], labels: readonly string[]): BodyNode[] {
  const begun = new Set<ClauseLevel>()
  let at = 0
  return blocks.map((block) => {
    const numbered = numberedOf(block)
    if (numbered === null) return block
    const label = labels[at++] ?? ''
    if (numbered === 'appendix' || numbered === 'attached') {
      begun.clear()
      return block
    }
    const { level } = numbered
    const restarts = begun.has(level) && mayRestart(level) && FIRST[level]?.test(label) === true
    begun.add(level)
    for (const deeper of CLAUSE_LEVELS.slice(rank(level) + 1)) if (mayRestart(deeper)) begun.delete(deeper)
    return restarts ? { ...block, attrs: { ...block.attrs, restarts } } : block
  })
}
