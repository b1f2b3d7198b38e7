/** Bytes come in: looked at, tried, kept under their hash. */
import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { readImage, type ImageFault, type ImageFile } from '../../src/lib/document/image.ts'
import { images } from '../database/tables.ts'
import type { Ground } from './ground.ts'

export type Kept = ImageFile & { hash: string; isKept: true }

/** Keeps the bytes, as yet for no draft; or says why they are not taken. */
export async function keepImage(
  { db, canBeSet }: Ground,
  bytes: Uint8Array,
): Promise<Kept | { isKept: false; fault: ImageFault }> {
  const read = readImage(bytes)
  if ('fault' in read) return { isKept: false, ...read }
  if (!(await canBeSet(bytes))) return { isKept: false, fault: 'broken' }
  const hash = createHash('sha256').update(bytes).digest('hex')
  await db
    .insert(images)
    .values({ hash, bytes })
    .onConflictDoUpdate({ target: images.hash, set: { createdAt: sql`now()` } })
  return { ...read, hash, isKept: true }
}
