/**
 * Long work of the main thread, one piece at a time and with rests: a letter that comes in the midst of a crowd of long
 * pages passes the loop several times (read, stored, confirmed), and each time it would wait for a page. After a piece
 * the loop is left to others for as long as the piece has held it.
 */
export class Pace {
  #last: Promise<void> = Promise.resolve()

  /** Resolves when it is one's turn. What the caller does in the same turn of the event loop is the piece. */
  turn(): Promise<void> {
    const turn = this.#last
    this.#last = turn.then(rest)
    return turn
  }
}

/** A machine that stood still meanwhile is no reason to rest for longer. */
const LONGEST_REST_MS = 100

/** Of what `turn` lets begin now, waits for the end, and then once as long. */
function rest(): Promise<void> {
  const began = performance.now()
  return new Promise((resolve) =>
    setImmediate(() => setTimeout(resolve, Math.min(performance.now() - began, LONGEST_REST_MS))),
  )
}
