/** A real collaboration server on a real port with a real Postgres, and clients to talk to it. One per test file. */
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import {
  type Authoriser,
  type Collaboration,
  type CollaborationDeps,
  createCollaboration,
} from '../../../server/collab/index.ts'
import type { Right } from '../../../src/lib/collab/protocol.ts'
import { freshDatabase } from '../setup/house.ts'
import { squashHere } from '../setup/squash.ts'

export const SCHEMA_VERSION = 7

/** Who may do what: changed by tests as the product's tables would be. */
export class Rights implements Authoriser {
  private readonly given = new Map<string, Right>()
  readonly ended = new Set<string>()
  fallback: Right = 'write'

  set(personId: string, draftId: string, right: Right): void {
    this.given.set(`${personId} ${draftId}`, right)
  }

  /** The person's id is the cookie: whom a test wants to be. */
  admit: Authoriser['admit'] = async (request, draftId) => {
    const id = new URL(request.url ?? '', 'http://localhost').searchParams.get('as')
    if (!id) return { refused: 'notSignedIn' }
    const identity = { sessionId: id, person: { id, name: `Người ${id.slice(0, 4)}`, color: '#1d4ed8' } }
    const right = await this.rightOf(identity, draftId)
    return typeof right === 'string' ? { identity, right } : right
  }

  rightOf: Authoriser['rightOf'] = async ({ sessionId, person }, draftId) => {
    if (this.ended.has(sessionId)) return { refused: 'notSignedIn' }
    return this.given.get(`${person.id} ${draftId}`) ?? this.fallback
  }
}

export type Office = Awaited<ReturnType<typeof openOffice>>

export async function openOffice(deps: Partial<CollaborationDeps> = {}) {
  const database = await freshDatabase()
  const rights = new Rights()
  const running: { collaboration: Collaboration; server: Server }[] = []
  const providers: WebsocketProvider[] = []

  async function startNode(more: Partial<CollaborationDeps> = {}) {
    const collaboration = createCollaboration({
      pool: database.pool,
      log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
      authoriser: rights,
      schemaVersion: SCHEMA_VERSION,
      squash: squashHere,
      ...deps,
      ...more,
    })
    const server = createServer()
    server.on('upgrade', (request, socket, head) => collaboration.upgrade(request, socket, head))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    running.push({ collaboration, server })
    return { collaboration, server, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/collab` }
  }

  const first = await startNode()

  return {
    ...first,
    database,
    rights,
    startNode,

    /** A draft whose body says `words`. */
    async draft(words = 'Căn cứ'): Promise<string> {
      const id = randomUUID()
      await first.collaboration.seed(database.pool, id, seedOf(words), null)
      return id
    },

    /** The stock y-websocket client. */
    client(
      draftId: string,
      person: string,
      more: { url?: string; connect?: boolean; params?: Record<string, string> } = {},
    ) {
      const doc = new Y.Doc()
      const provider = new WebsocketProvider(more.url ?? first.url, draftId, doc, {
        WebSocketPolyfill: WebSocket as never,
        disableBc: true,
        connect: more.connect ?? true,
        params: { as: person, ...more.params },
      })
      provider.messageHandlers[100] = provider.messageHandlers[101] = provider.messageHandlers[102] = () => {}
      providers.push(provider)
      return { doc, provider, text: doc.getText('t') }
    },

    /** What a newcomer would read from the disk. */
    async onDisk(draftId: string): Promise<Y.Doc> {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, await first.collaboration.readState(database.pool, draftId))
      return doc
    },

    async close() {
      for (const provider of providers) provider.destroy()
      for (const { collaboration, server } of running) {
        await collaboration.drain()
        await new Promise((resolve) => server.close(resolve))
      }
      await database.drop()
    },
  }
}

export function seedOf(words: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, words)
  return Y.encodeStateAsUpdate(doc)
}

/** Resolves once the condition holds; fails with its description after `ms`. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  for (const end = Date.now() + ms; !(await condition());) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
