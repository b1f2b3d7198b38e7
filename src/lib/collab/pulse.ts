/**
 * Notices a line that is dead without having been closed: a lid shut, a network changed, a proxy gone.
 *
 * The provider's own watch drops a connection after 30 s without a message. In a hidden tab browsers run timers once a
 * minute, so it would drop healthy lines (y-websocket #160); leaving a tab is not leaving a document. Here silence only
 * leads to a question, and only a question without answer means dead, however seldom the timer runs.
 */
const LOOK_EVERY_MS = 5_000
const QUIET_MS = 15_000
const ANSWER_WITHIN_MS = 10_000
/** Browsers wait minutes for a connection that is never answered; the server gives up loading a draft after 15 s. */
const OPEN_WITHIN_MS = 20_000

export interface Line {
  /** ms since 1970 */
  lastHeardAt(): number
  /** The server has spoken on the present connection. */
  isUp(): boolean
  /** When the attempt under way began; null when there is none. */
  openingSince(): number | null
  /** Sends something that the server answers. */
  ask(): void
  isDead(): void
}

export class Pulse {
  readonly #line: Line
  readonly #timer: ReturnType<typeof setInterval>
  #askedAt: number | null = null

  constructor(line: Line) {
    this.#line = line
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS)
  }

  look(now = Date.now()): void {
    if (!this.#line.isUp()) this.#judgeOpening(now)
    else if (this.#askedAt !== null) this.#judge(this.#askedAt, now)
    else if (now - this.#line.lastHeardAt() >= QUIET_MS) this.check(now)
  }

  /** Asks now, whatever was heard lately. */
  check(now = Date.now()): void {
    if (!this.#line.isUp() || this.#askedAt !== null) return
    this.#askedAt = now
    this.#line.ask()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #judgeOpening(now: number): void {
    this.#askedAt = null
    const since = this.#line.openingSince()
    if (since !== null && now - since >= OPEN_WITHIN_MS) this.#line.isDead()
  }

  #judge(askedAt: number, now: number): void {
    if (this.#line.lastHeardAt() >= askedAt) this.#askedAt = null
    else if (now - askedAt >= ANSWER_WITHIN_MS) {
      this.#askedAt = null
      this.#line.isDead()
    }
  }
}
