/** Texts that broke a process: not tried again for a while, however often somebody asks. */
export class Broken {
  readonly #until = new Map<string, number>()
  readonly #ms: number

  constructor(ms: number) {
    this.#ms = ms
  }

  note(text: string): void {
    this.#until.delete(text)
    this.#until.set(text, Date.now() + this.#ms)
    const [oldest] = this.#until.keys()
    if (this.#until.size > MOST_KNOWN && oldest !== undefined) this.#until.delete(oldest)
  }

  has(text: string): boolean {
    const until = this.#until.get(text)
    if (until === undefined) return false
    if (until > Date.now()) return true
    this.#until.delete(text)
    return false
  }
}

const MOST_KNOWN = 1_000
