import { m } from '$lib/paraglide/messages'
import type { SavingSentence } from './saving-state.ts'

/** The sentence in the language of the page. */
export function savingText(sentence: SavingSentence): string {
  if ('count' in sentence) return m[sentence.key]({ count: sentence.count })
  if ('time' in sentence) return m[sentence.key]({ time: sentence.time })
  return m[sentence.key]()
}
