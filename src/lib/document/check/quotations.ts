/** Quoted text of another document: where it begins and ends must be seen, or nobody knows what is put into that document. */
import { quotationMarks } from '../quotation.ts'
import type { Breach } from './finding.ts'
import { type Block, excerpt, type Inspected, placeOf } from './inspect.ts'
import type { Rule } from './rule.ts'

interface Flaw {
  is: 'unclosed' | 'unopened'
  block: Block
  /** The mark, or the line when there is none. */
  at?: number
}

export const quotationRules: Rule[] = [
  {
    id: 'quotation_unclosed',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: (document) => breaches(document, 'unclosed'),
  },
  {
    id: 'quotation_unopened',
    severity: 'advice',
    article: 'Phụ lục I, Mục II.6.e',
    find: (document) => breaches(document, 'unopened'),
  },
]

function* breaches({ blocks }: Inspected, is: Flaw['is']): Iterable<Breach> {
  for (const flaw of flawsOf(blocks)) {
    if (flaw.is !== is) continue
    const place = flaw.at === undefined ? placeOf(flaw.block) : placeOf(flaw.block, flaw.at, flaw.at + 1)
    yield { place, params: { found: excerpt(flaw.block.text) } }
  }
}

/** What may stand inside a quotation without words of its own. */
const isBetween = (type: string) => type === 'table' || type === 'pageBreak' || type === 'image'

/** One flaw for each passage at most where marks are missing before it, one for each mark that nothing closes. */
function* flawsOf(blocks: readonly Block[]): Iterable<Flaw> {
  let open: Flaw[] = []
  let isLoose = false
  for (const block of blocks) {
    if (isBetween(block.node.type)) continue
    if (block.node.type !== 'quote') {
      yield* open
      open = []
      isLoose = false
      continue
    }
    const marks = quotationMarks(block.text)
    const beginsOpen = marks[0]?.opens === true && block.text.slice(0, marks[0].at).trim() === ''
    if (open.length === 0 && !beginsOpen && block.text.trim() !== '') {
      if (!isLoose) yield { is: 'unopened', block }
      isLoose = true
    }
    for (const { at, opens } of marks) {
      if (opens) open.push({ is: 'unclosed', block, at })
      else if (open.pop() === undefined && !isLoose) {
        yield { is: 'unopened', block, at }
        isLoose = true
      }
    }
  }
  yield* open
}
