/**
 * The awareness as the caret plugin sees it: told only of what OTHERS did. Without this every key press comes back as a
 * second transaction of the editor, and a remote caret that moves during composition redraws the syllable being typed.
 */
import type { Awareness } from 'y-protocols/awareness'
import { AfterPaint } from '../../ui/after-paint.ts'

/**
 * Whether it is a caret as a page of ours tells it. Anybody who may read can say what they like, and the plugin would throw at it
 * with every letter of everybody else.
 */
function isCaret(value: unknown): boolean {
  return isRecord(value) && isPoint(value.anchor) && isPoint(value.head)
}

/** A place in the text, as Yjs writes one: beside an item, in a type, or in what has a name. */
function isPoint(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { item = null, type = null, tname = null, assoc = 0 } = value
  const isSomewhere = item !== null || type !== null || tname !== null
  const isNamed = tname === null || typeof tname === 'string'
  return isSomewhere && isNamed && [item, type].every((id) => id === null || isId(id)) && typeof assoc === 'number'
}

const isId = (value: unknown) => isRecord(value) && isWhole(value.client) && isWhole(value.clock)
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isWhole = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

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
    for (const [client, { cursor, ...state }] of this.#awareness.getStates()) {
      const { user } = state
      if (client === this.#awareness.clientID) continue
      const named = typeof user === 'object' && user !== null ? { ...state, user: { ...user, client } } : state
      others.set(client, isCaret(cursor) ? { ...named, cursor } : named)
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
