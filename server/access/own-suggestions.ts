/** Whether whoever suggested a change may also accept it: the house decides. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { record } from '../audit/index.ts'
import type { Queryable } from '../database/connect.ts'
import { agencies } from '../database/tables.ts'
import { parse } from './border.ts'
import type { Ground } from './ground.ts'
import { needAdministrator } from './office.ts'
import type { Person } from './person.ts'

export async function acceptsOwn(db: Queryable, { agencyId }: Pick<Person, 'agencyId'>): Promise<boolean> {
  const [house] = await db.select({ own: agencies.acceptsOwn }).from(agencies).where(eq(agencies.id, agencyId))
  return house?.own !== false
}

/** To be asked beside `decide` of may(). Who has brought what somebody elsewhere suggests has not suggested it. */
export const mayAccept = (
  person: Pick<Person, 'id'>,
  { authorId, outsideAuthor }: { authorId: string; outsideAuthor: string | null },
  own: boolean,
): boolean => own || outsideAuthor !== null || authorId !== person.id

export const ownData = z.object({ acceptsOwn: z.enum(['yes', 'no'], 'choice') })

export async function setAcceptsOwn(ground: Ground, person: Person, input: z.input<typeof ownData>): Promise<void> {
  needAdministrator(person)
  const isAccepted = parse(ownData, input).acceptsOwn === 'yes'
  await ground.db.transaction(async (tx) => {
    await tx.update(agencies).set({ acceptsOwn: isAccepted }).where(eq(agencies.id, person.agencyId))
    await record(tx, { actorId: person.id, act: 'office.own-suggestions', detail: { acceptsOwn: isAccepted } })
  })
}
