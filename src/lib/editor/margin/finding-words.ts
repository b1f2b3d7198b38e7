import type { Finding } from '../../document/check/index.ts'
import { messageBy } from '../message.ts'

/** The sentence of a finding; its rule's name where a sentence is missing, so that it is never silent. */
export function findingWords({ rule, params }: Finding): string {
  return messageBy(`checker_${rule.replaceAll('-', '_')}`, params) ?? rule
}
