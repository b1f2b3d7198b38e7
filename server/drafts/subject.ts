import { eq, sql } from 'drizzle-orm'
import { LIMITS } from '../../src/lib/limits.ts'
import { parseId } from '../access/border.ts'
import { drafts } from '../database/tables.ts'
import type { Ground } from './ground.ts'

/** Copies the subject from the stored text to the lists, and notes that the text has changed. */
export async function refreshSubject(ground: Ground, draftId: string): Promise<void> {
  const id = parseId(draftId)
  const text = await ground.readNow(id)
  const subject = (await ground.texts.subjectOf(id, text)).slice(0, LIMITS.subject)
  await ground.db
    .update(drafts)
    .set({ subject, updatedAt: sql`now()` })
    .where(eq(drafts.id, id))
}
