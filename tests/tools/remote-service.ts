/** What the signing services in small have in common: an HTTP server that answers as it should, or fails as the test wants it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WHOLE } from '../whole.ts'
import type { Holder } from './holders.ts'

/** What the next answers of a call are, until it is taken back. */
export type Fault =
  | 'down' // the line is cut
  | 'slow' // nothing comes within the client's patience
  | 'error' // 500
  | 'page' // a page of HTML in place of JSON
  | 'odd' // JSON of another shape
  | 'huge'
  | 'moved' // a redirect to somewhere else
  | 'unauthorised' // 401
export const FAULTS: readonly Fault[] = ['down', 'error', 'page', 'odd', 'huge', 'moved', 'unauthorised']
/** All go wrong in one door (remote/call.ts), where one service tries each; the others try these. */
export const SOME_FAULTS: readonly Fault[] = WHOLE ? FAULTS : ['down', 'unauthorised']

export interface Subscriber {
  holder: Holder
  /** DER of the authority above it. */
  authority: Uint8Array
  status?: string
  /** Where it is typed here and handed on. */
  pin?: string
  /** As well, or alone: sent when it is asked for, or made on the holder's own device. */
  otp?: 'sent' | 'own'
  /** Its holder confirms on the service's own page. */
  isOnPage?: boolean
}

/** Of one call: its last path segment; what a test asks about it. */
export interface Asked {
  id: string
  subscriber: string
  title: string
  digest: Buffer
  said: string | null
}

export interface RemoteService {
  url: string
  fail(call: string, fault: Fault | null): void
  failNone(): void
  close(): Promise<void>
}

/** JSON; or, to a browser, a page or where it goes on. */
export type Said = { status?: number } & ({ body: unknown } | { html: string } | { location: string })

/** `answer` gives what the call says, in JSON, or a promise of it that waits for the test. */
export async function openService(
  answer: (path: string, body: Record<string, unknown>, bearer: string) => Said | Promise<Said>,
): Promise<RemoteService> {
  const faults = new Map<string, Fault>()
  const server = createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? '').split('?', 1).join('')
      const text = await textOf(request)
      const isForm = request.headers['content-type']?.includes('urlencoded')
      const isLook = request.method === 'GET'
      const query = new URL(request.url ?? '', 'http://service').searchParams
      const body =
        isForm || isLook
          ? Object.fromEntries(isLook ? query : new URLSearchParams(text))
          : (JSON.parse(text) as Record<string, unknown>)
      const fault = faults.get(path.split('/').at(-1) ?? '')
      if (fault) return refuse(fault, response)
      const bearer = (request.headers.authorization ?? '').replace('Bearer ', '')
      const said = await answer(path, body, bearer)
      if (response.destroyed) return
      tell(said, response)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (call, fault) => void (fault ? faults.set(call, fault) : faults.delete(call)),
    failNone: () => faults.clear(),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function tell(said: Said, response: ServerResponse): void {
  if ('location' in said) return void response.writeHead(303, { location: said.location }).end()
  const isPage = 'html' in said
  response.writeHead(said.status ?? 200, { 'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json' })
  response.end(isPage ? said.html : said.body === undefined ? '' : JSON.stringify(said.body))
}

function refuse(fault: Fault, response: ServerResponse): void {
  const say = (text: string, status = 200, type = 'application/json') =>
    response.writeHead(status, { 'content-type': type }).end(text)
  switch (fault) {
    case 'down':
      return void response.socket?.destroy()
    case 'slow':
      return // until the client gives up
    case 'error':
      return void say('{"error":"server_error"}', 500)
    case 'page':
      return void say('<!doctype html><title>Bảo trì</title>', 200, 'text/html')
    case 'odd':
      return void say('{"signatures":7,"credentialIDs":{},"status":[],"access_token":4}')
    case 'huge':
      return void say(`{"error":"${'A'.repeat(3_000_000)}"}`)
    case 'moved':
      return void response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()
    case 'unauthorised':
      return void say('{"error":"invalid_token"}', 401)
  }
}

/** Every 76 letters a new line, as some of it comes. */
export const inLines = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n')

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
