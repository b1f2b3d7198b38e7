import { news } from '../database/tables.ts'
import { TOPICS } from './concern.ts'
import type { Ground } from './ground.ts'
import type { Warning } from './shapes.ts'

/** Told once each, however many nodes look, and however often. */
export async function warn({ db }: Ground, warnings: readonly Warning[]): Promise<void> {
  const rows = warnings.flatMap(({ event, about, endsAt, mark, personIds }) =>
    [...new Set(personIds)].map((personId) => ({ personId, topic: TOPICS[event], event, about, mark, dueAt: endsAt })),
  )
  if (rows.length > 0) await db.insert(news).values(rows).onConflictDoNothing()
}
