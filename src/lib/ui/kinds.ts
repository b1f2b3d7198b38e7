/** Kinds of documents in the language of the page. */
import { isKindId, KINDS } from '$lib/document/kinds.ts'
import { getLocale } from '$lib/paraglide/runtime'

export function kindName(kind: string): string {
  if (!isKindId(kind)) return kind
  return getLocale() === 'en' ? KINDS[kind].english : KINDS[kind].name
}

/** For a list to choose from, by name. */
export const kindOptions = (kinds: readonly string[]): { value: string; text: string }[] =>
  kinds.map((kind) => ({ value: kind, text: kindName(kind) })).toSorted((a, b) => a.text.localeCompare(b.text, 'vi'))
