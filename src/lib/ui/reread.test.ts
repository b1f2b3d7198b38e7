import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rereadingFetch } from './reread.ts'

const ask = vi.fn<typeof fetch>()
let here = 'http://office/drafts/7#a'
const patient = rereadingFetch(ask, () => ({ href: here }))
const DATA = 'http://office/drafts/7/__data.json?x-sveltekit-invalidated=01'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('addEventListener', vi.fn())
  vi.stubGlobal('removeEventListener', vi.fn())
  here = 'http://office/drafts/7#a'
  ask.mockReset().mockImplementation(async () => new Response('good'))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the data of the page that is open are asked for until the server answers', async () => {
  ask.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  for (const status of [502, 503, 504]) ask.mockImplementationOnce(async () => new Response('', { status }))
  ask.mockRejectedValueOnce(new TypeError('Failed to fetch'))
  const answer = patient(DATA, {})
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await (await answer).text()).toBe('good')
  expect(ask).toHaveBeenCalledTimes(6)
})

const told = (...nodes: unknown[]) => JSON.stringify({ type: 'data', nodes })
const layout = { type: 'data', data: [{ user: 1 }, 'Mai'] }

test('a load that found the database away, told in an answer of 200, is asked for again', async () => {
  for (const status of [502, 503, 504]) {
    const body = told(layout, null, { type: 'error', error: { message: 'away' }, status })
    ask.mockImplementationOnce(async () => new Response(body))
    ask.mockImplementationOnce(async () => new Response(`${body}\n{"type":"chunk"}\n`))
  }
  const answer = patient(DATA)
  await vi.advanceTimersByTimeAsync(90_000)
  expect(await (await answer).text()).toBe('good')
  expect(ask).toHaveBeenCalledTimes(7)
})

test('any other word of a load is passed on whole: refusals, and a document that speaks of errors', async () => {
  const bodies = [
    told(layout, { type: 'error', error: { message: 'gone' }, status: 404 }),
    told(layout, { type: 'error', error: { message: 'broken' } }),
    told(layout, { type: 'data', data: [{ text: 1 }, '{"type":"error","status":504}'] }),
    `${told(layout)}\n{"type":"chunk","id":1,"data":["later"]}\n`,
    '{"type":"error"',
  ]
  for (const body of bodies) {
    ask.mockImplementationOnce(async () => new Response(body))
    expect(await (await patient(DATA)).text()).toBe(body)
  }
  expect(ask).toHaveBeenCalledTimes(bodies.length)
})

test('a stream that goes on for long holds nothing up; one that breaks off at once is asked for again', async () => {
  const stream = (begin: (to: ReadableStreamDefaultController<Uint8Array>) => void) =>
    new Response(new ReadableStream({ start: begin }))
  ask.mockImplementationOnce(async () => stream((to) => to.error(new TypeError('network error'))))
  ask.mockImplementationOnce(async () => stream((to) => to.enqueue(new TextEncoder().encode(`${told(layout)}\n`))))
  const answer = patient(DATA)
  await vi.advanceTimersByTimeAsync(1_000)
  expect((await answer).ok).toBe(true)
  expect(ask).toHaveBeenCalledTimes(2)
})

test('what the server itself answers is passed on as it is', async () => {
  for (const status of [404, 500]) {
    ask.mockImplementationOnce(async () => new Response('', { status }))
    expect((await patient(DATA)).status).toBe(status)
  }
})

test('anything else fails at once: another page, another host, an act', async () => {
  for (const address of [
    'http://office/drafts/8/__data.json',
    'http://elsewhere/drafts/7/__data.json',
    'http://office/drafts/7/pages',
    '/drafts/7',
  ]) {
    ask.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    await expect(patient(address), address).rejects.toThrow('Failed to fetch')
  }
})

test('the first page of all, and one with a query, are known too', async () => {
  for (const [page, data] of [
    ['http://office/', 'http://office/__data.json'],
    ['http://office/documents?search=a', 'http://office/documents/__data.json?search=a'],
  ] as const) {
    here = page
    ask.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    const answer = patient(data)
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await answer).ok).toBe(true)
  }
})
