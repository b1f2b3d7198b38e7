/**
 * What parent and child say to each other, over a stream: values, and their bytes beside them. Node's own channel between
 * processes copies 24 MB twice at once, which holds everybody who types; here they are never copied, only written.
 */
import type { Duplex } from 'node:stream'
import v8 from 'node:v8'

declare module 'node:v8' {
  interface Serializer {
    _setTreatArrayBufferViewsAsHostObjects(isSo: boolean): void
  }
}

/** Where the child finds its end. */
export const LINE_FD = 3

/** Bytes from this length on go beside the value that they belong to. */
const LONG_BYTES = 16 * 1024
/** Of one message, with its bytes: more than any bound of memory leaves room for. */
const MOST_BYTES = 2 ** 30
const MOST_PIECES = 100_000
const LENGTH_BYTES = 4
/** How bytes are told of in the value. */
const IS_BESIDE = 1
const IS_BUFFER = 2

class Packer extends v8.Serializer {
  readonly pieces: Uint8Array[] = []

  /** Called by the serializer for each view of a buffer. */
  _writeHostObject(bytes: ArrayBufferView): void {
    if (!(bytes instanceof Uint8Array)) throw new TypeError('only bytes cross to another process')
    const isLong = bytes.length >= LONG_BYTES
    this.writeUint32((isLong ? IS_BESIDE : 0) | (Buffer.isBuffer(bytes) ? IS_BUFFER : 0))
    this.writeUint32(isLong ? this.pieces.push(bytes) - 1 : bytes.length)
    if (!isLong) this.writeRawBytes(bytes)
  }
}

class Unpacker extends v8.Deserializer {
  readonly #pieces: readonly Uint8Array[]

  constructor(head: Uint8Array, pieces: readonly Uint8Array[]) {
    super(head)
    this.#pieces = pieces
  }

  _readHostObject(): Uint8Array {
    const how = this.readUint32()
    const number = this.readUint32()
    const bytes = how & IS_BESIDE ? this.#pieces[number] : new Uint8Array(this.readRawBytes(number))
    if (!bytes) throw new RangeError('bytes that were not sent')
    return how & IS_BUFFER ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : bytes
  }
}

/** Plain data, maps, sets and bytes, which must not change until they have been written. */
export function write(stream: Duplex, value: unknown): void {
  const packer = new Packer()
  packer._setTreatArrayBufferViewsAsHostObjects(true)
  packer.writeHeader()
  packer.writeValue(value)
  const parts = [packer.releaseBuffer(), ...packer.pieces]
  const lengths = Buffer.alloc(LENGTH_BYTES * (1 + parts.length))
  lengths.writeUInt32LE(parts.length)
  for (const [n, { length }] of parts.entries()) lengths.writeUInt32LE(length, LENGTH_BYTES * (n + 1))
  stream.cork()
  for (const part of [lengths, ...parts]) stream.write(part)
  stream.uncork()
}

/** Calls `onValue` with each value that `write` has written at the other end; what it has not written ends the stream with an error. */
export function listen(stream: Duplex, onValue: (value: unknown) => void): void {
  const messages = reading(onValue)
  messages.next()
  stream.on('data', (chunk: Buffer) => {
    try {
      messages.next(chunk)
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

/** Is given chunk after chunk, however they were cut. */
function* reading(onValue: (value: unknown) => void): Generator<undefined, never, Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for (;;) {
    const [count = 0] = numbersOf(yield* take(LENGTH_BYTES))
    if (count < 1 || count > MOST_PIECES) throw new RangeError('no message')
    const lengths = numbersOf(yield* take(LENGTH_BYTES * count))
    if (lengths.reduce((sum, length) => sum + length, 0) > MOST_BYTES) throw new RangeError('a message too long')
    const parts: Uint8Array[] = []
    for (const length of lengths) parts.push(yield* take(length))
    const [head = new Uint8Array(), ...pieces] = parts
    const unpacker = new Unpacker(head, pieces)
    unpacker.readHeader()
    onValue(unpacker.readValue())
  }

  function* take(length: number): Generator<undefined, Uint8Array<ArrayBuffer>, Buffer> {
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
    for (let at = 0; at < length;) {
      if (rest.length === 0) rest = yield
      const part = rest.subarray(0, length - at)
      bytes.set(part, at)
      at += part.length
      rest = rest.subarray(part.length)
    }
    return bytes
  }
}

function numbersOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Array.from({ length: bytes.length / LENGTH_BYTES }, (_, n) => view.getUint32(LENGTH_BYTES * n, true))
}
