import { sql } from 'drizzle-orm'
import type { Transaction } from '../database/connect.ts'
import { draftImages } from '../database/tables.ts'

/** All images of a draft are also those of one that goes on from its text. */
export async function carryImages(tx: Transaction, fromDraftId: string, toDraftId: string): Promise<void> {
  await tx.execute(sql`
    insert into ${draftImages} (draft_id, hash, added_by)
    select ${toDraftId}, hash, added_by from ${draftImages} where draft_id = ${fromDraftId}`)
}
