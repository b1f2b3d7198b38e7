/**
 * A server of one draft that does what a test tells it: holds acknowledgements back, dies, refuses, freezes. The rules
 * of the real one are tested with the real one; this is for moments that one cannot be brought to at will.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { type WebSocket, WebSocketServer } from 'ws'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import { MESSAGE, type Standing } from '../../../src/lib/collab/protocol.ts'

interface Client {
  socket: WebSocket
  /** Sync messages heard, and whether each is on disk. */
  heard: Uint8Array[]
  acknowledged: number
}

export class FakeServer {
  standing: Standing = { right: 'write', frozenAt: null, schemaVersion: 1 }
  /** Updates are neither stored nor acknowledged while true. */
  isSlow = false
  /** Every new connection is closed with this code. */
  refuse: number | null = null
  /** What survives a crash. */
  disk = new Y.Doc()
  memory = new Y.Doc()
  connections = 0
  readonly clients = new Set<Client>()
  #http: Server | null = null
  #port = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async start(): Promise<this> {
    const http = createServer((request, response) =>
      response.writeHead(request.url === '/healthz' ? 200 : 404).end('ok'),
    )
    const sockets = new WebSocketServer({ noServer: true })
    http.on('upgrade', (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (webSocket) => this.#take(webSocket))
    })
    await new Promise<void>((resolve) => http.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (http.address() as AddressInfo).port
    this.#http = http
    return this
  }

  /** As `kill -9`: what was not on disk is gone, nobody is told. */
  async crash(): Promise<void> {
    for (const { socket } of this.clients) socket.terminate()
    this.clients.clear()
    this.#http?.closeAllConnections()
    await new Promise((resolve) => this.#http?.close(resolve))
    this.memory.destroy()
    this.memory = new Y.Doc()
    Y.applyUpdate(this.memory, Y.encodeStateAsUpdate(this.disk))
  }

  setStanding(change: Partial<Standing>): void {
    this.standing = { ...this.standing, ...change }
    for (const { socket } of this.clients) sendText(socket, MESSAGE.standing, JSON.stringify(this.standing))
  }

  /** Writes as somebody else, stored at once. */
  write(change: (doc: Y.Doc) => void): void {
    const before = Y.encodeStateVector(this.memory)
    change(this.memory)
    const update = Y.encodeStateAsUpdate(this.memory, before)
    Y.applyUpdate(this.disk, update)
    for (const { socket } of this.clients) socket.send(syncFrame((encoder) => sync.writeUpdate(encoder, update)))
  }

  /** Stores what is in memory and says so. */
  store(): void {
    for (const client of this.clients) {
      for (const update of client.heard.slice(client.acknowledged)) Y.applyUpdate(this.disk, update)
      client.acknowledged = client.heard.length
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, MESSAGE.stored)
      encoding.writeVarUint(encoder, client.acknowledged)
      client.socket.send(encoding.toUint8Array(encoder))
    }
  }

  notice(topic: string): void {
    for (const { socket } of this.clients) sendText(socket, MESSAGE.notice, topic)
  }

  /** What is in memory and not on disk will never be: Postgres refused it. */
  forgetUnstored(): void {
    this.memory = new Y.Doc()
    Y.applyUpdate(this.memory, Y.encodeStateAsUpdate(this.disk))
  }

  closeAll(code: number): void {
    for (const { socket } of this.clients) socket.close(code)
  }

  #take(socket: WebSocket): void {
    this.connections++
    if (this.refuse !== null) return socket.close(this.refuse)
    const client: Client = { socket, heard: [], acknowledged: 0 }
    this.clients.add(client)
    socket.on('close', () => this.clients.delete(client))
    socket.on('message', (data: Buffer) => this.#hear(client, new Uint8Array(data)))
    sendText(socket, MESSAGE.standing, JSON.stringify(this.standing))
    socket.send(syncFrame((encoder) => sync.writeSyncStep1(encoder, this.memory)))
  }

  #hear(client: Client, frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    const type = decoding.readVarUint(decoder)
    if (type === MESSAGE.queryAwareness) client.socket.send(Uint8Array.of(MESSAGE.awareness, 1, 0))
    if (type !== MESSAGE.sync) return
    const kind = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    if (kind === sync.messageYjsSyncStep1) {
      return client.socket.send(syncFrame((encoder) => sync.writeSyncStep2(encoder, this.memory, payload)))
    }
    const isKnown = !this.#brings(payload)
    if (!isKnown && this.standing.frozenAt !== null) return client.socket.close(4423)
    if (!isKnown && this.standing.right !== 'write') return client.socket.close(4403)
    Y.applyUpdate(this.memory, payload)
    client.heard.push(payload)
    for (const other of this.clients) {
      if (other !== client) other.socket.send(syncFrame((encoder) => sync.writeUpdate(encoder, payload)))
    }
    if (!this.isSlow) this.store()
  }

  #brings(update: Uint8Array): boolean {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.memory))
    let isNew = false
    copy.on('update', () => (isNew = true))
    Y.applyUpdate(copy, update)
    return isNew
  }
}

function syncFrame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, MESSAGE.sync)
  write(encoder)
  return encoding.toUint8Array(encoder)
}

function sendText(socket: WebSocket, type: number, text: string): void {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, type)
  encoding.writeVarString(encoder, text)
  socket.send(encoding.toUint8Array(encoder))
}
