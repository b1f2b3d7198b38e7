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
  /** The same of somebody who may not write: nothing of it is read when it is larger. → notAllowed, frozen */
  readerFrameBytes: number
  /** What somebody says they have of a draft: 20,000 clients. → badFrame */
  vectorBytes: number
  /** A draft's encoded text. 100 pages are about 0.7 MB. → documentTooLarge */
  documentBytes: number
  /** Messages a second of one connection, sustained; typing with a caret is about 20. → tooFast */
  messagesPerSecond: number
  /** Messages at once on top of that. → tooFast */
  messageBurst: number
  /**
   * Bytes a second of all connections of one person, sustained, those that answers had to be put together from included:
   * reading them takes the main thread some ten milliseconds a megabyte. → tooFast
   */
  bytesPerSecond: number
  /** Bytes at once on top of that: a few returns to a draft that is as large as one may be. → tooFast */
  bytesBurst: number
  /**
   * Bytes of messages that are not whole yet, of all connections of one person: three of the largest. They are paid for
   * when they are whole. → tooFast
   */
  unfinishedBytes: number
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
  /** One message about carets: those of a hundred people, as some clients echo them. → presenceTooLarge */
  presenceFrameBytes: number
  /** One presence state, as JSON. → presenceTooLarge */
  presenceBytes: number
  /** Carets of one connection; y-websocket uses one. → presenceTooLarge */
  presencesPerConnection: number
  /** The same over the life of a connection: each that goes is remembered for a minute. → presenceTooLarge */
  presencesEver: number
  /** → tooManyConnections */
  connectionsPerPerson: number
  /** Encoded text of all drafts that one person has open; each is kept in memory meanwhile. → tooManyConnections */
  openBytesPerPerson: number
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
  readerFrameBytes: 256 * 1024,
  vectorBytes: 256 * 1024,
  documentBytes: 8 * MB,
  messagesPerSecond: 200,
  messageBurst: 2_000,
  bytesPerSecond: 1 * MB,
  bytesBurst: 40 * MB,
  unfinishedBytes: 24 * MB,
  unsavedRoomBytes: 4 * MB,
  unsavedBytes: 64 * MB,
  bufferedBytes: 3 * MB,
  earlyBytes: 8 * MB,
  presenceFrameBytes: 128 * 1024,
  presenceBytes: 16 * 1024,
  presencesPerConnection: 4,
  presencesEver: 64,
  connectionsPerPerson: 50,
  openBytesPerPerson: 64 * MB,
  connections: 20_000,
  silentMs: 60_000,
  loadMs: 15_000,
  commitMs: 15_000,
  lingerMs: 2_000,
  segmentRows: 2_000,
  looseRows: 1_000,
  drainMs: 10_000,
}
