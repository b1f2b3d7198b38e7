/** What an agency knows and wants beside the decree: its policy on format rules and its library of legal bases. */
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { HouseRules } from '../../src/lib/document/check/index.ts'
import { endBegins } from '../../src/lib/document/text.ts'
import { AppError } from '../../src/lib/errors.ts'
import { record } from '../audit/index.ts'
import type { Queryable } from '../database/connect.ts'
import { agencies, legalBases } from '../database/tables.ts'
import { line, optionalLine, parse, parseId } from './border.ts'
import type { Ground } from './ground.ts'
import { needAdministrator } from './office.ts'
import type { Person } from './person.ts'
import type { BasisData, BasisRow } from './shapes.ts'
import { today } from './validity.ts'

const WORDING_LENGTH = 600

/** All of it as of today; what the office itself is called comes with each draft. */
export async function houseRules(db: Queryable, agencyId: string): Promise<HouseRules> {
  const [agency] = await db
    .select({ policy: agencies.formatPolicy, today: sql<string>`${today}::text` })
    .from(agencies)
    .where(eq(agencies.id, agencyId))
  if (!agency) throw new AppError('not_found')
  return { ...agency, bases: await basesOf(db, agencyId) }
}

export const readHouseRules = (ground: Ground, person: Person): Promise<HouseRules> =>
  houseRules(ground.db, person.agencyId)

export const listBases = (ground: Ground, person: Person): Promise<BasisRow[]> => basesOf(ground.db, person.agencyId)

function basesOf(db: Queryable, agencyId: string): Promise<BasisRow[]> {
  const { id, wording, validFrom, validTo, replacedBy } = legalBases
  return db
    .select({ id, wording, validFrom, validTo, replacedBy })
    .from(legalBases)
    .where(and(eq(legalBases.agencyId, agencyId), isNull(legalBases.removedAt)))
    .orderBy(sql`${validTo} is not null`, asc(wording))
}

/** Those that were taken out of the library and can be put back. */
export function listRemovedBases({ db }: Ground, person: Person): Promise<{ id: string; wording: string }[]> {
  return db
    .select({ id: legalBases.id, wording: legalBases.wording })
    .from(legalBases)
    .where(and(eq(legalBases.agencyId, person.agencyId), isNotNull(legalBases.removedAt)))
    .orderBy(asc(legalBases.wording))
}

/** Without what the list of bases brings: "Căn cứ" in front, ";" behind. */
function bareWording(text: string): string {
  const wording = text.replace(/^căn cứ\s+/iu, '')
  return wording.slice(0, endBegins(wording, /[\s;,.]/))
}

export const basisData = z
  .object({
    wording: line(WORDING_LENGTH).transform(bareWording),
    validFrom: z.iso.date('date'),
    validTo: z.iso.date('date').nullable(),
    replacedBy: optionalLine(WORDING_LENGTH),
  })
  .refine(({ validFrom, validTo }) => validTo === null || validFrom <= validTo, { path: ['validTo'], error: 'order' })

/** One that was taken out comes back with what is given now. */
export async function createBasis(ground: Ground, person: Person, input: BasisData): Promise<{ id: string }> {
  needAdministrator(person)
  const data = parse(basisData, input)
  return ground.db.transaction(async (tx) => {
    const [basis] = await tx
      .insert(legalBases)
      .values({ ...data, agencyId: person.agencyId })
      .onConflictDoUpdate({
        target: [legalBases.agencyId, legalBases.wording],
        set: { ...data, removedAt: null },
        setWhere: isNotNull(legalBases.removedAt),
      })
      .returning({ id: legalBases.id })
    if (!basis) throw new AppError('bad_input', { field: 'wording', reason: 'taken' })
    await record(tx, { actorId: person.id, act: 'basis.create', detail: { id: basis.id, ...data } })
    return basis
  })
}

export async function editBasis(ground: Ground, person: Person, id: string, input: BasisData): Promise<void> {
  needAdministrator(person)
  const data = parse(basisData, input)
  await ground.db.transaction(async (tx) => {
    const own = and(eq(legalBases.id, parseId(id)), eq(legalBases.agencyId, person.agencyId))
    const same = and(eq(legalBases.agencyId, person.agencyId), eq(legalBases.wording, data.wording))
    const [namesake] = await tx.select({ id: legalBases.id }).from(legalBases).where(same)
    if (namesake && namesake.id !== id) throw new AppError('bad_input', { field: 'wording', reason: 'taken' })
    const changed = await tx.update(legalBases).set(data).where(own).returning({ id: legalBases.id })
    if (changed.length === 0) throw new AppError('not_found')
    await record(tx, { actorId: person.id, act: 'basis.edit', detail: { id, ...data } })
  })
}

/** Out of the library, or back into it. `not_found` when it is there already. */
async function setRemoved(ground: Ground, person: Person, id: string, isRemoved: boolean): Promise<void> {
  needAdministrator(person)
  const { agencyId, removedAt, wording } = legalBases
  await ground.db.transaction(async (tx) => {
    const [basis] = await tx
      .update(legalBases)
      .set({ removedAt: isRemoved ? sql`now()` : null })
      .where(
        and(
          eq(legalBases.id, parseId(id)),
          eq(agencyId, person.agencyId),
          isRemoved ? isNull(removedAt) : isNotNull(removedAt),
        ),
      )
      .returning({ wording })
    if (!basis) throw new AppError('not_found')
    await record(tx, {
      actorId: person.id,
      act: isRemoved ? 'basis.remove' : 'basis.restore',
      detail: { id, ...basis },
    })
  })
}

export const removeBasis = (ground: Ground, person: Person, id: string) => setRemoved(ground, person, id, true)
export const restoreBasis = (ground: Ground, person: Person, id: string) => setRemoved(ground, person, id, false)
