/** Bytes come in: looked at, turned upright, freed of what nobody sees, tried, kept under their hash. */
import { sql } from 'drizzle-orm'
import { type ImageFault, type ImageFile, readImage } from '../../src/lib/document/image.ts'
import type { Person } from '../access/person.ts'
import { digestOf } from '../compute/digest.ts'
import { images } from '../database/tables.ts'
import type { Ground } from './ground.ts'

export type Kept = ImageFile & { hash: string; isKept: true }

/** Keeps an image, as yet for no draft; or says why it is not taken. A photo that lay on its side is kept upright. */
export async function keepImage(
  { db, ready, canBeSet }: Ground,
  given: Uint8Array,
  person: Person,
): Promise<Kept | { isKept: false; fault: ImageFault }> {
  const read = readImage(given)
  if ('fault' in read) return { isKept: false, ...read }
  const bytes = await ready(given, person)
  if (!bytes || !(await canBeSet(bytes, person))) return { isKept: false, fault: 'broken' }
  const hash = await digestOf(bytes)
  await db
    .insert(images)
    .values({ hash, bytes })
    .onConflictDoUpdate({ target: images.hash, set: { createdAt: sql`now()` } })
  return { ...read, hash, isKept: true }
}
