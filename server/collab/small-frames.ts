/**
 * What people type comes as small frames, each whole in what the socket brings at once. `ws` takes such a one apart through
 * a stream of its own and five views of the bytes. That costs as much as all that this room does with the edit, and V8 then
 * puts what was made for each key among the old objects, where only a full collection finds it. Here it is read in place.
 * Everything else (large, in pieces, broken, text, pings, closing) is still read by `ws`: only between two of its frames
 * anything is taken before it.
 */
import type { WebSocket } from 'ws'

/** Text of one key with its caret is some 300 bytes. */
const MOST_BYTES = 1_024
const FINAL_BINARY = 0x82
const MASKED = 0x80
/** Instead of a length, this says that it follows in two bytes. */
const LONGER = 126
const HEADER_BYTES = 2
const MASK_BYTES = 4

/** The part of `ws` that is given all bytes of a socket. Where a later one looks otherwise, it reads everything itself. */
interface Receiver {
  write(chunk: Buffer): boolean
  /** 0 where the next byte begins a frame. */
  _state?: number
  /** What it has been given of a frame that is not whole yet. */
  _bufferedBytes?: number
  /** 0 where no message is on its way in several frames. */
  _fragmented?: number
  /** Bytes of the frames of such a message that are here. */
  _messageLength?: number
}

/** As `ws` tells of a message. */
type Take = (message: Buffer, isBinary: true) => void

/**
 * Hands over small binary frames of at most `most` bytes; what `ws` reads comes as its `message`, in the order of arrival.
 * After each piece that `ws` has read, `onKept` hears how many bytes it keeps of a message that is not whole yet.
 */
export function readSmallFrames(ws: WebSocket, most: number, take: Take, onKept: (bytes: number) => void): void {
  const receiver = (ws as unknown as { _receiver?: Receiver })._receiver
  if (!receiver) return
  const limit = Math.min(most, MOST_BYTES)
  const write = receiver.write.bind(receiver)
  const leave = (chunk: Buffer) => {
    const isRoom = write(chunk)
    onKept((receiver._bufferedBytes ?? 0) + (receiver._messageLength ?? 0))
    return isRoom
  }
  receiver.write = (chunk) => {
    if (receiver._state !== 0 || receiver._bufferedBytes !== 0 || receiver._fragmented !== 0) return leave(chunk)
    const rest = takeWhole(chunk, limit, take)
    if (rest === chunk.length) return true
    return leave(rest === 0 ? chunk : chunk.subarray(rest))
  }
}

/** Takes the frames that `chunk` begins with, as long as they are whole, small and binary; says where the rest begins. */
function takeWhole(chunk: Buffer, limit: number, take: Take): number {
  let at = 0
  while (at + HEADER_BYTES + MASK_BYTES <= chunk.length) {
    if (chunk[at] !== FINAL_BINARY) return at
    const said = chunk[at + 1] as number
    if (said < MASKED || said > MASKED + LONGER) return at
    const isLonger = said === MASKED + LONGER
    const size = isLonger ? chunk.readUInt16BE(at + HEADER_BYTES) : said - MASKED
    const mask = at + HEADER_BYTES + (isLonger ? 2 : 0)
    const from = mask + MASK_BYTES
    const to = from + size
    if (size > limit || to > chunk.length) return at
    for (let i = from; i < to; i++) chunk[i] = (chunk[i] as number) ^ (chunk[mask + ((i - from) & 3)] as number)
    at = to
    take(chunk.subarray(from, to), true)
  }
  return at
}
