/** What the tests of the browser's connection share: a browser's IndexedDB and sockets, in Node. */
import 'fake-indexeddb/auto'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket as NodeSocket } from 'ws'
import * as Y from 'yjs'
import { Connection, type ConnectionOptions } from '../../../src/lib/collab/connection.svelte.ts'
import type { SocketClass } from '../../../src/lib/collab/counting-socket.ts'

/** The same interface as far as y-websocket uses it; its types differ only in events nobody reads here. */
export const socketClass = NodeSocket as unknown as SocketClass

const open = new Set<Connection>()
let drafts = 0

/** A draft id nobody has used: each test has its own corner of the browser's store. */
export const newDraft = () => `draft-${process.pid}-${++drafts}`

export function connect(url: string, draftId: string, more: Partial<ConnectionOptions> = {}): Connection {
  const connection = new Connection({ url, draftId, personId: 'lan', schemaVersion: 1, socketClass, ...more })
  open.add(connection)
  return connection
}

export function closeAll(): void {
  for (const connection of open) connection.destroy()
  open.clear()
}

/** Waits until the condition holds; says which one did not. */
export async function until(condition: () => boolean, limitMs = 20_000): Promise<void> {
  const end = Date.now() + limitMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(`after ${limitMs} ms still not: ${condition.toString()}`)
    await pause(5)
  }
}

export const ready = (connection: Connection) => until(() => connection.synced && connection.status.kind === 'live')

/** Types a paragraph of its own at the end of the body. */
export function type(doc: Y.Doc, text: string): void {
  const paragraph = new Y.XmlElement('textblock')
  paragraph.insert(0, [new Y.XmlText(text)])
  const body = doc.getXmlFragment('body')
  body.insert(body.length, [paragraph])
}

export const textOf = (doc: Y.Doc) =>
  doc
    .getXmlFragment('body')
    .toString()
    .replace(/<\/textblock>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .trim()
