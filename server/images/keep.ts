/** Bytes come in: looked at, turned upright, freed of what nobody sees, tried, kept under their hash. */
import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { type ImageFault, type ImageFile, readImage } from '../../src/lib/document/image.ts'
import { bareImage } from '../../src/lib/document/image-parts.ts'
import type { Person } from '../access/person.ts'
import { images } from '../database/tables.ts'
import { isBounded } from './bounded.ts'
import type { Ground } from './ground.ts'
import { upright } from './upright.ts'

export type Kept = ImageFile & { hash: string; isKept: true }

/** Keeps an image, as yet for no draft; or says why it is not taken. A photo that lay on its side is kept upright. */
export async function keepImage(
  { db, canBeSet }: Ground,
  given: Uint8Array,
  person: Person,
): Promise<Kept | { isKept: false; fault: ImageFault }> {
  const read = readImage(given)
  if ('fault' in read) return { isKept: false, ...read }
  const parts = bareImage(given)
  const turned = parts && (await upright(parts))
  const bytes = turned && bareImage(turned)
  if (!bytes || !(await isBounded(bytes)) || !(await canBeSet(bytes, person))) return { isKept: false, fault: 'broken' }
  const hash = createHash('sha256').update(bytes).digest('hex')
  await db
    .insert(images)
    .values({ hash, bytes })
    .onConflictDoUpdate({ target: images.hash, set: { createdAt: sql`now()` } })
  return { ...read, hash, isKept: true }
}
