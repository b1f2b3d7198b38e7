/** Images by what they are, for those who have already been told that they may have them. */
import { setImmediate as breathe } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import { bareImage } from '../../src/lib/document/image-parts.ts'
import type { Queryable } from '../database/connect.ts'
import { draftImages, images } from '../database/tables.ts'

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
  const found = new Map<string, Uint8Array>()
  for (const { hash, bytes } of rows) {
    found.set(hash, bareImage(bytes) ?? bytes)
    await breathe() // a draft may hold sixty megabytes of them
  }
  return found
}

/** The same, of those that are the draft's own: somebody may name others. */
export async function ownImageBytes(
  db: Queryable,
  draftId: string,
  hashes: readonly string[],
): Promise<Map<string, Uint8Array>> {
  if (hashes.length === 0) return new Map()
  const own = await db
    .select({ hash: draftImages.hash })
    .from(draftImages)
    .where(and(eq(draftImages.draftId, draftId), inArray(draftImages.hash, [...hashes])))
  return imageBytes(
    db,
    own.map(({ hash }) => hash),
  )
}
