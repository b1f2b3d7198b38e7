/**
 * Small frames are read past `ws` (server/collab/small-frames.ts): of any bytes, cut anywhere, the server hears and answers what
 * it would with `ws` alone. ROUNDS=100000 for the long run, SEED to replay.
 */
import type { IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { readSmallFrames } from '../../server/collab/small-frames.ts'
import { drawSeed, type Random, seeded } from './random.ts'

const ROUNDS = Number(process.env.ROUNDS ?? 300)
const SEED = drawSeed('cut-frames')
const MOST = 4_096

/** Binary mostly; fragments, text, pings, closing, bits and kinds that mean nothing. */
const FIRST = [
  ...Array.from({ length: 12 }, () => 0x82),
  ...[0x02, 0x00, 0x80, 0x80, 0x81, 0x01, 0x88, 0x89, 0x8a, 0x09, 0xc2, 0xa2, 0x92, 0x83, 0x8f, 0xc1, 0xf2],
]
const SIZES = [0, 0, 1, 2, 3, 5, 30, 124, 125, 126, 127, 128, 1_023, 1_024, 1_025, 4_096, 4_097]
const CLOSE_CODES = [1000, 1001, 1005, 1006, 3000, 4400, 999, 5000]

function drawFrame(random: Random): Buffer {
  const first = random.pick(FIRST)
  const size = random.pick(SIZES)
  const payload = Buffer.from(Array.from({ length: size }, () => random.below(256)))
  if (first === 0x88 && size > 1 && random.chance(0.7)) payload.writeUInt16BE(random.pick(CLOSE_CODES))
  const isMasked = random.chance(0.95)
  const mask = Array.from({ length: isMasked ? 4 : 0 }, () => random.below(256))
  if (isMasked) payload.forEach((byte, at) => (payload[at] = byte ^ (mask[at & 3] ?? 0)))
  const short = [size >> 8, size & 255]
  const long = [random.chance(0.1) ? 255 : 0, 0, 0, 0, 0, 0, ...short]
  // A length may be written in more bytes than it needs.
  const shape = random.chance(0.1) ? 1 + random.below(2) : size < 126 ? 0 : 1
  const length = [[size], [126, ...short], [127, ...long]][shape] ?? []
  length[0] = (length[0] ?? 0) | (isMasked ? 0x80 : 0)
  return Buffer.concat([Buffer.from([first, ...length, ...mask]), payload])
}

/** Where the pieces end: anywhere, or where a frame or its first two bytes do. */
function cut(random: Random, frames: Buffer[]): Buffer[] {
  const most = random.pick([0, 3, 40, 400, 9_000])
  if (most === 0) {
    const at = random.pick([2, 0, 6])
    return frames.flatMap((one) => [one.subarray(0, at), one.subarray(at)].filter(({ length }) => length > 0))
  }
  const all = Buffer.concat(frames)
  const pieces: Buffer[] = []
  for (let at = 0; at < all.length;) pieces.push(all.subarray(at, (at += 1 + random.below(most))))
  return pieces
}

interface Play {
  pieces: Buffer[]
  /** So many come with the request, and so many more before it is answered. */
  head: number
  before: number
  /** All others in one turn of the event loop. */
  isAtOnce: boolean
  /** What the server does at the message of this number. */
  act: 'nothing' | 'close' | 'cut' | 'pause'
  at: number
}

function draw(random: Random): Play {
  return {
    pieces: cut(
      random,
      Array.from({ length: 1 + random.below(10) }, () => drawFrame(random)),
    ),
    head: random.chance(0.3) ? random.below(3) : 0,
    before: random.chance(0.5) ? random.below(6) : 0,
    isAtOnce: random.chance(0.3),
    act: random.pick(['nothing', 'nothing', 'nothing', 'close', 'cut', 'pause']),
    at: 1 + random.below(3),
  }
}

const REQUEST = {
  method: 'GET',
  headers: {
    upgrade: 'websocket',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    'sec-websocket-version': '13',
  },
} as unknown as IncomingMessage

async function hear({ pieces, head, before, isAtOnce, act, at }: Play, isQuick: boolean): Promise<string[]> {
  const heard: string[] = []
  const socket = new Duplex({
    read() {},
    write(bytes: Buffer, _, done) {
      heard.push(`answers ${bytes.toString('latin1')}`)
      done()
    },
  }).on('error', () => {})
  const come = pieces.map((piece) => Buffer.from(piece)) // each is unmasked where it lies
  for (const piece of come.slice(head, head + before)) socket.push(piece)
  const server = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: MOST })
  const ws = await new Promise<WebSocket>((resolve) =>
    server.handleUpgrade(REQUEST, socket, Buffer.concat(come.slice(0, head)), (made) => {
      listen(made)
      resolve(made)
    }),
  )
  function listen(made: WebSocket): void {
    let messages = 0
    const take = (data: Buffer, isBinary: boolean) => {
      heard.push(`${isBinary ? 'binary' : 'text'} ${data.toString('hex')}`)
      if (++messages !== at) return
      if (act === 'close') made.close(4400, 'x')
      if (act === 'cut') made.terminate()
      if (act === 'pause') made.pause()
      if (act === 'pause') setImmediate(() => made.resume())
    }
    made.on('message', take)
    for (const name of ['ping', 'pong']) made.on(name, (data: Buffer) => heard.push(`${name} ${data.toString('hex')}`))
    made.on('error', (error: Error & { code?: string }) => heard.push(`error ${error.code}`))
    made.on('close', (code, reason) => heard.push(`close ${code} ${reason.toString('hex')}`))
    if (isQuick) readSmallFrames(made, MOST, take, () => {})
  }
  for (const piece of come.slice(head + before)) {
    if (!socket.destroyed) socket.push(piece)
    if (!isAtOnce) await turn()
  }
  if (!socket.destroyed) socket.push(null)
  for (let turns = 0; turns < 6; turns++) await turn()
  heard.push(`state ${ws.readyState}`)
  ws.terminate()
  return heard
}

test(`${ROUNDS} streams of frames are read as ws alone reads them (SEED=${SEED})`, async () => {
  const random = seeded(SEED)
  for (let round = 0; round < ROUNDS; round++) {
    const play = draw(random)
    const [quick, alone] = [await hear(play, true), await hear(play, false)]
    expect(quick, `round ${round}`).toEqual(alone)
  }
}, 600_000)
