/** Which sheet is a list of what, and which column says what: by the words in its heading, however they are written. */
import { fold } from '../../src/lib/document/fold.ts'
import type { Field } from '../../src/lib/roster-report.ts'
import type { Row, Sheet } from './sheet/shapes.ts'

/** As offices head their lists, without marks. The first of each is what the template has. */
const HEADINGS: Record<Field, readonly string[]> = {
  name: ['ho va ten', 'ho ten', 'ten nguoi dung', 'can bo', 'full name', 'name'],
  username: ['ten dang nhap', 'tai khoan', 'tendangnhap', 'username', 'user name', 'account'],
  position: ['chuc vu', 'chuc danh', 'chuc vu chuc danh', 'position', 'title'],
  unit: ['don vi', 'ten don vi', 'phong ban', 'phong', 'phong don vi', 'don vi cong tac', 'unit', 'department'],
  unitAbbreviation: [
    'ky hieu don vi',
    'ky hieu',
    'viet tat',
    'ten viet tat',
    'chu viet tat',
    'don vi viet tat',
    'unit abbreviation',
    'abbreviation',
  ],
  roles: ['vai tro', 'quyen', 'nhom quyen', 'roles', 'role'],
}

/** Said of a row by the list itself; nobody misses them. */
const KNOWN_OTHERS = new Set(['stt', 'tt', 'so tt', 'so thu tu', 'no', 'ghi chu', 'note'])

/** A title and the name of the office may stand above the headings. */
const LOOKED_AT = 20

export interface Columns {
  is: 'people' | 'units'
  sheet: Sheet
  /** Where each stands. */
  at: Partial<Record<Field, number>>
  /** Below the headings. */
  rows: Row[]
  /** Headings that say nothing here. */
  unknown: string[]
}

/** Null for a sheet that is no list of people or units. */
export function columnsOf(sheet: Sheet): Columns | null {
  for (const [index, row] of sheet.rows.slice(0, LOOKED_AT).entries()) {
    const at: Partial<Record<Field, number>> = {}
    const unknown: string[] = []
    for (const [column, cell] of row.cells.entries()) {
      const heading = plainWords(cell)
      const field = fieldOf(heading)
      if (field && at[field] === undefined) at[field] = column
      else if (heading !== '' && !KNOWN_OTHERS.has(heading)) unknown.push(cell.trim())
    }
    const isPeople = at.name !== undefined && Object.keys(at).length > 1
    const isUnits = at.name === undefined && at.unit !== undefined && at.unitAbbreviation !== undefined
    if (isPeople || isUnits)
      return { is: isPeople ? 'people' : 'units', sheet, at, rows: sheet.rows.slice(index + 1), unknown }
  }
  return null
}

function fieldOf(heading: string): Field | undefined {
  const fields: Field[] = ['name', 'username', 'position', 'unit', 'unitAbbreviation', 'roles']
  return fields.find((field) => HEADINGS[field].includes(heading))
}

/** "Họ và tên (*)" → "ho va ten" */
function plainWords(heading: string): string {
  return fold(heading.slice(0, 100))
    .replace(/\([^()]*\)/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}
