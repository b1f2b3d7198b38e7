/** The list of a person's news and how much of it is unread. What may be shown is asked anew each time. */
import { and, count, countDistinct, desc, eq, isNull, lt, max, ne, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import type { DraftPart } from '../../src/lib/vocabulary.ts'
import { parse } from '../access/border.ts'
import { may, mayReadReview } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { readableThreads } from '../access/talk.ts'
import { draftPeople, drafts, news, registerEntries, threads, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { NewsLine, NewsPage } from './shapes.ts'

const LINES_A_PAGE = 30
/** The badge says no more than this. */
export const MOST_UNREAD = 100

/** A deadline that was moved, or whose draft is done, is no news any more. */
const stillHolds = or(
  ne(news.topic, 'due'),
  and(eq(news.dueAt, drafts.dueAt), notInArray(drafts.state, ['issued', 'cancelled', 'voided'])),
)

/** News of what is not, or no longer, for this person is none: not even its number is told. */
const isFor = (person: Person) =>
  or(
    isNull(news.threadId),
    sql`exists (select 1 from ${threads} where ${and(eq(threads.id, news.threadId), readableThreads(person))})`,
  )

const input = z.object({ before: z.number().int().positive().optional() })

/** `before` as the page before gave it. */
export async function listNews(
  ground: Ground,
  person: Person,
  given: { before?: number | undefined },
): Promise<NewsPage> {
  let { before } = parse(input, given)
  const lines: NewsLine[] = []
  // What the person may not see any more is left out; the page is filled with what comes behind it.
  for (;;) {
    const found = await readLines(
      ground,
      person,
      before === undefined ? undefined : lt(max(news.id), before),
      LINES_A_PAGE,
    )
    for (const { line, isShown } of found) {
      before = line.id
      if (isShown) lines.push(line)
      if (lines.length === LINES_A_PAGE) return { lines, before }
    }
    if (found.length < LINES_A_PAGE) return { lines, before: null }
  }
}

/** How many lines are unread, up to MOST_UNREAD. */
export async function countUnread(ground: Ground, person: Person): Promise<number> {
  const found = await readLines(ground, person, isNull(news.readAt), MOST_UNREAD)
  return found.filter(({ isShown }) => isShown).length
}

/** `which` is said of a line, as a condition on groups. */
async function readLines(
  { db }: Ground,
  person: Person,
  which: SQL | undefined,
  limit: number,
): Promise<{ line: NewsLine; isShown: boolean }[]> {
  const grouped = db
    .select({
      last: max(news.id).as('last'),
      count: count().as('count'),
      actors: countDistinct(news.actorId).as('actors'),
    })
    .from(news)
    .leftJoin(drafts, eq(drafts.id, news.draftId))
    .where(and(eq(news.personId, person.id), stillHolds, isFor(person)))
    .groupBy(news.draftId, news.topic, news.mark, news.readAt)
    .having(which)
    .orderBy(desc(max(news.id)))
    .limit(limit)
    .as('grouped')
  const rows = await db
    .select({
      news,
      draft: drafts,
      count: grouped.count,
      actors: grouped.actors,
      actor: users.name,
      number: registerEntries.number,
      suffix: registerEntries.suffix,
      symbol: registerEntries.symbol,
      parts: sql<DraftPart[]>`array(
        select ${draftPeople.part} from ${draftPeople}
        where ${and(eq(draftPeople.draftId, drafts.id), eq(draftPeople.userId, person.id))})`,
    })
    .from(grouped)
    .innerJoin(news, eq(news.id, grouped.last))
    .leftJoin(drafts, eq(drafts.id, news.draftId))
    .leftJoin(users, eq(users.id, news.actorId))
    .leftJoin(registerEntries, eq(registerEntries.draftId, drafts.id))
    .orderBy(desc(news.id))
  return rows.map(({ news, draft, count, actors, actor, number, suffix, symbol, parts }) => {
    const numberLine = number !== null && symbol !== null ? numberAndSymbol(number, symbol, suffix ?? '') : null
    const line: NewsLine = {
      ...{ id: news.id, topic: news.topic, event: news.event, count, actor, others: Math.max(0, actors - 1) },
      ...{ at: news.at, isRead: news.readAt !== null, threadId: news.threadId, dueAt: news.dueAt },
      ...{ suggestionId: news.suggestionId, about: news.about, draft: null },
    }
    // What ends by itself was told to whom it concerns.
    if (!draft) return { line, isShown: true }
    const { id, kind, subject, state } = draft
    line.draft = { id, kind, subject, state, numberLine }
    const facts = { ...draft, parts }
    const isTalk = news.topic === 'talk' || news.topic === 'mention' || news.topic === 'suggest'
    const isShown = isTalk ? mayReadReview(person, facts) : may(person, 'see', facts)
    return { line, isShown }
  })
}
