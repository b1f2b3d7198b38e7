/** The line to open pages: over a real socket, on two nodes, until the session ends. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import pino from 'pino'
import { afterAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { isOwnOrigin } from '../../../server/collab/index.ts'
import { createLive } from '../../../server/news/index.ts'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { freshOffice, PASSWORD, VISITOR } from '../setup/office.ts'

const office = await freshOffice()
const { access, drafts, review, news } = office
const log = pino({ level: 'silent' })
const owner = await office.person(['specialist'])
const reviewer = await office.person(['reviewer'])
const leader = await office.person(['leader'])

/** A node of the house, as far as news is concerned. */
async function node() {
  const live = createLive({
    url: office.house.url,
    log,
    seats: access.socket,
    isOwnOrigin: (request) => isOwnOrigin(request, undefined),
    countUnread: news.unread,
  })
  const server: Server = createServer()
  server.on('upgrade', (request, stream, head) =>
    live.takes(request) ? live.upgrade(request, stream, head) : stream.destroy(),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `ws://127.0.0.1:${port}/news/live`, live, server }
}
const nodes = [await node(), await node()] as const
afterAll(async () => {
  for (const { live, server } of nodes) {
    await live.close()
    server.close()
    server.closeAllConnections()
  }
  await office.drop()
})

async function signIn(person: typeof owner) {
  const signed = await access.signIn({ username: person.username, password: PASSWORD }, VISITOR)
  return { signed, cookie: `${signed.cookie?.name}=${signed.cookie?.value}` }
}

/** A page that listens: what it was told, and how it was closed. */
function page(url: string, headers: Record<string, string>) {
  const socket = new WebSocket(url, { headers })
  const told: number[] = []
  const state = { told, closed: 0, socket }
  socket.on('message', (data) => {
    const message: unknown = JSON.parse(String(data))
    if (typeof message === 'object' && message && 'unread' in message) told.push(Number(message.unread))
  })
  socket.on('close', (code) => (state.closed = code))
  socket.on('error', () => {})
  return state
}

const until = (met: () => boolean) => expect.poll(met, { timeout: 10_000 }).toBe(true)

test('an act is told on every node and device, and so is that it was read', async () => {
  const [here, there] = [await signIn(reviewer), await signIn(reviewer)]
  const pages = [page(nodes[0].url, { cookie: here.cookie }), page(nodes[1].url, { cookie: there.cookie })]
  await until(() => pages.every(({ told }) => told.at(-1) === 0))
  const { id: draftId } = await drafts.create(owner, { kind: 'cong-van', subject: 'Một' })
  await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
  await until(() => pages.every(({ told }) => told.at(-1) === 1))
  await news.read(reviewer, { draftId })
  await until(() => pages.every(({ told }) => told.at(-1) === 0))

  // The end of a session ends its line, and no other.
  await access.signOut(here.signed)
  await until(() => pages[0]?.closed === CLOSE.notSignedIn.code)
  await review.open(owner, { draftId, anchor: null, quote: '', text: 'Nhờ xem gấp' })
  expect(pages[1]?.closed).toBe(0)
  pages[1]?.socket.close()
})

test('strangers, other sites and pages that speak are sent away', async () => {
  const { cookie } = await signIn(leader)
  const stranger = page(nodes[0].url, {})
  const foreign = page(nodes[0].url, { cookie, origin: 'https://evil.example' })
  const speaker = page(nodes[0].url, { cookie })
  await until(() => speaker.told.length > 0)
  speaker.socket.send('x')
  await until(() => [stranger, foreign, speaker].every(({ closed }) => closed !== 0))
  expect([stranger.closed, foreign.closed, speaker.closed]).toEqual([
    CLOSE.notSignedIn.code,
    CLOSE.foreignOrigin.code,
    CLOSE.badFrame.code,
  ])
})

test('the line of a person who loops is not the line of the house', async () => {
  const { cookie } = await signIn(owner)
  const pages = Array.from({ length: 45 }, () => page(nodes[0].url, { cookie }))
  await until(() => pages.filter(({ told, closed }) => told.length > 0 || closed !== 0).length === 45)
  expect(pages.filter(({ closed }) => closed === CLOSE.tooManyConnections.code)).toHaveLength(5)
  for (const { socket } of pages) socket.close()
})

test('when the database cuts the ear off, it listens again and says what was missed', async () => {
  const { cookie } = await signIn(reviewer)
  const one = page(nodes[0].url, { cookie })
  await until(() => one.told.length > 0)
  const { rowCount } = await office.house.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen news' and datname = current_database()`,
  )
  expect(rowCount).toBe(2)
  const { id: draftId } = await drafts.create(owner, { kind: 'cong-van', subject: 'Hai' })
  await drafts.submit(owner, { draftId, step: 0, reviewerId: reviewer.id, leaderId: leader.id })
  const unread = await news.unread(reviewer)
  await until(() => one.told.at(-1) === unread)
  one.socket.close()
})
