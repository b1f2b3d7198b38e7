/** What the report of an import says, row by row. */
import { m } from '$lib/paraglide/messages'

export type Field = 'name' | 'username' | 'position' | 'unit' | 'unitAbbreviation' | 'roles'

export interface Faulty {
  sheet: string
  row: number
  field: Field
  fault:
    | 'required'
    | 'too_long'
    | 'characters'
    | 'username'
    | 'username_twice'
    | 'username_taken'
    | 'same_name'
    | 'unit_unknown'
    | 'unit_closed'
    | 'unit_unclear'
    | 'abbreviation_taken'
    | 'unit_twice'
    | 'role_unknown'
    | 'error_cell'
  value: string
  other: string
}

export interface Report {
  fileName: string
  units: { sheet: string; row: number; name: string; abbreviation: string }[]
  people: {
    sheet: string
    row: number
    name: string
    username: string
    isProposed: boolean
    position: string
    unit: string | null
    roles: ('admin' | 'specialist' | 'reviewer' | 'leader' | 'clerk')[]
  }[]
  changed: {
    sheet: string
    row: number
    id: string
    name: string
    username: string
    changes: { field: 'name' | 'position' | 'unit' | 'roles'; from: string; to: string }[]
  }[]
  unchanged: number
  faults: Faulty[]
  left: { sheets: string[]; hiddenSheets: string[]; hiddenRows: number; columns: string[] }
}

const REQUIRED: Record<Field, () => string> = {
  name: m.admin_import_fault_required_name,
  username: m.admin_import_fault_required_username,
  position: m.admin_import_fault_required_position,
  unit: m.admin_import_fault_required_unit,
  unitAbbreviation: m.admin_import_fault_required_abbreviation,
  roles: m.admin_roles_missing,
}

const SENTENCES: Record<Exclude<Faulty['fault'], 'required'>, (about: { value: string; other: string }) => string> = {
  too_long: m.admin_import_fault_too_long,
  characters: m.admin_import_fault_characters,
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
}

/** What is wrong, and what to do. */
export const faultSentence = ({ fault, field, value, other }: Faulty): string =>
  fault === 'required' ? REQUIRED[field]() : SENTENCES[fault]({ value, other })

/** Rows with a fault; one may have several. */
export const faultyRows = (faults: Faulty[]): number => new Set(faults.map(placeOf)).size

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
