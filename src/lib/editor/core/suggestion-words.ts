/** What a suggestion is called, for a card, a list, and for who hears the page. */
import { m } from '$lib/paraglide/messages'
import type { Kind } from '../../document/suggest/words.ts'

const NAMES: Record<Kind, () => string> = {
  put: m.suggest_put,
  gone: m.suggest_gone_words,
  replaced: m.suggest_replaced,
  rewritten: m.suggest_rewritten,
  look: m.suggest_look,
  form: m.suggest_form,
  split: m.suggest_split,
  join: m.suggest_join,
  move: m.suggest_move,
  field: m.suggest_field,
  several: m.suggest_several,
}

export const kindWords = (kind: Kind): string => NAMES[kind]()
