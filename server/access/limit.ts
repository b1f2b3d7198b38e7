import type pg from 'pg'
import { type RateLimiterAbstract, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../../src/lib/errors.ts'

const WINDOW_SECONDS = 15 * 60

/** So many in 15 minutes. Counted in Postgres: a restart or another node gives nobody new attempts. `tidy` forgets the old. */
export function createLimiter(pool: pg.Pool, keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix,
    points,
    duration: WINDOW_SECONDS,
    // The library's own tidying is a timer for ever, one for each of these, and keeps alive what the request that made it holds.
    clearExpiredByTimeout: false,
  })
}

/** Counts `points`; throws `too_many_requests {seconds}` when there were too many. */
export async function consume(limiter: RateLimiterAbstract, key: string, points = 1): Promise<void> {
  try {
    await limiter.consume(key, points)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    refuseUntil(refusal)
  }
}

export function refuseUntil({ msBeforeNext }: RateLimiterRes): never {
  throw new AppError('too_many_requests', { seconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) })
}
