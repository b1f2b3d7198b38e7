/** How a clause is printed (Phụ lục I, II.6.đ); the PDF and the Word file both ask here. */
import type { ClauseLevel, PrintBlock } from '../../../src/lib/document/model.ts'
import { CLAUSE_LEVELS } from '../../../src/lib/document/nodes/clause.ts'

type Clause = Extract<PrintBlock, { type: 'clause' }>

/**
 * `lead`: label over title, both centred and bold. `titled`: label and title on one line, bold. `plain`: a sentence
 * after its label; only that of a điều is bold.
 */
export type ClauseForm = 'lead' | 'titled' | 'plain'

export function clauseForm(clause: Clause): ClauseForm {
  if (clause.isCentred) return 'lead'
  return clause.isTitled ? 'titled' : 'plain'
}

/** The levels that carry titles, as depths of headings below the document's own title, which is 1. */
export function headingDepths(blocks: readonly PrintBlock[]): Map<ClauseLevel, number> {
  const used = new Set<ClauseLevel>()
  for (const block of blocks) if (block.type === 'clause' && clauseForm(block) !== 'plain') used.add(block.level)
  return new Map(CLAUSE_LEVELS.filter((level) => used.has(level)).map((level, at) => [level, at + 2]))
}
