/** What need not be on the screen with the next letter waits until that letter is there. */

/** Where nothing is painted (a hidden page, Node), what waits is done this much later. */
const UNPAINTED_MS = 20

const waiting = new Set<AfterPaint>()
let isComing = false

/** One frame and one task for all that waits: a key sets several things going, and each timer has its price. */
function actSoon(): void {
  if (isComing) return
  isComing = true
  if (typeof requestAnimationFrame === 'undefined' || document.hidden) setTimeout(actAll, UNPAINTED_MS)
  else requestAnimationFrame(() => setTimeout(actAll))
}

/** What one that fails keeps from acting stays for the next time. */
function actAll(): void {
  isComing = false
  for (const one of [...waiting]) one.now()
}

export class AfterPaint {
  readonly #act: () => void

  /** `act` is called once for all that was asked for before a picture. */
  constructor(act: () => void) {
    this.#act = act
  }

  ask(): void {
    waiting.add(this)
    actSoon()
  }

  /** Does at once what waits, if anything does. */
  now(): void {
    if (waiting.delete(this)) this.#act()
  }

  cancel(): void {
    waiting.delete(this)
  }
}
