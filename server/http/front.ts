/** What every request passes before the pages see it, and every upgrade before the sockets do. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { headersFor } from './headers.ts'
import { hostnameOf, type Hosts, isBelieved } from './hosts.ts'
import { Lines } from './lines.ts'
import { boundPieces } from './pieces.ts'
import { Turns } from './turns.ts'

/** Whoever watches the house, and a page that asks whether it still stands, is told so in a crowd, too. */
const HEALTH = '/healthz'
/** In the cookie of the session (server/access/sessions.ts), whatever stands before it. */
const SESSION = 'session='
/** So long somebody may go on sending a body that was answered unread, to hear the answer; then the line is cut. */
const LEAVE_MS = 1_000

const CRUMBS =
  'Nội dung đến thành quá nhiều mảnh nhỏ; hãy gửi lại bằng trình duyệt.\nThe body came in too many small pieces.\n'
/** Written past the response, which SvelteKit may yet try to write: the line is cut behind it. */
const IN_CRUMBS = [
  'HTTP/1.1 413 Content Too Large',
  'Content-Type: text/plain; charset=utf-8',
  `Content-Length: ${Buffer.byteLength(CRUMBS)}`,
  'Connection: close',
  '',
  CRUMBS,
].join('\r\n')

const ELSEWHERE = 'HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

export interface Front {
  /** Calls `answer` in its turn, unless the pages are not to answer: then its connection has been cut. */
  receive(request: IncomingMessage, response: ServerResponse, answer: () => void): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

export function createFront(hosts: Hosts, sockets: Pick<Front, 'upgrade'>): Front {
  const headers = Object.entries(headersFor(hosts.origin?.startsWith('https:') ?? false))
  const lines = new Lines()
  const turns = new Turns()
  return {
    receive(request, response, answer) {
      for (const [name, value] of headers) response.setHeader(name, value)
      response.once('finish', () => leave(request))
      boundPieces(request, () => {
        if (!response.headersSent) request.socket.end(IN_CRUMBS)
      })
      if (!lines.enter(request, response)) request.socket.destroy()
      else turns.take(() => request.destroyed || answer(), { first: request.url === HEALTH, line: lineOf(request) })
    },
    upgrade(request, socket, head) {
      const onGone = () => socket.destroy()
      socket.on('error', onGone)
      if (isBelieved(hostnameOf(request.headers.host), hosts))
        return turns.take(
          () => {
            socket.off('error', onGone)
            if (!socket.destroyed) sockets.upgrade(request, socket, head)
          },
          { line: lineOf(request) },
        )
      // Cut behind it: nobody reads this line any more, so nobody would hear that the other end has gone.
      socket.end(ELSEWHERE, () => socket.destroy())
    },
  }
}

/**
 * Those of one address stand in line together, with a session and without one apart: behind a proxy that is one address for all,
 * strangers still wait for themselves. Whether the session is one is not known here.
 */
const lineOf = ({ socket, headers }: IncomingMessage) =>
  `${socket.remoteAddress ?? ''} ${headers.cookie?.includes(SESSION) ? 'session' : ''}`

/**
 * A body that nobody wanted would keep its connection for ever. It is thrown away for a moment, since a connection cut at
 * once takes the answer with it, and then cut (RFC 9112, section 9.6).
 */
function leave(request: IncomingMessage): void {
  if (request.complete) return
  request.removeAllListeners('data')
  request.resume()
  const timer = setTimeout(() => request.socket.destroy(), LEAVE_MS)
  request.once('close', () => clearTimeout(timer))
}
