/** Answers the pages of one address, and nobody else, on 127.0.0.1 (docs/companion-protocol.md). */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { shownName } from '../server/issue/pki/names.ts'
import {
  type Fault,
  HEADERS,
  keys as keysShape,
  MOST_BYTES,
  order as orderShape,
  type Pairing,
  pairing as pairingShape,
  proofOf,
  VERSION,
} from '../src/lib/companion/protocol.ts'
import { Failure } from './failure.ts'
import type { Pairings } from './pairings.ts'
import { type Desk, failureOf, listKeys, sign } from './tokens.ts'
import { NoWindow } from './windows/ask.ts'
import { WORDS } from './words.ts'

const STATUS: Partial<Record<Fault, number>> = {
  foreign_origin: 403,
  foreign_host: 421,
  not_paired: 401,
  old_nonce: 401,
  bad_request: 400,
  bad_attributes: 400,
  too_many: 429,
  unexpected: 500,
}

const NONCE_MS = 60_000
const MOST_NONCES = 200
/** A window to pair comes up before somebody who did not ask for it: not again and again. */
const PAIRINGS_A_WHILE = 5
const WHILE_MS = 60_000
const MOST_CODES = 3
const LONGEST_NAME = 80
const LONGEST_WINDOW_MS = 15 * 60_000

export interface Listening extends Desk {
  pairings: Pairings
  /** What went wrong and no page is told of. */
  log(line: string): void
}

/** Resolves when it listens. Of `ports` the first that is free; rejects when none is. */
export async function listen(desk: Listening, ports: readonly number[]): Promise<{ server: Server; port: number }> {
  for (const port of ports) {
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 })
    const isTaken = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(true) : reject(error),
      )
      server.listen(port, '127.0.0.1', () => resolve(false))
    })
    if (isTaken) continue
    const address = server.address()
    const own = typeof address === 'object' && address ? address.port : port
    const answers = answersOf(desk, own)
    server.on('request', (request, response) => void answers(request, response))
    return { server, port: own }
  }
  throw new Error(`each of the ports ${ports.join(', ')} is taken`)
}

function answersOf(desk: Listening, port: number) {
  const { origin, pairings } = desk
  const nonces = new Map<string, number>()
  let pairingsAt: number[] = []
  let isWindowOpen = false

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const signal = untilGone(response)
    try {
      needOwn(request)
      for (const [name, value] of Object.entries(allowed(origin))) response.setHeader(name, value)
      if (request.method === 'OPTIONS') return void response.writeHead(204).end()
      say(response, 200, await answer(request, signal))
    } catch (failure) {
      if (!(failure instanceof Failure)) desk.log(String(failure))
      const { code, remaining } = failureOf(failure)
      say(response, STATUS[code] ?? 409, { failed: code, ...(remaining !== undefined && { remaining }) })
    }
  }

  /** Whoever asks by another name has been led here (DNS rebinding); whoever comes from another page, or none, is not ours. */
  function needOwn({ headers }: IncomingMessage): void {
    if (headers.host !== `127.0.0.1:${port}`) throw new Failure('foreign_host')
    if (headers.origin !== origin) throw new Failure('foreign_origin')
  }

  async function answer(request: IncomingMessage, signal: AbortSignal): Promise<object> {
    if (request.method === 'GET' && request.url === '/v1')
      return { product: 'but-phe-companion', version: VERSION, nonce: newNonce() }
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json')
      throw new Failure('bad_request')
    const body = await textOf(request)
    switch (request.url) {
      case '/v1/pair':
        return { id: await pair(read(pairingShape, body), signal) }
      case '/v1/keys':
        await needPaired(request, body)
        return keysShape.parse(await listKeys(desk.modules))
      case '/v1/sign': {
        await needPaired(request, body)
        const order = read(orderShape, body)
        const left = Math.min(Date.parse(order.until) - Date.now(), LONGEST_WINDOW_MS)
        if (left <= 0) throw new Failure('too_late')
        const value = await alone(() => sign(desk, order, AbortSignal.any([signal, AbortSignal.timeout(left)])))
        return { signature: Buffer.from(value).toString('base64') }
      }
      default:
        throw new Failure('bad_request')
    }
  }

  /** One window at a time: nobody can tell two apart. */
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    if (isWindowOpen) throw new Failure('busy')
    isWindowOpen = true
    try {
      return await work()
    } catch (failure) {
      throw failure instanceof NoWindow ? new Failure('no_window') : failure
    } finally {
      isWindowOpen = false
    }
  }

  async function pair({ secret, code, name, language }: Pairing, signal: AbortSignal): Promise<string> {
    pairingsAt = pairingsAt.filter((at) => at > Date.now() - WHILE_MS)
    if (pairingsAt.length >= PAIRINGS_A_WHILE) throw new Failure('too_many')
    return alone(async () => {
      pairingsAt.push(Date.now())
      const { pairTitle: title, pairLines, pairLabel: label, pairWrong } = WORDS[language]
      for (let tries = 1; tries <= MOST_CODES; tries++) {
        const lines = [...(tries > 1 ? [pairWrong] : []), ...pairLines(origin, spoken(name))]
        const typed = await desk.ask({ kind: 'code', title, lines, label }, signal)
        if (typed === null || signal.aborted) throw new Failure('cancelled')
        if (isSame(typed.replace(/\s/g, ''), code)) return pairings.add(secret)
      }
      throw new Failure('wrong_code')
    })
  }

  function newNonce(): string {
    const now = Date.now()
    for (const [nonce, until] of nonces) if (until < now || nonces.size >= MOST_NONCES) nonces.delete(nonce)
    const nonce = randomBytes(16).toString('hex')
    nonces.set(nonce, now + NONCE_MS)
    return nonce
  }

  /** The page shows that it knows the secret, without saying it: another program that took this port would hear it. */
  async function needPaired({ headers, url = '' }: IncomingMessage, body: string): Promise<void> {
    const id = headers[HEADERS.pairing]
    const nonce = headers[HEADERS.nonce]
    const proof = headers[HEADERS.proof]
    if (typeof id !== 'string' || typeof nonce !== 'string' || typeof proof !== 'string')
      throw new Failure('not_paired')
    const until = nonces.get(nonce)
    nonces.delete(nonce)
    if (until === undefined || until < Date.now()) throw new Failure('old_nonce')
    const key = await pairings.find(id)
    if (!key || !isSame(proof, await proofOf(key, url, nonce, body))) throw new Failure('not_paired')
  }
}

/** What a browser wants to hear before it lets the page ask; some of them «private network access» as well. */
const allowed = (origin: string) => ({
  'access-control-allow-origin': origin,
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': ['content-type', ...Object.values(HEADERS)].join(', '),
  'access-control-allow-private-network': 'true',
  'access-control-max-age': '60',
  vary: 'origin',
})

function say(response: ServerResponse, status: number, answer: object): void {
  if (response.destroyed) return
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
  response.writeHead(status, { ...headers, 'x-content-type-options': 'nosniff' }).end(JSON.stringify(answer))
}

/** Whoever closes the page closes the window. */
function untilGone(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  return gone.signal
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > MOST_BYTES) throw new Failure('bad_request')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function read<T>(
  shape: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  body: string,
): T {
  const parsed = shape.safeParse(json(body))
  if (!parsed.success) throw new Failure('bad_request')
  return parsed.data
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Whose browser it is, as the window may say it: in one line, and without digits. Whoever pretends to be the page writes this
 * name, and a code that stood in it would be typed by somebody who sees no other.
 */
const spoken = (name: string) =>
  shownName(name)
    .slice(0, LONGEST_NAME)
    .replace(/\p{N}+/gu, '…')

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
