import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { KIND_IDS } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import { line, parse, parseId } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { needWithRegisters } from '../access/registers.ts'
import { record } from '../audit/index.ts'
import type { Database } from '../database/connect.ts'
import { registers, registerYears } from '../database/tables.ts'
import { outsideRanges, rangeKey } from './numbers.ts'
import type { RegisterView } from './shapes.ts'

/** The agency's registers with their years; open ones first. */
export async function listRegisters(db: Database, person: Person): Promise<RegisterView[]> {
  const rows = await db
    .select({ register: registers, year: registerYears.year, lastNumber: registerYears.lastNumber })
    .from(registers)
    .leftJoin(registerYears, eq(registerYears.registerId, registers.id))
    .where(eq(registers.agencyId, person.agencyId))
    .orderBy(sql`${registers.closedAt} nulls first`, asc(registers.name), asc(registers.id), desc(registerYears.year))
  const outside = await outsideRanges(db, [...new Set(rows.map(({ register }) => register.id))])
  const views = new Map<string, RegisterView>()
  for (const { register, year, lastNumber } of rows) {
    const { id, name, kinds, closedAt } = register
    const view = views.get(id) ?? { id, name, kinds, closedAt, years: [] }
    if (year !== null && lastNumber !== null)
      view.years.push({ year, lastNumber, outside: outside.get(rangeKey(id, year)) ?? [] })
    views.set(id, view)
  }
  return [...views.values()]
}

export const newRegister = z.object({ name: line(200), kinds: z.array(z.enum(KIND_IDS, 'choice')) })

/** A kind is numbered in one open register only, else nobody could say which number comes next. */
export async function createRegister(
  db: Database,
  person: Person,
  input: { name: string; kinds: string[] },
): Promise<{ id: string }> {
  needWithRegisters(person, 'manage')
  const { name, kinds } = parse(newRegister, input)
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${registers} in share row exclusive mode`)
    const open = await tx
      .select({ kinds: registers.kinds })
      .from(registers)
      .where(and(eq(registers.agencyId, person.agencyId), isNull(registers.closedAt)))
    const clash = open.some((other) =>
      kinds.length === 0 ? other.kinds.length === 0 : kinds.some((k) => other.kinds.includes(k)),
    )
    if (clash) throw new AppError('bad_input', { field: 'kinds', reason: 'taken' })
    const row = { agencyId: person.agencyId, name, kinds: [...new Set(kinds)] }
    const [register] = await tx.insert(registers).values(row).returning({ id: registers.id })
    if (!register) throw new Error('the register was not made')
    await record(tx, { actorId: person.id, act: 'register.create', detail: { id: register.id, name, kinds } })
    return register
  })
}

/** No more numbers are given; what was registered stays to be read. */
export async function closeRegister(db: Database, person: Person, registerId: string): Promise<void> {
  needWithRegisters(person, 'manage')
  await db.transaction(async (tx) => {
    const own = and(eq(registers.id, parseId(registerId)), eq(registers.agencyId, person.agencyId))
    const closedAt = sql`coalesce(${registers.closedAt}, now())`
    const closed = await tx.update(registers).set({ closedAt }).where(own).returning({ name: registers.name })
    if (closed.length === 0) throw new AppError('not_found')
    await record(tx, { actorId: person.id, act: 'register.close', detail: { id: registerId, name: closed[0]?.name } })
  })
}
