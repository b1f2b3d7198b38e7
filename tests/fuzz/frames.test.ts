/**
 * IN-1: random and mutated frames from nobody, a reader and a writer. FRAMES=200000 for the long run, SEED to replay.
 * A connection may be closed only with a code of ours; the server answers everybody else meanwhile; memory stays flat;
 * and what is in the log can always be read by Yjs.
 */
import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { closeReason } from '../../src/lib/collab/close.ts'
import { type Office, openOffice, until } from '../integration/collab/office.ts'
import { RawClient } from '../integration/collab/raw-client.ts'
import { WHOLE } from '../whole.ts'
import { randomEdit } from './edits.ts'
import { mutate, wrapped } from './mutate.ts'
import { drawSeed, type Random, seeded } from './random.ts'

const FRAMES = Number(process.env.FRAMES ?? (WHOLE ? 60_000 : 3_000))
const SEED = drawSeed('frames')

/** The test's own clients and code leave a little behind; what grows with every frame would leave far more. */
const MOST_GROWTH_BYTES = 16 * 1024 * 1024

let office: Office
beforeAll(async () => {
  office = await openOffice({
    limits: { messageBurst: 1e9, bytesBurst: 1e12, lingerMs: 100, connectionsPerPerson: 1e6 },
  })
})
afterAll(() => office.close())

/** Frames a real client would send, to mutate. */
function honestFrames(random: Random): Buffer[] {
  const doc = new Y.Doc()
  const frames: Buffer[] = []
  const wrap = (kind: number, payload: Uint8Array) => frames.push(wrapped(kind, payload))
  doc.on('update', (update: Uint8Array) => wrap(2, update))
  for (let i = 0; i < 60; i++) randomEdit(doc, random)
  wrap(0, Y.encodeStateVector(doc))
  wrap(1, Y.encodeStateAsUpdate(doc))
  const state = Buffer.from(JSON.stringify({ user: { name: 'a' }, cursor: { anchor: 1 } }))
  const presence = Buffer.concat([Buffer.from([1, 5, 1, state.length]), state])
  frames.push(Buffer.concat([Buffer.from([1, presence.length]), presence]), Buffer.from([3]))
  return frames
}

test(`IN-1: ${FRAMES} random and mutated frames (SEED=${SEED})`, async () => {
  const random = seeded(SEED)
  const early = await attack(random, Math.ceil(FRAMES / 4))
  const late = await attack(random, Math.floor((FRAMES * 3) / 4))
  process.stdout.write(
    `fuzz: seed ${SEED}, ${FRAMES} frames, held ${megabytes(early)} MB, then ${megabytes(late)} MB\n`,
  )
  expect(late - early, 'memory stays flat').toBeLessThan(MOST_GROWTH_BYTES)
}, 3_600_000)

/** Sends so many frames over many connections. Resolves with the bytes held once everybody has gone. */
async function attack(random: Random, frames: number): Promise<number> {
  const honest = honestFrames(random)
  const drafts = [await office.draft('Căn cứ'), await office.draft('Căn cứ')]
  const reader = randomUUID()
  for (const draft of drafts) office.rights.set(reader, draft, 'read')
  const people = ['', reader, randomUUID()]
  const codes = new Set<number>()
  const witness = await RawClient.open(office.url, drafts[0] as string, randomUUID())

  for (let sent = 0; sent < frames;) {
    const client = new RawClient(office.url, random.pick(drafts), random.pick(people))
    client.quiet = true
    await client.opened()
    if (random.chance(0.8)) client.socket.send(Buffer.from([0, 1, 2, 0, 0])) // the answer to step 1
    for (let i = 1 + random.below(40); i > 0 && client.closed === null; i--, sent++) {
      const kind = random.below(10)
      const frame = kind < 2 ? random.pick(honest) : kind < 8 ? mutate(random.pick(honest), random) : noise(random)
      client.socket.send(frame)
      if (random.chance(0.2)) await new Promise((resolve) => setImmediate(resolve))
    }
    if (random.chance(0.3)) client.socket.terminate()
    else client.close()
    await until('the socket is closed', () => client.closed !== null)
    codes.add(client.closed?.code ?? 0)
    witness.frames.length = 0
  }
  for (const code of codes) expect([1000, 1005, 1006].includes(code) || closeReason(code), `code ${code}`).toBeTruthy()

  witness.type('!')
  await until('everybody else is still served', () => witness.lastStored === witness.sent || witness.closed !== null)
  expect(witness.closed).toBeNull()
  for (const draft of drafts) {
    for await (const { update } of office.collaboration.history(office.database.pool, draft)) {
      expect(() => Y.applyUpdate(new Y.Doc(), update)).not.toThrow()
    }
    await office.onDisk(draft)
  }
  witness.close()
  const { collaboration } = office
  await until('nothing is left', () => collaboration.stats().rooms === 0 && collaboration.stats().unsaved === 0)
  return heldBytes()
}

/** What is left after a full collection. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1)

function noise(random: Random): Buffer {
  return Buffer.from(Array.from({ length: random.below(60) }, () => random.below(256)))
}
