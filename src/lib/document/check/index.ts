/**
 * The format checker: what Decree 30/2020 asks of a document, rule by rule. Pure, so that the editor shows it as one
 * types and the server asks it again before a number is given.
 */
import type { KnownBasis } from '../known-basis.ts'
import type { OfficialDocument } from '../model.ts'
import type { Offices } from '../office.ts'
import { articleRules } from './articles.ts'
import { basisRules } from './bases.ts'
import { blankRules } from './blanks.ts'
import { clauseRules } from './clauses.ts'
import { endingRules } from './ending.ts'
import type { Finding, Policy } from './finding.ts'
import { imageRules } from './images.ts'
import { inspect, type Inspected } from './inspect.ts'
import { letterheadRules } from './letterhead.ts'
import { letterRules } from './letters.ts'
import { lookRules } from './look.ts'
import { pointRules } from './points.ts'
import { quotationRules } from './quotations.ts'
import { recipientRules } from './recipients.ts'
import type { Rule } from './rule.ts'
import { signatureRules } from './signature.ts'
import { tableRules } from './tables.ts'
import { unwrittenRules } from './unwritten.ts'
import { wordRules } from './words.ts'

export type { Breach, Finding, Mend, Place, Policy, Severity } from './finding.ts'

/** By the part of a document that they look at, in the order in which a reader meets the parts. */
export const RULES_BY_PART = {
  letterhead: letterheadRules,
  bases: basisRules,
  clauses: [...clauseRules, ...pointRules, ...articleRules, ...unwrittenRules],
  quotations: quotationRules,
  ending: endingRules,
  words: [...letterRules, ...blankRules, ...wordRules],
  look: [...lookRules, ...tableRules, ...imageRules],
  signature: signatureRules,
  recipients: recipientRules,
} as const satisfies Record<string, readonly Rule[]>

export type RulePart = keyof typeof RULES_BY_PART

export const RULES: readonly Rule[] = Object.values(RULES_BY_PART).flat()

/** What an agency knows and wants beside the decree. */
export interface HouseRules {
  /** Its own word on single rules. */
  policy?: Policy
  /** Its library of bases, and the day on which they must be in force, yyyy-MM-dd. */
  bases?: readonly KnownBasis[]
  today?: string
  /** The office when the draft was begun, and now. */
  offices?: Offices
}

/** All findings, in reading order of the rules. */
export function checkDocument(document: OfficialDocument, house: HouseRules = {}): Finding[] {
  const { policy = {}, bases = [], today = '', offices = null } = house
  const inspected: Inspected = { ...inspect(document), library: { bases, today }, offices }
  return RULES.flatMap((rule): Finding[] => {
    const severity = (rule.isFixed ? undefined : policy[rule.id]) ?? rule.severity
    if (severity === 'off' || (rule.isOfIssued && inspected.kind.isInternal)) return []
    return [...rule.find(inspected)].map(({ place, params = {}, mend, accept }) => ({
      rule: rule.id,
      severity,
      ...(rule.isGap && { isGap: rule.isGap }),
      article: rule.article,
      place,
      params,
      ...(mend ? { mend } : {}),
      ...(accept ? { accept } : {}),
    }))
  })
}

const LETTER_RULES = new Set(letterRules.map(({ id }) => id))

/** Those that say what cannot be printed as it is read. */
export function unprintableOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ rule }) => LETTER_RULES.has(rule))
}

/** What stops the document from being issued. */
export function faultsOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'fault')
}
