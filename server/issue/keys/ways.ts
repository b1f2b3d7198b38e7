/** The ways to sign that an office uses, of those that this installation can: the administrator's choice. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../../src/lib/errors.ts'
import { parse } from '../../access/border.ts'
import { needAdministrator } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import type { Queryable } from '../../database/connect.ts'
import { signingKeys, withdrawnWays } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'

export const WAYS = ['pkcs12', 'pkcs11', 'companion', 'smartca', 'mysign', 'csc'] as const
export type Way = (typeof WAYS)[number]

export interface WayRow {
  way: Way
  /** This installation can: it has the settings that it takes. */
  isPossible: boolean
  isUsed: boolean
  /** Keys of this kind that people hold now. */
  keys: number
}

/** Several kinds of keys are one way: what a service asks, and where, is the service's affair. */
const wayOf = (provider: string) => provider.replace(/-(pin|code|page)$/, '')

/** Administrators only. */
export async function listWays(ground: Ground, person: Person): Promise<WayRow[]> {
  needAdministrator(person)
  const { db, services, tokenModules } = ground
  const [withdrawn, counted] = await Promise.all([
    withdrawnOf(db, person.agencyId),
    db
      .select({ provider: signingKeys.provider, keys: sql<number>`count(*)::int` })
      .from(signingKeys)
      .where(and(eq(signingKeys.agencyId, person.agencyId), isNull(signingKeys.retiredAt)))
      .groupBy(signingKeys.provider),
  ])
  const isPossible = (way: Way) =>
    way === 'pkcs12' || way === 'companion' || (way === 'pkcs11' ? tokenModules.paths.size > 0 : services.has(way))
  return WAYS.map((way) => ({
    way,
    isPossible: isPossible(way),
    isUsed: !withdrawn.has(way),
    keys: counted.reduce((sum, { provider, keys }) => sum + (wayOf(provider) === way ? keys : 0), 0),
  }))
}

export const wayChoice = z.object({ way: z.enum(WAYS, 'choice'), isUsed: z.boolean() })

/**
 * Keys of a way that is not used stay, and cannot sign until it is used again; a request that waits for one comes to nothing. Throws
 * `bad_input {field: 'way', reason: 'last_way'}` for the last that is left.
 */
export async function chooseWay(ground: Ground, person: Person, given: z.input<typeof wayChoice>): Promise<void> {
  needAdministrator(person)
  const { way, isUsed } = parse(wayChoice, given)
  const { agencyId } = person
  await ground.db.transaction(async (tx) => {
    if (isUsed) {
      await tx.delete(withdrawnWays).where(and(eq(withdrawnWays.agencyId, agencyId), eq(withdrawnWays.kind, way)))
    } else {
      await tx.insert(withdrawnWays).values({ agencyId, kind: way }).onConflictDoNothing()
      if ((await withdrawnOf(tx, agencyId)).size === WAYS.length)
        throw new AppError('bad_input', { field: 'way', reason: 'last_way' })
    }
    await record(tx, { actorId: person.id, act: isUsed ? 'way.use' : 'way.withdraw', detail: { way } })
  })
}

async function withdrawnOf(db: Queryable, agencyId: string): Promise<Set<string>> {
  const rows = await db.select().from(withdrawnWays).where(eq(withdrawnWays.agencyId, agencyId))
  return new Set(rows.map(({ kind }) => kind))
}

/** Those of these keys whose way their office uses. */
export async function ofUsedWays<T extends { agencyId: string; provider: string }>(
  db: Queryable,
  keys: readonly T[],
): Promise<T[]> {
  const offices = [...new Set(keys.map(({ agencyId }) => agencyId))]
  if (offices.length === 0) return []
  const rows = await db.select().from(withdrawnWays).where(inArray(withdrawnWays.agencyId, offices))
  const isWithdrawn = ({ agencyId, provider }: T) =>
    rows.some((row) => row.agencyId === agencyId && row.kind === wayOf(provider))
  return keys.filter((key) => !isWithdrawn(key))
}
