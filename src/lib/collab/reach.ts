/**
 * Why no socket opens: the network, the server, or a proxy that lets pages through and sockets not (lesson 7: in
 * offices that is common, and looks like "not saved" to everybody).
 */
import { CLOSE, closeReason } from './close.ts'
import type { SocketClass } from './counting-socket.ts'
import { COLLAB_PATH } from './protocol.ts'

export type Reach = 'no-network' | 'no-server' | 'socket-blocked'

const PROBE_LIMIT_MS = 5_000
/** What /healthz says: a sign-in page that a network puts in front of everything is not this server. */
const HEALTHY = 'ok'

/** Asks the server over plain HTTP. Call when sockets have failed to open. */
export async function probe(origin: string): Promise<Reach> {
  return reachWithoutSocket(await answersHttp(origin))
}

export interface SelfTest {
  /** The server answers ordinary requests. */
  http: boolean
  /** From the attempt to the first answer over the socket; null when none came. */
  socketMs: number | null
  /** `store-away`: the line is good, but the server cannot reach its database. */
  reach: Reach | 'good' | 'store-away'
}

/** Tries both ways to the server, for a person who wants to know what works. */
export async function testConnection(origin: string, socketClass: SocketClass = WebSocket): Promise<SelfTest> {
  const [http, socket] = await Promise.all([answersHttp(origin), openSocket(origin, socketClass)])
  if (socket === null) return { http, socketMs: null, reach: reachWithoutSocket(http) }
  return { http, socketMs: socket.ms, reach: socket.code === CLOSE.storeUnavailable.code ? 'store-away' : 'good' }
}

/** The socket's address for a page's origin: wss where the page came over https. */
export function collabUrl(origin: string): string {
  return `${origin.replace(/^http/, 'ws')}${COLLAB_PATH}`
}

function reachWithoutSocket(http: boolean): Reach {
  if (http) return 'socket-blocked'
  return typeof navigator !== 'undefined' && navigator.onLine === false ? 'no-network' : 'no-server'
}

async function answersHttp(origin: string): Promise<boolean> {
  try {
    const answer = await fetch(`${origin}/healthz`, { cache: 'no-store', signal: AbortSignal.timeout(PROBE_LIMIT_MS) })
    return answer.ok && (await answer.text()).trim() === HEALTHY
  } catch {
    return false
  }
}

/**
 * Opens a socket to a draft that does not exist. Whatever the server answers over it, even "no such draft", came
 * through the proxies; a socket that is blocked closes without a code of ours.
 */
function openSocket(origin: string, socketClass: SocketClass): Promise<{ ms: number; code: number } | null> {
  return new Promise((resolve) => {
    const began = performance.now()
    const socket = new socketClass(`${collabUrl(origin)}/00000000-0000-0000-0000-000000000000`)
    const end = (code: number) => {
      clearTimeout(timer)
      resolve(closeReason(code) ? { ms: Math.round(performance.now() - began), code } : null)
      socket.close()
    }
    const timer = setTimeout(() => end(0), PROBE_LIMIT_MS)
    socket.onerror = () => {} // a close event follows
    socket.onclose = (event) => end(event.code)
  })
}
