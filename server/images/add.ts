/** An image becomes one of a draft's: then whoever may see the draft may see it. */
import { and, desc, eq, exists, inArray, notInArray, sql } from 'drizzle-orm'
import { IMAGE_LIMITS } from '../../src/lib/document/image.ts'
import { AppError } from '../../src/lib/errors.ts'
import { lockDraft, readDraft } from '../access/facts.ts'
import { consume, createLimiter } from '../access/limit.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { draftImages, draftPeople, drafts, images, templateImages } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { keepImage } from './keep.ts'

/** In 15 minutes: each is tried by the typesetter. */
const MOST_UPLOADS = 200

export interface AddedImage {
  hash: string
  /** Pixels, as it is seen. */
  width: number
  height: number
}

/**
 * For whoever may suggest in the draft now: what is suggested may have an image, which stands in no text before it is accepted.
 * Throws `not_found`, `not_allowed`, `wrong_state`, `too_many_requests` or `bad_image {reason}`; nothing is in the draft then.
 */
export async function addImage(
  ground: Ground,
  person: Person,
  draftId: string,
  bytes: Uint8Array,
): Promise<AddedImage> {
  const { db, pool } = ground
  need(person, 'suggest', await readDraft(db, person, draftId)) // before the bytes are looked at
  await consume(createLimiter(pool, 'images', MOST_UPLOADS), person.id)
  const kept = await keepImage(ground, bytes, person)
  if (!kept.isKept) throw new AppError('bad_image', { reason: kept.fault })
  const { hash, width, height } = kept
  await db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, { draftId }, 'suggest')
    await takeImages(tx, person, draft.id, [hash])
  })
  return { hash, width, height }
}

/**
 * An image of another draft that this person may see becomes one of this draft's too: it came by the clipboard. Throws as
 * `addImage` does, `not_found` for one of drafts that they may not see.
 */
export async function adoptImage({ db }: Ground, person: Person, draftId: string, hash: string): Promise<void> {
  need(person, 'suggest', await readDraft(db, person, draftId))
  const hasPart = exists(
    db
      .select({ id: draftPeople.draftId })
      .from(draftPeople)
      .where(and(eq(draftPeople.draftId, drafts.id), eq(draftPeople.userId, person.id))),
  )
  const holders = await db
    .select({ id: draftImages.draftId })
    .from(draftImages)
    .innerJoin(drafts, eq(drafts.id, draftImages.draftId))
    .where(and(eq(draftImages.hash, hash), eq(drafts.agencyId, person.agencyId)))
    .orderBy(desc(hasPart), desc(eq(drafts.state, 'issued')), drafts.id)
    .limit(MOST_HOLDERS)
  if (!(await maySeeOne(db, person, holders))) throw new AppError('not_found')
  await db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, { draftId }, 'suggest')
    await takeImages(tx, person, draft.id, [hash])
  })
}

/** A letterhead's picture may be in every draft of an office; those are asked first that this person can see. */
const MOST_HOLDERS = 50

async function maySeeOne(db: Queryable, person: Person, holders: readonly { id: string }[]): Promise<boolean> {
  for (const { id } of holders) {
    const seen = await readDraft(db, person, id).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'not_found') return false
        throw error
      },
    )
    if (seen) return true
  }
  return false
}

/** Gives kept images to a draft that this transaction has locked or made. Throws `bad_image {reason: 'full'}`. */
export async function takeImages(
  tx: Transaction,
  person: Person,
  draftId: string,
  hashes: readonly string[],
): Promise<void> {
  if (hashes.length === 0) return
  await tx
    .insert(draftImages)
    .values(hashes.map((hash) => ({ draftId, hash, addedBy: person.id })))
    .onConflictDoNothing()
  const [held] = await tx
    .select({ count: sql<number>`count(*)::int`, size: sql<number>`coalesce(sum(length(${images.bytes})), 0)::int` })
    .from(draftImages)
    .innerJoin(images, eq(images.hash, draftImages.hash))
    .where(eq(draftImages.draftId, draftId))
  const { images: most, totalMegabytes } = IMAGE_LIMITS
  if (held && (held.count > most || held.size > totalMegabytes * 1024 * 1024))
    throw new AppError('bad_image', { reason: 'full' })
}

/** Throws `image_missing {count}` unless each of these is the draft's own. */
export async function needImages(tx: Transaction, draftId: string, hashes: readonly string[]): Promise<void> {
  const wanted = [...new Set(hashes)]
  if (wanted.length === 0) return
  const held = await tx
    .select({ hash: draftImages.hash })
    .from(draftImages)
    .where(and(eq(draftImages.draftId, draftId), inArray(draftImages.hash, wanted)))
  if (held.length < wanted.length) throw new AppError('image_missing', { count: wanted.length - held.length })
}

const DAYS_KEPT = 2

/** Deletes what nobody made part of a draft or template: images of Word files that were only looked at. */
export async function tidyImages({ db }: Ground): Promise<void> {
  const inDrafts = db.select({ hash: draftImages.hash }).from(draftImages)
  const inTemplates = db.select({ hash: templateImages.hash }).from(templateImages)
  await db
    .delete(images)
    .where(
      and(
        notInArray(images.hash, inDrafts),
        notInArray(images.hash, inTemplates),
        sql`${images.createdAt} < now() - make_interval(days => ${DAYS_KEPT})`,
      ),
    )
}
