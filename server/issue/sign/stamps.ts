/**
 * Time stamps from the first authority that gives a good one. None of them can stop a signature: without a stamp it is of a
 * lower level, which is said, and the archive (server/issue/archive) stamps the file later.
 */
import type { Logger } from 'pino'
import type { StampFault } from '../../../src/lib/vocabulary.ts'
import type { TrustedAuthority } from '../pki/chain.ts'
import type { CheckToken } from '../pki/stamper.ts'
import { askTsa, StampFailure, type Token } from './tsa.ts'

/** `time`: what it said, where that is what is wrong. */
export type Stamped = Token | { fault: StampFault; time?: Date | undefined }

export interface Stamps {
  /** Whether any authority is set. */
  isSet: boolean
  /** A stamp over what has this SHA-256, or why there is none. Never throws. */
  stamp(sha256: Uint8Array): Promise<Stamped>
  /** Each authority on its own, whatever happened before; for the page that shows them. */
  tryAll(sha256: Uint8Array): Promise<{ host: string; answer: Stamped }[]>
}

interface Means {
  urls: readonly string[]
  log: Pick<Logger, 'warn'>
  authorities(): Promise<TrustedAuthority[]>
  check: CheckToken
  now(): Date
  /** Shorter in tests. */
  patienceMs?: number | undefined
}

/** A person waits for their signature meanwhile: an authority that is well answers in a fraction of a second. */
const PATIENCE_MS = 4_000
/** For all of them together. */
const TIMES = 2
/** In a batch of twenty, nineteen need not wait for what the first has found out. */
const REST_MS = 60_000

export function createStamps({ urls, log, authorities, check, now, patienceMs = PATIENCE_MS }: Means): Stamps {
  /** By address: until when one that did not answer is left alone. Real time, since it is about waiting. */
  const resting = new Map<string, number>()

  async function one(url: string, sha256: Uint8Array, ms: number): Promise<Stamped> {
    try {
      return await askTsa(sha256, { url, authorities: await authorities(), check, now: now(), ms })
    } catch (failure) {
      const { fault, time } =
        failure instanceof StampFailure ? failure : { fault: 'unreadable' as const, time: undefined }
      log.warn(
        { host: hostOf(url), fault, ...(failure instanceof StampFailure ? {} : { err: failure }) },
        'no time stamp',
      )
      return { fault, time }
    }
  }

  return {
    isSet: urls.length > 0,
    async stamp(sha256) {
      let fault: StampFault = 'none'
      const end = performance.now() + patienceMs * TIMES
      for (const url of urls) {
        const left = Math.min(patienceMs, end - performance.now())
        if (left <= 0) break
        if ((resting.get(url) ?? 0) > performance.now()) {
          if (fault === 'none') fault = 'resting'
          continue
        }
        const answer = await one(url, sha256, Math.ceil(left))
        if ('token' in answer) {
          resting.delete(url)
          return answer
        }
        fault = answer.fault
        resting.set(url, performance.now() + REST_MS)
      }
      return { fault }
    },
    tryAll: (sha256) =>
      Promise.all(
        urls.map(async (url) => {
          const answer = await one(url, sha256, patienceMs)
          if ('token' in answer) resting.delete(url)
          return { host: hostOf(url), answer }
        }),
      ),
  }
}

/** As it may be shown: the rest of an address may hold an account. */
export const hostOf = (url: string): string => new URL(url).host
