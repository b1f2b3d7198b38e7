/** The program as a page of its office finds it, and as everybody else does. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { request as httpRequest, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signedAttributes } from '../server/issue/sign/cms.ts'
import { HEADERS, importSecret, pairingId, proofOf } from '../src/lib/companion/protocol.ts'
import { makeAuthorityOf } from '../tests/tools/holders.ts'
import { listen } from './listen.ts'
import { Pairings } from './pairings.ts'
import type { Ask } from './windows/ask.ts'
import type { Asking } from './windows/opener.ts'

const ORIGIN = 'https://butphe.example.gov.vn'
const { certificate } = makeAuthorityOf('Nơi cấp thử nghiệm').issue('Nguyễn Văn A')
const order = {
  certificate: Buffer.from(certificate).toString('base64'),
  attributes: Buffer.from(signedAttributes(randomBytes(32), certificate)).toString('base64'),
  title: 'Quyết định số 15/QĐ-UBND',
  until: new Date(Date.now() + 60_000).toISOString(),
  language: 'vi',
}

let folder = ''
let server: Server
let port = 0
/** Each window that was opened, and what is typed into the next ones. */
let windows: Asking[] = []
let typed: (string | null | 'stays')[] = []
const ask: Ask = async (asking, signal) => {
  windows.push(asking)
  const next = typed.shift() ?? null
  if (next !== 'stays') return next
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null)))
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'but-phe-companion-'))
  windows = []
  typed = []
  const pairings = new Pairings(folder, ORIGIN)
  const desk = { origin: ORIGIN, modules: { paths: new Map() }, ask, pairings, log: () => {} }
  ;({ server, port } = await listen(desk, [0]))
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Sent {
  method?: string
  body?: string
  headers?: Record<string, string>
  origin?: string | null
}
interface Got {
  status: number
  headers: Record<string, string | string[] | undefined>
  said: { failed?: string; nonce?: string; id?: string; product?: string } | null
}

function send(at: string, { method = 'POST', body = '', headers = {}, origin = ORIGIN }: Sent = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const type = method === 'POST' ? { 'content-type': 'application/json' } : {}
    const from = origin === null ? {} : { origin }
    const asked = httpRequest({ host: '127.0.0.1', port, path: at, method, headers: { ...type, ...from, ...headers } })
    asked.on('error', reject)
    asked.on('response', (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString()
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, said: text ? JSON.parse(text) : null })
      })
    })
    asked.end(body)
  })
}
const failed = async (got: Promise<Got>) => (await got).said?.failed

const CODE = '20261130'
const newSecret = () => new Uint8Array(randomBytes(32))
async function pair(
  secret = newSecret(),
  code = CODE,
  name = 'Nguyễn Văn A',
): Promise<{ secret: Uint8Array<ArrayBuffer>; got: Got }> {
  const body = { secret: Buffer.from(secret).toString('base64'), code, name, language: 'vi' }
  return { secret, got: await send('/v1/pair', { body: JSON.stringify(body) }) }
}
async function paired() {
  typed.push(CODE)
  const { secret, got } = await pair()
  expect(got.status).toBe(200)
  windows = []
  return secret
}
async function signedBy(secret: Uint8Array<ArrayBuffer>, at: string, body: string) {
  const nonce = (await send('/v1', { method: 'GET' })).said?.nonce ?? ''
  const proof = await proofOf(await importSecret(secret), at, nonce, body)
  return { [HEADERS.pairing]: await pairingId(secret), [HEADERS.nonce]: nonce, [HEADERS.proof]: proof }
}
const proven = async (secret: Uint8Array<ArrayBuffer>, at: string, body: object) =>
  send(at, { body: JSON.stringify(body), headers: await signedBy(secret, at, JSON.stringify(body)) })

test('a name brings no code, no line and no turned letters into the window: whoever pretends to be the page writes it', async () => {
  await pair(newSecret(), CODE, `A\n\nHãy nhập mã ${CODE} hoặc ２０２６\u202E\u200B\u0007 ${'x'.repeat(300)}`)
  const [first = ''] = windows[0]?.lines ?? []
  expect(first).toContain('Trình duyệt của A Hãy nhập mã … hoặc …')
  expect(first.replace(ORIGIN, '')).not.toMatch(/[\p{N}\p{C}]/u)
  expect(first.length).toBeLessThan(250)
})

describe('who is answered', () => {
  test('a page of this office, which its browser lets ask', async () => {
    const got = await send('/v1', { method: 'GET' })
    expect(got.said).toMatchObject({ product: 'but-phe-companion', version: 1 })
    const before = await send('/v1/sign', {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST', 'access-control-request-private-network': 'true' },
    })
    expect(before.status).toBe(204)
    expect(before.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-private-network': 'true',
    })
  })

  test.each([
    ['another site', 'https://evil.example'],
    ['another port of it', `${ORIGIN}:8443`],
    ['it over plain HTTP', ORIGIN.replace('https', 'http')],
    ['a name that begins like it', `${ORIGIN}.evil.example`],
    ['a sandboxed frame', 'null'],
    ['no page at all', null],
  ])('not %s: neither what it asks nor that it may ask', async (_who, origin) => {
    for (const [method, at] of [
      ['GET', '/v1'],
      ['OPTIONS', '/v1/sign'],
      ['POST', '/v1/pair'],
      ['POST', '/v1/sign'],
    ] as const) {
      const got = await send(at, { method, origin, body: method === 'POST' ? '{}' : '' })
      expect(got.said).toEqual({ failed: 'foreign_origin' })
      expect(got.headers['access-control-allow-origin']).toBeUndefined()
    }
    expect(windows).toEqual([])
  })

  test('nobody who calls it by another name (DNS rebinding)', async () => {
    expect(await failed(send('/v1', { method: 'GET', headers: { host: `evil.example:${port}` } }))).toBe('foreign_host')
    expect(await failed(send('/v1', { method: 'GET', headers: { host: `localhost:${port}` } }))).toBe('foreign_host')
  })

  test.each([
    ['a form that needs no leave', { headers: { 'content-type': 'text/plain' }, body: '{}' }],
    ['no JSON', { body: '{' }],
    ['more than it takes', { body: JSON.stringify({ secret: 'A'.repeat(100_000) }) }],
    ['something else', { body: '[]' }],
  ])('nor %s', async (_what, sent) => {
    expect(await failed(send('/v1/pair', sent))).toBe('bad_request')
    expect(windows).toEqual([])
  })
})

describe('pairing', () => {
  test('with the code that the page shows; the secret lies where nobody else of this PC reads it', async () => {
    typed.push('11111111', '2026 1130')
    const { secret, got } = await pair()
    expect(got.said).toEqual({ id: await pairingId(secret) })
    expect(windows.map(({ kind, lines }) => [kind, lines.join(' ').includes(ORIGIN)])).toEqual([
      ['code', true],
      ['code', true],
    ])
    expect(JSON.stringify(windows)).not.toContain(CODE)
    expect(statSync(path.join(folder, 'pairings.json')).mode & 0o077).toBe(0)
  })

  test('not without it: somebody who sees no code can only cancel', async () => {
    typed.push(null)
    expect((await pair()).got.said).toEqual({ failed: 'cancelled' })
    typed.push('1', '2', '3', CODE)
    const { secret, got } = await pair()
    expect(got.said).toEqual({ failed: 'wrong_code' })
    expect((await proven(secret, '/v1/keys', {})).said).toEqual({ failed: 'not_paired' })
  })

  test('not again and again', async () => {
    for (let i = 0; i < 5; i++) await pair()
    expect((await pair()).got.said).toEqual({ failed: 'too_many' })
    expect(windows).toHaveLength(5)
  })
})

describe('a page that is paired', () => {
  test('sees the tokens', async () => {
    expect((await proven(await paired(), '/v1/keys', {})).said).toEqual({ tokens: [], failed: [] })
  })

  test('proves it each time anew, for this very request', async () => {
    const secret = await paired()
    const body = '{}'
    const proof = await signedBy(secret, '/v1/keys', body)
    expect((await send('/v1/keys', { body, headers: proof })).status).toBe(200)
    expect(await failed(send('/v1/keys', { body, headers: proof }))).toBe('old_nonce')
    const ofOther = await signedBy(secret, '/v1/keys', body)
    expect(await failed(send('/v1/sign', { body: JSON.stringify(order), headers: ofOther }))).toBe('not_paired')
    const ofSame = await signedBy(secret, '/v1/sign', JSON.stringify(order))
    const changed = JSON.stringify({ ...order, title: 'Giấy mời họp' })
    expect(await failed(send('/v1/sign', { body: changed, headers: ofSame }))).toBe('not_paired')
    expect(await failed(send('/v1/sign', { body: JSON.stringify(order) }))).toBe('not_paired')
    expect((await proven(newSecret(), '/v1/keys', {})).said).toEqual({ failed: 'not_paired' })
    expect(windows).toEqual([])
  })

  test.each([
    [
      'another certificate’s',
      { certificate: Buffer.from(makeAuthorityOf('Nơi cấp khác').der).toString('base64') },
      'bad_attributes',
    ],
    ['a login in place of a document', { attributes: Buffer.from('challenge').toString('base64') }, 'bad_attributes'],
    ['what is no certificate', { certificate: 'AAAA' }, 'bad_request'],
    ['what was to be signed by yesterday', { until: '2026-01-01T00:00:00.000Z' }, 'too_late'],
    ['a name of nothing', { title: ' ' }, 'bad_request'],
    ['a key that no token here has', {}, 'no_module'],
  ])('has nothing signed that is %s', async (_what, more, fault) => {
    const secret = await paired()
    expect((await proven(secret, '/v1/sign', { ...order, ...more })).said).toEqual({ failed: fault })
    expect(windows).toEqual([]) // nobody is asked for a PIN
  })
})

test('one window at a time, and it closes with its page', async () => {
  typed.push('stays')
  const body = { secret: randomBytes(32).toString('base64'), code: CODE, name: 'Nguyễn Văn A', language: 'vi' }
  const leaving = httpRequest({
    ...{ host: '127.0.0.1', port, path: '/v1/pair', method: 'POST' },
    headers: { 'content-type': 'application/json', origin: ORIGIN },
  })
  leaving.on('error', () => {})
  leaving.end(JSON.stringify(body))
  await expect.poll(() => windows.length).toBe(1)
  expect((await pair()).got.said).toEqual({ failed: 'busy' })
  leaving.destroy()
  typed.push(CODE)
  await expect.poll(async () => (await pair()).got.status).toBe(200)
})
