/** Writes into a draft over a bare socket: also what no page of ours would write. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { COLLAB_PATH, MESSAGE, SCHEMA_PARAM, SYNC } from '../../../src/lib/collab/protocol.ts'
import { SCHEMA_VERSION } from '../../../src/lib/document/model.ts'

const WITHIN_MS = 30_000

export class Pen {
  readonly doc = new Y.Doc()
  readonly socket: WebSocket
  /** Sync messages that are on the server's disk. */
  stored = 0
  sent = 0
  isSynced = false
  closedWith: number | null = null
  /** Told of each count that the server confirms. */
  onStored: (count: number) => void = () => {}

  constructor(url: string, draftId: string, cookie: string) {
    const address = `${url.replace(/^http/, 'ws')}${COLLAB_PATH}/${draftId}?${SCHEMA_PARAM}=${SCHEMA_VERSION}`
    this.socket = new WebSocket(address, { headers: { cookie }, origin: url })
    this.socket.binaryType = 'nodebuffer'
    this.socket.on('error', () => {})
    this.socket.on('close', (code) => (this.closedWith = code))
    this.socket.on('message', (frame: Buffer) => this.hear(frame))
  }

  /** Ready to write, or closed by the server. */
  static async open(url: string, draftId: string, cookie: string): Promise<Pen> {
    const pen = new Pen(url, draftId, cookie)
    await Promise.race([once(pen.socket, 'open'), once(pen.socket, 'close')])
    if (pen.closedWith === null) pen.say(SYNC.step1, Y.encodeStateVector(pen.doc))
    await pen.until(() => pen.isSynced)
    return pen
  }

  /** Edits and waits until it is on disk, or the server has closed the socket. */
  async write(change: (doc: Y.Doc) => void): Promise<void> {
    this.edit(change)
    const { sent } = this
    await this.until(() => this.stored >= sent)
  }

  edit(change: (doc: Y.Doc) => void): void {
    const send = (update: Uint8Array) => this.say(SYNC.update, update)
    this.doc.on('update', send)
    this.doc.transact(() => change(this.doc))
    this.doc.off('update', send)
  }

  close(): void {
    this.socket.terminate()
    this.doc.destroy()
  }

  say(kind: number, payload: Uint8Array): void {
    if (this.socket.readyState !== WebSocket.OPEN) return
    if (kind !== SYNC.step1) this.sent++
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, payload)
    this.socket.send(encoding.toUint8Array(encoder))
  }

  private hear(frame: Buffer): void {
    const decoder = decoding.createDecoder(frame)
    const type = decoding.readVarUint(decoder)
    if (type === MESSAGE.stored) {
      this.stored = decoding.readVarUint(decoder)
      this.onStored(this.stored)
    }
    if (type !== MESSAGE.sync) return
    const kind = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    if (kind === SYNC.step1) return this.say(SYNC.step2, Y.encodeStateAsUpdate(this.doc, payload))
    Y.applyUpdate(this.doc, payload, 'server')
    if (kind === SYNC.step2) this.isSynced = true
  }

  private async until(isSo: () => boolean): Promise<void> {
    for (const end = Date.now() + WITHIN_MS; !isSo() && this.closedWith === null; await sleep(10))
      if (Date.now() > end) throw new Error('the server does not answer a pen')
  }
}
