/** What strangers may ask of /verify, which needs no sign-in. */
import type pg from 'pg'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { AppError } from '../../src/lib/errors.ts'
import { consume, createLimiter, refuseUntil } from './limit.ts'
import { networkOf } from './network.ts'

/** In 15 minutes. Known ones are not counted: all citizens of a ward may come from one address. */
const UNKNOWN_CODES = 30
/** Some hundred scans or five files of the usual limit, counted before they are read. */
const UPLOAD_KB_A_MINUTE = 150_000
const UPLOADS_AT_ONCE = 3
/** Of everybody: each is held in memory, while it is read twice. */
const ALL_UPLOADS_AT_ONCE = 6
const BUSY_SECONDS = 5

export interface Visits {
  /**
   * Whether a code is known, asked by `look`. Throws `too_many_requests {seconds}` once too many were not, whatever this
   * one is: else the refusal itself would tell the known ones.
   */
  isKnown(address: string, look: () => Promise<boolean>): Promise<boolean>
  /** Before a file of so many bytes is read. Throws `too_many_requests {seconds}`; call what it gives when all is done. */
  beginUpload(address: string, bytes: number): Promise<() => void>
}

export function createVisits(pool: pg.Pool): Visits {
  const unknown = createLimiter(pool, 'verify', UNKNOWN_CODES)
  const kilobytes = new RateLimiterMemory({ points: UPLOAD_KB_A_MINUTE, duration: 60 })
  const turns = new Map<string, Promise<unknown>>()
  const uploads = new Map<string, number>()
  let allUploads = 0

  /** One code after the other of an address, so that many at once are counted like one after the other. */
  async function lookOnce(network: string, look: () => Promise<boolean>): Promise<boolean> {
    const before = await unknown.get(network)
    if (before && before.consumedPoints >= UNKNOWN_CODES) refuseUntil(before)
    const isKnown = await look()
    if (!isKnown) await consume(unknown, network)
    return isKnown
  }

  return {
    isKnown(address, look) {
      const network = networkOf(address)
      const next = () => lookOnce(network, look)
      const turn = (turns.get(network) ?? Promise.resolve()).then(next, next)
      turns.set(network, turn)
      const leave = () => void (turns.get(network) === turn && turns.delete(network))
      turn.then(leave, leave)
      return turn
    },

    async beginUpload(address, bytes) {
      const network = networkOf(address)
      const mine = uploads.get(network) ?? 0
      if (mine >= UPLOADS_AT_ONCE || allUploads >= ALL_UPLOADS_AT_ONCE)
        throw new AppError('too_many_requests', { seconds: BUSY_SECONDS })
      uploads.set(network, mine + 1)
      allUploads += 1
      const leave = () => {
        allUploads -= 1
        const left = (uploads.get(network) ?? 1) - 1
        if (left > 0) uploads.set(network, left)
        else uploads.delete(network)
      }
      try {
        await consume(kilobytes, network, Math.ceil(bytes / 1024))
        return leave
      } catch (refusal) {
        leave()
        throw refusal
      }
    },
  }
}
