/** Parts that a document of its kind must have, and this one has not. Nobody takes one away by accepting a suggestion. */
import type { OfficialDocument } from '../model.ts'
import { RULES } from './index.ts'
import { inspect } from './inspect.ts'

/** Rules of Phụ lục III and of Điều 8 that find no fault in a part, but that there is none. */
const OF_PARTS: ReadonlySet<string> = new Set([
  ...[
    'agency_missing',
    'place_missing',
    'symbol_missing',
    'subject_missing',
    'addressees_missing',
    'recipients_missing',
  ],
  ...['authority_missing', 'basis_missing', 'formula_missing', 'body_empty', 'articles_missing'],
  ...['capacity_missing', 'signer_missing', 'second_capacity_missing', 'second_signer_missing'],
])
const rules = RULES.filter(({ id }) => OF_PARTS.has(id))

/** Ids of the rules that miss something; a formula without words is none, though the checker speaks of it elsewhere. */
export function missingParts(document: OfficialDocument): Set<string> {
  const inspected = { ...inspect(document), library: { bases: [], today: '' }, offices: null }
  const missing = new Set(rules.flatMap((rule) => (isAny(rule.find(inspected)) ? [rule.id] : [])))
  const { kind, proper } = inspected
  const hasFormula = proper.some(({ node, text }) => node.type === 'formula' && text.trim() !== '')
  return kind.formula === null || hasFormula ? missing : missing.add('formula_missing')
}

function isAny(found: Iterable<unknown>): boolean {
  const { done } = found[Symbol.iterator]().next()
  return done !== true
}
