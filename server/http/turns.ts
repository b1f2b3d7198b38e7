/**
 * Who comes in a crowd is served in turn. A hundred requests that arrive in one read of the sockets would all be begun
 * before anybody who types is heard again; so each turn of the event loop begins one, and hears the sockets in between.
 * Those of one kind stand in a line of their own, and the lines take turns: a crowd waits for itself. Who comes alone
 * waits for nobody.
 */
export class Turns {
  /** The one whose turn is next first. */
  readonly #lines = new Map<string, (() => void)[]>()
  readonly #first: (() => void)[] = []
  #wasFirst = false
  #isRunning = false

  /**
   * Calls `begin` in its turn, behind those of its line that came before. `first`: every other turn is for such, before the
   * crowd; a crowd of them keeps nobody else waiting for longer than twice the time.
   */
  take(begin: () => void, { first = false, line = '' } = {}): void {
    if (first) this.#first.push(begin)
    else {
      const waiting = this.#lines.get(line)
      if (waiting) waiting.push(begin)
      else this.#lines.set(line, [begin])
    }
    if (this.#isRunning) return
    this.#isRunning = true
    setImmediate(() => this.#next())
  }

  #next(): void {
    this.#wasFirst = this.#first.length > 0 && (!this.#wasFirst || this.#lines.size === 0)
    const begin = this.#wasFirst ? this.#first.shift() : this.#nextOfLines()
    this.#isRunning = this.#first.length + this.#lines.size > 0
    if (this.#isRunning) setImmediate(() => this.#next())
    begin?.()
  }

  #nextOfLines(): (() => void) | undefined {
    for (const [name, waiting] of this.#lines) {
      const begin = waiting.shift()
      this.#lines.delete(name)
      if (waiting.length > 0) this.#lines.set(name, waiting) // behind the others
      return begin
    }
    return undefined
  }
}
