/** Deadlines that come near or have passed. Told once each, however many nodes look. */
import { sql } from 'drizzle-orm'
import type { Ground } from './ground.ts'

/** Long past ones are no news: the first look at an old database would bring them all. */
const PAST_SHOWN = '7 days'

/**
 * Near is from 07:00 of the working day before; Saturday and Sunday are none, public holidays are not known. To whoever has
 * the draft (signed ones: every clerk) and to its owner. Those who left the office are not told.
 */
export async function remind({ db }: Ground, now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`
  await db.execute(sql`
    insert into news (person_id, draft_id, topic, event, due_at)
    select told.id, d.id, 'due', case when d.due_at <= ${at} then 'overdue' else 'due_soon' end, d.due_at
    from drafts d
    cross join lateral (select (d.due_at at time zone 'Asia/Ho_Chi_Minh')::date as day) due
    cross join lateral (
      select u.id from users u
      where u.locked_at is null and u.agency_id = d.agency_id
        and (u.id in (d.holder_id, d.created_by) or (d.state = 'signed' and 'clerk' = any(u.roles)))
    ) told
    where d.state not in ('issued', 'cancelled', 'voided') and d.due_at > ${at} - ${PAST_SHOWN}::interval
      and (due.day - case extract(isodow from due.day) when 1 then 3 when 7 then 2 else 1 end + time '07:00')
        at time zone 'Asia/Ho_Chi_Minh' <= ${at}
    on conflict do nothing`)
}
