/**
 * From a leave to the signature. A leave is for one hash, and its holder gave it once: where the line breaks before the signature
 * comes, it is used again while it lasts, in this process and nowhere else. It is written down nowhere.
 */
import { createHash } from 'node:crypto'
import { AppError } from '../../../../src/lib/errors.ts'
import type { Answer, KeyRow } from '../provider.ts'
import { asStands } from '../remote/value.ts'
import { type CscClient, NotAuthorised } from './client.ts'
import type { Leave } from './leave.ts'
import { placeOf } from './place.ts'

interface Given {
  sha256: Uint8Array
  leave: Leave
}

/** No request waits longer than its day; a timer of more than 24 days would be over at once. */
const LONGEST_MS = 24 * 3_600_000

export function createLeaves(client: CscClient) {
  const kept = new Map<string, Given & { isUnderWay: boolean }>()

  async function use(key: KeyRow, { sha256, leave }: Given): Promise<Answer> {
    const { userId, serial } = placeOf(key)
    const { algorithm } = await client.credential(userId, serial)
    const value = await client.sign(userId, { credentialID: serial, leave, sha256, algorithm })
    return { is: 'signed', signature: asStands(key, value) }
  }

  /** Null where nothing is kept, or it is being used. */
  async function again(key: KeyRow, requestId: string): Promise<Answer | null> {
    const given = kept.get(requestId)
    if (!given || given.isUnderWay || given.leave.untilMs <= Date.now()) return null
    given.isUnderWay = true
    try {
      const answer = await use(key, given)
      kept.delete(requestId)
      return answer
    } catch (failure) {
      if (isOver(failure)) kept.delete(requestId)
      throw failure
    } finally {
      given.isUnderWay = false
    }
  }

  return {
    use,
    again,
    /** Keeps it while it lasts, or until it has signed. */
    async take(key: KeyRow, { requestId, sha256, leave }: Given & { requestId: string }): Promise<Answer> {
      kept.set(requestId, { sha256, leave, isUnderWay: false })
      setTimeout(() => kept.delete(requestId), Math.min(LONGEST_MS, Math.max(0, leave.untilMs - Date.now()))).unref()
      return (await again(key, requestId)) ?? { is: 'expired' }
    },
  }
}

const isOver = (failure: unknown) =>
  failure instanceof NotAuthorised || (failure instanceof AppError && failure.detail.reason === 'service_leave')

/** That its holder, or their time, said no is an answer. */
export function answerOf(failure: unknown): Answer {
  if (failure instanceof NotAuthorised) return { is: failure.is }
  throw failure
}

export const sha256Of = (data: Uint8Array) => createHash('sha256').update(data).digest()
