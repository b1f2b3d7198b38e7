import { and, asc, desc, eq, gte, inArray, not, notInArray, or, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import type { Person } from '../access/person.ts'
import { onDay } from '../access/validity.ts'
import type { Queryable } from '../database/connect.ts'
import { draftPeople, drafts, draftSteps, registerEntries, threads, units, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { Work, WorkRow } from './shapes.ts'
import type { DraftPart } from '../../src/lib/vocabulary.ts'

/** Nobody reads further down a list of their own work than this; the documents page finds the rest. */
const MAX_ROWS = 200
const RECENTLY_ISSUED = 30
/** Long enough for whoever was away to learn of it. */
const VOIDED_SHOWN = '14 days'

const holder = alias(users, 'holder')
const owner = alias(users, 'owner')

/** "My work": one query a list, whatever its length. */
export async function myWork(ground: Ground, person: Person): Promise<Work> {
  const { db } = ground
  const waits = waitingFor(person)
  const mine = hasPart(person, ['owner', 'author'])
  const underWay = notInArray(drafts.state, ['issued', 'cancelled', 'voided'])
  const voidedOfLate = and(eq(drafts.state, 'voided'), gte(drafts.updatedAt, sql`now() - ${VOIDED_SHOWN}::interval`))
  const [waiting, written, following, voided, issued] = await Promise.all([
    list(db, person, waits, [sql`${drafts.dueAt} asc nulls last`, asc(drafts.heldSince)]),
    list(db, person, and(mine, underWay), [desc(drafts.updatedAt)]),
    list(db, person, and(hasPart(person), not(mine), underWay, not(waits)), [desc(drafts.updatedAt)]),
    list(db, person, and(hasPart(person), voidedOfLate), [desc(drafts.updatedAt)]),
    list(db, person, eq(drafts.state, 'issued'), [sql`${registerEntries.issuedAt} desc nulls last`], RECENTLY_ISSUED),
  ])
  return { waiting, written, following, voided, issued }
}

/** In this person's hands to decide or to mend, or signed and any clerk's to seal and issue. */
function waitingFor(person: Person): SQL {
  const toDecide = inArray(drafts.state, ['review', 'approval', 'approved', 'finalizing'])
  const returned = and(eq(drafts.state, 'drafting'), inArray(lastAct, ['return', 'restart']))
  const inHand = and(eq(drafts.holderId, person.id), or(toDecide, returned))
  const toSeal = person.roles.includes('clerk') ? eq(drafts.state, 'signed') : undefined
  return or(inHand, toSeal) ?? sql`false`
}

const lastAct = sql<string>`(
  select ${draftSteps.act} from ${draftSteps} where ${draftSteps.draftId} = ${drafts.id} order by ${draftSteps.id} desc limit 1
)`

/** Once it is issued, nothing that was said can be settled any more. */
const openThreads = sql<number>`(
  select count(*)::int from ${threads} where ${threads.draftId} = ${drafts.id} and ${threads.resolvedAt} is null and ${drafts.state} <> 'issued'
)`

function hasPart(person: Person, parts?: DraftPart[]): SQL {
  const which = and(
    eq(draftPeople.draftId, drafts.id),
    eq(draftPeople.userId, person.id),
    parts && inArray(draftPeople.part, parts),
  )
  return sql`exists (select 1 from ${draftPeople} where ${which})`
}

async function list(
  db: Queryable,
  person: Person,
  which: SQL | undefined,
  order: SQL[],
  limit = MAX_ROWS,
): Promise<WorkRow[]> {
  const rows = await db
    .select({
      draft: drafts,
      unit: onDay(units.abbreviation, units.id),
      holder: { id: holder.id, name: holder.name },
      owner: { id: owner.id, name: owner.name },
      openThreads,
      symbol: registerEntries.symbol,
      number: registerEntries.number,
      issuedAt: registerEntries.issuedAt,
    })
    .from(drafts)
    .innerJoin(owner, eq(owner.id, drafts.createdBy))
    .leftJoin(holder, eq(holder.id, drafts.holderId))
    .leftJoin(units, eq(units.id, drafts.unitId))
    .leftJoin(registerEntries, eq(registerEntries.draftId, drafts.id))
    .where(and(eq(drafts.agencyId, person.agencyId), which))
    .orderBy(...order)
    .limit(limit)
  return rows.map(({ draft, number, symbol, ...rest }) => {
    const { id, kind, subject, state, step, heldSince, dueAt, updatedAt } = draft
    return {
      id,
      kind,
      subject,
      state,
      step,
      heldSince,
      dueAt,
      updatedAt,
      ...rest,
      symbol: number && symbol ? numberAndSymbol(number, symbol) : null,
    }
  })
}
