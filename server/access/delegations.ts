/** Who signs for whom (Điều 13): in which form, for which papers, from and to which day; looked at when something is signed. */
import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { fold } from '../../src/lib/document/fold.ts'
import { KIND_IDS } from '../../src/lib/document/kinds.ts'
import { signedForIn } from '../../src/lib/document/signing-forms.ts'
import { AppError } from '../../src/lib/errors.ts'
import { SIGNING_FORMS, type SigningForm } from '../../src/lib/vocabulary.ts'
import { record } from '../audit/index.ts'
import type { Database, Queryable } from '../database/connect.ts'
import { signingDelegations, users } from '../database/tables.ts'
import { id, parse, printedLine } from './border.ts'
import { needAdministrator } from './office.ts'
import type { Person } from './person.ts'
import type { RightState } from './seal-rights.ts'
import { today } from './validity.ts'

export interface DelegationView {
  id: string
  name: string
  form: SigningForm
  forTitle: string
  /** Empty = every kind. */
  kinds: string[]
  matter: string
  /** yyyy-MM-dd. */
  validFrom: string
  validTo: string | null
  decision: string
  state: RightState
}

const stateOf = sql<RightState>`case when ${signingDelegations.endedAt} is not null then 'ended'
  when ${signingDelegations.validFrom} > ${today} then 'not_yet' when ${signingDelegations.validTo} < ${today} then 'over' else 'holds' end`

/** Of several that do not hold, the one that is nearest to holding is told. */
const NEARNESS: RightState[] = ['holds', 'over', 'not_yet', 'ended']

/**
 * Goes on only when every line of the closing part that says "for somebody" is on record for this person today, in these very
 * words, and for this kind of paper. A form of which the agency has never put one on record is not looked at. Throws
 * `no_delegation {form, title, reason: 'none' | 'over' | 'not_yet' | 'ended' | 'other_kind', date?}`.
 */
export async function needDelegations(
  db: Queryable,
  person: Person,
  { kind, capacity }: { kind: string; capacity: string },
): Promise<void> {
  const lines = signedForIn(capacity)
  if (lines.length === 0) return
  const { userId, form, forTitle, kinds, validFrom, validTo } = signingDelegations
  const rows = await db
    .select({ userId, form, forTitle, kinds, validFrom, validTo, state: stateOf })
    .from(signingDelegations)
    .where(eq(signingDelegations.agencyId, person.agencyId))
  for (const { form: wanted, title } of lines) {
    const ofForm = rows.filter((row) => row.form === wanted)
    if (ofForm.length === 0) continue
    const own = ofForm.filter((row) => row.userId === person.id && fold(row.forTitle) === fold(title))
    const fitting = own.filter((row) => row.kinds.length === 0 || row.kinds.includes(kind))
    if (fitting.some(({ state }) => state === 'holds')) continue
    const [nearest] = fitting.toSorted(
      (a, b) =>
        NEARNESS.indexOf(a.state) - NEARNESS.indexOf(b.state) || (b.validTo ?? '').localeCompare(a.validTo ?? ''),
    )
    const reason = nearest?.state ?? (own.length > 0 ? 'other_kind' : 'none')
    const date = nearest?.state === 'not_yet' ? nearest.validFrom : nearest?.validTo
    throw new AppError('no_delegation', { form: wanted, title, reason, ...(date && { date }) })
  }
}

/** Those that hold before the others, newest first. */
export async function listDelegations(db: Database, person: Person): Promise<DelegationView[]> {
  const { id, form, forTitle, kinds, matter, validFrom, validTo, decision } = signingDelegations
  return db
    .select({ id, name: users.name, form, forTitle, kinds, matter, validFrom, validTo, decision, state: stateOf })
    .from(signingDelegations)
    .innerJoin(users, eq(users.id, signingDelegations.userId))
    .where(eq(signingDelegations.agencyId, person.agencyId))
    .orderBy(sql`${signingDelegations.endedAt} is not null`, desc(validFrom), desc(signingDelegations.createdAt))
}

const giving = z.object({
  userId: id,
  form: z.enum(SIGNING_FORMS, 'choice'),
  forTitle: printedLine(200),
  kinds: z.array(z.enum(KIND_IDS, 'choice')),
  matter: printedLine(500, 0).default(''),
  validFrom: z.iso.date('date'),
  validTo: z.iso.date('date').nullable(),
  decision: printedLine(300),
})
export type Delegating = Omit<z.input<typeof giving>, 'kinds' | 'form'> & { kinds: string[]; form: string }

/**
 * By an administrator, to a leader of the agency. Thừa ủy quyền needs a last day. Throws `not_allowed`, `bad_input`: on `userId`,
 * `choice`; on `validTo`, `order` or `required`.
 */
export async function giveDelegation(db: Database, person: Person, given: Delegating): Promise<void> {
  needAdministrator(person)
  const delegation = parse(giving, given)
  const { form, validFrom, validTo, userId } = delegation
  if (form === 'TUQ' && validTo === null) throw new AppError('bad_input', { field: 'validTo', reason: 'required' })
  if (validTo !== null && validTo < validFrom) throw new AppError('bad_input', { field: 'validTo', reason: 'order' })
  await db.transaction(async (tx) => {
    const leader = and(eq(users.id, userId), eq(users.agencyId, person.agencyId), sql`'leader' = any(${users.roles})`)
    const [found] = await tx.select({ name: users.name }).from(users).where(leader)
    if (!found) throw new AppError('bad_input', { field: 'userId', reason: 'choice' })
    await tx.insert(signingDelegations).values({ ...delegation, agencyId: person.agencyId, createdBy: person.id })
    await record(tx, { actorId: person.id, act: 'delegation.give', detail: { ...delegation, name: found.name } })
  })
}

/** From now on; it stays on record. `not_found` when it is not there, or was ended before. */
export async function endDelegation(db: Database, person: Person, given: { id: string }): Promise<void> {
  needAdministrator(person)
  const { id: delegationId } = parse(z.object({ id }), given)
  await db.transaction(async (tx) => {
    const open = and(
      eq(signingDelegations.id, delegationId),
      eq(signingDelegations.agencyId, person.agencyId),
      sql`${signingDelegations.endedAt} is null`,
    )
    const ended = await tx
      .update(signingDelegations)
      .set({ endedAt: sql`now()`, endedBy: person.id })
      .where(open)
      .returning({ userId: signingDelegations.userId, form: signingDelegations.form })
    if (ended.length === 0) throw new AppError('not_found')
    await record(tx, { actorId: person.id, act: 'delegation.end', detail: { id: delegationId, ...ended[0] } })
  })
}
