import { and, asc, count, desc, eq, gte, inArray, isNull, ne, not, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { INTERNAL_KINDS, KIND_IDS } from '../../src/lib/document/kinds.ts'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { DRAFT_STATES, type DraftPart } from '../../src/lib/vocabulary.ts'
import { line, parse } from '../access/border.ts'
import { maySeal } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { sealRightHolds } from '../access/seal-rights.ts'
import { readableThreads } from '../access/talk.ts'
import { onDay } from '../access/validity.ts'
import { kindWords, numberWords, saysAll } from '../access/words.ts'
import type { Queryable } from '../database/connect.ts'
import { draftPeople, drafts, draftSteps, registerEntries, threads, units, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { type Work, WORK_LISTS, type WorkListName, type WorkPage, type WorkQuery, type WorkRow } from './shapes.ts'

/** What is read at a glance; the pages of each list show the rest. */
const GLANCE_ROWS = 20
const PAGE_ROWS = 50
/** Whoever looks for more types another letter. */
const FOUND_ROWS = 9
/** Long enough for whoever was away to learn of it. */
const VOIDED_SHOWN = '14 days'

const holder = alias(users, 'holder')
const owner = alias(users, 'owner')

/** "My work": of each list what is nearest, and how much there is. `rows`: how many of each. */
export async function myWork(ground: Ground, person: Person, rows = GLANCE_ROWS): Promise<Work> {
  const lists = whichLists(person)
  const read = async (name: WorkListName) => {
    const { which, order } = lists[name]
    const [first, total] = await Promise.all([
      list(ground.db, person, which, order, { limit: rows, offset: 0 }),
      countIn(ground.db, person, which),
    ])
    return { first, total }
  }
  const [waiting, written, following, voided, issued] = await Promise.all(WORK_LISTS.map(read))
  if (!waiting || !written || !following || !voided || !issued) throw new Error('a list of work is missing')
  return {
    ...{ waiting: waiting.first, written: written.first, following: following.first },
    ...{ voided: voided.first, issued: issued.first },
    totals: {
      ...{ waiting: waiting.total, written: written.total, following: following.total },
      ...{ voided: voided.total, issued: issued.total },
    },
  }
}

const query = z.object({
  list: z.enum(WORK_LISTS),
  search: line(300, 0).default(''),
  kind: z.enum(KIND_IDS).optional(),
  state: z.enum(DRAFT_STATES).optional(),
  page: z.number().int().min(1).max(1_000_000).default(1),
})

/** A page of one list, narrowed down. Words may be of the kind, the subject, the number, the writer or the holder. */
export async function workPage(ground: Ground, person: Person, input: WorkQuery): Promise<WorkPage> {
  const given = parse(query, input)
  const { which, order } = whichLists(person)[given.list]
  const { kind, state, page } = given
  const asked = and(
    which,
    kind && eq(drafts.kind, kind),
    state && eq(drafts.state, state),
    ...saysAll(words, given.search),
  )
  const [rows, total] = await Promise.all([
    list(ground.db, person, asked, order, { limit: PAGE_ROWS, offset: (page - 1) * PAGE_ROWS }),
    countIn(ground.db, person, asked),
  ])
  return { rows, total, page, pages: Math.max(1, Math.ceil(total / PAGE_ROWS)) }
}

const found = z.object({ search: line(300, 0) })

/** What stands in any of my lists and says these words, last touched first. At most FOUND_ROWS. */
export async function findInWork(ground: Ground, person: Person, input: { search: string }): Promise<WorkRow[]> {
  const { search } = parse(found, input)
  const { waiting, written, following, issued } = whichLists(person)
  const mine = or(...[waiting, written, following, issued].map(({ which }) => which))
  const order = [desc(drafts.updatedAt), asc(drafts.id)]
  return list(ground.db, person, and(mine, ...saysAll(words, search)), order, { limit: FOUND_ROWS, offset: 0 })
}

function whichLists(person: Person): Record<WorkListName, { which: SQL | undefined; order: SQL[] }> {
  const waits = waitingFor(person)
  const mine = hasPart(person, ['owner', 'author'])
  const underWay = notInArray(drafts.state, ['issued', 'cancelled', 'voided'])
  const voidedOfLate = and(eq(drafts.state, 'voided'), gte(drafts.updatedAt, sql`now() - ${VOIDED_SHOWN}::interval`))
  const lastTouched = [desc(drafts.updatedAt), asc(drafts.id)]
  return {
    waiting: { which: waits, order: [sql`${drafts.dueAt} asc nulls last`, asc(drafts.heldSince), asc(drafts.id)] },
    written: { which: and(mine, underWay), order: lastTouched },
    following: { which: and(hasPart(person), not(mine), underWay, not(waits)), order: lastTouched },
    voided: { which: and(hasPart(person), voidedOfLate), order: lastTouched },
    issued: { which: and(eq(drafts.state, 'issued'), readable(person)), order: [desc(doneAt), asc(drafts.id)] },
  }
}

/** In this person's hands to decide or to mend, or signed and theirs to seal and issue: a clerk's who may use the seal today. */
function waitingFor(person: Person): SQL {
  const toDecide = inArray(drafts.state, ['review', 'approval', 'approved', 'finalizing'])
  const returned = and(eq(drafts.state, 'drafting'), inArray(lastAct, ['return', 'restart']))
  const inHand = and(eq(drafts.holderId, person.id), or(toDecide, returned))
  const toSeal = maySeal(person) ? and(eq(drafts.state, 'signed'), sealRightHolds(person)) : undefined
  return or(inHand, toSeal) ?? sql`false`
}

const lastAct = sql<string>`(
  select ${draftSteps.act} from ${draftSteps} where ${draftSteps.draftId} = ${drafts.id} order by ${draftSteps.id} desc limit 1
)`

/** Those this person may know of, without private notes. Once it is issued, nothing that was said can be settled any more. */
function openThreads(person: Person): SQL<number> {
  const open = and(eq(threads.draftId, drafts.id), isNull(threads.resolvedAt), ne(threads.audience, 'private'))
  const which = and(open, readableThreads(person), ne(drafts.state, 'issued'))
  return sql<number>`(select count(*)::int from ${threads} where ${which})`
}

/** When it was issued; a paper within the office is done when it is signed. */
const doneAt = sql`coalesce(${registerEntries.issuedAt}, ${drafts.heldSince})`

/** As may.ts has it: a paper within the office is read by the leaders, to whom it goes, and those with a part in it. */
const readable = (person: Person) =>
  person.roles.includes('leader') ? undefined : or(notInArray(drafts.kind, [...INTERNAL_KINDS]), hasPart(person))

function hasPart(person: Person, parts?: DraftPart[]): SQL {
  const which = and(
    eq(draftPeople.draftId, drafts.id),
    eq(draftPeople.userId, person.id),
    parts && inArray(draftPeople.part, parts),
  )
  return sql`exists (select 1 from ${draftPeople} where ${which})`
}

/** What a line prints, folded. */
const words = sql`(
  fold_text(${drafts.subject} || ' ' || ${owner.name} || ' ' || coalesce(${holder.name}, '')) || ' ' || ${kindWords(drafts.kind)}
  || ' ' || coalesce(${numberWords(registerEntries)}, '')
)`

async function countIn(db: Queryable, person: Person, which: SQL | undefined): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(drafts)
    .innerJoin(owner, eq(owner.id, drafts.createdBy))
    .leftJoin(holder, eq(holder.id, drafts.holderId))
    .leftJoin(registerEntries, eq(registerEntries.draftId, drafts.id))
    .where(and(eq(drafts.agencyId, person.agencyId), which))
  return row?.total ?? 0
}

async function list(
  db: Queryable,
  person: Person,
  which: SQL | undefined,
  order: SQL[],
  { limit, offset }: { limit: number; offset: number },
): Promise<WorkRow[]> {
  const rows = await db
    .select({
      draft: drafts,
      unit: onDay(units.abbreviation, units.id),
      holder: { id: holder.id, name: holder.name },
      owner: { id: owner.id, name: owner.name },
      openThreads: openThreads(person),
      symbol: registerEntries.symbol,
      number: registerEntries.number,
      suffix: registerEntries.suffix,
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
    .offset(offset)
  return rows.map(({ draft, number, suffix, symbol, ...rest }) => {
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
      symbol: number && symbol ? numberAndSymbol(number, symbol, suffix ?? '') : null,
    }
  })
}
