import { m } from '$lib/paraglide/messages'
import { own } from '../own.ts'

const sentences: Readonly<Record<string, unknown>> = m

/** The sentence under a key that is only known while running (a rule's, a close code's), or null. */
export function messageBy(key: string, params: Readonly<Record<string, string | number>> = {}): string | null {
  const sentence = own(sentences, key)
  return typeof sentence === 'function' ? String(sentence(params)) : null
}
