/** Images by what they are, for those who have already been told that they may have them. */
import { inArray } from 'drizzle-orm'
import { bareImage } from '../../src/lib/document/image-parts.ts'
import type { Queryable } from '../database/connect.ts'
import { images } from '../database/tables.ts'

/**
 * Those of them that are there, for the PDF and the Word file: without what nobody sees. Older drafts have images that
 * came in with all of it, and their hashes stay their names.
 */
export async function imageBytes(db: Queryable, hashes: readonly string[]): Promise<Map<string, Uint8Array>> {
  if (hashes.length === 0) return new Map()
  const rows = await db
    .select({ hash: images.hash, bytes: images.bytes })
    .from(images)
    .where(inArray(images.hash, [...hashes]))
  return new Map(rows.map(({ hash, bytes }) => [hash, bareImage(bytes) ?? bytes]))
}
