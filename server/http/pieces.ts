/**
 * Each piece of a body costs the main thread the same, of one byte or of 64 kB: a callback of the parser, an event, a turn
 * of the web stream. So pieces are budgeted like bytes. Browsers and proxies send chunks of kilobytes, and TCP brings
 * segments of more than 1,200 bytes (IPv6), each of which makes two pieces at most.
 */
import type { IncomingMessage } from 'node:http'

const FREE_PIECES = 64
const BYTES_A_PIECE = 512

/**
 * Calls `refuse` once when the body of `request` comes in too many pieces for its size, and takes no more of it: neither
 * what the parser still finds in what it has read, nor what comes later. The reader of the body gets an error.
 */
export function boundPieces(request: IncomingMessage, refuse: () => void): void {
  const push = request.push.bind(request)
  let pieces = 0
  let bytes = 0
  let isOver = false
  // Here, and not in a listener of `data`: the parser pushes all of a read at once, whether or not anybody reads it yet.
  request.push = (piece: Buffer | null, encoding) => {
    if (isOver) return true
    if (piece === null) return push(piece)
    pieces += 1
    bytes += piece.length
    if (pieces <= FREE_PIECES + bytes / BYTES_A_PIECE) return push(piece, encoding)
    isOver = true
    refuse()
    request.destroy(new Error(`A body of ${pieces} pieces for ${bytes} bytes was refused.`))
    return true
  }
}
