/** Images by what they are, for those who have already been told that they may have them. */
import { inArray } from 'drizzle-orm'
import type { Queryable } from '../database/connect.ts'
import { images } from '../database/tables.ts'

/** Those of them that are there. */
export async function imageBytes(db: Queryable, hashes: readonly string[]): Promise<Map<string, Uint8Array>> {
  if (hashes.length === 0) return new Map()
  const rows = await db
    .select({ hash: images.hash, bytes: images.bytes })
    .from(images)
    .where(inArray(images.hash, [...hashes]))
  return new Map(rows.map(({ hash, bytes }) => [hash, bytes]))
}
