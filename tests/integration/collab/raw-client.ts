/** A client that says exactly what it is told to, and remembers all it hears. */
import { type AddressInfo, createServer } from 'node:net'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { MESSAGE, type Standing, SYNC } from '../../../src/lib/collab/protocol.ts'
import { until } from './office.ts'

export class RawClient {
  readonly doc: Y.Doc
  /** Told of each sync message that is sent, with its number. */
  onSync: (kind: number, n: number) => void = () => {}
  readonly frames: Uint8Array[] = []
  readonly standings: Standing[] = []
  readonly notices: string[] = []
  readonly stored: number[] = []
  /** Last presence heard of each client id. */
  readonly presence = new Map<number, { clock: number; state: Record<string, unknown> | null }>()
  synced = false
  /** Neither reads nor answers what it hears. */
  quiet = false
  /** Whether what it says of its text may leave now; it is not counted otherwise. */
  maySend: () => boolean = () => true
  updates = 0
  /** Sync messages sent, as the protocol counts them. */
  sent = 0
  closed: { code: number; reason: string } | null = null
  readonly socket: WebSocket

  constructor(
    url: string,
    draftId: string,
    person: string,
    more: { query?: string; origin?: string; doc?: Y.Doc } = {},
  ) {
    this.doc = more.doc ?? new Y.Doc()
    const options = more.origin === undefined ? {} : { origin: more.origin }
    this.socket = new WebSocket(`${url}/${draftId}?as=${person}${more.query ?? ''}`, options)
    this.socket.binaryType = 'nodebuffer'
    this.socket.on('message', (data: Buffer) => this.hear(data))
    this.socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }))
    this.socket.on('error', () => {})
  }

  /** Connects and asks for the text, as every Yjs client does. */
  static async open(...args: ConstructorParameters<typeof RawClient>): Promise<RawClient> {
    const client = new RawClient(...args)
    await client.opened()
    client.sendSync(SYNC.step1, Y.encodeStateVector(client.doc))
    await until('the client is in step', () => client.synced || client.closed !== null)
    return client
  }

  async opened(): Promise<void> {
    await until('the socket is open', () => this.socket.readyState === WebSocket.OPEN || this.closed !== null)
  }

  async closedWith(): Promise<number> {
    await until('the server closes the socket', () => this.closed !== null)
    return this.closed?.code ?? 0
  }

  sendSync(kind: number, payload: Uint8Array): void {
    if (kind !== SYNC.step1) {
      if (!this.maySend()) return
      this.sent++
    }
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, payload)
    this.socket.send(encoding.toUint8Array(encoder))
    this.onSync(kind, this.sent)
  }

  /** Makes an edit and sends it, as an editor would. */
  edit(change: (doc: Y.Doc) => void): void {
    const send = (update: Uint8Array) => this.sendSync(SYNC.update, update)
    this.doc.on('update', send)
    this.doc.transact(() => change(this.doc))
    this.doc.off('update', send)
  }

  type(words: string): void {
    this.edit((doc) => doc.getText('t').insert(doc.getText('t').length, words))
  }

  sendPresence(client: number, clock: number, state: unknown): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, JSON.stringify(state))
    const message = encoding.createEncoder()
    encoding.writeVarUint(message, MESSAGE.awareness)
    encoding.writeVarUint8Array(message, encoding.toUint8Array(encoder))
    this.socket.send(encoding.toUint8Array(message))
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  get words(): string {
    return this.doc.getText('t').toString()
  }

  get lastStored(): number {
    return this.stored.at(-1) ?? 0
  }

  get standing(): Standing | undefined {
    return this.standings.at(-1)
  }

  private hear(frame: Buffer): void {
    this.frames.push(frame)
    if (this.quiet) return
    const decoder = decoding.createDecoder(frame)
    const type = decoding.readVarUint(decoder)
    if (type === MESSAGE.sync) this.hearSync(decoder)
    else if (type === MESSAGE.awareness) this.hearPresence(decoding.readVarUint8Array(decoder))
    else if (type === MESSAGE.stored) this.stored.push(decoding.readVarUint(decoder))
    else if (type === MESSAGE.standing) this.standings.push(JSON.parse(decoding.readVarString(decoder)) as Standing)
    else if (type === MESSAGE.notice) this.notices.push(decoding.readVarString(decoder))
    if (decoder.pos !== frame.length) throw new Error('a frame with more than one message')
  }

  private hearSync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    if (kind === SYNC.step1) this.sendSync(SYNC.step2, Y.encodeStateAsUpdate(this.doc, payload))
    else {
      this.updates++
      Y.applyUpdate(this.doc, payload, 'server')
      if (kind === SYNC.step2) this.synced = true
    }
  }

  private hearPresence(payload: Uint8Array): void {
    const decoder = decoding.createDecoder(payload)
    for (let n = decoding.readVarUint(decoder); n > 0; n--) {
      const client = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      this.presence.set(client, {
        clock,
        state: JSON.parse(decoding.readVarString(decoder)) as Record<string, unknown> | null,
      })
    }
  }

  close(): void {
    this.socket.close()
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
