import { sql } from 'drizzle-orm'
import type { Transaction } from '../database/connect.ts'
import type { HandedIn } from './handed-in.ts'
import type { PinAttempts } from './keys/attempts.ts'
import type { Vault } from './pki/vault.ts'
import type { Journeys } from './providers/journeys.ts'
import type { KeyRow, Providers } from './providers/provider.ts'
import type { Stamps } from './sign/stamps.ts'
import { createTurns, type Turns } from './turns.ts'

/** What every verb of this room stands on: what it was handed, and the clocks and counters that are its own. */
export interface Ground extends Omit<
  HandedIn,
  'now' | 'keySecret' | 'moreProviders' | 'tsaUrls' | 'stamps' | 'pkiHosts'
> {
  stamps: Stamps
  /** Asks, and keeps, whether the certificate of a key has been revoked (keys/revoked.ts). */
  isRevoked(key: KeyRow): Promise<boolean>
  pkiHosts: readonly string[]
  attempts: PinAttempts
  providers: Providers
  vault: Vault
  /** For journeys to a service's page and back. */
  journeys: Journeys
  /** By agency: those who freeze wait here and not in the database, where each would hold a connection. */
  freezing: Turns
  now(): Date
  /** The database's clock, which all nodes share; a test sets its own. */
  databaseNow(tx: Transaction): Promise<Date>
}

export function layGround(
  {
    now,
    keySecret: _secret,
    moreProviders: _more,
    tsaUrls: _urls,
    stamps: _stamps,
    pkiHosts = [],
    ...handed
  }: HandedIn,
  own: Pick<Ground, 'attempts' | 'providers' | 'vault' | 'journeys' | 'stamps' | 'isRevoked'>,
): Ground {
  return {
    ...handed,
    ...own,
    pkiHosts,
    freezing: createTurns(),
    now: () => now?.() ?? new Date(),
    databaseNow: async (tx) => now?.() ?? readClock(tx),
  }
}

/** `now()` would be the moment at which the transaction began, before it waited for a lock. */
async function readClock(tx: Transaction): Promise<Date> {
  const { rows } = await tx.execute<{ ms: string }>(sql`select extract(epoch from clock_timestamp()) * 1000 as ms`)
  return new Date(Number(rows[0]?.ms))
}
