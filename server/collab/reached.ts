/**
 * How far this node knows the log of a draft. Two nodes that store at the same moment hear of each other a little later
 * than of themselves; what comes too early is kept until what precedes it is here, and only a real gap is read from Postgres.
 */

/** Rows of one commit: the updates of another node, [] where the text has them already, null where only Postgres can tell. */
interface Stretch {
  head: number
  updates: Buffer[] | null
}

/** With more waiting than this (Postgres is away, Redis is not), the log is read again as a whole. */
const MOST_WAITING = 1_000

export class Reached {
  /** Everything up to here is known. */
  position = 0
  /** By the position they follow. */
  private readonly waiting = new Map<number, Stretch>()

  /** Something is known of the log that does not follow what is known before it. */
  get hasGap(): boolean {
    return this.waiting.size > 0
  }

  /** The rows after `before` up to `head`. */
  note(before: number, stretch: Stretch): void {
    if (stretch.head <= this.position) return
    if (before === this.position && stretch.updates?.length === 0 && !this.hasGap) {
      this.position = stretch.head // this node's own, and nobody else writes: nearly always
      return
    }
    if (this.waiting.size >= MOST_WAITING) this.waiting.clear()
    this.waiting.set(before, stretch)
  }

  /** Goes on to the next stretch that follows, and gives what it says; null when there is none. */
  next(): Buffer[] | null {
    const stretch = this.waiting.get(this.position)
    if (!stretch?.updates) return null
    this.waiting.delete(this.position)
    this.position = stretch.head
    return stretch.updates
  }

  /** The log was read up to `head`. */
  readUpTo(head: number): void {
    this.position = Math.max(this.position, head)
    for (const before of this.waiting.keys()) if (before < this.position) this.waiting.delete(before)
  }
}
