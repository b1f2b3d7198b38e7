/** Whether a code names a document that was issued or cancelled: what /verify counts, before a file is read. */
import { and, eq, inArray } from 'drizzle-orm'
import { drafts, frozenRevisions } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { readVerifyCode } from '../revision.ts'
import { PUBLIC_STATES } from './entry.ts'

export async function isKnownCode({ db }: Ground, typed: string): Promise<boolean> {
  const code = readVerifyCode(typed)
  if (!code) return false
  const isPublic = and(eq(drafts.id, frozenRevisions.draftId), inArray(drafts.state, PUBLIC_STATES))
  const [known] = await db
    .select({ id: drafts.id })
    .from(frozenRevisions)
    .innerJoin(drafts, isPublic)
    .where(eq(frozenRevisions.verifyCode, code))
  return known !== undefined
}
