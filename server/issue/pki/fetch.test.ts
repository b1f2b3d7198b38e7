import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { fetchBytes, FetchFailure, isPrivate } from './fetch.ts'

const seen: string[] = []
const server = createServer((request, response) => {
  seen.push(request.url ?? '')
  const { url = '' } = request
  if (url.startsWith('/to?')) return void response.writeHead(302, { location: decodeURIComponent(url.slice(4)) }).end()
  if (url === '/silent') return
  if (url === '/slowly') {
    response.writeHead(200)
    const drip = setInterval(() => response.write('.'), 50)
    return void response.on('close', () => clearInterval(drip))
  }
  if (url === '/large') return void response.writeHead(200).end(Buffer.alloc(5000))
  if (url === '/unsaid') {
    response.writeHead(200)
    for (let i = 0; i < 5; i++) response.write(Buffer.alloc(1000))
    return void response.end()
  }
  if (url === '/not') return void response.writeHead(404).end()
  response.end('answer')
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
const { port } = server.address() as AddressInfo
const own = `http://127.0.0.1:${port}`
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const how = { mostBytes: 1024, ms: 5_000, allowed: [`127.0.0.1:${port}`] }
const fault = (address: string, more: Partial<typeof how> = {}) =>
  fetchBytes(address, { ...how, ...more }).then(
    (bytes) => Buffer.from(bytes).toString(),
    (failure: unknown) => (failure instanceof FetchFailure ? failure.fault : String(failure)),
  )

test('a host that the settings name is asked, also by way of another', async () => {
  expect(await fault(`${own}/`)).toBe('answer')
  expect(await fault(`${own}/to?${encodeURIComponent('/')}`)).toBe('answer')
  expect(await fault(`${own}/`, { allowed: ['127.0.0.1'] })).toBe('answer')
})

describe('what a certificate names is not asked within this network', () => {
  test.each([
    ...[
      'http://127.0.0.1/',
      'http://10.1.2.3/',
      'http://192.168.0.1:5432/',
      'http://169.254.169.254/latest/meta-data/',
    ],
    ...[
      'http://[::1]/',
      'http://[::ffff:10.0.0.1]/',
      'http://[fd00::1]/',
      'http://0/',
      'http://2130706433/',
      'http://0x7f.1/',
    ],
    ...['http://localhost/', 'http://100.64.0.1/', 'http://224.0.0.1/'],
  ])('%s', async (address) => {
    expect(await fault(address)).toBe('private_address')
  })

  test('nor another port of a host that is named with one', async () => {
    expect(await fault('http://127.0.0.1:1/')).toBe('private_address')
  })

  test('nor where another host leads to', async () => {
    const secret = `http://localhost:${port}/secret`
    expect(await fault(`${own}/to?${encodeURIComponent(secret)}`)).toBe('private_address')
    expect(seen).not.toContain('/secret')
  })
})

test.each(['file:///etc/passwd', 'ldap://ca.example/cn=x', 'javascript:1', 'nothing', '', 'http://a:b@127.0.0.1/'])(
  'no address to ask: %s',
  async (address) => {
    expect(await fault(address)).toBe('bad_address')
  },
)

test('too large, too slow, refused, led round in circles: each says so', async () => {
  expect(await fault(`${own}/large`)).toBe('too_large')
  expect(await fault(`${own}/unsaid`)).toBe('too_large')
  expect(await fault(`${own}/silent`, { ms: 200 })).toBe('slow')
  expect(await fault(`${own}/slowly`, { ms: 300 })).toBe('slow')
  expect(await fault(`${own}/not`)).toBe('refused')
  let round = '/'
  for (let i = 0; i < 4; i++) round = `/to?${encodeURIComponent(round)}`
  expect(await fault(`${own}${round}`)).toBe('refused')
})

test('addresses of the world and of one’s own', () => {
  for (const address of ['8.8.8.8', '203.162.4.190', '2405:4800::1']) expect(isPrivate(address)).toBe(false)
  for (const address of [
    '172.16.0.1',
    '172.31.255.255',
    '198.18.0.1',
    'fe80::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'x',
  ])
    expect(isPrivate(address)).toBe(true)
})
