import type pg from 'pg'
import { consume, createLimiter } from './limit.ts'
import { networkOf } from './network.ts'

/** A whole office may sit behind one address, so it gets many more attempts than one account. */
const ADDRESS_ATTEMPTS = 60
const ACCOUNT_ATTEMPTS = 10
const SETUP_ATTEMPTS = 10

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

export function createAttempts(pool: pg.Pool): Attempts {
  const addresses = createLimiter(pool, 'address', ADDRESS_ATTEMPTS)
  const accounts = createLimiter(pool, 'account', ACCOUNT_ATTEMPTS)
  const setups = createLimiter(pool, 'setup', SETUP_ATTEMPTS)

  return {
    async count(address, account) {
      await consume(addresses, networkOf(address))
      await consume(accounts, account)
    },
    async forgive(address, account) {
      await addresses.reward(networkOf(address))
      await accounts.delete(account)
    },
    countSetup: (address) => consume(setups, networkOf(address)),
  }
}
