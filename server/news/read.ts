/** Read marks. They hold for the person, on every device; the trigger tells the other devices. */
import { and, eq, isNull, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { id, parse } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { news } from '../database/tables.ts'
import type { Ground } from './ground.ts'

const upTo = z.number().int().positive()
const which = z.union([z.object({ draftId: id }), z.object({ line: upTo }), z.object({ upTo })])

/** All of a draft; one line, named by its newest event; or all up to an event, which is the newest that was seen. */
export type Reading = z.input<typeof which>

/** Marks as read what is unread; what came in after it was seen stays unread. */
export async function markRead({ db }: Ground, person: Person, given: Reading): Promise<void> {
  const asked = parse(which, given)
  const mine = and(eq(news.personId, person.id), isNull(news.readAt))
  const what =
    'draftId' in asked
      ? eq(news.draftId, asked.draftId)
      : 'upTo' in asked
        ? lte(news.id, asked.upTo)
        : inLine(person, asked.line)
  await db
    .update(news)
    .set({ readAt: sql`now()` })
    .where(and(mine, what))
}

function inLine(person: Person, line: number) {
  const named = sql`select coalesce(n.draft_id::text, ''), n.topic, n.mark from ${news} n
    where n.id = ${line} and n.person_id = ${person.id}`
  const own = sql`(coalesce(${news.draftId}::text, ''), ${news.topic}, ${news.mark})`
  return and(sql`${own} = (${named})`, lte(news.id, line))
}
