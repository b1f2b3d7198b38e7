/** What a field of the page is called where people speak about it. */
import { m } from '$lib/paraglide/messages'
import type { ShownField } from '../../document/fields.ts'

const NAMES: Record<ShownField, () => string> = {
  subject: m.review_field_subject,
  authority: m.review_field_authority,
  addressees: m.review_field_addressees,
  leaderWords: m.review_field_leader_words,
  recipients: m.review_field_recipients,
  draftingMark: m.review_field_drafting_mark,
  contact: m.review_field_contact,
  capacity: m.review_field_capacity,
  secondCapacity: m.review_field_second_capacity,
  secondName: m.review_field_second_name,
  signerName: m.review_field_signer,
  urgency: m.review_field_urgency,
  circulation: m.review_field_circulation,
  sheet: m.review_field_sheet,
}

export const fieldName = (field: ShownField): string => NAMES[field]()

/** All of them, for a file that is made elsewhere. */
export const fieldNames = (): Record<string, string> =>
  Object.fromEntries(Object.entries(NAMES).map(([field, name]) => [field, name()]))
