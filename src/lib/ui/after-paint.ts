/** What need not be on the screen with the next letter waits until that letter is there. */

/** A page that is hidden paints nothing; what waits is done all the same. */
const HIDDEN_MS = 200

export class AfterPaint {
  readonly #act: () => void
  #frame = 0
  #task: ReturnType<typeof setTimeout> | undefined
  #isAsked = false

  /** `act` is called once for all that was asked for before a picture. */
  constructor(act: () => void) {
    this.#act = act
  }

  ask(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    this.#task = setTimeout(this.now, HIDDEN_MS)
    this.#frame = requestAnimationFrame(() => {
      clearTimeout(this.#task)
      this.#task = setTimeout(this.now)
    })
  }

  /** Does at once what waits, if anything does. */
  readonly now = (): void => {
    const wasAsked = this.#isAsked
    this.cancel()
    if (wasAsked) this.#act()
  }

  cancel(): void {
    this.#isAsked = false
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#task)
  }
}
