/** Whether a code names an issued document: what /verify counts, before a file is read. */
import { and, eq } from 'drizzle-orm'
import { drafts, frozenRevisions } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { readVerifyCode } from '../revision.ts'

export async function isKnownCode({ db }: Ground, typed: string): Promise<boolean> {
  const code = readVerifyCode(typed)
  if (!code) return false
  const issued = and(eq(drafts.id, frozenRevisions.draftId), eq(drafts.state, 'issued'))
  const [known] = await db
    .select({ id: drafts.id })
    .from(frozenRevisions)
    .innerJoin(drafts, issued)
    .where(eq(frozenRevisions.verifyCode, code))
  return known !== undefined
}
