/** What need not be on the screen with the next letter waits until that letter is there. */

/** Where nothing is painted (a hidden page, Node), what waits is done this much later. */
const UNPAINTED_MS = 20

let waiting: Set<AfterPaint> | null = null

/** One frame and one task for all that waits: a key sets several things going, and each timer has its price. */
function wait(one: AfterPaint): void {
  if (waiting) return void waiting.add(one)
  waiting = new Set([one])
  if (typeof requestAnimationFrame === 'undefined' || document.hidden) setTimeout(actAll, UNPAINTED_MS)
  else requestAnimationFrame(() => setTimeout(actAll))
}

function actAll(): void {
  const all = waiting ?? []
  waiting = null
  for (const one of all) one.now()
}

export class AfterPaint {
  readonly #act: () => void
  #isAsked = false

  /** `act` is called once for all that was asked for before a picture. */
  constructor(act: () => void) {
    this.#act = act
  }

  ask(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    wait(this)
  }

  /** Does at once what waits, if anything does. */
  now(): void {
    if (!this.#isAsked) return
    this.#isAsked = false
    this.#act()
  }

  cancel(): void {
    this.#isAsked = false
  }
}
