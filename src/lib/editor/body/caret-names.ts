/**
 * Whose caret is on the move: its name is shown, for a moment; then a dot marks it, and no flag lies on the words above.
 * Whoever opens the page sees dots: nobody has moved yet.
 */

const NAMED_MS = 3_000

interface Others {
  getStates(): Map<number, { [field: string]: unknown }>
  on(event: 'change', listener: () => void): void
  off(event: 'change', listener: () => void): void
}

/** Of the element that shows a caret, what is touched here. */
type Caret = Pick<HTMLElement, 'toggleAttribute' | 'setAttribute' | 'removeAttribute'>

interface Known {
  /** Where it stands, as it was sent. */
  cursor: string
  /** What was drawn last; it is drawn anew as often as ProseMirror likes. */
  drawn?: Caret
  /** Runs while the name is shown. */
  ends?: ReturnType<typeof setTimeout>
}

export class CaretNames {
  readonly #others: Others
  readonly #known = new Map<number, Known>()
  readonly #look = () => this.#compare()

  constructor(others: Others) {
    this.#others = others
    this.#compare()
    others.on('change', this.#look)
  }

  /** `caret` shows this client from now on. */
  drawn(client: number, caret: Caret): void {
    const known = this.#known.get(client)
    if (!known) return
    known.drawn = caret
    caret.toggleAttribute('data-named', known.ends !== undefined)
  }

  destroy(): void {
    this.#others.off('change', this.#look)
    for (const { ends } of this.#known.values()) clearTimeout(ends)
    this.#known.clear()
  }

  #compare(): void {
    const states = this.#others.getStates()
    for (const [client, known] of this.#known) if (!states.has(client)) this.#forget(client, known)
    for (const [client, { cursor }] of states) {
      const now = JSON.stringify(cursor ?? null)
      const known = this.#known.get(client)
      if (!known) this.#known.set(client, { cursor: now })
      else if (known.cursor !== now) this.#moved(known, now)
    }
  }

  #moved(known: Known, to: string): void {
    known.cursor = to
    clearTimeout(known.ends)
    known.drawn?.setAttribute('data-named', '')
    known.ends = setTimeout(() => {
      known.ends = undefined
      known.drawn?.removeAttribute('data-named')
    }, NAMED_MS)
  }

  #forget(client: number, { ends }: Known): void {
    clearTimeout(ends)
    this.#known.delete(client)
  }
}
