import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '../database/connect.ts'
import { draftImages } from '../database/tables.ts'

/** All images of a draft are also those of one that goes on from its text; or, of another that begins with its words, `only` these. */
export async function carryImages(
  tx: Transaction,
  fromDraftId: string,
  toDraftId: string,
  only?: readonly string[],
): Promise<void> {
  if (only?.length === 0) return
  const carried = and(eq(draftImages.draftId, fromDraftId), only && inArray(draftImages.hash, [...only]))
  await tx.execute(sql`
    insert into ${draftImages} (draft_id, hash, added_by)
    select ${toDraftId}, hash, added_by from ${draftImages} where ${carried}`)
}
