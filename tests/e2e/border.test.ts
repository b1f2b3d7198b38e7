/** The border of the house: whatever a stranger, a reader or an author sends gets a sentence, and nothing stops for it. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { WebSocket } from 'ws'
import { ERROR_STATUS } from '../../src/lib/errors.ts'
import { MALFORMED, type Malformed, manyKeys, manyParts } from '../fixtures/malformed-bodies.ts'
import { WHOLE } from '../whole.ts'
import { type Endpoint, endpoints } from './support/endpoints.ts'
import { Office } from './support/office.ts'
import { PASSWORD, type Username } from './support/people.ts'
import { type Answer, ask, type Asked } from './support/raw.ts'

let office: Office
let draft: string
const NOBODY = '3b241101-e2bb-4255-8caf-4136c566a962'

test.beforeAll(async () => {
  office = await Office.open({ LOG_LEVEL: 'info' })
  draft = await newDraft(await cookieOf('mailt'))
})
test.afterAll(() => office.close())

const send = (path: string, asked: Asked & { cookie?: string } = {}): Promise<Answer> => {
  const { cookie, headers, ...rest } = asked
  const own = { origin: office.url, accept: 'application/json', ...(cookie ? { cookie } : {}), ...headers }
  return ask(office.url, path, { method: 'POST', ...rest, headers: own })
}
const get = (path: string, headers: Record<string, string> = {}) => ask(office.url, path, { headers })
const form = (fields: Record<string, string>): Asked => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(new URLSearchParams(fields).toString()),
})

async function cookieOf(username: Username): Promise<string> {
  const answer = await send('/sign-in?/password', form({ username, password: PASSWORD }))
  const [cookie] = answer.headers['set-cookie'] ?? []
  if (!cookie) throw new Error(`${username} was not signed in: ${answer.text}`)
  return cookie.split(';')[0] ?? ''
}

async function newDraft(cookie: string): Promise<string> {
  const made = await send('/drafts/new', {
    cookie,
    ...form({ kind: 'thong-bao', subject: 'Thử biên giới', dueAt: '' }),
  })
  const id = /\/drafts\/([0-9a-f-]{36})/.exec(made.text)?.[1]
  if (!id) throw new Error(`no draft was made: ${made.text}`)
  return id
}

/** A form action answers a program with 200 and the refusal in it. */
function outcomeOf({ status, text, headers }: Answer): { status: number; code: string | undefined } {
  if (!headers['content-type']?.includes('json')) return { status, code: undefined }
  const told = JSON.parse(text) as { type?: string; status?: number; code?: string; error?: { code?: string } }
  const isInside = told.type === 'failure' || told.type === 'redirect'
  return { status: isInside ? (told.status ?? status) : status, code: told.code ?? told.error?.code }
}

/** The lines of the log that tell of a fault of ours. */
const errorsInLog = () => office.said.split('\n').filter((line) => /"level":(50|60)/.test(line))

const addressOf = ({ path }: Endpoint) =>
  path
    .replace('/drafts/[id]', `/drafts/${draft}`)
    .replace('[hash]', 'a'.repeat(64))
    .replace(/\[\w+\]/g, NOBODY)

const bodyOf = ({ type, body, announced }: Malformed): Asked => ({
  body,
  ...(announced === undefined ? {} : { announced }),
  ...(type === undefined ? {} : { headers: { 'content-type': type } }),
})

/** They take no body, and would end the session that asks. */
const ENDS_THE_SESSION = new Set(['/sign-out', '/account?/endAll'])
/** Open to everybody. */
const OPEN = /^\/(?:sign-in|setup|verify|sign-out|account\?\/language|signing\/webhook)/

/** Without WHOLE=1 each address gets every sixth body, the next address the next ones. */
const EVERY = 6

test('every address answers every malformed body of everybody with a sentence, and the log has no error', async () => {
  test.setTimeout(900_000)
  const all = endpoints()
  expect(all.length).toBeGreaterThan(40)
  const owner = await cookieOf('mailt')
  const outsider = await cookieOf('hoatt')
  const administrator = await cookieOf('quantri')
  const wrong: string[] = []
  const judge = (who: string, endpoint: Endpoint, malformed: Malformed, answer: Answer) => {
    const { status, code } = outcomeOf(answer)
    const isKnown = code === undefined || code in ERROR_STATUS
    const isRight = {
      stranger: OPEN.test(endpoint.path) ? status < 500 : status === 401 || isOfNoForm(endpoint, status),
      outsider:
        OPEN.test(endpoint.path) || !isKept(endpoint)
          ? status < 500
          : status === 403 || status === 404 || isOfNoForm(endpoint, status),
      insider: status >= 200 && status < 500,
    }[who]
    if (!isRight || !isKnown)
      wrong.push(`${who} ${endpoint.method} ${endpoint.path} ${malformed.name}: ${status} ${code}`)
  }
  for (const [at, endpoint] of all.entries()) {
    const insider = endpoint.path.startsWith('/admin') ? administrator : owner
    for (const malformed of MALFORMED.filter((_, n) => WHOLE || (n + at) % EVERY === 0)) {
      const asked = { method: endpoint.method, ...bodyOf(malformed) }
      const path = addressOf(endpoint)
      const people: [string, string | undefined][] = [['stranger', undefined]]
      if (!ENDS_THE_SESSION.has(endpoint.path)) people.push(['outsider', outsider], ['insider', insider])
      const tryAs = async ([who, cookie]: [string, string | undefined]) =>
        judge(who, endpoint, malformed, await send(path, cookie ? { ...asked, cookie } : asked))
      await Promise.all(people.map(tryAs))
    }
  }
  expect(wrong).toEqual([])
  expect(errorsInLog()).toEqual([])
})

/** SvelteKit looks at the type of a form before it calls the action: that tells nothing of anybody. */
const isOfNoForm = ({ isAction }: Endpoint, status: number) => isAction && status === 415

/** Not everybody who is signed in may use it. */
const isKept = ({ path }: Endpoint) => path.startsWith('/admin') || path.startsWith('/drafts/[id]')

test('a fault of the form is told only to whoever may send it', async () => {
  const outsider = await cookieOf('hoatt')
  const owner = await cookieOf('mailt')
  const json = { headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') }
  const tried: [string, Asked][] = [
    ['/admin/units?/add', form({})],
    ['/admin/people/new', form({})],
    [`/drafts/${draft}?/submit`, form({})],
    [`/drafts/${draft}/threads`, json],
    [`/drafts/${draft}/finalize/run`, json],
    ['/documents/numbers?/keep', form({})],
    ['/seal/run', json],
    ['/keys/try', json],
    ['/companion/trial', json],
    ['/account/token', form({})],
  ]
  for (const [path, asked] of tried) {
    const { status, code } = outcomeOf(await send(path, { ...asked, cookie: outsider }))
    expect([403, 404], path).toContain(status)
    expect(['not_allowed', 'not_found'], path).toContain(code)
  }
  expect(outcomeOf(await send('/drafts/new', { ...form({}), cookie: await cookieOf('quantri') })).status).toBe(403)
  expect(outcomeOf(await send(`/drafts/${draft}?/submit`, { ...form({}), cookie: owner })).status).toBe(400)
  expect(outcomeOf(await send(`/drafts/${draft}/threads`, { ...json, cookie: owner })).code).toBe('bad_input')
})

test('a comment on a passage of any length is taken', async () => {
  const opening = { act: 'open', anchor: null, quote: 'Điều này '.repeat(600), text: 'Đề nghị làm rõ' }
  const json = { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(opening)) }
  const answer = await send(`/drafts/${draft}/threads`, { ...json, cookie: await cookieOf('mailt') })
  expect(answer.status, answer.text).toBe(200)
})

test('odd addresses, names of actions and methods', async () => {
  const cookie = await cookieOf('quantri')
  const empty = form({})
  const long = 'x'.repeat(8_000)
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'default', 'khong-co', ''])
    for (const page of ['/sign-in', '/verify', '/admin/units', '/work'])
      expect([404, 405], `${page}?/${name}`).toContain((await send(`${page}?/${name}`, { cookie, ...empty })).status)
  const paths = [
    ...[
      '/%00',
      '/%ff',
      '/%',
      '/drafts/%00',
      '/drafts/x',
      `/drafts/${long}`,
      '/drafts/%ED%A0%80',
      '//evil.example',
      '/..%2f..%2fetc',
    ],
    ...[
      '/admin/people/%00',
      '/verify/%00',
      `/verify/${long}`,
      '/verify?code=%00',
      '/documents/%00',
      `/documents/${NOBODY}/%00.pdf`,
    ],
    ...[
      `/drafts/${draft}/images/%00`,
      `/drafts/${draft}/pages/%00`,
      `/drafts/${draft}/threads?x=%00`,
      '/drafts/new/word/%00',
    ],
    ...[
      '/documents?search=%00',
      '/documents?search=%ED%A0%80',
      `/documents?search=${long}`,
      '/documents?page=1e9&year=0x7',
      '/documents?search=a&search=b',
    ],
    ...[
      '/documents/register.csv',
      '/documents/register.csv?register=%00&year=2026',
      `/documents/register.csv?register=${NOBODY}&year=9999`,
    ],
    ...[
      '/sign-in?to=%00',
      `/sign-in?to=/${long}`,
      '/sign-in?to=//evil.example&to=/work',
      '/setup?token=%00',
      `/setup?token=${long}`,
    ],
    ...[
      '/_app/remote/x/y',
      '/_app/%00',
      '/__data.json',
      '/work/__data.json?x-sveltekit-invalidated=zzz',
      '/work/__route.js',
      '/metrics',
      '/palette',
    ],
  ]
  for (const path of paths) {
    for (const headers of [{}, { cookie }, { cookie, accept: 'application/json' }] as Record<string, string>[]) {
      expect((await get(path, headers)).status, path).toBeLessThan(500)
    }
  }
  const adopting = { method: 'PUT', cookie: await cookieOf('mailt') }
  expect((await send(`/drafts/${draft}/images/%00`, adopting)).status).toBe(404)
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE']) {
    for (const path of ['/work', '/healthz', '/sign-out', `/drafts/${draft}/threads`]) {
      const { status } = await send(path, { method, cookie })
      expect(status, `${method} ${path}`).toBeLessThan(500)
    }
  }
  const refused = await send('/healthz', { method: 'DELETE' })
  expect(refused.status).toBe(405)
  expect(refused.text).toContain('Địa chỉ này không nhận cách gửi như vậy')
  for (const headers of [
    { cookie: `session=${'a'.repeat(10_000)}; language=%00; x=%` },
    { cookie: '=;;; session; __proto__=1; session=a; session=b' },
    { 'accept-language': 'vi,'.repeat(3_000) },
    { accept: 'text/html;q='.repeat(500) },
    { 'if-none-match': '"'.repeat(5_000), 'user-agent': 'x'.repeat(5_000) },
  ] as Record<string, string>[]) {
    expect((await get('/sign-in', headers)).status).toBe(200)
  }
  expect((await get('/sign-in', { cookie: `session=${'a'.repeat(17_000)}` })).status).toBe(431)
  expect(errorsInLog()).toEqual([])
})

test('a flood of fields holds nobody up', async () => {
  const bodies: [string, string, Buffer][] = [
    ['application/x-www-form-urlencoded', '/sign-in?/password', manyKeys(1_000_000)],
    ['multipart/form-data; boundary=b', '/verify', manyParts(400_000)],
  ]
  for (const [type, path, body] of bodies) {
    const began = performance.now()
    const asked = send(path, { headers: { 'content-type': type }, body }).catch((error: unknown) => String(error))
    await sleep(20)
    const beganAsking = performance.now()
    expect((await get('/healthz')).status).toBe(200)
    expect(performance.now() - beganAsking).toBeLessThan(1_500)
    const answer = await asked
    if (typeof answer !== 'string') expect([400, 413]).toContain(answer.status)
    expect(performance.now() - began).toBeLessThan(5_000)
  }
})

test('a crowd without a session waits for itself, and keeps nobody who is signed in', async () => {
  const cookie = await cookieOf('mailt')
  let waiting = 400 // a slow machine answers them within a request's patience, too
  const come = () => get('/sign-in', { accept: 'text/html' }).finally(() => waiting--)
  const crowd = Promise.all(Array.from({ length: waiting }, come))
  expect((await get('/work', { cookie, accept: 'text/html' })).status).toBe(200)
  expect(waiting).toBeGreaterThan(50) // some are answered before the last of so many has come in at all
  expect(new Set((await crowd).map(({ status }) => status))).toEqual(new Set([200]))
  expect(errorsInLog()).toEqual([])
})

test('/verify answers 30 unknown codes of an address, and then says how long to wait; an office of ours may ask on', async () => {
  const cookie = await cookieOf('mailt')
  const codes = Array.from({ length: 60 }, (_, i) => `/verify/ABCD-EFGH-${String(i).padStart(4, '0')}`)
  const answers = await Promise.all(codes.map((path) => get(path, { accept: 'text/html' })))
  const statuses = answers.map(({ status }) => status)
  // Two more were asked by the test before, which tries odd ones.
  expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(30)
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(30)
  const refused = answers.find(({ status }) => status === 429)
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0)
  expect(refused?.text).toContain('Có thể thử lại sau khoảng')
  expect((await get('/work', { cookie })).status).toBe(200)
})

test('no more than three files of an address are looked at at once', async () => {
  const slow = Array.from({ length: 6 }, () =>
    send('/verify', {
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: Buffer.from('--b\r\n'),
      announced: 5_000,
      patienceMs: 3_000,
    }),
  )
  const first = await Promise.race(slow)
  expect(first.status).toBe(429)
  expect(Number(first.headers['retry-after'])).toBeGreaterThan(0)
  const answers = await Promise.allSettled(slow)
  const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0))
  expect(statuses.filter((status) => status === 429)).toHaveLength(3)
  expect(errorsInLog()).toEqual([]) // the other three hung up
})

test('a body that does not say how long it is is measured as it comes', async () => {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const small = { headers: type, body: Buffer.from('username=a&password=b'), isChunked: true }
  expect(outcomeOf(await send('/sign-in?/password', small)).code).not.toBe('too_large')
  const large = { ...small, body: Buffer.alloc(300_000, 'a') }
  expect((await send('/sign-in?/password', large)).status).toBe(413)
})

test('a form that comes too slowly is told so', async () => {
  const began = performance.now()
  const { status, text } = await send('/sign-in?/password', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from('username=a'),
    announced: 500,
  })
  expect(status).toBe(408)
  expect(text).toContain('too_slow')
  expect(performance.now() - began).toBeLessThan(15_000)
})

test('files of the build are said to be what they are, for nobody else to embed', async () => {
  const page = await get('/sign-in', { accept: 'text/html' })
  const [script] = /\/_app\/immutable\/[^"]+\.js/.exec(page.text) ?? []
  for (const path of [script ?? '', '/_app/version.json', '/robots.txt', '/khong-co', '/healthz', '/%']) {
    const { headers } = await get(path)
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['cross-origin-resource-policy'], path).toBe('same-origin')
  }
})

test('without ORIGIN only names of this machine are believed', async () => {
  for (const host of ['evil.example', '127.0.0.1.evil.example', '10.0.0.7:3000', 'localhost.']) {
    const answer = await get('/sign-in', { host, accept: 'text/html' })
    expect(answer.status, host).toBe(421)
    expect(answer.text).toContain('ORIGIN')
    const origin = `http://${host}`
    expect((await send('/sign-in?/password', { headers: { host, origin } })).status, host).toBe(421)
    expect((await get('/healthz', { host })).status, host).toBe(200)
    expect(await upgradeAt(host)).toContain('421')
  }
  const { port } = new URL(office.url)
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
    expect((await get('/sign-in', { host })).status, host).toBe(200)
  expect(errorsInLog()).toEqual([])
})

test('2,000 idle lines do not stop /healthz, and the program ends within 10 s with lines and uploads that hang', async () => {
  test.setTimeout(120_000)
  const cookie = await cookieOf('mailt')
  const { port } = new URL(office.url)
  const lines = Array.from({ length: 2_000 }, () => connect(Number(port), '127.0.0.1').on('error', () => {}))
  await sleep(500)
  const began = performance.now()
  expect((await get('/healthz')).status).toBe(200)
  expect(performance.now() - began).toBeLessThan(2_000)

  const hanging = {
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body: Buffer.from('--b\r\n'),
    announced: 5_000,
  }
  const uploads = [send('/verify', hanging), send('/sign-in?/password', hanging)].map((one) => one.catch(() => {}))
  const socket = new WebSocket(`ws://127.0.0.1:${port}/collab/${draft}`, { headers: { cookie }, origin: office.url })
  await once(socket, 'message')
  const stopping = performance.now()
  await office.stop()
  expect(performance.now() - stopping).toBeLessThan(10_000)
  await Promise.all(uploads)
  for (const line of lines) line.destroy()
})

/** The first line of what an upgrade with this Host header is answered with. */
function upgradeAt(host: string): Promise<string> {
  const { port } = new URL(office.url)
  return new Promise((resolve, reject) => {
    const line = connect(Number(port), '127.0.0.1')
    line.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '')
      line.destroy()
    })
    line.once('error', reject)
    const key = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
    line.write(
      `GET /collab/${NOBODY} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n`,
    )
  })
}
