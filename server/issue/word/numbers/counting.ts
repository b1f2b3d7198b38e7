/** How Word counts the paragraphs of one list (ISO/IEC 29500-1, 17.9). Levels are places in it, from 0. */
export class Counting {
  readonly #counts: (number | undefined)[] = []
  /** Levels that a deeper one has passed over: programs do not agree whether that counts as a first one. */
  readonly #passed = new Set<number>()

  /** The number of a level in the clause that stands open; undefined where none was counted. */
  last(level: number): number | undefined {
    return this.#counts[level]
  }

  /** What Word would write here by itself; null where programs would not agree. */
  next(level: number): number | null {
    return this.#passed.has(level) ? null : (this.#counts[level] ?? 0) + 1
  }

  count(level: number, number: number): void {
    this.#counts.length = level
    this.#counts[level] = number
    for (const passed of this.#passed) if (passed >= level) this.#passed.delete(passed)
    for (let outer = 0; outer < level; outer++) if (this.#counts[outer] === undefined) this.#passed.add(outer)
  }
}
