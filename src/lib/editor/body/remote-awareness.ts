/**
 * The awareness as the caret plugin sees it: told only of what OTHERS did. Without this every key press comes back as a
 * second transaction of the editor, and a remote caret that moves during composition redraws the syllable being typed.
 */
import type { Awareness } from 'y-protocols/awareness'
import { AfterPaint } from '../../ui/after-paint.ts'

interface Changes {
  added: number[]
  updated: number[]
  removed: number[]
}
type Listener = (changes: Changes, origin: unknown) => void

export class RemoteAwareness {
  readonly #awareness: Awareness
  /** Asked before anything is told on. */
  isComposing: () => boolean = () => false
  readonly #wrapped = new Map<Listener, Listener>()
  readonly #waiting = new Set<Listener>()
  /** Not told yet. */
  readonly #own = new Map<string, unknown>()
  readonly #tellSoon = new AfterPaint(() => this.#tell())

  constructor(awareness: Awareness) {
    this.#awareness = awareness
  }

  get clientID() {
    return this.#awareness.clientID
  }
  get doc() {
    return this.#awareness.doc
  }
  get states() {
    return this.getStates()
  }
  /**
   * Of the others. The plugin knows its own by the text's client, which is another in the copy in which one suggests. It
   * tells whoever draws a caret the user alone: so each says which client it is.
   */
  getStates() {
    const others = new Map<number, { [field: string]: unknown }>()
    for (const [client, state] of this.#awareness.getStates()) {
      const { user } = state
      if (client === this.#awareness.clientID) continue
      others.set(client, typeof user === 'object' && user !== null ? { ...state, user: { ...user, client } } : state)
    }
    return others
  }
  getLocalState() {
    const state = this.#awareness.getLocalState()
    return state && { ...state, ...Object.fromEntries(this.#own) }
  }
  /** Who one is, the server says; only where the caret is comes from here, and goes out behind the painted letter. */
  setLocalStateField(field: string, value: unknown) {
    if (field === 'user') return
    this.#own.set(field, value)
    this.#tellSoon.ask()
  }

  #tell() {
    for (const [field, value] of this.#own) this.#awareness.setLocalStateField(field, value)
    this.#own.clear()
  }

  on(event: 'change' | 'update', listener: Listener) {
    const wrapped: Listener = (changes, origin) => {
      const self = this.#awareness.clientID
      const others = [...changes.added, ...changes.updated, ...changes.removed].some((client) => client !== self)
      if (!others) return
      if (this.isComposing()) this.#waiting.add(listener)
      else listener(changes, origin)
    }
    this.#wrapped.set(listener, wrapped)
    this.#awareness.on(event, wrapped)
  }

  off(event: 'change' | 'update', listener: Listener) {
    const wrapped = this.#wrapped.get(listener)
    if (wrapped) this.#awareness.off(event, wrapped)
    this.#wrapped.delete(listener)
    this.#waiting.delete(listener)
  }

  /** Composition has ended: tell what was kept back. */
  catchUp() {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const listener of waiting) listener({ added: [], updated: [], removed: [] }, 'caught up')
  }
}
