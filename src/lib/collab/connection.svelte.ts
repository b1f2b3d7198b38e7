/**
 * The browser's end of a draft: what the editor and the indicator look at. Thin: the counting, the store in the
 * browser and the sentences are plain modules beside it (ack-counter, tail-store, stranded, saving-state).
 *
 * A copy of the text whose edits the draft will not take is not the text any more. Then `doc` and `awareness` are
 * replaced by fresh ones and the edits go to `stranded`: key the editor by them, `{#key connection.doc}`.
 */
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { CLOSE, closeReason } from './close.ts'
import type { SocketClass } from './counting-socket.ts'
import { type Peer, peersIn } from './peers.ts'
import type { Standing } from './protocol.ts'
import { collabUrl, probe, type Reach } from './reach.ts'
import { Replica } from './replica.ts'
import { type ConnectionStatus, type SavingState, savingState } from './saving-state.ts'
import { mayChangeText, maySuggest } from './standing.ts'
import { lackOf, type Stranded, type StrandedReason } from './stranded.ts'
import { type Carried, changesIn, type Replacement, rowsOf, sortTail, type TailEdit } from './tail-edits.ts'
import { TailStore } from './tail-store.ts'
import { Topics } from './topics.ts'
import { onWakeUp } from './wake-up.ts'

export interface ConnectionOptions {
  /** Origin of the server, `https://host`; the page's own by default. */
  url?: string
  draftId: string
  personId: string
  /** Version of the document schema this page was built with. */
  schemaVersion: number
  doc?: Y.Doc
  /** See ReplicaOptions. */
  isSound?: (change: Y.Transaction) => boolean
  /** For tests in Node; the browser's own otherwise. */
  socketClass?: SocketClass
  /** Name of the IndexedDB database. */
  databaseName?: string
}

/** After the right ended: the server answers everything under way, with `stored` or by closing, within its 15 s. */
const LAST_WORD_MS = 20_000
/** What an input method still writes after the right ended comes in the same moment. */
const LAST_LETTERS_MS = 500
/** Failed attempts before HTTP is asked what is wrong. */
const ATTEMPTS_BEFORE_PROBE = 2
/** Within seconds the server undoes what no document can hold. */
const MENDING_MS = 2_500
/** A copy that is refused more often than this within that time is not replaced once more. */
const MOST_REPLACEMENTS = 4
const REPLACEMENTS_WITHIN_MS = 30_000

/** Refusals after which a fresh copy can be had; the others end the connection. */
const REPLACEMENT: Partial<Record<number, Replacement>> = {
  [CLOSE.frozen.code]: { reason: 'frozen', resend: false },
  [CLOSE.notAllowed.code]: { reason: 'right-lost', resend: false },
  [CLOSE.reload.code]: { reason: 'refused', resend: true }, // somebody else's edits were refused, not these
  [CLOSE.undone.code]: { reason: 'refused', resend: false },
  [CLOSE.frameTooLarge.code]: { reason: 'refused', resend: false },
  [CLOSE.documentTooLarge.code]: { reason: 'refused', resend: false },
  [CLOSE.unseenCharacters.code]: { reason: 'refused', resend: false },
}

export class Connection {
  doc: Y.Doc = $state.raw(new Y.Doc())
  awareness: Awareness | null = $state.raw(null)
  status: ConnectionStatus = $state.raw({ kind: 'connecting' })
  /** The text is here: set with the first sync of the present `doc`, and stays. Writing before would be blind. */
  synced = $state(false)
  standing: Standing | null = $state.raw(null)
  /** Own changes not yet known to be on disk. */
  unsaved = $state(0)
  lastStoredAt: number | null = $state(null)
  peers: Peer[] = $state.raw([])
  /** Changes of this person that the draft did not take. */
  stranded: Stranded | null = $state.raw(null)
  /** Why no socket opens, once that has been found out. */
  reach: Reach | null = $state(null)
  /** Unsaved changes outlive this tab: they are in the browser's store. */
  isKept = $state(true)

  readonly #options: ConnectionOptions
  readonly #store: TailStore
  readonly #stopListening: () => void
  readonly #topics = new Topics()
  #replica: Replica
  /** Edits taken out of a replaced copy, until the fresh one shows which of them the draft holds. */
  #carried: Carried | null = null
  #strandedEdits: TailEdit[] = []
  #unsavedSince: number | null = $state(null)
  #now = $state(Date.now())
  #isOnline = $state(knowsNetwork())
  #attempts = 0
  #replacedAt: number[] = []
  #lastWord: ReturnType<typeof setTimeout> | undefined
  readonly #clock: ReturnType<typeof setInterval>
  #isDestroyed = false

  constructor(options: ConnectionOptions) {
    this.#options = options
    const { personId, draftId, databaseName } = options
    this.#store = new TailStore(personId, draftId, () => (this.isKept = false), databaseName)
    this.#replica = this.#openReplica(options.doc)
    this.#stopListening = onWakeUp({
      wake: () => this.#wake(),
      mustStay: () => this.unsaved > 0 || (this.stranded !== null && !this.isKept),
      leave: () => this.#store.writeNow(),
    })
    this.#clock = setInterval(() => (this.#now = Date.now()), 1_000)
  }

  /** May the person type now? */
  readonly canWrite = $derived(
    this.synced &&
      this.standing !== null &&
      mayChangeText(this.standing) &&
      ['live', 'offline'].includes(this.status.kind),
  )

  /** May the person say how the text should read? */
  readonly canSuggest = $derived(
    this.synced &&
      this.standing !== null &&
      maySuggest(this.standing) &&
      ['live', 'offline'].includes(this.status.kind),
  )

  /** What the indicator shows. */
  readonly state: SavingState = $derived(
    savingState({
      status: this.status,
      standing: this.standing,
      synced: this.synced,
      unsaved: this.unsaved,
      unsavedSince: this.#unsavedSince,
      isKept: this.isKept,
      stranded: this.stranded?.changes ?? 0,
      reach: this.reach,
      isOnline: this.#isOnline,
      now: this.#now,
    }),
  )

  get saving() {
    return this.state.saving
  }

  /** Something about the draft outside its text changed ("threads", "state" …). Returns how to stop. */
  onNotice(topic: string, listener: () => void): () => void {
    return this.#topics.on(topic, listener)
  }

  /** Tries at once; also after a refusal, when the person has done something about it. */
  reconnectNow(): void {
    if (this.#isDestroyed) return
    if (this.status.kind === 'refused') {
      const replacement = REPLACEMENT[this.status.code]
      if (replacement) return this.#replace(replacement) // this copy shows what the draft does not hold
      this.status = { kind: 'connecting' }
    }
    this.#replica.reconnect()
  }

  /** Sends after all what the draft had not taken. Only where the person may write (again). */
  sendStranded(): void {
    if (!this.canWrite || !this.stranded) return
    this.#send(this.#strandedEdits)
    this.#forgetStranded()
  }

  /** The person has copied what was worth copying. */
  discardStranded(): void {
    this.#store.release(rowsOf(this.#strandedEdits))
    this.#forgetStranded()
  }

  /** See Replica.hold. A copy that is replaced meanwhile starts without. */
  hold(): void {
    this.#replica.hold()
  }

  release(): void {
    this.#replica.release()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.status = { kind: 'closed' }
    clearTimeout(this.#lastWord)
    clearInterval(this.#clock)
    this.#stopListening()
    this.#replica.destroy()
    void this.#store.close()
  }

  #openReplica(doc?: Y.Doc, waitMs = 0): Replica {
    const { url = location.origin, draftId, schemaVersion, socketClass, isSound } = this.#options
    const isCurrent = (): boolean => this.#replica === replica && !this.#isDestroyed
    const replica: Replica = new Replica(
      { url: collabUrl(url), draftId, schemaVersion, doc, socketClass, isSound, waitMs },
      {
        standing: (standing) => isCurrent() && this.#onStanding(standing),
        synced: () => isCurrent() && !this.synced && this.#onFirstSync(),
        down: (retryAt, code) => isCurrent() && this.#onDown(retryAt, code),
        refused: (code) => isCurrent() && this.#onRefused(code),
        edited: (update) => [this.#store.keep(update)],
        stored: (edits) => {
          this.lastStoredAt = Date.now()
          this.#store.release(rowsOf(edits))
        },
        counted: () => isCurrent() && this.#onCounted(),
        notice: (topic) => this.#topics.tell(topic),
        poisoned: () => isCurrent() && this.#onPoisoned(),
      },
    )
    replica.awareness.on('change', () => (this.peers = peersIn(replica.awareness)))
    this.doc = replica.doc
    this.awareness = replica.awareness
    this.peers = []
    this.synced = false
    return replica
  }

  #onStanding(standing: Standing): void {
    this.standing = standing
    this.#attempts = 0
    this.reach = null
    if (this.status.kind !== 'live') this.status = { kind: 'live', since: Date.now() }
    this.#awaitLastWord(standing, 0)
  }

  #onCounted(): void {
    this.#count()
    if (this.standing && this.status.kind === 'live') this.#awaitLastWord(this.standing, LAST_LETTERS_MS)
  }

  /** Without the right to write, what is unsaved is either under way or will never be sent. */
  #awaitLastWord(standing: Standing, kept: number): void {
    clearTimeout(this.#lastWord)
    if (mayChangeText(standing) || this.#replica.unsaved === 0) return
    // What is under way may have made it to the disk just before; only then is the rest known to be refused.
    const reason = standing.frozenAt ? 'frozen' : 'right-lost'
    const wait = this.#replica.edits.some((edit) => edit.message !== null) ? LAST_WORD_MS : kept
    this.#lastWord = setTimeout(() => {
      if (this.#replica.unsaved > 0) this.#replace({ reason, resend: false })
    }, wait)
  }

  #onDown(retryAt: number, code: number | null): void {
    const since = this.status.kind === 'offline' ? this.status.since : Date.now()
    this.status = {
      kind: 'offline',
      since,
      retryAt,
      messageKey: code === null ? null : (closeReason(code)?.message ?? null),
    }
    if (++this.#attempts < ATTEMPTS_BEFORE_PROBE) return
    void probe(this.#options.url ?? location.origin).then((reach) => {
      if (this.status.kind === 'offline' && !this.#isDestroyed) this.reach = reach
    })
  }

  #onRefused(code: number): void {
    const replacement = REPLACEMENT[code]
    if (replacement && this.#mayReplace()) return this.#replace(replacement)
    this.status = { kind: 'refused', code, messageKey: closeReason(code)?.message ?? 'collab_close_unknown' }
  }

  /** Somebody else's page sent it: this person's own edits go on with the next copy. */
  #onPoisoned(): void {
    if (this.#mayReplace()) return this.#replace({ reason: 'refused', resend: true }, MENDING_MS)
    this.#replica.destroy()
    const { code, message } = CLOSE.broken
    this.status = { kind: 'refused', code, messageKey: message }
  }

  #mayReplace(): boolean {
    this.#replacedAt = this.#replacedAt.filter((at) => Date.now() - at < REPLACEMENTS_WITHIN_MS)
    return this.#replacedAt.length < MOST_REPLACEMENTS
  }

  /** Gives up a copy that is not the text any more, for a fresh one from the server. */
  #replace(replacement: Replacement, waitMs = 0): void {
    const edits = [...(this.#carried?.edits ?? []), ...this.#replica.takeEdits()]
    this.#carried = { ...replacement, edits }
    this.#replacedAt.push(Date.now())
    this.#replica.destroy()
    this.status = { kind: 'connecting' }
    this.#replica = this.#openReplica(undefined, waitMs)
    this.#count()
  }

  #onFirstSync(): void {
    this.synced = true
    void this.#settle(this.#replica)
  }

  /** What earlier visits left in the browser, and what a replaced copy left over: sent, or shown as stranded. */
  async #settle(replica: Replica): Promise<void> {
    const stored = await this.#store.load().catch(() => [])
    if (replica !== this.#replica || this.#isDestroyed || !this.standing) return
    const carried = this.#carried
    const { send, refuse } = sortTail({
      carried,
      stored,
      typed: [...replica.edits, ...this.#strandedEdits],
      mayChange: mayChangeText(this.standing),
    })
    this.#carried = null
    if (send.length > 0) this.#send(send)
    this.#strand([...this.#strandedEdits, ...refuse], carried?.reason)
    this.#count()
  }

  #send(edits: readonly TailEdit[]): void {
    this.#replica.bringBack(merged(edits), rowsOf(edits), changesIn(edits))
  }

  #strand(edits: readonly TailEdit[], why: StrandedReason = 'right-lost'): void {
    const isFrozen = this.standing?.frozenAt != null
    const { missing, held, text } = lackOf(this.#replica.doc, edits)
    if (held.length > 0) this.#replica.ask(merged(held), rowsOf(held), changesIn(held))
    if (missing.length === 0) return this.#forgetStranded()
    void this.#store.mark(rowsOf(missing), true)
    this.#strandedEdits = missing
    this.stranded = { reason: isFrozen ? 'frozen' : why, text, changes: changesIn(missing) }
  }

  #forgetStranded(): void {
    this.#strandedEdits = []
    this.stranded = null
  }

  #count(): void {
    this.unsaved = this.#replica.unsaved + changesIn(this.#carried?.edits ?? [])
    if (this.unsaved === 0) this.#unsavedSince = null
    else this.#unsavedSince ??= Date.now()
  }

  #wake(): void {
    this.#isOnline = knowsNetwork()
    if (this.status.kind === 'live' || this.status.kind === 'offline') this.#replica.wake()
  }
}

/** Node, where tests run, has no word for it. */
const knowsNetwork = (): boolean => typeof navigator === 'undefined' || navigator.onLine !== false

const merged = (edits: readonly TailEdit[]): Uint8Array => Y.mergeUpdates(edits.map((edit) => edit.update))
