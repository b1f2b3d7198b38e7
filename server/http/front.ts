/** What every request passes before the pages see it, and every upgrade before the sockets do. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { headersFor } from './headers.ts'
import { hostnameOf, isBelieved, type Hosts } from './hosts.ts'

/** So long somebody may go on sending a body that was answered unread, to hear the answer; then the line is cut. */
const LEAVE_MS = 1_000

export interface Front {
  receive(request: IncomingMessage, response: ServerResponse): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

export function createFront(hosts: Hosts, sockets: Pick<Front, 'upgrade'>): Front {
  const headers = Object.entries(headersFor(hosts.origin?.startsWith('https:') ?? false))
  return {
    receive(request, response) {
      for (const [name, value] of headers) response.setHeader(name, value)
      response.once('finish', () => leave(request))
    },
    upgrade(request, socket, head) {
      if (isBelieved(hostnameOf(request.headers.host), hosts)) return sockets.upgrade(request, socket, head)
      socket.on('error', () => socket.destroy())
      socket.end('HTTP/1.1 421 Misdirected Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    },
  }
}

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
