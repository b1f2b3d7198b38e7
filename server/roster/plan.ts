/** What a file would do to the office as it is. Pure, and linear in the rows. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { canonicalJson } from '../../src/lib/document/canonical.ts'
import { fold } from '../../src/lib/document/fold.ts'
import { unseenPlaces } from '../../src/lib/document/unseen-places.ts'
import type {
  Change,
  ChangedPerson,
  FaultyRow,
  Field,
  NewPerson,
  NewUnit,
  RosterReport,
  RowFault,
} from '../../src/lib/roster-report.ts'
import type { Role } from '../../src/lib/vocabulary.ts'
import { personData, unitData, username as usernameSchema } from '../access/office-data.ts'
import { type Columns, columnsOf } from './headings.ts'
import { readRoles, rolesText } from './roles.ts'
import { isErrorCell, type Row, type SheetFile } from './sheet/shapes.ts'
import { proposeUsername } from './usernames.ts'

/** The office as it is today. */
export interface RosterOrder {
  fileName: string
  bytes: Uint8Array
  known: Known
}

export interface Known {
  units: { id: string; name: string; abbreviation: string; isClosed: boolean }[]
  people: {
    id: string
    name: string
    username: string
    position: string
    unitId: string | null
    roles: Role[]
    isLocked: boolean
  }[]
  /** User names of other agencies, in lower case: no two people of the house share one. */
  foreignUsernames: string[]
}

export interface Plan {
  report: RosterReport
  /** Beside `report.people` and `report.changed`, in their order: what is written. `unit`: its key in `unitKeys`. */
  units: (NewUnit & { key: string })[]
  people: (Omit<NewPerson, 'unit'> & { unit: UnitChoice })[]
  changed: (ChangedPerson & { to: { name: string; position: string; unit: UnitChoice; roles: Role[] } })[]
}

/** One that is there, one that the file brings, or none. */
export type UnitChoice = { is: 'known'; id: string } | { is: 'new'; key: string } | { is: 'none' }

type Words = Partial<Record<Field, string>>

class Faulty extends Error {
  readonly field: Field
  readonly fault: RowFault
  readonly value: string
  readonly other: string
  constructor(field: Field, fault: RowFault, value: string, other = '') {
    super(fault)
    ;[this.field, this.fault, this.value, this.other] = [field, fault, value, other]
  }
}

const key = (text: string) => fold(text).replace(/\s+/g, ' ').trim()

export function planRoster(file: SheetFile, fileName: string, known: Known): Plan {
  const lists = file.sheets.map(columnsOf)
  const read = lists.filter((list): list is Columns => list !== null)
  const planning = new Planning(known)
  planning.keepFree(read)
  // Units first, wherever they stand: people may belong to them.
  for (const is of ['units', 'people'] as const)
    for (const list of read) if (list.is === is) for (const row of list.rows) planning.take(list, row)
  const { units, people, changed, unchanged, faults } = planning
  const report = {
    fileName,
    units: units.map(({ key: _, ...unit }) => unit),
    people: people.map(({ unit, ...person }) => ({ ...person, unit: planning.unitName(unit) })),
    changed: changed.map(({ to: _, ...person }) => person),
    unchanged,
    faults,
    refusal: planning.keepsAdministrator() ? null : ('last_admin' as const),
    left: {
      sheets: file.sheets.filter((_, i) => !lists[i]).map(({ name }) => name),
      hiddenSheets: file.hidden,
      hiddenRows: read.reduce((sum, { sheet }) => sum + sheet.hiddenRows, 0),
      columns: [...new Set(read.flatMap(({ unknown }) => unknown))],
    },
  }
  const digest = createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(report))))
    .digest('hex')
  return { report: { ...report, digest }, units, people, changed }
}

class Planning {
  readonly units: Plan['units'] = []
  readonly people: Plan['people'] = []
  readonly changed: Plan['changed'] = []
  readonly faults: FaultyRow[] = []
  unchanged = 0
  readonly #known: Known
  readonly #unitsByName = new Map<string, Known['units']>()
  readonly #unitsByAbbreviation = new Map<string, Known['units'][number]>()
  readonly #unitsById = new Map<string, Known['units'][number]>()
  readonly #newUnits = new Map<string, Plan['units'][number]>()
  readonly #newAbbreviations = new Map<string, Plan['units'][number]>()
  readonly #byUsername = new Map<string, Known['people'][number]>()
  readonly #byName = new Map<string, Known['people'][number]>()
  /** Named in the file, by the row that has them. */
  readonly #rowOfUsername = new Map<string, number>()
  readonly #taken = new Set<string>()
  readonly #foreign: ReadonlySet<string>
  /** What some row of the file says: proposed to no other. */
  readonly #said = new Set<string>()

  constructor(known: Known) {
    this.#known = known
    this.#foreign = new Set(known.foreignUsernames)
    for (const unit of known.units) {
      const name = key(unit.name)
      this.#unitsByName.set(name, [...(this.#unitsByName.get(name) ?? []), unit])
      this.#unitsById.set(unit.id, unit)
      if (!unit.isClosed) this.#unitsByAbbreviation.set(key(unit.abbreviation), unit)
    }
    for (const person of known.people) {
      this.#byUsername.set(person.username.toLowerCase(), person)
      this.#byName.set(key(person.name), person)
    }
  }

  keepFree(lists: Columns[]): void {
    for (const { at, rows } of lists)
      for (const { cells } of rows) this.#said.add((cells[at.username ?? -1] ?? '').trim().toLowerCase())
  }

  take(list: Columns, row: Row): void {
    const words = wordsOf(list, row)
    if (Object.values(words).every((word) => word === '')) return
    const place = { sheet: list.sheet.name, row: row.number }
    const found: Faulty[] = []
    /** All that is wrong with a row is said at once. */
    const attempt = <Got>(act: () => Got): Got | undefined => {
      try {
        return act()
      } catch (failure) {
        if (!(failure instanceof Faulty)) throw failure
        found.push(failure)
        return undefined
      }
    }
    for (const [field, value] of entriesOf(words))
      if (isErrorCell(value)) found.push(new Faulty(field, 'error_cell', value))
      else for (const { words } of unseenPlaces(value).slice(0, 1)) found.push(new Faulty(field, 'unseen', words))
    if (found.length === 0) {
      if (list.is === 'units') attempt(() => this.#takeUnit(place, words))
      else this.#takePerson(place, words, attempt, () => found.length > 0)
    }
    for (const { field, fault, value, other } of found)
      this.faults.push({ ...place, field, fault, value: value.slice(0, 200), other })
  }

  unitName(unit: UnitChoice): string | null {
    if (unit.is === 'none') return null
    return unit.is === 'known'
      ? (this.#unitsById.get(unit.id)?.name ?? null)
      : (this.#newUnits.get(unit.key)?.name ?? null)
  }

  /** Without an administrator nobody could mend the office any more. */
  keepsAdministrator(): boolean {
    const changed = new Map(this.changed.map(({ id, to }) => [id, to.roles]))
    const isAdmin = (roles: readonly Role[]) => roles.includes('admin')
    return this.#known.people.some(({ id, roles, isLocked }) => !isLocked && isAdmin(changed.get(id) ?? roles))
  }

  #takeUnit(place: Place, words: Words): void {
    const { unit: name = '', unitAbbreviation: abbreviation = '' } = words
    if (name === '') throw new Faulty('unit', 'required', '')
    if (this.#newUnits.has(key(name))) throw new Faulty('unit', 'unit_twice', name)
    const [there] = this.#unitsByName.get(key(name)) ?? []
    if (there) {
      if (abbreviation !== '' && key(abbreviation) !== key(there.abbreviation))
        throw new Faulty('unitAbbreviation', 'unit_twice', abbreviation, there.abbreviation)
      this.unchanged += 1
      return
    }
    this.#settle(this.#newUnit(place, name, abbreviation))
  }

  #newUnit(place: Place, name: string, abbreviation: string): BroughtUnit {
    if (abbreviation === '') throw new Faulty('unitAbbreviation', 'required', '')
    const given = checked(unitData, { name, abbreviation }, { name: 'unit', abbreviation: 'unitAbbreviation' })
    const other = this.#unitsByAbbreviation.get(key(abbreviation)) ?? this.#newAbbreviations.get(key(abbreviation))
    if (other) throw new Faulty('unitAbbreviation', 'abbreviation_taken', abbreviation, other.name)
    return { is: 'brought', unit: { ...place, ...given, key: key(name) } }
  }

  /** A unit that a row brings is there once nothing is wrong with the row. */
  #settle(choice: UnitChoice | BroughtUnit): UnitChoice {
    if (choice.is !== 'brought') return choice
    const { unit } = choice
    this.units.push(unit)
    this.#newUnits.set(unit.key, unit)
    this.#newAbbreviations.set(key(unit.abbreviation), unit)
    return { is: 'new', key: unit.key }
  }

  /** By name or abbreviation; one that is not there is brought when its abbreviation is said beside it. */
  #unitOf(place: Place, { unit: name = '', unitAbbreviation: abbreviation = '' }: Words): UnitChoice | BroughtUnit {
    if (name === '' && abbreviation === '') return { is: 'none' }
    const wanted = name === '' ? abbreviation : name
    const brought = this.#newUnits.get(key(wanted)) ?? this.#newAbbreviations.get(key(wanted))
    if (brought) return { is: 'new', key: brought.key }
    const named = this.#unitsByName.get(key(wanted)) ?? []
    const open = named.filter(({ isClosed }) => !isClosed)
    if (open.length > 1) {
      const exact = open.find((one) => key(one.abbreviation) === key(abbreviation))
      if (!exact) throw new Faulty('unit', 'unit_unclear', wanted, open.map((one) => one.abbreviation).join(', '))
      return { is: 'known', id: exact.id }
    }
    const found = open[0] ?? this.#unitsByAbbreviation.get(key(wanted))
    if (found) return { is: 'known', id: found.id }
    if (named.length > 0) throw new Faulty('unit', 'unit_closed', wanted)
    if (name === '' || abbreviation === '') throw new Faulty('unit', 'unit_unknown', wanted)
    return this.#newUnit(place, name, abbreviation)
  }

  #takePerson(place: Place, words: Words, attempt: Attempt, isFaulty: () => boolean): void {
    const { name = '', position = '' } = words
    attempt(() => checkedName(name))
    const roles = attempt(() => rolesIn(words.roles ?? '')) ?? []
    const sought = attempt(() => ({ there: this.#find(place, words) }))
    const there = sought?.there
    const isProposed = (words.username ?? '') === ''
    // Empty cells leave what is there; whoever is new needs one.
    if (position !== '' || (sought && !there)) attempt(() => checkedPosition(position))
    const unit = attempt(() => this.#unitOf(place, words))
    if (!unit || isFaulty()) return
    if (there) return this.#change(place, there, { name, position, unit: this.#settle(unit), roles })

    const username = isProposed ? proposeUsername(name, (one) => this.#isTaken(one)) : this.#usernameOf(words)
    if (username === '') return void attempt(() => refuse('username', 'required', ''))
    this.#rowOfUsername.set(username, place.row)
    this.#taken.add(username)
    const person = { name: checkedName(name), position: checkedPosition(position), username, isProposed }
    const usual: Role[] = roles.length > 0 ? roles : ['specialist']
    this.people.push({ ...place, ...person, unit: this.#settle(unit), roles: usual })
  }

  #isTaken(username: string): boolean {
    return (
      this.#taken.has(username) ||
      this.#said.has(username) ||
      this.#byUsername.has(username) ||
      this.#foreign.has(username)
    )
  }

  #usernameOf(words: Words): string {
    const given = checked(usernameSchema, words.username ?? '', { '': 'username' })
    return given.toLowerCase()
  }

  /** Who of the house this row is about. Without a user name a person of the same name may be another. */
  #find(place: Place, words: Words): Known['people'][number] | undefined {
    if ((words.username ?? '') === '') {
      const same = this.#byName.get(key(words.name ?? ''))
      if (same) throw new Faulty('username', 'same_name', words.name ?? '', same.username)
      return undefined
    }
    const username = this.#usernameOf(words)
    const before = this.#rowOfUsername.get(username)
    if (before !== undefined) throw new Faulty('username', 'username_twice', username, String(before))
    if (this.#foreign.has(username)) throw new Faulty('username', 'username_taken', username)
    const there = this.#byUsername.get(username)
    if (there) this.#rowOfUsername.set(username, place.row)
    return there
  }

  /** Empty cells leave what is there. */
  #change(
    place: Place,
    there: Known['people'][number],
    given: { name: string; position: string; unit: UnitChoice; roles: Role[] },
  ) {
    const unit: UnitChoice =
      given.unit.is === 'none' ? (there.unitId ? { is: 'known', id: there.unitId } : { is: 'none' }) : given.unit
    const to = {
      name: given.name,
      position: given.position === '' ? there.position : given.position,
      unit,
      roles: given.roles.length > 0 ? given.roles : there.roles,
    }
    const unitBefore: UnitChoice = there.unitId ? { is: 'known', id: there.unitId } : { is: 'none' }
    const all: Change[] = [
      { field: 'name', from: there.name, to: to.name },
      { field: 'position', from: there.position, to: to.position },
      { field: 'unit', from: this.unitName(unitBefore) ?? '', to: this.unitName(unit) ?? '' },
      { field: 'roles', from: rolesText(there.roles), to: rolesText(to.roles) },
    ]
    const changes = all.filter(({ from, to }) => from !== to)
    if (changes.length === 0) this.unchanged += 1
    else this.changed.push({ ...place, id: there.id, name: there.name, username: there.username, changes, to })
  }
}

type Attempt = <Got>(act: () => Got) => Got | undefined

/** One that the row at hand would bring. */
interface BroughtUnit {
  is: 'brought'
  unit: Plan['units'][number]
}

function refuse(field: Field, fault: RowFault, value: string): never {
  throw new Faulty(field, fault, value)
}

function checkedName(name: string): string {
  if (name === '') refuse('name', 'required', '')
  return checked(nameData, { name }, { name: 'name' }).name
}

function checkedPosition(position: string): string {
  if (position === '') refuse('position', 'required', '')
  return checked(positionData, { position }, { position: 'position' }).position
}

const nameData = personData.pick({ name: true })
const positionData = personData.pick({ position: true })

const rolesIn = (text: string): Role[] => readRoles(text) ?? refuse('roles', 'role_unknown', text)

interface Place {
  sheet: string
  row: number
}

function wordsOf({ at }: Columns, row: Row): Words {
  const words: Words = {}
  for (const [field, column] of Object.entries(at)) {
    if (isField(field) && column !== undefined) words[field] = (row.cells[column] ?? '').replace(/\s+/gu, ' ').trim()
  }
  return words
}

const FIELDS: readonly Field[] = ['name', 'username', 'position', 'unit', 'unitAbbreviation', 'roles']
const isField = (name: string): name is Field => FIELDS.some((field) => field === name)
const entriesOf = (words: Words): [Field, string][] =>
  FIELDS.flatMap((field) => (words[field] === undefined ? [] : [[field, words[field]] satisfies [Field, string]]))

/** What the schema calls as the report does. */
const NAMED = ['required', 'too_long', 'username', 'unprintable'] as const satisfies RowFault[]

/** By the schema that the forms' verbs read with; what it finds is said of the column. */
function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  columns: Record<string, Field>,
): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = columns[String(issue?.path[0] ?? '')] ?? 'name'
  const message = issue?.message ?? ''
  const fault = NAMED.find((one) => one === message) ?? 'characters'
  const given = typeof value === 'object' && value !== null ? Object.values(value).join(' ') : String(value)
  throw new Faulty(field, fault, given)
}
