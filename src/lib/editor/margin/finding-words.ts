import { m } from '$lib/paraglide/messages'
import type { Finding } from '../../document/check/index.ts'
import { messageBy } from '../message.ts'

const keyOf = (rule: string) => `checker_${rule.replaceAll('-', '_')}`

/** The sentence of a finding; its rule's name where a sentence is missing, so that it is never silent. */
export function findingWords({ rule, params, isSuggested }: Finding): string {
  const words = messageBy(keyOf(rule), params) ?? rule
  return isSuggested ? m.checker_if_accepted({ words }) : words
}

/** The same sentence without a document: every blank is an ellipsis. */
export function ruleWords(rule: string): string {
  const blanks = new Proxy<Record<string, string>>({}, { get: () => '…' })
  return messageBy(keyOf(rule), blanks) ?? rule
}
