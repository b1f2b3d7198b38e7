/** Hands what one turn of the event loop brought to everybody in the draft: one message each, without their own. */
import { mergeUpdates } from './bytes/compose.ts'
import type { Update } from './bytes/update.ts'
import { updateFrameFor } from './bytes/wire.ts'
import type { Connection } from './connection.ts'

export interface Relayed {
  /** Who sent it; null = another node. */
  from: Connection | null
  update: Update
}

/** With more authors in one turn than this, they get their own edits back too: Yjs ignores what it knows. */
const MOST_AUTHORS = 8

export function relay(relayed: Relayed[], connections: Iterable<Connection>): void {
  const [only] = relayed
  if (only && relayed.length === 1) return relayOne(only, connections)
  const authors = new Set<Connection | null>()
  for (const { from } of relayed) authors.add(from)
  const sharesAll = authors.size > MOST_AUTHORS
  let forAll: Buffer | null = null
  for (const connection of connections) {
    if (connection.state.is !== 'synced') continue
    if (sharesAll || !authors.has(connection)) connection.send((forAll ??= frameOf(relayed, null)))
    else if (authors.size > 1) connection.send(frameOf(relayed, connection))
  }
}

/** The usual turn at the pace of people. */
function relayOne({ from, update }: Relayed, connections: Iterable<Connection>): void {
  let frame: Buffer | null = null
  for (const connection of connections) {
    if (connection === from || connection.state.is !== 'synced') continue
    connection.send((frame ??= mergeUpdates([update], updateFrameFor)))
  }
}

/** A y-websocket client reads one message of a frame, so updates are merged into one and not put side by side. */
function frameOf(relayed: Relayed[], without: Connection | null): Buffer {
  const updates: Update[] = []
  for (const { from, update } of relayed) if (without === null || from !== without) updates.push(update)
  return mergeUpdates(updates, updateFrameFor)
}
