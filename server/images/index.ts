/** Images of drafts: kept by what they are, seen by whoever may see the draft. */
import { and, eq } from 'drizzle-orm'
import { type ImageType, imageType } from '../../src/lib/document/image.ts'
import { bareImage } from '../../src/lib/document/image-parts.ts'
import { AppError } from '../../src/lib/errors.ts'
import { readDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { draftImages, images } from '../database/tables.ts'
import { type AddedImage, addImage, adoptImage, needImages, takeImages, tidyImages } from './add.ts'
import type { Ground } from './ground.ts'
import { keepImage, type Kept } from './keep.ts'

export interface Images {
  /** What they throw is said where they are written. */
  add(person: Person, draftId: string, bytes: Uint8Array): Promise<AddedImage>
  adopt(person: Person, draftId: string, hash: string): Promise<void>
  /** For whoever may see the draft; `not_found` otherwise, and for an image of another draft. */
  read(person: Person, draftId: string, hash: string): Promise<{ bytes: Uint8Array; type: ImageType }>
  /** For an import: kept for two days, until `take` gives them to the draft that it becomes. Null when not taken. */
  keep(bytes: Uint8Array, person: Person): Promise<Kept | null>
  take(tx: Transaction, person: Person, draftId: string, hashes: readonly string[]): Promise<void>
  /** Throws `image_missing {count}` unless each of these is the draft's own. */
  need(tx: Transaction, draftId: string, hashes: readonly string[]): Promise<void>
  /** To be called now and then. */
  tidy(): Promise<void>
}

export function createImages(ground: Ground): Images {
  return {
    add: (person, draftId, bytes) => addImage(ground, person, draftId, bytes),
    adopt: (person, draftId, hash) => adoptImage(ground, person, draftId, hash),
    read: (person, draftId, hash) => readOne(ground, person, draftId, hash),
    async keep(bytes, person) {
      const kept = await keepImage(ground, bytes, person)
      return kept.isKept ? kept : null
    },
    take: takeImages,
    need: needImages,
    tidy: () => tidyImages(ground),
  }
}

async function readOne({ db }: Ground, person: Person, draftId: string, hash: string) {
  const draft = await readDraft(db, person, draftId)
  const [row] = await db
    .select({ bytes: images.bytes })
    .from(draftImages)
    .innerJoin(images, eq(images.hash, draftImages.hash))
    .where(and(eq(draftImages.draftId, draft.id), eq(draftImages.hash, hash)))
  const type = row && imageType(row.bytes)
  if (!type) throw new AppError('not_found')
  // Older drafts have images that came in with what only browsers follow: the page shows what is printed.
  return { bytes: bareImage(row.bytes) ?? row.bytes, type }
}
