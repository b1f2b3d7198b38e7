/** What the fields of a page, and what makes a line, an image or a cell look as it does, are called. */
import { m } from '$lib/paraglide/messages'
import type { Fields } from '../../document/model.ts'

const TRAITS: Record<string, () => string> = {
  role: m.versions_trait_role,
  level: m.versions_trait_level,
  align: m.versions_trait_align,
  indent: m.versions_trait_indent,
  marker: m.versions_trait_marker,
  restarts: m.versions_trait_restarts,
  isLandscape: m.versions_trait_isLandscape,
  isAttached: m.versions_trait_isAttached,
  byHand: m.versions_trait_byHand,
  widthMm: m.versions_trait_size,
  colwidth: m.versions_trait_size,
}

/** Of an attribute. */
export const traitName = (name: string): string => (TRAITS[name] ?? m.versions_trait_other)()

const FIELDS: Partial<Record<keyof Fields, () => string>> = {
  kind: m.versions_field_kind,
  parentAgency: m.versions_field_parentAgency,
  agency: m.versions_field_agency,
  agencyFullName: m.versions_field_agencyFullName,
  place: m.versions_field_place,
  symbol: m.versions_field_symbol,
  subject: m.versions_field_subject,
  authority: m.versions_field_authority,
  addressees: m.versions_field_addressees,
  recipients: m.versions_field_recipients,
  draftingMark: m.versions_field_draftingMark,
  contact: m.versions_field_contact,
  capacity: m.versions_field_capacity,
  secondCapacity: m.versions_field_secondCapacity,
  secondName: m.versions_field_secondName,
  signerName: m.versions_field_signerName,
  urgency: m.versions_field_urgency,
  circulation: m.versions_field_circulation,
  sheet: m.versions_field_sheet,
  leaderWords: m.versions_field_leaderWords,
}

export const fieldName = (name: string): string => (fieldNamed(name) ?? m.versions_trait_other)()

const fieldNamed = (name: string) => new Map(Object.entries(FIELDS)).get(name)
