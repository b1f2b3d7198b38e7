/** What the report of an import says, row by row. */
import { m } from '$lib/paraglide/messages'
import type { FaultyRow, Field, RowFault } from '../../roster-report.ts'

const REQUIRED: Record<Field, () => string> = {
  name: m.admin_import_fault_required_name,
  username: m.admin_import_fault_required_username,
  position: m.admin_import_fault_required_position,
  unit: m.admin_import_fault_required_unit,
  unitAbbreviation: m.admin_import_fault_required_abbreviation,
  roles: m.admin_roles_missing,
}

const SENTENCES: Record<Exclude<RowFault, 'required'>, (about: { value: string; other: string }) => string> = {
  too_long: m.admin_import_fault_too_long,
  characters: m.admin_import_fault_characters,
  unprintable: m.admin_import_fault_unprintable,
  username: m.admin_import_fault_username,
  username_twice: m.admin_import_fault_username_twice,
  username_taken: m.admin_import_fault_username_taken,
  same_name: m.admin_import_fault_same_name,
  unit_unknown: m.admin_import_fault_unit_unknown,
  unit_closed: m.admin_import_fault_unit_closed,
  unit_unclear: m.admin_import_fault_unit_unclear,
  unit_twice: m.admin_import_fault_unit_twice,
  abbreviation_taken: m.admin_import_fault_abbreviation_taken,
  role_unknown: m.admin_import_fault_role_unknown,
  error_cell: m.admin_import_fault_error_cell,
  unseen: m.admin_import_fault_unseen,
}

/** What is wrong, and what to do. */
export const faultSentence = ({ fault, field, value, other }: FaultyRow): string =>
  fault === 'required' ? REQUIRED[field]() : SENTENCES[fault]({ value, other })

/** Rows with a fault; one may have several. */
export const faultyRows = (faults: FaultyRow[]): number => new Set(faults.map(placeOf)).size

/** "Dòng 12", or with the name of its sheet. */
export const placeOf = ({ sheet, row }: { sheet: string; row: number }): string =>
  sheet === '' ? m.admin_import_row({ row }) : m.admin_import_row_of({ sheet, row })

export const FIELD_NAMES: Record<Field, () => string> = {
  name: m.access_name,
  username: m.access_username,
  position: m.access_position,
  unit: m.access_unit,
  unitAbbreviation: m.admin_unit_abbreviation,
  roles: m.access_roles,
}
