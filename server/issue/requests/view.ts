/** The request that a page shows: who is asked, on which device, and how long that is good for. */
import { desc, eq } from 'drizzle-orm'
import { errorCode } from '../../../src/lib/error-code.ts'
import type { ErrorCode } from '../../../src/lib/errors.ts'
import type { RequestState, SignaturePart, SigningDevice } from '../../../src/lib/vocabulary.ts'
import type { Person } from '../../access/person.ts'
import type { Queryable } from '../../database/connect.ts'
import { signingKeys, signingRequests, users } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { codeOf, codeOfBytes } from '../providers/provider.ts'
import { readCodeReference } from '../providers/typed-reference.ts'

export interface Asked {
  part: SignaturePart
  device: SigningDevice
  /** Who was asked. */
  name: string
  /** It is who looks. */
  isMe: boolean
  /** As their certificate calls them. */
  subject: string
  /** As their device shows it, so that they confirm the paper that they mean. */
  code: string
  askedAt: Date
  goodUntil: Date
  state: Extract<RequestState, 'waiting' | 'expired' | 'refused' | 'failed'>
  error: ErrorCode | null
  /** Of the device `code`: what is typed here. */
  typed: { requestId: string; needsPin: boolean; sentAt: Date | null; challenge: string | null } | null
}

/**
 * The last request of a draft while there is something to say about it: it waits, or came to nothing. Null of a key that
 * answers in the same breath: there is nothing to wait for.
 */
export async function readAsked(
  { db, now, providers }: Ground,
  person: Person,
  draftId: string,
): Promise<Asked | null> {
  const row = await newest(db, draftId)
  if (!row || !providers.get(row.provider)?.look) return null
  const { id, part, device, name, askedOf, subject, attributes, askedAt, goodUntil } = row
  const state = row.state === 'waiting' && goodUntil <= now() ? 'expired' : row.state
  if (state === 'embedded' || state === 'replaced' || state === 'cancelled') return null
  const isOver = state === 'expired' && row.state === 'waiting' // and the next look will say so
  const error = isOver ? 'not_answered' : (errorCode.safeParse(row.error).data ?? null)
  const code = device === 'pc' ? codeOfBytes(attributes) : codeOf(id)
  const told = device === 'code' ? readCodeReference(row.reference) : null
  const sentAt = told && told.sentAtMs !== null ? new Date(told.sentAtMs) : null
  const typed = told && { requestId: id, needsPin: told.needsPin, sentAt, challenge: told.challenge }
  return { part, device, name, isMe: askedOf === person.id, subject, code, askedAt, goodUntil, state, error, typed }
}

async function newest(db: Queryable, draftId: string) {
  const [row] = await db
    .select({
      ...{
        id: signingRequests.id,
        part: signingRequests.part,
        device: signingRequests.device,
        askedOf: signingRequests.askedOf,
        attributes: signingRequests.signedAttributes,
        askedAt: signingRequests.askedAt,
        reference: signingRequests.reference,
      },
      ...{ goodUntil: signingRequests.goodUntil, state: signingRequests.state, error: signingRequests.error },
      name: users.name,
      subject: signingKeys.subject,
      provider: signingKeys.provider,
    })
    .from(signingRequests)
    .innerJoin(users, eq(users.id, signingRequests.askedOf))
    .innerJoin(signingKeys, eq(signingKeys.id, signingRequests.keyId))
    .where(eq(signingRequests.draftId, draftId))
    .orderBy(desc(signingRequests.askedAt))
    .limit(1)
  return row
}
