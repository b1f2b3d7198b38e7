/**
 * What both ends of the socket share. The rules behind every line are numbered in docs/collab-protocol.md.
 * A frame is one message: a varUint type, then its payload. Types 0–3 are y-websocket's own; a client that does not
 * know the others may ignore them.
 */

export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /** Server → client, varUint n: so many of this connection's sync messages (step 2 and update) are on disk. */
  stored: 100,
  /** Server → client, varString JSON `Standing`: what this connection may do now. First message after the open. */
  standing: 101,
  /** Server → client, varString topic ("threads", "state" …): something about the draft outside its text changed. */
  notice: 102,
} as const

/** Kinds of sync message, the varUint after `MESSAGE.sync`. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const

/** What a person may do to the text. Each includes those before it. */
export type Right = 'none' | 'read' | 'comment' | 'suggest' | 'write'

/** What a connection may do at this moment, and why not more. */
export interface Standing {
  right: Right
  /** Set once the text has been closed for good (ISO 8601, UTC). */
  frozenAt: string | null
  schemaVersion: number
}

/** Path of the socket: `/collab/<draftId>`; y-websocket's serverUrl is `ws(s)://host/collab`, its room the draft's id. */
export const COLLAB_PATH = '/collab'

/** Query parameter in which a client names the schema version it was built with; one that names another is told to reload. */
export const SCHEMA_PARAM = 'schema'
