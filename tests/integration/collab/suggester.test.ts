/**
 * GUARD-2 from a raw socket: who may only suggest reaches no letter of the text through it, whatever is sent, on whichever node,
 * and on coming back. What they suggest goes over HTTP (tests/integration/suggest, tests/e2e/forged.test.ts). Each attack beside
 * honest work of three others, which goes on. FORGED=all sends every update in every way.
 */
import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Bus, createRedisBus } from '../../../server/collab/index.ts'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { SYNC } from '../../../src/lib/collab/protocol.ts'
import { newText } from '../../../src/lib/document/seed.ts'
import { copyOf, FRAMES, GROUND, refusalOf, SKULL, textOf, UPDATES } from '../../hostile/suggester/frames.ts'
import { type Office, openOffice, until } from './office.ts'
import { RawClient } from './raw-client.ts'
import { hasRedis, startRedis } from './redis.ts'

let office: Office
/** Two, where Redis is installed. */
let urls: string[]
let redis: Awaited<ReturnType<typeof startRedis>> | null = null
const buses: Bus[] = []
let draft: string
let honest: RawClient[]
let attacker: string
beforeAll(async () => {
  office = await openOffice()
  urls = [office.url]
  if (!hasRedis) return
  redis = await startRedis()
  const { url } = redis
  const log = pino({ level: 'silent' })
  buses.push(...(await Promise.all([1, 2].map(() => createRedisBus(url, log)))))
  const nodes = await Promise.all(buses.map((bus) => office.startNode({ bus })))
  urls = nodes.map((node) => node.url)
})
afterAll(async () => {
  await office.close()
  for (const bus of buses) await bus.close()
  await redis?.stop()
})

beforeEach(async () => {
  draft = randomUUID()
  const update = Y.encodeStateAsUpdate(newText(GROUND))
  await office.collaboration.seed(office.database.pool, draft, update, null)
  attacker = randomUUID()
  office.rights.set(attacker, draft, 'suggest')
  honest = await Promise.all([0, 1, 2].map((at) => RawClient.open(node(at), draft, randomUUID())))
})
afterEach(() => honest.forEach((client) => client.close()))

const node = (at: number) => urls[at % urls.length] ?? ''

const WORK = /việc \d+\.\d /g
const plain = (doc: Y.Doc) => JSON.stringify([doc.getXmlFragment('body').toString(), doc.getMap('fields').toJSON()])
const withoutWork = (doc: Y.Doc) => plain(doc).replaceAll(WORK, '')

/** Honest work of all three, which must come through to all three. */
let rounds = 0
async function work(): Promise<void> {
  const words = honest.map((_, at) => `việc ${++rounds}.${at} `)
  honest.forEach((client, at) => client.edit((doc) => textOf(doc, 1).insert(0, words[at] ?? '')))
  await until('everybody has everything', () =>
    honest.every(({ doc }) => words.every((word) => textOf(doc, 1).toString().includes(word))),
  )
}

const WAYS = ['as it was typed', 'as an answer', 'on coming back'] as const
type Way = (typeof WAYS)[number]
const UPDATE_KINDS = Object.keys(UPDATES)
const ATTACKS = UPDATE_KINDS.flatMap((kind, at) =>
  (process.env.FORGED === 'all' ? WAYS : [WAYS[at % WAYS.length] ?? WAYS[0]]).map((way) => ({ kind, way, at })),
)

test.each(ATTACKS)('$way: $kind', async ({ kind, way, at }) => {
  const before = withoutWork(honest[0]?.doc ?? new Y.Doc())
  const client = await RawClient.open(node(at), draft, attacker)
  client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(client.doc)) // as every client answers
  const forged = UPDATES[kind]?.(client.doc, honest[0]?.doc.clientID ?? 0) ?? new Uint8Array()
  const sent = send(client, way, forged, at)
  // By the time somebody has come back, a colleague at work may have written what was forged under their client.
  const closed = way === 'on coming back' ? await sent : (await Promise.all([sent, work()]))[0]
  await work()
  expect(await closed.closedWith()).toBe(CLOSE[refusalOf(kind)].code)
  await expectNothingOf(before)
})

/** The connection over which it was sent. */
async function send(client: RawClient, way: Way, forged: Uint8Array, at: number): Promise<RawClient> {
  if (way !== 'on coming back') {
    client.sendSync(way === 'as an answer' ? SYNC.step2 : SYNC.update, forged)
    return client
  }
  client.close()
  const doc = copyOf(client.doc)
  const back = new RawClient(node(at + 1), draft, attacker, { doc })
  // What was written while the line was down goes out with the answer to the server's question.
  back.quiet = true
  await back.opened()
  back.sendSync(SYNC.step1, Y.encodeStateVector(doc))
  back.sendSync(SYNC.step2, Y.mergeUpdates([Y.encodeStateAsUpdate(doc), forged]))
  return back
}

test.each(Object.keys(FRAMES))('a frame that is no update: %s', async (kind) => {
  const before = withoutWork(honest[0]?.doc ?? new Y.Doc())
  const client = await RawClient.open(node(kind.length), draft, attacker)
  const { frame, refused } = FRAMES[kind] ?? { frame: () => new Uint8Array(), refused: 'badFrame' as const }
  client.socket.send(frame(client.doc))
  await work()
  expect(await client.closedWith()).toBe(CLOSE[refused].code)
  await expectNothingOf(before)
})

/** Neither on a screen nor on the disk. */
async function expectNothingOf(before: string): Promise<void> {
  await until('it is on disk', () => honest.every((one) => one.lastStored === one.sent))
  const disk = await office.onDisk(draft)
  for (const doc of [...honest.map((one) => one.doc), disk]) {
    expect(withoutWork(doc)).toBe(before)
    expect(plain(doc)).toBe(plain(disk))
    expect(plain(doc)).not.toContain(SKULL)
    expect([...doc.share.keys()].sort()).toEqual(['body', 'fields'])
  }
  expect(honest.every((one) => one.isOpen)).toBe(true)
  const { rows } = await office.database.pool.query('select 1 from text_updates where draft_id = $1 and user_id = $2', [
    draft,
    attacker,
  ])
  expect(rows).toEqual([])
}

test('what was suggested offline comes to no text by itself: the copy is never sent', async () => {
  const client = await RawClient.open(node(0), draft, attacker)
  client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(client.doc))
  await work()
  await until('it is confirmed', () => client.lastStored === client.sent)
  expect(client.closed).toBeNull()
  await until('it follows', () => plain(client.doc) === plain(honest[0]?.doc ?? new Y.Doc()))
  client.close()
})
