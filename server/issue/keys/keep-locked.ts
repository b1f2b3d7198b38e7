import { and, eq, isNotNull } from 'drizzle-orm'
import type { Database } from '../../database/connect.ts'
import { signingKeys } from '../../database/tables.ts'

/** A file that lay there as it was brought in gives way to the locked one; of two who do that at once the first does. */
export async function keepLocked(db: Database, keyId: string, locked: Uint8Array): Promise<void> {
  await db
    .update(signingKeys)
    .set({ locked, pkcs12: null })
    .where(and(eq(signingKeys.id, keyId), isNotNull(signingKeys.pkcs12)))
}
