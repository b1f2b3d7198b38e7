/** The way in: from an HTTP upgrade to a connection whose person, origin, schema and right have been looked at. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { CLOSE, type CloseName } from '../../src/lib/collab/close.ts'
import { COLLAB_PATH, type Right, SCHEMA_PARAM } from '../../src/lib/collab/protocol.ts'
import type { Authoriser, Identity, Refusal } from './contract.ts'
import { hearOut } from './parting.ts'

/** Behind it the line is cut: nobody reads it any more, so nobody would hear that the other end has gone. */
const NOT_HERE = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** `ws` closes with the standard codes 1002, 1007, 1008 and 1009; clients would come back with the same frame for ever. */
class Socket extends WebSocket {
  override close(code?: number, data?: string | Buffer): void {
    if (code === 1009) super.close(CLOSE.frameTooLarge.code, 'frameTooLarge')
    else if (code === 1002 || code === 1007 || code === 1008) super.close(CLOSE.badFrame.code, 'badFrame')
    else super.close(code, data)
  }
}

/** A message comes in no more pieces of the network than this; each costs some 400 bytes beside what it holds. → badFrame */
const MOST_PIECES = 16 * 1024
/** Who is refused may have sent first words already: what they have of the text, and their caret. */
const FIRST_WORDS_BYTES = 256 * 1024

/**
 * A broken frame or line: `ws` closes the socket itself. A function of its own, not one made for each socket: that
 * would keep the request with all its headers in memory for as long as the socket is open.
 */
const ignore = () => {}

export interface Admitted {
  ws: WebSocket
  stream: Duplex
  draftId: string
  identity: Identity
  right: Right
  /** What `moment` said before the right was asked for. */
  moment: number
}

export interface GateOptions {
  authoriser: Authoriser
  schemaVersion: number
  origin: string | undefined
  frameBytes: number
  /** Whether there is room for one more connection of this person. */
  hasRoom: (personId: string) => boolean
  /** True once the server is being stopped. */
  isStopping: () => boolean
  /** Counts the changes of access heard of. */
  moment: () => number
  onAdmitted: (admitted: Admitted) => void
  onRefused: (name: CloseName) => void
  onError: (error: Error) => void
}

export class Gate {
  private readonly options: GateOptions
  private readonly server: WebSocketServer

  constructor(options: GateOptions) {
    this.options = options
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.frameBytes,
      maxBufferedChunks: MOST_PIECES,
      WebSocket: Socket,
    })
  }

  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const onGone = () => stream.destroy()
    stream.on('error', onGone)
    const asked = readUrl(request)
    if (!asked) return void stream.end(NOT_HERE, () => stream.destroy())
    const moment = this.options.moment()
    void this.decide(request, asked).then((decision) => {
      if (stream.destroyed) return
      this.server.handleUpgrade(request, stream, head, (ws) => {
        stream.off('error', onGone)
        ws.on('error', ignore)
        if ('refused' in decision) this.refuse(ws, stream, decision.refused)
        // Asked here, where the connection is counted in the same breath: of many that were judged at the same time,
        // each would still have found room.
        else if (!this.options.hasRoom(decision.identity.person.id)) this.refuse(ws, stream, 'tooManyConnections')
        else this.options.onAdmitted({ ws, stream, moment, ...decision })
      })
    })
  }

  /**
   * The handshake is completed also for those who are refused: a browser cannot read why an upgrade failed, and would
   * try for ever; it can read a close code.
   */
  private refuse(ws: WebSocket, stream: Duplex, name: CloseName): void {
    this.options.onRefused(name)
    hearOut(stream, FIRST_WORDS_BYTES)
    ws.close(CLOSE[name].code, name)
  }

  private async decide(
    request: IncomingMessage,
    { draftId, schema }: { draftId: string; schema: string | null },
  ): Promise<Refusal | { draftId: string; identity: Identity; right: Right }> {
    const { authoriser, schemaVersion, origin, isStopping, onError } = this.options
    if (isStopping()) return { refused: 'stopping' }
    if (!isOwnOrigin(request, origin)) return { refused: 'foreignOrigin' }
    if (schema !== null && schema !== String(schemaVersion)) return { refused: 'outdated' }
    if (!UUID.test(draftId)) return { refused: 'notFound' }
    try {
      const asked = await authoriser.admit(request, draftId)
      if ('refused' in asked) return asked
      const { identity, right } = asked
      if (right === 'none') return { refused: 'notFound' }
      return isStopping() ? { refused: 'stopping' } : { draftId, identity, right }
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)))
      return { refused: 'storeUnavailable' }
    }
  }
}

function readUrl(request: IncomingMessage): { draftId: string; schema: string | null } | null {
  try {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    if (!pathname.startsWith(`${COLLAB_PATH}/`)) return null
    return { draftId: pathname.slice(COLLAB_PATH.length + 1).toLowerCase(), schema: searchParams.get(SCHEMA_PARAM) }
  } catch {
    return null
  }
}

/** Browsers always name the page's origin; a program that names none cannot act for a page. */
export function isOwnOrigin(request: Pick<IncomingMessage, 'headers'>, configured: string | undefined): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (configured !== undefined) return origin === configured
  try {
    return new URL(origin).host === host
  } catch {
    return false // "null": a sandboxed page or a file
  }
}
