/** A stream of frames cut anywhere is read as `ws` alone reads it: the same messages, in the same order, and the same end. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { readSmallFrames } from './small-frames.ts'

const MOST = 4_096
const FRAME = { text: 0x81, binary: 0x82, begun: 0x02, goesOn: 0x00, ends: 0x80, close: 0x88, ping: 0x89 }

/** As a browser sends it. */
function frame(first: number, payload: Buffer, isMasked = true): Buffer {
  const size = payload.length
  const length =
    size < 126
      ? [size]
      : size < 65_536
        ? [126, size >> 8, size & 255]
        : [127, 0, 0, 0, 0, 0, size >> 16, (size >> 8) & 255, size & 255]
  const mask = isMasked ? [3, 141, 59, 26] : []
  const bytes = Buffer.from(payload)
  if (isMasked) for (let i = 0; i < size; i++) bytes[i] = (bytes[i] as number) ^ (mask[i & 3] as number)
  length[0] = (length[0] as number) | (isMasked ? 0x80 : 0)
  return Buffer.concat([Buffer.from([first, ...length, ...mask]), bytes])
}

const payload = (size: number, seed: number) =>
  Buffer.from(Array.from({ length: size }, (_, i) => (i * 7 + seed) & 255))
const digest = (bytes: Buffer) => `${bytes.length}:${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}`

interface Heard {
  quick: string[]
  all: string[]
  end: string | null
}

describe('small frames', () => {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST, perMessageDeflate: false })
  let accepted: (ws: WebSocket) => void = () => {}

  beforeAll(async () => {
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) =>
      sockets.handleUpgrade(request, socket, head, (ws) => accepted(ws)),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => server.close())

  /** What the server hears of these chunks; each is on its own when it arrives. */
  async function hear(chunks: Buffer[], isQuick: boolean): Promise<Heard> {
    const heard: Heard = { quick: [], all: [], end: null }
    const opened = new Promise<WebSocket>((resolve) => (accepted = resolve))
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
    client.on('error', () => {})
    client.setNoDelay()
    client.write(
      'GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n',
    )
    client.write('Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n')
    const ws = await opened
    ws.on('error', () => {})
    ws.on('message', (data: Buffer, isBinary) => heard.all.push(`${isBinary ? 'binary' : 'text'} ${digest(data)}`))
    ws.on('ping', (data: Buffer) => heard.all.push(`ping ${digest(data)}`))
    ws.on('close', (code) => (heard.end = String(code)))
    if (isQuick)
      readSmallFrames(
        ws,
        MOST,
        (data) => {
          heard.quick.push(digest(data))
          heard.all.push(`binary ${digest(data)}`)
        },
        () => {},
      )
    for (const chunk of chunks) {
      client.write(chunk)
      await sleep(3)
    }
    client.end()
    await vi.waitFor(() => expect(heard.end).not.toBeNull())
    return heard
  }

  it('takes what is whole, several at once too, and leaves the rest', async () => {
    const small = [payload(0, 1), payload(30, 2), payload(125, 3), payload(126, 4), payload(1_024, 5)]
    const heard = await hear(
      [
        ...small.map((bytes) => frame(FRAME.binary, bytes)),
        Buffer.concat(small.map((bytes) => frame(FRAME.binary, bytes))),
      ],
      true,
    )
    expect(heard.quick).toEqual([...small, ...small].map(digest))
    expect(
      (await hear([frame(FRAME.binary, payload(1_025, 1)), frame(FRAME.text, payload(3, 40))], true)).quick,
    ).toEqual([])
  })

  it.each([
    [
      'a frame in two pieces',
      [
        frame(FRAME.binary, payload(60, 1)).subarray(0, 9),
        Buffer.concat([frame(FRAME.binary, payload(60, 1)).subarray(9), frame(FRAME.binary, payload(5, 2))]),
      ],
    ],
    [
      'a header in two pieces',
      [
        frame(FRAME.binary, payload(60, 1)).subarray(0, 1),
        frame(FRAME.binary, payload(60, 1)).subarray(1),
        frame(FRAME.binary, payload(9, 3)),
      ],
    ],
    [
      'a message in two frames, a ping between them',
      [
        frame(FRAME.begun, payload(8, 1)),
        frame(FRAME.ping, payload(2, 1)),
        frame(FRAME.ends, payload(8, 2)),
        frame(FRAME.binary, payload(4, 1)),
      ],
    ],
    [
      'a new message within another',
      [frame(FRAME.begun, payload(8, 1)), frame(FRAME.binary, payload(8, 2)), frame(FRAME.binary, payload(3, 1))],
    ],
    ['a frame that is not masked', [frame(FRAME.binary, payload(8, 1), false), frame(FRAME.binary, payload(8, 2))]],
    ['one that is too large', [frame(FRAME.binary, payload(MOST + 1, 1)), frame(FRAME.binary, payload(8, 2))]],
    ['bits that mean nothing', [frame(0xc2, payload(8, 1)), frame(FRAME.binary, payload(8, 2))]],
    [
      'words after the close',
      [
        frame(FRAME.binary, payload(8, 1)),
        frame(FRAME.close, Buffer.from([3, 232])),
        frame(FRAME.binary, payload(8, 2)),
      ],
    ],
    [
      'words after the close in one piece',
      [
        Buffer.concat([
          frame(FRAME.binary, payload(8, 1)),
          frame(FRAME.close, Buffer.from([3, 232])),
          frame(FRAME.binary, payload(8, 2)),
        ]),
      ],
    ],
    [
      'a text',
      [frame(FRAME.binary, payload(8, 1)), frame(FRAME.text, Buffer.from('chữ')), frame(FRAME.binary, payload(8, 2))],
    ],
  ])('hears of %s what ws alone hears', async (_, chunks) => {
    const [quick, alone] = [await hear(chunks, true), await hear(chunks, false)]
    expect({ all: quick.all, end: quick.end }).toEqual({ all: alone.all, end: alone.end })
  })
})
