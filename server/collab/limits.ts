/**
 * How much one connection, one draft and one server may hold. Each limit has a close code of its own
 * (src/lib/collab/close.ts), so that memory has a bound and the person learns which one was met.
 */
export interface Limits {
  /**
   * One message. The largest honest one is the whole draft, from a browser that returns. Each is read on the main thread,
   * at some eight milliseconds a megabyte. → frameTooLarge
   */
  frameBytes: number
  /** A draft's encoded text. 100 pages are about 0.7 MB. → documentTooLarge */
  documentBytes: number
  /** Messages a second of one connection, sustained; typing with a caret is about 20. → tooFast */
  messagesPerSecond: number
  /** Messages at once on top of that. → tooFast */
  messageBurst: number
  /**
   * Accepted and not yet on disk, of one draft; more only waits while the database is away. One message may be larger
   * when nothing else waits: it would come back for ever. → storeUnavailable
   */
  unsavedRoomBytes: number
  /** The same over all drafts. → storeUnavailable */
  unsavedBytes: number
  /** Waiting in one socket that is not read, the draft itself not counted. → tooSlow */
  bufferedBytes: number
  /** Messages received before the draft is loaded, of one connection. → storeUnavailable */
  earlyBytes: number
  /** One presence state, as JSON. → presenceTooLarge */
  presenceBytes: number
  /** Carets of one connection; y-websocket uses one. → presenceTooLarge */
  presencesPerConnection: number
  /** → tooManyConnections */
  connectionsPerPerson: number
  /** → tooManyConnections */
  connections: number
  /** Without any sign of life (messages or pongs) for so long, a connection is dropped. → silent */
  silentMs: number
  /** A load that takes longer is given up. → storeUnavailable */
  loadMs: number
  /** A commit that takes longer is given up and looked for before it is tried again. */
  commitMs: number
  /** A draft nobody has open, with nothing unsaved, stays in memory for so long: reconnections are quick. */
  lingerMs: number
  /** Rows of the log that are put away as one segment … */
  segmentRows: number
  /** … and how many stay loose behind the snapshot: nodes that are a little late find them there. */
  looseRows: number
  /** How long `drain` waits for the database. */
  drainMs: number
}

const MB = 1024 * 1024

export const LIMITS: Limits = {
  frameBytes: 8 * MB,
  documentBytes: 8 * MB,
  messagesPerSecond: 200,
  messageBurst: 2_000,
  unsavedRoomBytes: 4 * MB,
  unsavedBytes: 64 * MB,
  bufferedBytes: 3 * MB,
  earlyBytes: 8 * MB,
  presenceBytes: 16 * 1024,
  presencesPerConnection: 4,
  connectionsPerPerson: 50,
  connections: 20_000,
  silentMs: 60_000,
  loadMs: 15_000,
  commitMs: 15_000,
  lingerMs: 2_000,
  segmentRows: 2_000,
  looseRows: 1_000,
  drainMs: 10_000,
}
