import type pg from 'pg'
import { AppError } from '../../../src/lib/errors.ts'
import { createLimiter } from '../../access/limit.ts'
import { createTurns } from '../turns.ts'

const WRONG_PINS = 5

export interface PinAttempts {
  /**
   * Runs `open`, one at a time for each key, so that many guesses at once are counted like one after the other. Throws
   * `too_many_requests {seconds}` without trying after too many wrong PINs; adds `remaining` to a `wrong_pin`, and to a `wrong_otp`.
   */
  guard<T>(fingerprint: string, open: () => Promise<T>): Promise<T>
}

/**
 * Per certificate, whoever tries. Counted in Postgres: neither a restart, nor another node, nor bringing the same key once
 * more gives new attempts.
 */
export function createPinAttempts(pool: pg.Pool): PinAttempts {
  const limiter = createLimiter(pool, 'pin', WRONG_PINS)
  const inTurn = createTurns()

  async function tryOnce<T>(fingerprint: string, open: () => Promise<T>): Promise<T> {
    const before = await limiter.get(fingerprint)
    if (before && before.consumedPoints >= WRONG_PINS)
      throw new AppError('too_many_requests', { seconds: Math.max(1, Math.ceil(before.msBeforeNext / 1000)) })
    try {
      const opened = await open()
      if (before) await limiter.delete(fingerprint)
      return opened
    } catch (error) {
      if (!(error instanceof AppError) || !(error.code === 'wrong_pin' || error.code === 'wrong_otp')) throw error
      const { consumedPoints } = await limiter.penalty(fingerprint)
      // A token that counts for itself may close earlier.
      const itsOwn = typeof error.detail.remaining === 'number' ? error.detail.remaining : Infinity
      throw new AppError(error.code, {
        ...error.detail,
        remaining: Math.max(0, Math.min(itsOwn, WRONG_PINS - consumedPoints)),
      })
    }
  }

  return { guard: (fingerprint, open) => inTurn(fingerprint, () => tryOnce(fingerprint, open)) }
}
