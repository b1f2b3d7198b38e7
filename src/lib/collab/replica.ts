/**
 * One copy of a draft's text in this tab and its line to the server: a `Y.Doc`, its awareness, the stock y-websocket
 * provider, and the count of what is on disk. Plain class without framework; `Connection` makes it reactive.
 *
 * BroadcastChannel is off: through it another tab would take over this tab's edits and send them as its own, so that
 * both would count them, and the one whose socket is cut would believe itself in step without any server knowing.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Awareness } from 'y-protocols/awareness'
import * as syncProtocol from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { AckCounter, type Edit, type TailKey } from './ack-counter.ts'
import { countingSocket, type SocketClass } from './counting-socket.ts'
import { MESSAGE, SCHEMA_PARAM, type Standing } from './protocol.ts'
import { Pulse } from './pulse.ts'
import { mayChangeText, parseStanding } from './standing.ts'

/** Longest wait between two attempts. */
const LONGEST_WAIT_MS = 10_000
const SHORTEST_WAIT_MS = 200
/** y-protocols expects a sign of each presence every 30 s. */
const RENEW_PRESENCE_MS = 15_000

export interface ReplicaOptions {
  /** `ws(s)://host/collab` */
  url: string
  draftId: string
  schemaVersion: number
  doc?: Y.Doc | undefined
  /** Whether what others' change brings may be shown; told before an editor hears of it. */
  isSound?: ((change: Y.Transaction) => boolean) | undefined
  /** Opens the line only after so long. */
  waitMs?: number | undefined
  /** For Node, where tests run; the browser's own otherwise. */
  socketClass?: SocketClass | undefined
}

export interface ReplicaEvents {
  /** The line is up and the server has said what this connection may do. */
  standing(standing: Standing): void
  /** This copy holds everything the server had. Once per connection. */
  synced(): void
  /** The line is down; the next attempt is at `retryAt` (ms since 1970). Without `code`, it was closed from here. */
  down(retryAt: number, code: number | null): void
  /** The server ended it for good (4400–4499). */
  refused(code: number, reason: string): void
  /** An own change was made. Answers where the browser keeps it. */
  edited(update: Uint8Array): readonly TailKey[]
  /** These are on disk at the server. */
  stored(edits: Edit[]): void
  /** The count of unsaved changes may have changed. */
  counted(): void
  notice(topic: string): void
  /** A change brought what no document can hold: no editor was told of it, and this copy is not the text any more. */
  poisoned(): void
}

export class Replica {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly #provider: WebsocketProvider
  readonly #counter = new AckCounter()
  readonly #events: ReplicaEvents
  readonly #pulse: Pulse
  readonly #renewal: ReturnType<typeof setInterval>
  /** Of the present connection; null until the server has said it. */
  #standing: Standing | null = null
  /** Updates that wait, in the order in which they came; null = nothing is held back. */
  #held: (() => void)[] | null = null
  #openingAt = 0
  #waiting: ReturnType<typeof setTimeout> | undefined
  #isAsking = false

  constructor(options: ReplicaOptions, events: ReplicaEvents) {
    this.#events = events
    this.doc = options.doc ?? new Y.Doc()
    this.awareness = new Awareness(this.doc)
    // Its own watch takes others off after 30 s without renewal, and a hidden tab renews once a minute. The server ends
    // a presence with its connection, so here only the renewal is left, for stock clients that watch us.
    clearInterval(this.awareness._checkInterval)
    this.#renewal = setInterval(() => this.awareness.setLocalState(this.awareness.getLocalState()), RENEW_PRESENCE_MS)
    this.doc.on('beforeObserverCalls', (change: Y.Transaction) => {
      if (change.local || options.isSound?.(change) !== false) return
      queueMicrotask(() => this.#events.poisoned())
      // The one way to keep a change from those who observe the text: y-tiptap would throw at it, or delete the words
      // around it for everybody. y-protocols writes the error to the console and goes on.
      throw new Error('a change that no document can hold')
    })
    this.doc.on('update', this.#onUpdate) // before the provider's: an edit is known before it is sent
    const socketClass = countingSocket(options.socketClass ?? WebSocket, {
      opening: () => {
        this.#standing = null
        this.#openingAt = Date.now()
        this.#counter.opened()
      },
      leaving: (message) => {
        // What may not be written is kept back. So is an update before the first word of the server: the step 2 that
        // follows carries it.
        if (!this.#standing || !(mayChangeText(this.#standing) || this.#isAsking)) return false
        if (message === 'step2') this.#counter.sentStep2()
        else this.#counter.sentUpdate()
        return true
      },
    })
    this.#provider = new WebsocketProvider(options.url, options.draftId, this.doc, {
      connect: false,
      awareness: this.awareness,
      params: { [SCHEMA_PARAM]: String(options.schemaVersion) },
      WebSocketPolyfill: socketClass,
      disableBc: true,
    })
    this.#pulse = new Pulse({
      lastHeardAt: () => this.#provider.wsLastMessageReceived,
      isUp: () => this.isUp,
      openingSince: () => (this.#provider.ws && !this.isUp ? this.#openingAt : null),
      ask: () => this.#provider.ws?.send(Uint8Array.of(MESSAGE.queryAwareness)),
      isDead: () => this.reconnect(),
    })
    clearInterval(this.#provider._checkInterval) // see pulse.ts
    this.#listen()
    if (options.waitMs) this.#waiting = setTimeout(() => this.#provider.connect(), options.waitMs)
    else this.#provider.connect()
  }

  get unsaved(): number {
    return this.#counter.unsaved
  }

  get edits(): readonly Edit[] {
    return this.#counter.edits
  }

  get isUp(): boolean {
    return this.#standing !== null
  }

  /** Puts edits of an earlier visit into the text and sends them. */
  bringBack(update: Uint8Array, rows: readonly TailKey[], changes: number): void {
    this.#counter.add(update, rows, changes)
    Y.applyUpdate(this.doc, update, this.#provider) // as if it came from outside: not an edit made now, nor undoable
    // Sent whole even if the server has it already: only a message of this connection is ever acknowledged.
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE.sync)
    syncProtocol.writeUpdate(encoder, update)
    this.#provider.ws?.send(encoding.toUint8Array(encoder)) // not open: the next step 2 carries it
    this.#events.counted()
  }

  /**
   * Asks whether edits that the text here holds are on disk as well. It may hold them from the server's memory only, and
   * a freeze can still refuse them there. What is not new the server acknowledges after its commit, whatever the right.
   */
  ask(update: Uint8Array, rows: readonly TailKey[], changes: number): void {
    this.#isAsking = true
    this.bringBack(update, rows, changes)
    this.#isAsking = false
  }

  /** Takes the unsaved edits out of the count. The text here still shows them: this copy is to be replaced. */
  takeEdits(): Edit[] {
    return this.#counter.takeAll()
  }

  /** The computer woke up or the network came back: try at once, and look whether a line that seems up still is. */
  wake(): void {
    if (this.#provider.ws === null) this.#provider.connect()
    else this.#pulse.check()
  }

  /** Opens a new connection at once, cutting a present one. */
  reconnect(): void {
    if (this.#provider.ws) this.#provider.disconnect()
    this.#provider.connect()
  }

  /**
   * What others send waits until `release`: while an input method composes, a change from outside in the same line
   * doubles or swallows its letters. Own edits go out as ever; the text here stays one replica, only a little behind.
   */
  hold(): void {
    this.#held ??= []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const take of held) take()
  }

  destroy(): void {
    this.#held = null
    clearTimeout(this.#waiting)
    this.#pulse.stop()
    clearInterval(this.#renewal)
    this.doc.off('update', this.#onUpdate)
    this.#provider.destroy()
    this.awareness.destroy()
    this.doc.destroy()
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.#provider) return
    this.#counter.add(update, this.#events.edited(update))
    this.#events.counted()
  }

  #listen(): void {
    const provider = this.#provider
    const sync = provider.messageHandlers[MESSAGE.sync]
    provider.messageHandlers[MESSAGE.sync] = (encoder, decoder, ...rest) => {
      const take = () => sync?.(encoder, decoder, ...rest)
      // Only updates wait: the handshake is answered at once. An update asks for no answer, so its encoder stays empty.
      if (this.#held && decoder.arr[decoder.pos] === syncProtocol.messageYjsUpdate) this.#held.push(take)
      else take()
    }
    provider.messageHandlers[MESSAGE.stored] = (_encoder, decoder) => {
      const done = this.#counter.stored(decoding.readVarUint(decoder))
      if (done.length === 0) return
      this.#events.stored(done)
      this.#events.counted()
    }
    provider.messageHandlers[MESSAGE.standing] = (_encoder, decoder) => {
      const standing = parseStanding(decoding.readVarString(decoder))
      if (!standing) return
      this.#standing = standing
      this.#events.standing(standing)
    }
    provider.messageHandlers[MESSAGE.notice] = (_encoder, decoder) => {
      this.#events.notice(decoding.readVarString(decoder))
    }
    provider.on('sync', (isSynced) => {
      if (isSynced) this.#events.synced()
    })
    provider.on('connection-close', (event) => {
      this.#standing = null
      // The provider waits min(2^n · 100 ms, maxBackoffTime); n grows after this event. Setting the latter below the
      // former each time gives the jitter that keeps a whole office from returning in the same instant.
      const n = provider.wsUnsuccessfulReconnects + 1
      const longest = Math.min(LONGEST_WAIT_MS, 2 ** n * (SHORTEST_WAIT_MS / 2))
      provider.maxBackoffTime = Math.round(longest * (0.5 + Math.random() / 2))
      this.#events.down(Date.now() + provider.maxBackoffTime, event?.code ?? null)
    })
    provider.on('closed', ({ code, reason }) => this.#events.refused(code, reason))
  }
}
