/** A service that is somebody else's, and odd, slow or hostile: it costs a bounded time and memory, and never more than a sentence. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '../../../../src/lib/errors.ts'
import { mySignClient, mySignOld } from '../mysign/client.ts'
import { smartCaClient } from '../smartca/client.ts'
import { cscClient, oauth } from './client.ts'

const closing: (() => void)[] = []
afterEach(() => {
  closing.splice(0).forEach((close) => close())
  vi.restoreAllMocks()
})

type Answer = (response: ServerResponse, path: string) => void

async function service(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    request.resume()
    response.on('error', () => undefined)
    answer(response, request.url ?? '')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const say = (response: ServerResponse, body: unknown) =>
  void response.setHeader('content-type', 'application/json').end(JSON.stringify(body))

const clients = {
  'CSC v1': (url: string) =>
    cscClient({ url, version: 1, logIn: oauth({ tokenUrl: `${url}/token`, clientId: 'a', clientSecret: 'b' }) }),
  MySign: (url: string) => mySignClient({ url, clientId: 'a', clientSecret: 'b', profileId: 'c' }),
  'MySign (adss)': (url: string) => mySignOld({ url, clientId: 'a', clientSecret: 'b', profileId: 'c' }),
  SmartCA: (url: string) => {
    const client = smartCaClient({ url, spId: 'a', spPassword: 'b' })
    return { keys: (user: string) => client.certificates(user, 'x') }
  },
}

const MEGABYTE = Buffer.alloc(1024 * 1024, '[')
/** 50 MB, as fast as the line takes them. */
function pour(response: ServerResponse, part: Buffer, left = 50): void {
  if (left === 0) response.end()
  else if (response.write(part)) pour(response, part, left - 1)
  else response.once('drain', () => pour(response, part, left - 1))
}

const HOSTILE: Record<string, Answer> = {
  '50 MB': (response) => pour(response, MEGABYTE),
  'JSON that is 30,000 deep': (response) =>
    void response.end('{"access_token":' + '['.repeat(30_000) + ']'.repeat(30_000) + '}'),
  'a redirect to itself without an end': (response, path) => void response.writeHead(307, { location: path }).end(),
  'a list of 100,000 numbers': (response) =>
    say(
      response,
      Array.from({ length: 100_000 }, () => 1),
    ),
  'a key named __proto__': (response) =>
    void response.end('{"__proto__":{"access_token":"x"},"access_token":{"__proto__":null}}'),
  'a name of 500 kB': (response) => say(response, { access_token: 'x'.repeat(500_000) }),
  'no length and a cut line': (response) => {
    response.write('{"access_token"')
    setTimeout(() => response.destroy(), 20)
  },
}

describe.each(Object.entries(clients))('%s', (_, clientOf) => {
  test.each(Object.entries(HOSTILE))('%s', async (_, answer) => {
    const client = clientOf(await service(answer))
    const before = process.memoryUsage().rss
    const failure = await client.keys('người dùng').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AppError)
    expect(failure).toMatchObject({ code: 'key_unreachable' })
    expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(200)
  })
})

/** The patience of the house in a fiftieth of it, so that a test need not wait. */
function hurried(): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 50))
}

test.each(Object.entries(clients))('%s: drips, a letter each moment, end with its patience', async (_, clientOf) => {
  hurried()
  const client = clientOf(
    await service((response) => {
      const dripping = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(dripping))
    }),
  )
  await expect(client.keys('a')).rejects.toMatchObject({ detail: { reason: 'service_slow' } })
})

test('twenty keys, each told of late, are looked for within one patience', async () => {
  hurried()
  let asked = 0
  const url = await service((response, path) => {
    if (path.endsWith('/token')) return say(response, { access_token: 'x', expires_in: 3600 })
    if (path.endsWith('/list')) return say(response, { credentialIDs: Array.from({ length: 20 }, (_, i) => `c${i}`) })
    asked++
    setTimeout(() => say(response, { key: {}, cert: { certificates: ['AAAA'] }, authMode: 'implicit' }), 150)
  })
  await expect(clients['CSC v1'](url).keys('a')).rejects.toMatchObject({ detail: { reason: 'service_slow' } })
  expect(asked).toBeLessThan(10)
})
