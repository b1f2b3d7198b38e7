import { eq, ne, sql } from 'drizzle-orm'
import type { Person } from '../access/person.ts'
import { onDay, userColumns } from '../access/validity.ts'
import type { Queryable } from '../database/connect.ts'
import { units, users } from '../database/tables.ts'
import type { Known } from './plan.ts'

/** The office as it is today. */
export async function readKnown(db: Queryable, person: Person): Promise<Known> {
  // One after the other: in a transaction there is one connection.
  const people = await db
    .select({
      ...{ id: users.id, name: users.name, username: users.username, position: userColumns.position },
      ...{ unitId: users.unitId, roles: users.roles, isLocked: sql<boolean>`${users.lockedAt} is not null` },
    })
    .from(users)
    .where(eq(users.agencyId, person.agencyId))
    .orderBy(users.username)
  const allUnits = await db
    .select({
      ...{ id: units.id, name: onDay(units.name, units.id), abbreviation: onDay(units.abbreviation, units.id) },
      isClosed: sql<boolean>`${units.closedAt} is not null`,
    })
    .from(units)
    .where(eq(units.agencyId, person.agencyId))
    .orderBy(units.abbreviation, units.id)
  const foreign = await db
    .select({ username: sql<string>`lower(${users.username})` })
    .from(users)
    .where(ne(users.agencyId, person.agencyId))
    .orderBy(users.username)
  return { people, units: allUnits, foreignUsernames: foreign.map(({ username }) => username) }
}
