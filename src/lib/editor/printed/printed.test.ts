import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Printed } from './printed.svelte.ts'

const look = { blocks: 3, pages: 1, marks: [], pictures: [] }
const drawn = { ...look, pictures: [{ hash: 'a', width: 596, height: 842 }] }
const say = (body: unknown, status = 200) =>
  new Response(status === 304 ? null : JSON.stringify(body), { status, headers: { etag: '"1"' } })

const fetched = vi.fn<(address: string, init?: RequestInit) => Promise<Response>>()
let stored = true
let printed: Printed

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', fetched)
  fetched.mockReset().mockImplementation(async () => say(look))
  stored = true
  printed = new Printed({ address: '/drafts/1/pages', isStored: () => stored, blocks: () => 3 })
})
afterEach(() => {
  printed.destroy()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('asks when typing pauses, or goes on for long, and once more when all must be stored', async () => {
  printed.changed()
  await pass(400)
  printed.changed()
  await pass(400)
  expect(fetched).toHaveBeenCalledTimes(0)
  await pass(200)
  expect(fetched).toHaveBeenCalledTimes(1)
  expect(printed.latest).toEqual(look)
  await pass(10_000)
  expect(fetched).toHaveBeenCalledTimes(2)
  expect(fetched.mock.lastCall?.[1]?.headers).toMatchObject({ 'if-none-match': '"1"' })
  for (let n = 0; n < 12; n++) {
    printed.changed()
    await pass(300)
  }
  expect(fetched).toHaveBeenCalledTimes(3)
})

test('does not ask for what is not on the server’s disk', async () => {
  stored = false
  printed.changed()
  await pass(2_000)
  expect(fetched).toHaveBeenCalledTimes(0)
  stored = true
  printed.changed()
  await pass(600)
  expect(fetched).toHaveBeenCalledTimes(1)
})

test('asks for pictures, and soon, only while somebody looks at them', async () => {
  fetched.mockImplementation(async (address) => say(address.endsWith('?pictures') ? drawn : look))
  printed.watch(true)
  await pass(0)
  expect(printed.latest?.pictures).toHaveLength(1)
  printed.changed()
  await pass(70)
  expect(fetched.mock.calls.map(([address]) => address)).toEqual(
    Array.from({ length: 2 }, () => '/drafts/1/pages?pictures'),
  )
  printed.watch(false)
  await pass(0)
  expect(fetched.mock.lastCall?.[0]).toBe('/drafts/1/pages')
})

test('one question at a time; what changes meanwhile is asked after it', async () => {
  let answer = (_: Response) => {}
  fetched.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)))
  printed.changed()
  await pass(600)
  printed.changed()
  await pass(5_000)
  expect(fetched).toHaveBeenCalledTimes(1)
  answer(say(look))
  await pass(600)
  expect(fetched).toHaveBeenCalledTimes(2)
})

test('what was seen last stays while the server is away, and comes anew by itself', async () => {
  printed.changed()
  await pass(600)
  fetched.mockRejectedValueOnce(new TypeError('network'))
  fetched.mockImplementationOnce(async () => say({}, 503))
  printed.changed()
  await pass(600)
  expect(printed).toMatchObject({ state: { is: 'away' }, latest: look })
  await pass(3_000)
  expect(printed.state.is).toBe('away')
  await pass(3_000)
  expect(printed.state.is).toBe('current')
})

test('an expected failure is told with its character; being too fast is not told but waited for', async () => {
  const unprintable = { is: 'unprintable', code: 'cannot_be_printed', detail: { character: '☐' } }
  printed.changed()
  await pass(600)
  fetched.mockImplementationOnce(async () => say(unprintable))
  printed.changed()
  await pass(600)
  expect(printed).toMatchObject({ state: { is: 'failed', code: 'cannot_be_printed', character: '☐' }, latest: look })
  fetched.mockImplementationOnce(async () => say({ code: 'too_many_requests', detail: { seconds: 2 } }, 429))
  printed.changed()
  await pass(600)
  const before = fetched.mock.calls.length
  await pass(1_300)
  expect(fetched).toHaveBeenCalledTimes(before)
  await pass(1_000)
  expect(printed.state.is).toBe('current')
})

test('an answer about a text of other blocks is not taken for marks, and not asked for without end', async () => {
  fetched.mockImplementation(async () => say({ ...look, blocks: 4 }))
  printed.changed()
  await pass(600)
  expect(printed.latest).toBeNull()
  await pass(60_000)
  expect(fetched.mock.calls.length).toBeLessThan(10)
})
