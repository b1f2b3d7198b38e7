import { and, eq, isNull } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import type { Queryable } from '../database/connect.ts'
import { users } from '../database/tables.ts'
import type { Person } from './person.ts'
import { asPerson } from './sessions.ts'
import { userColumns } from './validity.ts'

/** The same person as they are now, for work that goes on after the request: `not_allowed` once the account is locked. */
export async function personNow(db: Queryable, { id }: Pick<Person, 'id'>): Promise<Person> {
  const active = and(eq(users.id, id), isNull(users.lockedAt))
  const [user] = await db.select(userColumns).from(users).where(active)
  if (!user) throw new AppError('not_allowed', { action: 'go-on' })
  return asPerson(user)
}
