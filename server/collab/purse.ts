/**
 * How many bytes the connections of one person may still send or ask for: what is read or put together for somebody holds up
 * everybody else. It fills again with time, and outlives the connections, so that nobody is served anew for coming anew.
 */
import type { Limits } from './limits.ts'

type PurseLimits = Pick<Limits, 'bytesPerSecond' | 'bytesBurst' | 'unfinishedBytes'>

export class Purse {
  private left: number
  private at: number
  /** Of messages that are not whole yet, over all connections: what is not whole has not been paid for. */
  private unfinished = 0
  private readonly limits: PurseLimits

  constructor(limits: PurseLimits, now = Date.now()) {
    this.limits = limits
    this.left = limits.bytesBurst
    this.at = now
  }

  /** False once more was spent than there was. Every message calls it: the clock is looked at only when that may help. */
  spend(bytes: number): boolean {
    this.left -= bytes
    if (this.left >= 0) return true
    this.fill(Date.now())
    return this.left >= 0
  }

  /** A connection keeps so many bytes more of a message that is not whole, or less. False once all of them keep too many. */
  keep(bytes: number): boolean {
    this.unfinished += bytes
    return this.unfinished <= this.limits.unfinishedBytes
  }

  /** Whether forgetting it gives nobody anything. */
  isFull(now: number): boolean {
    this.fill(now)
    return this.left >= this.limits.bytesBurst
  }

  private fill(now: number): void {
    const { bytesPerSecond, bytesBurst } = this.limits
    this.left = Math.min(bytesBurst, this.left + ((now - this.at) / 1000) * bytesPerSecond)
    this.at = now
  }
}
