/**
 * Who comes in a crowd is served in turn. A hundred requests that arrive in one read of the sockets would all be begun
 * before anybody who types is heard again; so each turn of the event loop begins one, and hears the sockets in between.
 * Who comes alone waits for nobody.
 */
export class Turns {
  readonly #waiting: (() => void)[] = []
  readonly #first: (() => void)[] = []
  #wasFirst = false
  #isRunning = false

  /**
   * Calls `begin` in its turn, behind those that came before. `first`: every other turn is for such, before the crowd; a
   * crowd of them keeps nobody else waiting for longer than twice the time.
   */
  take(begin: () => void, { first = false } = {}): void {
    if (first) this.#first.push(begin)
    else this.#waiting.push(begin)
    if (this.#isRunning) return
    this.#isRunning = true
    setImmediate(() => this.#next())
  }

  #next(): void {
    this.#wasFirst = this.#first.length > 0 && (!this.#wasFirst || this.#waiting.length === 0)
    const begin = (this.#wasFirst ? this.#first : this.#waiting).shift()
    this.#isRunning = this.#first.length + this.#waiting.length > 0
    if (this.#isRunning) setImmediate(() => this.#next())
    begin?.()
  }
}
