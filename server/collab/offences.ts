/**
 * Who sent what no client of ours makes. Once may be a fault of ours, and the page takes a fresh copy by itself; who goes
 * on has to wait, longer each time. The right to write stays.
 */
const FREE = 2
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 5 * 60_000
const FORGOTTEN_AFTER_MS = 15 * 60_000
const MOST_KEPT = 10_000

export class Offences {
  private readonly kept = new Map<string, { count: number; at: number }>()

  note(personId: string, draftId: string, now: number): void {
    const key = `${personId} ${draftId}`
    const before = this.kept.get(key)
    const count = before && now - before.at < FORGOTTEN_AFTER_MS ? before.count + 1 : 1
    this.kept.delete(key)
    this.kept.set(key, { count, at: now }) // the oldest comes first
    for (const oldest of this.kept.keys()) if (this.kept.size > MOST_KEPT) this.kept.delete(oldest)
  }

  /** Milliseconds this person has to wait before coming back to this draft. */
  waitOf(personId: string, draftId: string, now: number): number {
    const offence = this.kept.get(`${personId} ${draftId}`)
    if (!offence || offence.count <= FREE) return 0
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (offence.count - FREE - 1), LONGEST_WAIT_MS)
    return Math.max(0, offence.at + wait - now)
  }
}
