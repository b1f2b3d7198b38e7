/**
 * Why no socket opens: the network, the server, or a proxy that lets pages through and sockets not (lesson 7: in
 * offices that is common, and looks like "not saved" to everybody).
 */
import { COLLAB_PATH } from './protocol.ts'
import type { SocketClass } from './counting-socket.ts'

export type Reach = 'no-network' | 'no-server' | 'socket-blocked'

const PROBE_LIMIT_MS = 5_000

/** Asks the server over plain HTTP. Call when sockets have failed to open. */
export async function probe(origin: string): Promise<Reach> {
  if (await answersHttp(origin)) return 'socket-blocked'
  return typeof navigator !== 'undefined' && navigator.onLine === false ? 'no-network' : 'no-server'
}

export interface SelfTest {
  /** The server answers ordinary requests. */
  http: boolean
  /** A socket opens, and words come through it. */
  socket: boolean
  /** From the attempt to the first answer over the socket. */
  socketMs: number | null
  reach: Reach | 'good'
}

/** For a page where a person, or the one who looks after the network, sees what works. */
export async function testConnection(origin: string, socketClass: SocketClass = WebSocket): Promise<SelfTest> {
  const [http, socketMs] = await Promise.all([answersHttp(origin), openSocket(origin, socketClass)])
  const socket = socketMs !== null
  const reach = socket ? 'good' : await probe(origin)
  return { http, socket, socketMs, reach }
}

/** The socket's address for a page's origin: wss where the page came over https. */
export function collabUrl(origin: string): string {
  return `${origin.replace(/^http/, 'ws')}${COLLAB_PATH}`
}

async function answersHttp(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/healthz`, { cache: 'no-store', signal: AbortSignal.timeout(PROBE_LIMIT_MS) })
    return answer.status < 500 // 502–504 is a proxy speaking for a server that is away
  } catch {
    return false
  }
}

/**
 * Opens a socket to a draft that does not exist. Whatever the server answers over it, even "no such draft", came
 * through the proxies; a socket that is blocked closes without a code of ours.
 */
function openSocket(origin: string, socketClass: SocketClass): Promise<number | null> {
  return new Promise((resolve) => {
    const began = performance.now()
    const socket = new socketClass(`${collabUrl(origin)}/00000000-0000-0000-0000-000000000000`)
    const end = (isOpen: boolean) => {
      clearTimeout(timer)
      resolve(isOpen ? Math.round(performance.now() - began) : null)
      socket.close()
    }
    const timer = setTimeout(() => end(false), PROBE_LIMIT_MS)
    socket.onmessage = () => end(true)
    socket.onerror = () => {} // a close event follows
    socket.onclose = (event) => end(event.code >= 4400 && event.code < 5000)
  })
}
