/**
 * Requests sent down one connection without waiting for the answers ("pipelining"). No browser does it and no proxy, and a
 * read of 64 kB can hold a thousand of them, which would all be begun before anybody else's turn.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const AT_ONCE = 8

export class Lines {
  readonly #waiting = new WeakMap<Socket, number>()

  /** Whether there is room for this request; when not, the caller cuts the connection. */
  enter({ socket }: IncomingMessage, response: ServerResponse): boolean {
    const waiting = (this.#waiting.get(socket) ?? 0) + 1
    if (waiting > AT_ONCE) return false
    this.#waiting.set(socket, waiting)
    // Counted until others have had their turn: an answer that is ready at once would make room for the next in the same.
    response.once('close', () => setImmediate(() => this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1)))
    return true
  }
}
