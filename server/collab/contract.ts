/** What the collaboration server is handed and what it gives: the only file other rooms need to read. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { CloseName } from '../../src/lib/collab/close.ts'
import type { Right } from '../../src/lib/collab/protocol.ts'
import type { Bus } from './bus.ts'
import type { Names } from './bytes/names.ts'
import type { Squashed } from './bytes/squash.ts'
import type { Limits } from './limits.ts'

/** Whom presence shows; the server writes it, whatever the client says. */
export interface Person {
  id: string
  name: string
  /** CSS colour of the caret. */
  color: string
}

/** Who stands behind a connection. `sessionId` is whatever the authoriser needs to ask again later. */
export interface Identity {
  sessionId: string
  person: Person
}

/** One row of the log. */
export interface LoggedUpdate {
  position: number
  /** null: the program itself (the seed). */
  userId: string | null
  at: Date
  update: Buffer
}

/** Why not. Sent to the client as the close code of that name. */
export interface Refusal {
  refused: CloseName
}

/** The one place that decides (GUARD-1), handed in by the app. A throw means "cannot be told now": the client retries. */
export interface Authoriser {
  /** Who asks, by the session cookie, and what may they do to this draft? `{ refused: 'notSignedIn' }` for nobody. */
  admit(request: IncomingMessage, draftId: string): Promise<{ identity: Identity; right: Right } | Refusal>
  /**
   * What may they do to it now? Asked after every change of access. Must fail with `{ refused: 'notSignedIn' }` when
   * the session has ended or the account is locked; 'none' = may not see it.
   */
  rightOf(identity: Identity, draftId: string): Promise<Right | Refusal>
}

/** What a verb hands in to take part in its transaction: a pg client, or an adapter of three lines around drizzle. */
export interface Transaction {
  query<Row>(text: string, values: unknown[]): Promise<{ rows: Row[] }>
}

/**
 * Makes one update of the updates of a draft, as squash.ts does, away from the main thread: a hundred pages take 150 ms.
 * When it throws, the text stays as it is and is tried again later.
 */
export type Squash = (updates: readonly Uint8Array[], draftId: string) => Promise<Squashed>

/** A row of the log, or the snapshot, is no Yjs update: the text cannot be put together. */
export class UnreadableText extends Error {
  constructor(cause: unknown) {
    super('the stored text is no Yjs update', { cause })
    this.name = 'UnreadableText'
  }
}

/** What an examination found that no client of ours makes. */
export interface Flawed {
  /** The text cannot be read as it stands. */
  isGrave: boolean
  /** With Yjs' id of what brought each; told and recorded. */
  flaws: ({ at: { client: number; clock: number } | null } & Record<string, unknown>)[]
  /** The change that undoes all of it; null where none can. */
  mend: Uint8Array | null
}

/** The document's meaning is another room's matter; here it is asked for and acted upon (OPEN-1). */
export interface Meaning {
  /** Names in updates of clients of this schema: others are refused before anybody gets them. */
  names: Names
  /** Looks at a whole text, away from the main thread. Null: nothing is wrong with it. */
  examine(updates: Uint8Array[], draftId: string): Promise<Flawed | null>
  /**
   * Stores a mend behind `position` and records it, in one transaction (`Collaboration.append`). False when the log has
   * gone on meanwhile. `authors`: users whose updates brought the flaws.
   */
  undo(undone: {
    draftId: string
    position: number
    update: Uint8Array
    flaws: Flawed['flaws']
    authors: string[]
  }): Promise<boolean>
}

export interface CollaborationDeps {
  pool: Pool
  log: Logger
  authoriser: Authoriser
  /** Version of the document schema this build writes; a client that names another is told to reload. */
  schemaVersion: number
  squash: Squash
  /** Address of this server as people type it (config.origin); without it, the request's own Host is compared. */
  origin?: string | undefined
  /** Hints and presence between nodes; without it this is the only node. */
  bus?: Bus | undefined
  limits?: Partial<Limits> | undefined
  /** Without it, updates are stored whatever they mean. */
  meaning?: Meaning | undefined
  /** A prom-client registry that collects this room's metrics. */
  metrics?: Registry | undefined
}

/** Which open sockets to look at again; an empty part means all of them. */
export interface AccessChange {
  draftId?: string | null
  userId?: string | null
}

/** A moment of a text: all updates that make it, and who brought the last of them when. */
export interface Moment {
  position: number
  updates: Uint8Array[]
  at: Date | null
  userId: string | null
  isFar: boolean
}

/** A stretch of a log: whose updates stand in it, and the times of its first and last. */
export interface Written {
  authors: string[]
  from: Date | null
  to: Date | null
}

export interface CollaborationStats {
  rooms: number
  connections: number
  /** Accepted sync messages that are not yet on disk. */
  unsaved: number
  unsavedBytes: number
}

export interface Collaboration {
  /** Takes over an HTTP upgrade of `/collab/<draftId>`; anything else is answered with 404. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Call after the commit that changed a right. A hint: the table `access_changes` is read every second anyway. */
  rightsChanged(change: AccessChange): void
  /** Call after the commit of `close`: open editors become read-only at once. A hint, as above. */
  frozen(draftId: string, frozenAt: Date): void
  /**
   * Tells everybody who has the draft open, or of them only the people `to`, that something beside its text changed
   * ("threads", "state" …).
   */
  notice(draftId: string, topic: string, to?: readonly string[]): void
  /** Calls the listener after each COMMIT that stored text of a draft on this node. Returns how to stop. */
  onStored(listener: (draftId: string) => void): () => void

  /** Makes the draft's log with its first update, inside the transaction that creates the draft. */
  seed(tx: Transaction, draftId: string, update: Uint8Array, userId: string | null): Promise<void>
  /** The whole text as one Yjs update (v1), as of the transaction. Throws UnreadableText; also when there is no log. */
  readState(tx: Transaction, draftId: string): Promise<Uint8Array>
  /** The same as of now, outside a transaction: in half the time where the text is large. */
  readNow(draftId: string): Promise<Uint8Array>
  /**
   * Closes the text for good (FRZ-1): takes the row lock of the draft's log, so that what `readState` reads afterwards
   * in this transaction is final. A draft that is closed already keeps its first answer.
   */
  close(tx: Transaction, draftId: string): Promise<{ position: number; frozenAt: Date }>

  /**
   * Adds a change to the log, behind exactly `position`, or at its end where that is null. False when the log has gone on
   * meanwhile or is closed: nothing was added. `userId` null: the program itself. Call `appended` after the commit.
   */
  append(
    tx: Transaction,
    draftId: string,
    change: { position: number | null; update: Uint8Array; userId: string | null },
  ): Promise<boolean>
  /**
   * Lets the text be read from `state` in place of the log up to its end, where that is damaged (the log stays). Call
   * `appended` after the commit.
   */
  replace(tx: Transaction, draftId: string, text: { state: Uint8Array; vector: Uint8Array }): Promise<void>
  /** Call after the commit of `append` or `replace`: whoever has the draft open gets it. A hint on other nodes, as above. */
  appended(draftId: string, what: 'change' | 'replacement'): void

  /** Every update of the draft's log in its order, with author and time, whether archived or not. */
  history(tx: Transaction, draftId: string): AsyncIterable<LoggedUpdate>

  /**
   * The text at a position of its log, to be put together elsewhere (`isFar`: at some cost; keep what comes out). Null
   * where the log has no such position.
   */
  moment(tx: Transaction, draftId: string, position: number): Promise<Moment | null>
  /** Keeps the text at a position in one piece, unless one is kept close before it. */
  keepKeyframe(tx: Transaction, draftId: string, keyframe: { position: number; state: Uint8Array }): Promise<void>
  /** Who wrote after one position, up to another, and from when to when. */
  written(tx: Transaction, draftId: string, after: number, upTo: number): Promise<Written>

  /** Takes no more connections, stores what is unsaved, closes every socket. Resolves when nothing is left. */
  drain(): Promise<void>
  stats(): CollaborationStats
}
