/**
 * The picture of a signature, in blue, or of the agency's seal, in red and as large as it is (Decree 30/2020, appendix I, II.7.d and
 * II.8.a): a transparent PNG that says how wide it is. It is its holder's, whichever of their keys signs.
 */
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import { imageType } from '../../../src/lib/document/image.ts'
import { bareImage } from '../../../src/lib/document/image-parts.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { parseId } from '../../access/border.ts'
import { needKeeperOfKeys } from '../../access/office.ts'
import type { Person } from '../../access/person.ts'
import { record } from '../../audit/index.ts'
import type { Queryable } from '../../database/connect.ts'
import { signingKeys } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { readPng } from '../sign/placement.ts'

const MAX_BYTES = 1024 * 1024
const MAX_PIXELS = 4000
/** What no seal of an agency is smaller or larger than, in points: 15 and 60 mm. */
const [SMALLEST_SEAL, LARGEST_SEAL] = [42, 171]

/**
 * The picture without what nobody sees in it (image-parts.ts), its pixels looked at elsewhere. A key may have none. Throws
 * `bad_input {field: 'imagePng', reason}`: size, not_a_png, not_transparent, picture_empty, seal_size.
 */
export async function needPicture(
  { tryPicture }: Pick<Ground, 'tryPicture'>,
  person: Person,
  userId: string | null,
  given: Uint8Array | null,
): Promise<Uint8Array | null> {
  const refuse = (reason: string) => new AppError('bad_input', { field: 'imagePng', reason })
  if (!given) return null
  if (given.length > MAX_BYTES) throw refuse('size')
  const png = imageType(given) === 'png' ? bareImage(given) : null
  const facts = png && factsOf(png)
  if (!png || !facts) throw refuse('not_a_png')
  const { width, height, hasAlpha, points } = facts
  if (width > MAX_PIXELS || height > MAX_PIXELS) throw refuse('size')
  if (!hasAlpha) throw refuse('not_transparent')
  const across = points && Math.max(points.width, points.height)
  if (userId === null && across !== null && (across < SMALLEST_SEAL || across > LARGEST_SEAL)) throw refuse('seal_size')
  const fault = await tryPicture(png, { urgency: 'answer', person: person.id }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'too_heavy') return 'not_a_png' as const
    throw error
  })
  if (fault) throw refuse(fault)
  return png
}

function factsOf(png: Uint8Array) {
  try {
    return readPng(png)
  } catch {
    return null
  }
}

interface Holder {
  agencyId: string
  /** Null = the agency's seal. */
  userId: string | null
}

const keysOf = ({ agencyId, userId }: Holder) =>
  and(eq(signingKeys.agencyId, agencyId), userId === null ? isNull(signingKeys.userId) : eq(signingKeys.userId, userId))

/** The one that was brought last: a certificate is renewed, the hand stays. */
export async function newestPicture(db: Queryable, holder: Holder): Promise<Uint8Array | null> {
  const [row] = await db
    .select({ png: signingKeys.imagePng })
    .from(signingKeys)
    .where(and(keysOf(holder), isNotNull(signingKeys.imagePng)))
    .orderBy(desc(isNull(signingKeys.retiredAt)), desc(signingKeys.createdAt))
    .limit(1)
  return row?.png ?? null
}

export interface PictureView {
  /** Of keys in use; null where there is none. */
  png: Uint8Array | null
  /** Millimetres; as usual where it does not say. */
  widthMm: number
  heightMm: number
  /** Keys in use that it goes with. */
  keys: number
}

const POINTS_PER_MM = 72 / 25.4
const USUAL_MM = 40

/** By its holder, or an administrator. */
export async function readPicture(ground: Ground, person: Person, userId: string | null): Promise<PictureView> {
  needKeeperOfKeys(person, userId)
  if (userId !== null) parseId(userId)
  const rows = await ground.db
    .select({ png: signingKeys.imagePng })
    .from(signingKeys)
    .where(and(keysOf({ agencyId: person.agencyId, userId }), isNull(signingKeys.retiredAt)))
    .orderBy(desc(signingKeys.createdAt))
  const png = rows.find((row) => row.png !== null)?.png ?? null
  const facts = png && factsOf(png)
  const widthMm = facts?.points ? facts.points.width / POINTS_PER_MM : USUAL_MM
  return { png, widthMm, heightMm: facts ? (widthMm * facts.height) / facts.width : widthMm / 2, keys: rows.length }
}

/**
 * From now on; what has been asked for or signed keeps the one it has. Null takes it away. Throws as needPicture does, `not_allowed`, and
 * `not_found` where no key is in use that it could go with.
 */
export async function setPicture(
  ground: Ground,
  person: Person,
  { userId, imagePng: given }: { userId: string | null; imagePng: Uint8Array | null },
): Promise<void> {
  needKeeperOfKeys(person, userId)
  if (userId !== null) parseId(userId)
  const imagePng = await needPicture(ground, person, userId, given)
  await ground.db.transaction(async (tx) => {
    const inUse = and(keysOf({ agencyId: person.agencyId, userId }), isNull(signingKeys.retiredAt))
    const changed = await tx.update(signingKeys).set({ imagePng }).where(inUse).returning({ id: signingKeys.id })
    if (changed.length === 0) throw new AppError('not_found')
    const detail = { userId, keyIds: changed.map(({ id }) => id), isGiven: imagePng !== null }
    await record(tx, { actorId: person.id, act: 'key.picture', detail })
  })
}
