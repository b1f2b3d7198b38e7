/** Hands what one turn of the event loop brought to everybody in the draft: one message each, without their own. */
import type { Connection } from './connection.ts'
import { Merged } from './merge.ts'
import type { Update } from './update.ts'
import { updateFrame } from './wire.ts'

export interface Relayed {
  /** Who sent it; null = another node. */
  from: Connection | null
  update: Update
}

/** With more authors in one turn than this, they get their own edits back too: Yjs ignores what it knows. */
const MOST_AUTHORS = 8

export function relay(relayed: Relayed[], connections: Iterable<Connection>): void {
  const authors = new Set(relayed.map(({ from }) => from))
  // A y-websocket client reads one message of a frame, so updates are merged into one and not put side by side.
  const forAll = mergedFrame(relayed, null)
  const own = new Map<Connection, Buffer | null>()
  if (authors.size <= MOST_AUTHORS) {
    for (const author of authors) if (author) own.set(author, authors.size === 1 ? null : mergedFrame(relayed, author))
  }
  for (const connection of connections) {
    if (connection.state.is !== 'synced') continue
    const frame = own.get(connection)
    if (frame === undefined) connection.send(forAll)
    else if (frame !== null) connection.send(frame)
  }
}

function mergedFrame(relayed: Relayed[], without: Connection | null): Buffer {
  const merged = new Merged()
  for (const { from, update } of relayed) if (without === null || from !== without) merged.add(update)
  return updateFrame(merged.encode())
}
