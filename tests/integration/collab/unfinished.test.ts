/** BUDGET-1: what is said over a socket costs memory and time before it is a message, and after the server has said goodbye. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { type Office, openOffice, until } from './office.ts'
import { RawClient } from './raw-client.ts'

const FRAME_BYTES = 200_000
const MASK = [0, 0, 0, 0]
const PONG = Buffer.from([0x8a, 0x80, ...MASK])
/** The first byte of one in pieces, its one letter, and a further piece. */
const BEGUN = Buffer.from([0x02, 0x81, ...MASK, 65])
const GOES_ON = Buffer.from([0x00, 0x81, ...MASK, 65])

let office: Office
beforeAll(async () => {
  office = await openOffice({ limits: { frameBytes: FRAME_BYTES, unfinishedBytes: 3 * FRAME_BYTES } })
})
afterAll(() => office.close())

/** Bytes on the line, past any client. */
class Line {
  heard = ''
  isClosed = false
  readonly socket: Socket

  private constructor(path: string) {
    const { host, hostname, port } = new URL(office.url)
    this.socket = connect({ port: Number(port), host: hostname, noDelay: true }).on('error', () => {})
    this.socket.on('data', (bytes: Buffer) => (this.heard += bytes.toString('latin1')))
    this.socket.on('close', () => (this.isClosed = true))
    const head = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
    this.socket.write(
      [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...head, `Sec-WebSocket-Key: ${'A'.repeat(22)}==`, '', ''].join('\r\n'),
    )
  }

  static async open(path: string): Promise<Line> {
    const line = new Line(path)
    await until('it is answered', () => line.heard !== '')
    return line
  }

  /** All of a message but its last byte. */
  sayNearlyAll(bytes: number): void {
    const head = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, ...MASK])
    head.writeUInt32BE(bytes, 6)
    this.socket.write(Buffer.concat([head, Buffer.alloc(bytes - 1)]))
  }
}

test('who is refused is cut off when they talk on, and has heard why', async () => {
  const line = await Line.open(`/collab/${await office.draft()}`)
  await until('it hears why', () => line.heard.includes('notSignedIn'))
  const talk = setInterval(() => line.socket.write(Buffer.concat(Array.from({ length: 5_000 }, () => PONG))), 5)
  await until('it is cut off', () => line.isClosed, 5_000).finally(() => clearInterval(talk))
})

test('messages that are not whole are bounded over all sockets of a person; others go on', async () => {
  const draft = await office.draft('')
  const person = randomUUID()
  const path = `/collab/${draft}?as=${person}`
  const lines = await Promise.all([1, 2, 3, 4, 5].map(() => Line.open(path)))
  for (const line of lines) line.sayNearlyAll(FRAME_BYTES)
  await until('what is too much is cut off', () => lines.filter(({ isClosed }) => isClosed).length === 2)
  const other = await RawClient.open(office.url, draft, randomUUID())
  other.type('x')
  await until('it is stored', () => other.lastStored === other.sent)
  for (const { socket } of lines) socket.destroy()
  const again = await RawClient.open(office.url, draft, person)
  again.type('y'.repeat(FRAME_BYTES / 2))
  await until('the person may write again', () => again.lastStored === again.sent)
  expect(other.closed).toBeNull()
  for (const client of [other, again]) client.close()
})

test('a message in more pieces than any network makes of it is refused for good', async () => {
  const client = new RawClient(office.url, await office.draft(), randomUUID())
  await client.opened()
  const { _socket: socket } = client.socket as unknown as { _socket: Socket }
  socket.write(Buffer.concat([BEGUN, ...Array.from({ length: 17_000 }, () => GOES_ON)]))
  expect(await client.closedWith()).toBe(CLOSE.badFrame.code)
})

test('pings and pongs are counted like messages', async () => {
  const draft = await office.draft()
  for (const first of [0x89, 0x8a]) {
    const line = await Line.open(`/collab/${draft}?as=${randomUUID()}`)
    const one = Buffer.from([first, 0x80, ...MASK])
    line.socket.write(Buffer.concat(Array.from({ length: 5_000 }, () => one)))
    await until('it is told', () => line.heard.includes('tooFast') || line.isClosed)
    line.socket.destroy()
  }
})

test('a line to nowhere is cut behind its answer, also when the other end stays', async () => {
  const { hostname, port } = new URL(office.url)
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true }).on('error', () => {})
  const ended = once(socket.resume(), 'end')
  socket.write('GET /elsewhere HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  await ended
  const open = () => new Promise<number>((resolve) => office.server.getConnections((_, count) => resolve(count)))
  await until('nothing is left of it', async () => (await open()) === 0)
  socket.destroy()
})
