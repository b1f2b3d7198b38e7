import { and, asc, desc, eq, gte, isNull, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { KIND_IDS } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parse, parseId, printedLine } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { needWithRegisters } from '../access/registers.ts'
import { record } from '../audit/index.ts'
import type { Database } from '../database/connect.ts'
import { registers, registerYears } from '../database/tables.ts'
import { outsideRanges, rangeKey, yearNow } from './numbers.ts'
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
    const { id, name, kinds, closedAt, fromYear, toYear } = register
    const body = register.bodySymbol === '' ? null : { name: register.body, symbol: register.bodySymbol }
    const view = views.get(id) ?? { id, name, kinds, closedAt, body, fromYear, toYear, years: [] }
    if (year !== null && lastNumber !== null)
      view.years.push({ year, lastNumber, outside: outside.get(rangeKey(id, year)) ?? [] })
    views.set(id, view)
  }
  return [...views.values()]
}

/** Closed ones too: forty years of five councils. Everybody who looks at the register is offered all of them. */
const MOST = 200

/** As a group of a symbol stands on paper: letters and digits, nothing that parts groups. */
const BODY_SYMBOL = /^[\p{L}\p{N}&.]{1,30}$/u

export const newRegister = z
  .object({
    name: printedLine(200),
    kinds: z.array(z.enum(KIND_IDS, 'choice')),
    body: printedLine(200, 0).default(''),
    bodySymbol: printedLine(30, 0).default(''),
    /** From this year or the next. */
    fromYear: z.coerce.number('number').int('number').min(1945, 'number').max(9999, 'number').optional(),
  })
  .refine(({ body, bodySymbol }) => bodySymbol === '' || body !== '', { path: ['body'], message: 'required' })
  .refine(({ body, bodySymbol }) => (body === '' ? bodySymbol === '' : BODY_SYMBOL.test(bodySymbol)), {
    path: ['bodySymbol'],
    message: 'symbol_group',
  })

export type NewRegister = Omit<z.input<typeof newRegister>, 'kinds'> & { kinds: string[] }

/**
 * By a clerk or an administrator. A kind is numbered in one open register of a year only, else nobody could say which number comes
 * next; a council's papers in one of the council's. Throws `not_allowed`, `bad_input`: on `kinds`, `taken`; on `fromYear`, `past`; on `name`,
 * `too_many_series`.
 */
export async function createRegister(db: Database, person: Person, input: NewRegister): Promise<{ id: string }> {
  needWithRegisters(person, 'manage')
  const { name, kinds, body, bodySymbol, fromYear } = parse(newRegister, input)
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table ${registers} in share row exclusive mode`)
    if (fromYear !== undefined && fromYear < (await yearNow(tx)))
      throw new AppError('bad_input', { field: 'fromYear', reason: 'past' })
    if ((await tx.$count(registers, eq(registers.agencyId, person.agencyId))) >= MOST)
      throw new AppError('bad_input', { field: 'name', reason: 'too_many_series' })
    const open = await tx
      .select()
      .from(registers)
      .where(
        and(
          eq(registers.agencyId, person.agencyId),
          isNull(registers.closedAt),
          sql`upper(${registers.bodySymbol}) = upper(${bodySymbol})`,
          fromYear === undefined ? undefined : or(isNull(registers.toYear), gte(registers.toYear, fromYear)),
        ),
      )
    const clash = open.some((other) =>
      kinds.length === 0 ? other.kinds.length === 0 : kinds.some((k) => other.kinds.includes(k)),
    )
    if (clash) throw new AppError('bad_input', { field: 'kinds', reason: 'taken' })
    const series = { body, bodySymbol, fromYear: fromYear ?? null }
    const row = { agencyId: person.agencyId, name, kinds: [...new Set(kinds)], ...series }
    const [register] = await tx.insert(registers).values(row).returning({ id: registers.id })
    if (!register) throw new Error('the register was not made')
    await record(tx, {
      actorId: person.id,
      act: 'register.create',
      detail: { id: register.id, name, kinds, ...series },
    })
    return register
  })
}

/** No more numbers are given, from now on or from the end of this year; what was registered stays to be read. */
export async function closeRegister(
  db: Database,
  person: Person,
  registerId: string,
  when: 'now' | 'year-end' = 'now',
): Promise<void> {
  needWithRegisters(person, 'manage')
  await db.transaction(async (tx) => {
    const own = and(eq(registers.id, parseId(registerId)), eq(registers.agencyId, person.agencyId))
    const toYear = when === 'year-end' ? await yearNow(tx) : null
    const end = toYear === null ? { closedAt: sql`coalesce(${registers.closedAt}, now())` } : { toYear }
    const closed = await tx.update(registers).set(end).where(own).returning({ name: registers.name })
    if (closed.length === 0) throw new AppError('not_found')
    const detail = { id: registerId, name: closed[0]?.name, ...(toYear !== null && { toYear }) }
    await record(tx, { actorId: person.id, act: 'register.close', detail })
  })
}
