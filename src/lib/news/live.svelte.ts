/**
 * How much is unread, as the server tells it: over the line of news, and where no socket gets through by asking. One for
 * the whole page.
 */
import { closeReason } from '../collab/close.ts'
import { onWakeUp } from '../collab/wake-up.ts'
import { NEWS_PATH } from './protocol.ts'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
/** The server speaks every 25 s; a line that is silent for longer is dead. */
const SILENT_MS = 60_000
const LOOK_EVERY_MS = 10_000
/** So long a lost line is nobody's matter: most come back before. */
const AWAY_AFTER_MS = 5_000

class LiveNews {
  /** Lines; the server counts to 100. */
  unread = $state(0)
  /** Grows whenever something was told: lists look again. */
  version = $state(0)
  /** News is not told at once. */
  isAway = $state(false)
  #socket: WebSocket | null = null
  #wait = FIRST_WAIT_MS
  #heardAt = 0
  #isEnded = true
  #timer: ReturnType<typeof setTimeout> | undefined
  #awayTimer: ReturnType<typeof setTimeout> | undefined

  /** For whoever is signed in. Gives back how to end it. */
  start(): () => void {
    this.#isEnded = false
    this.#open()
    const looking = setInterval(() => this.#look(), LOOK_EVERY_MS)
    const stopWaking = onWakeUp({ wake: () => this.wake(), mustStay: () => false, leave: () => {} })
    return () => {
      this.#isEnded = true
      this.unread = 0
      this.isAway = false
      clearInterval(looking)
      clearTimeout(this.#timer)
      clearTimeout(this.#awayTimer)
      stopWaking()
      this.#drop()
    }
  }

  /** The network may be back, or a session begun: looks at once. */
  wake(): void {
    if (this.#isEnded) return
    if (this.#socket) this.#look()
    else this.#open()
  }

  #open(): void {
    clearTimeout(this.#timer)
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${NEWS_PATH}`)
    this.#socket = socket
    this.#heardAt = Date.now()
    socket.onmessage = ({ data }) => {
      this.#wait = FIRST_WAIT_MS
      this.#heardAt = Date.now()
      this.#back()
      const unread = unreadIn(String(data))
      if (unread !== null) this.#tell(unread)
    }
    socket.onclose = ({ code }) => this.#lost(socket, code)
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.close()
  }

  #look(): void {
    const socket = this.#socket
    if (!socket || Date.now() - this.#heardAt < SILENT_MS) return
    this.#lost(socket, 0)
    socket.close()
  }

  #lost(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return
    this.#socket = null
    if (this.#isEnded) return
    this.#awayTimer ??= setTimeout(() => (this.isAway = true), AWAY_AFTER_MS)
    // Who is signed out, or has too many tabs, gains nothing by coming back soon; the next page tries again.
    if (closeReason(code)?.retry === false) return
    void this.#ask()
    this.#timer = setTimeout(() => this.#open(), this.#wait * (0.75 + Math.random() / 2))
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
  }

  /** Pages get through many a proxy that holds sockets up. */
  async #ask(): Promise<void> {
    try {
      const answer = await fetch('/news/unread', { headers: { accept: 'application/json' } })
      const unread = answer.ok ? unreadIn(await answer.text()) : null
      if (unread !== null && !this.#isEnded && unread !== this.unread) this.#tell(unread)
    } catch {
      // Without a network nothing is known; the page says so elsewhere.
    }
  }

  #tell(unread: number): void {
    this.unread = unread
    this.version += 1
  }

  #back(): void {
    clearTimeout(this.#awayTimer)
    this.#awayTimer = undefined
    this.isAway = false
  }
}

export const live = new LiveNews()

function unreadIn(text: string): number | null {
  try {
    const told: unknown = JSON.parse(text)
    if (typeof told !== 'object' || told === null || !('unread' in told)) return null
    return typeof told.unread === 'number' ? told.unread : null
  } catch {
    return null // a network's sign-in page in place of an answer
  }
}
