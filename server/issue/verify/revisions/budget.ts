/** What keeps the reading of a stranger's file within bounds, and how it stops. */

/**
 * Why nothing can be said about what a file shows. `front`: bytes before the header. `behind`: bytes behind the last
 * end. `structure`: its tables or objects contradict each other or the standard. `encrypted`. `too-much`: more than is
 * looked at.
 */
export type Irregularity = 'front' | 'behind' | 'structure' | 'encrypted' | 'too-much'

export class Irregular extends Error {
  constructor(
    readonly irregularity: Irregularity,
    /** For people who mend programs; never shown. */
    detail: string,
  ) {
    super(`${irregularity}: ${detail}`)
  }
}

export function irregular(detail: string): never {
  throw new Irregular('structure', detail)
}

// A document of 30 pages takes 12,000; a step is a token or a visit, and a million of them about a second.
const MAX_STEPS = 6_000_000
/** What all object and table streams of a file may unfold to. */
const MAX_INFLATED_BYTES = 96 * 1024 * 1024

export class Budget {
  private inflated = MAX_INFLATED_BYTES

  constructor(private steps = MAX_STEPS) {}

  step(count = 1): void {
    this.steps -= count
    if (this.steps < 0) throw new Irregular('too-much', 'steps')
  }

  /** How much may still be unfolded. */
  get inflatable(): number {
    return this.inflated
  }

  inflate(bytes: number): void {
    this.inflated -= bytes
    if (this.inflated < 0) throw new Irregular('too-much', 'inflated bytes')
  }
}
