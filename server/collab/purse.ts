/**
 * How many bytes the connections of one person may still send or ask for: what is read or put together for somebody holds up
 * everybody else. It fills again with time, and outlives the connections, so that nobody is served anew for coming anew.
 */
import type { Limits } from './limits.ts'

export class Purse {
  private left: number
  private at: number
  private readonly limits: Pick<Limits, 'bytesPerSecond' | 'bytesBurst'>

  constructor(limits: Pick<Limits, 'bytesPerSecond' | 'bytesBurst'>, now = Date.now()) {
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
