import type pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible'
import { AppError } from '../../src/lib/errors.ts'

/** A whole office may sit behind one address, so it gets many more attempts than one account. */
const ADDRESS_ATTEMPTS = 60
const ACCOUNT_ATTEMPTS = 10
const SETUP_ATTEMPTS = 10
const WINDOW_SECONDS = 15 * 60

export interface Attempts {
  /**
   * Counts an attempt before it is tried, so that many at once cannot slip through; throws
   * `too_many_requests {seconds}` when there were too many.
   */
  count(address: string, account: string): Promise<void>
  /** The attempt was right: it does not count, and the account's earlier ones are forgotten. */
  forgive(address: string, account: string): Promise<void>
  countSetup(address: string): Promise<void>
}

/** Counted in Postgres: a restart or another node gives nobody new attempts. */
export function createAttempts(pool: pg.Pool): Attempts {
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix,
      points,
      duration: WINDOW_SECONDS,
    })
  const addresses = limiter('address', ADDRESS_ATTEMPTS)
  const accounts = limiter('account', ACCOUNT_ATTEMPTS)
  const setups = limiter('setup', SETUP_ATTEMPTS)

  return {
    async count(address, account) {
      await consume(addresses, address)
      await consume(accounts, account)
    },
    async forgive(address, account) {
      await addresses.reward(address)
      await accounts.delete(account)
    },
    countSetup: (address) => consume(setups, address),
  }
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new AppError('too_many_requests', { seconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) })
  }
}
