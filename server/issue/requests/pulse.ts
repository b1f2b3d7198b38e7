/**
 * Looks after the requests that wait: asks what became of them, and ends those whose time is over. Any node may, and a
 * restart changes nothing: all it needs is in the row.
 */
import { X509Certificate } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { AppError } from '../../../src/lib/errors.ts'
import { personNow } from '../../access/person-now.ts'
import { signingKeys, signingRequests } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { certificatesIn } from '../pki/chain.ts'
import type { KeyRow, SigningProvider } from '../providers/provider.ts'
import { attempt } from '../steps.ts'
import { endRequest, keepAnswer, type RequestRow, STEP_OF } from './row.ts'
import { readPrepared, settle } from './settle.ts'

/** Not longer than a person looks at a screen that waits. */
const LOOK_EVERY_SECONDS = 3
/** Who confirms after the time, or after a cancellation, does so within minutes: that they did goes on record. */
const LATE_SECONDS = 15 * 60
const LOOK_LATE_EVERY_SECONDS = 30
const AT_ONCE = 20
/** What a service has not said by then is asked for again with the next look. */
const PATIENCE_MS = 15_000

/** Resolves when all that were due have been looked at; one that fails, or is slow, holds up none. */
export async function pulse(ground: Ground): Promise<void> {
  const looks = (await claimDue(ground)).map(async (request) => {
    try {
      await lookAt(ground, request)
    } catch (failure) {
      // Expected ones have been stored with the step, or come again with the next look.
      const level = failure instanceof AppError ? 'debug' : 'warn'
      ground.log[level]({ err: failure, requestId: request.id }, 'a request for a signature could not be looked at')
    }
  })
  await Promise.all(looks)
}

/** Who waits first, then those not looked at for longest. Marked as looked at in the same breath: no other node asks at the same time. */
async function claimDue({ db }: Ground): Promise<RequestRow[]> {
  const due = sql`
    select id from ${signingRequests} where (
        ${signingRequests.state} = 'waiting'
        and coalesce(${signingRequests.lookedAt}, '-infinity') < clock_timestamp() - make_interval(secs => ${LOOK_EVERY_SECONDS})
      ) or (
        ${signingRequests.state} <> 'waiting' and ${signingRequests.answer} is null and ${signingRequests.device} = 'phone'
        and ${signingRequests.endedAt} > clock_timestamp() - make_interval(secs => ${LATE_SECONDS})
        and coalesce(${signingRequests.lookedAt}, '-infinity') < clock_timestamp() - make_interval(secs => ${LOOK_LATE_EVERY_SECONDS})
      )
    order by ${signingRequests.state} <> 'waiting', ${signingRequests.lookedAt} nulls first limit ${AT_ONCE} for update skip locked`
  return db
    .update(signingRequests)
    .set({ lookedAt: sql`clock_timestamp()` })
    .where(sql`${signingRequests.id} in (${due})`)
    .returning()
}

async function lookAt(ground: Ground, request: RequestRow): Promise<void> {
  const { draftId } = request
  const [key] = await ground.db.select().from(signingKeys).where(eq(signingKeys.id, request.keyId))
  const provider = key && ground.providers.get(key.provider)
  const isOver = ground.now() >= request.goodUntil
  try {
    if (key && provider?.look) await ask(ground, request, key, provider.look)
  } finally {
    // One that should have been answered in the same breath was cut off.
    const error = provider?.look ? 'not_answered' : 'signing_failed'
    if (isOver && request.state === 'waiting' && (await endRequest(ground.db, request.id, 'expired', { error }))) {
      const failing = () => Promise.reject(new AppError(error))
      await attempt(ground, draftId, STEP_OF[request.part], 'signing_failed', failing).catch(() => {})
      ground.drafts.announce(draftId)
    }
  }
}

async function ask(
  ground: Ground,
  request: RequestRow,
  key: KeyRow,
  look: NonNullable<SigningProvider['look']>,
): Promise<void> {
  const { id: requestId, reference, draftId, part, askedOf } = request
  const answer = await inTime(look(key, { requestId, reference }))
  if (request.state !== 'waiting') {
    if (answer.is === 'signed') await keepAnswer(ground.db, request, answer.signature)
    return
  }
  if (answer.is === 'waiting' && answer.reference === reference) return
  const certificates = {
    certificate: new X509Certificate(key.certificatePem).raw,
    chain: certificatesIn(key.chainPem).map(({ raw }) => raw),
  }
  try {
    await attempt(ground, draftId, STEP_OF[part], 'signing_failed', async () => {
      const person = await personNow(ground.db, { id: askedOf })
      return settle(ground, person, request, await readPrepared(ground, request), certificates, answer)
    })
  } finally {
    ground.drafts.announce(draftId)
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('key_unreachable', { reason: 'slow' })), PATIENCE_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
