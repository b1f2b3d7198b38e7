/** The name of a kind of document in the language of the page. */
import { isKindId, KINDS } from '$lib/document/kinds.ts'
import { getLocale } from '$lib/paraglide/runtime'

export function kindName(kind: string): string {
  if (!isKindId(kind)) return kind
  return getLocale() === 'en' ? KINDS[kind].english : KINDS[kind].name
}
