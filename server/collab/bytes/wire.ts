/** Bytes on the wire: lib0 varUints, messages, and the WebSocket frame around them (RFC 6455, section 5.2). */
import { MESSAGE, SYNC } from '../../../src/lib/collab/protocol.ts'

export function sizeOfNumber(value: number): number {
  let size = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++
  return size
}

/** Writes a varUint and returns the position after it. */
export function writeNumber(into: Buffer, at: number, value: number): number {
  let rest = value
  while (rest > 127) {
    into[at++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  into[at++] = rest
  return at
}

/** Up to this many bytes a loop is quicker than `Buffer.copy`, which makes a view of them first. */
const SHORT_BYTES = 48

/** Copies `source[from … to - 1]` and returns the position after it. */
export function copyBytes(source: Buffer, from: number, to: number, into: Buffer, at: number): number {
  if (to - from > SHORT_BYTES) return at + source.copy(into, at, from, to)
  for (let i = from; i < to; i++) into[at++] = source[i] as number
  return at
}

/** Reads varUints and byte strings from a message; `ok` turns false for good when the bytes run out. */
export class Reader {
  at = 0
  ok = true
  private readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  number(): number {
    let value = 0
    for (let unit = 1; unit < 2 ** 52; unit *= 128) {
      const byte = this.bytes[this.at++]
      if (byte === undefined) break
      value += (byte & 127) * unit
      if (byte < 128) return value
    }
    this.ok = false
    return 0
  }

  slice(): Buffer {
    const from = this.skip()
    return this.bytes.subarray(from, this.at)
  }

  /** As `slice`, in memory of its own: what is kept must not keep alive what it came with. */
  copy(): Buffer {
    const from = this.skip()
    const own = Buffer.allocUnsafe(this.ok ? this.at - from : 0)
    copyBytes(this.bytes, from, from + own.length, own, 0)
    return own
  }

  private skip(): number {
    const size = this.number()
    const from = this.at
    this.at += size
    if (this.at > this.bytes.length) this.ok = false
    return from
  }

  get done(): boolean {
    return this.at === this.bytes.length
  }
}

const FINAL_BINARY = 0x82

/** Header of an unmasked binary frame, followed by what `head` writes: one buffer, nothing copied twice. */
function frameHeader(payloadSize: number, extra: number): { bytes: Buffer; at: number } {
  const size = payloadSize < 126 ? 2 : payloadSize < 65_536 ? 4 : 10
  const bytes = Buffer.allocUnsafe(size + extra)
  bytes[0] = FINAL_BINARY
  if (size === 2) bytes[1] = payloadSize
  else if (size === 4) {
    bytes[1] = 126
    bytes.writeUInt16BE(payloadSize, 2)
  } else {
    bytes[1] = 127
    bytes.writeUInt32BE(Math.floor(payloadSize / 2 ** 32), 2)
    bytes.writeUInt32BE(payloadSize % 2 ** 32, 6)
  }
  return { bytes, at: size }
}

/** A frame whose message is `types`, a length, and as many bytes, which are still to be written at `at`. */
function frameFor(types: number[], size: number): { bytes: Buffer; at: number } {
  const head = types.length + sizeOfNumber(size)
  const { bytes, at: start } = frameHeader(head + size, head + size)
  let at = start
  for (const type of types) bytes[at++] = type
  return { bytes, at: writeNumber(bytes, at, size) }
}

function frameWithBytes(types: number[], payload: Buffer): Buffer {
  const { bytes, at } = frameFor(types, payload.length)
  payload.copy(bytes, at)
  return bytes
}

export function syncFrame(kind: number, payload: Buffer): Buffer {
  return frameWithBytes([MESSAGE.sync, kind], payload)
}

/** The same without the payload, which is written after it: a large text is shared by all sockets, not copied. */
export function syncFrameHead(kind: number, payloadSize: number): Buffer {
  const head = 2 + sizeOfNumber(payloadSize)
  const frame = frameHeader(head + payloadSize, head)
  frame.bytes[frame.at] = MESSAGE.sync
  frame.bytes[frame.at + 1] = kind
  writeNumber(frame.bytes, frame.at + 2, payloadSize)
  return frame.bytes
}

const UPDATE = [MESSAGE.sync, SYNC.update]

/** A frame with room for an update of `size` bytes. */
export function updateFrameFor(size: number): { bytes: Buffer; at: number } {
  return frameFor(UPDATE, size)
}

export function awarenessFrame(payload: Buffer): Buffer {
  return frameWithBytes([MESSAGE.awareness], payload)
}

export function numberFrame(type: number, value: number): Buffer {
  const size = 1 + sizeOfNumber(value)
  const frame = frameHeader(size, size)
  frame.bytes[frame.at] = type
  writeNumber(frame.bytes, frame.at + 1, value)
  return frame.bytes
}

export function textFrame(type: number, text: string): Buffer {
  return frameWithBytes([type], Buffer.from(text, 'utf8'))
}

/** An awareness message about nobody: y-websocket gives a connection up after 30 s in which nothing came. */
export const HEARTBEAT_FRAME = awarenessFrame(Buffer.from([0]))
