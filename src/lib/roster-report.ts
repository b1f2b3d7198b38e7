/** What an import of units and people would do, row by row: made by server/roster, told by the page. */
import type { Role } from './vocabulary.ts'

/** What a column says. */
export type Field = 'name' | 'username' | 'position' | 'unit' | 'unitAbbreviation' | 'roles'

/** What is wrong with a row; the page says what to do about each. */
export type RowFault =
  | 'required'
  | 'too_long'
  | 'characters'
  | 'unprintable'
  | 'username'
  /** `other`: the row that has it too. */
  | 'username_twice'
  | 'username_taken'
  /** `other`: the user name of the person who is called the same. */
  | 'same_name'
  | 'unit_unknown'
  | 'unit_closed'
  /** Two units of one name. `other`: their abbreviations. */
  | 'unit_unclear'
  /** `other`: the unit that has it. */
  | 'abbreviation_taken'
  | 'unit_twice'
  | 'role_unknown'
  | 'error_cell'
  /** Characters that nobody sees; `value` has their codes in their place. */
  | 'unseen'

export interface FaultyRow {
  sheet: string
  /** As the spreadsheet counts. */
  row: number
  field: Field
  fault: RowFault
  /** What stands there. */
  value: string
  other: string
}

export interface NewUnit {
  sheet: string
  row: number
  name: string
  abbreviation: string
}

export interface NewPerson {
  sheet: string
  row: number
  name: string
  username: string
  /** The file named none, and this one is proposed. */
  isProposed: boolean
  position: string
  /** As it will be called; null = none. */
  unit: string | null
  roles: Role[]
}

export interface Change {
  field: 'name' | 'position' | 'unit' | 'roles'
  from: string
  to: string
}

export interface ChangedPerson {
  sheet: string
  row: number
  id: string
  name: string
  username: string
  changes: Change[]
}

/** What an import would do, row by row; nothing has been done. */
export interface RosterReport {
  fileName: string
  units: NewUnit[]
  people: NewPerson[]
  changed: ChangedPerson[]
  /** People and units that stand in the house as they stand in the file. */
  unchanged: number
  faults: FaultyRow[]
  /** Nothing can be done with the file as a whole. */
  refusal: 'last_admin' | null
  /** Left out: sheets that are no list, or hidden; hidden rows; headings that say nothing here. */
  left: { sheets: string[]; hiddenSheets: string[]; hiddenRows: number; columns: string[] }
  /** Of the file and of what it would do: whoever agrees, agrees to this. */
  digest: string
}
