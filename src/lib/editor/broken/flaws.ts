/** What is wrong with a broken text, in a sentence. */
import { m } from '$lib/paraglide/messages'
import type { BrokenText } from '../types.ts'

type Flaw = BrokenText['flaws'][number]

const SENTENCES: Record<Flaw['kind'], (blanks: { name: string }) => string> = {
  'unknown-node': m.broken_flaw_unknown_node,
  'misplaced-node': m.broken_flaw_misplaced_node,
  'stray-text': () => m.broken_flaw_stray_text(),
  'unknown-mark': m.broken_flaw_unknown_mark,
  'bad-attribute': m.broken_flaw_bad_attribute,
  'bad-field': m.broken_flaw_bad_field,
  'unknown-part': m.broken_flaw_unknown_part,
  'too-heavy': () => m.broken_flaw_too_heavy(),
  unreadable: () => m.broken_flaw_unreadable(),
}

/** Fields as the page calls them; others by their own name. */
const FIELDS: Readonly<Record<string, () => string>> = {
  kind: () => m.broken_field_kind(),
  subject: () => m.editor_field_subject(),
  addressees: () => m.editor_field_addressees(),
  recipients: () => m.editor_field_recipients(),
  authority: () => m.editor_field_authority(),
  capacity: () => m.editor_field_capacity(),
  contact: () => m.editor_field_contact(),
}

export function flawText({ kind, name, block, words }: Flaw): string {
  const isField = kind === 'bad-field' && Object.hasOwn(FIELDS, name)
  const flaw = SENTENCES[kind]({ name: (isField && FIELDS[name]?.()) || name })
  const told = block === null ? flaw : m.broken_at({ block, flaw })
  return words === '' ? `${told}.` : `${told}: «${words}».`
}
