/**
 * GUARD-2: random and mutated frames from somebody who may only suggest. Not a byte of the text changes, and whoever writes goes on.
 *   FRAMES=200000 npx vitest run --project integration tests/fuzz/review/frames
 */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { closeReason } from '../../../src/lib/collab/close.ts'
import { newText } from '../../../src/lib/document/seed.ts'
import { FRAMES as BARE, GROUND, textOf, UPDATES } from '../../hostile/suggester/frames.ts'
import { type Office, openOffice, until } from '../../integration/collab/office.ts'
import { RawClient } from '../../integration/collab/raw-client.ts'
import { WHOLE } from '../../whole.ts'
import { mutate, wrapped } from '../mutate.ts'
import { drawSeed, seeded } from '../random.ts'

const FRAMES = Number(process.env.FRAMES ?? (WHOLE ? 40_000 : 2_000))
const SEED = drawSeed('suggest frames')
/** As many wait at most before the other side is heard. */
const AT_ONCE = 40

let office: Office
beforeAll(async () => {
  office = await openOffice({ limits: { messageBurst: 1e9, bytesBurst: 1e12, connectionsPerPerson: 1e6 } })
})
afterAll(() => office.close())

test(`GUARD-2: ${FRAMES} random and mutated frames of who may only suggest (SEED=${SEED})`, async () => {
  const random = seeded(SEED)
  const draft = randomUUID()
  const update = Y.encodeStateAsUpdate(newText(GROUND))
  await office.collaboration.seed(office.database.pool, draft, update, null)
  const suggester = randomUUID()
  office.rights.set(suggester, draft, 'suggest')
  const writer = await RawClient.open(office.url, draft, randomUUID())
  const others = Object.values(UPDATES).map((forge) => forge(writer.doc, writer.doc.clientID))
  const known = [
    ...others.flatMap((forged) => [wrapped(1, forged), wrapped(2, forged)]),
    ...Object.values(BARE).map(({ frame }) => Buffer.from(frame(writer.doc))),
    wrapped(0, Y.encodeStateVector(writer.doc)),
    wrapped(1, Y.encodeStateAsUpdate(writer.doc)),
  ]
  const codes = new Set<number>()
  const before = plain(writer.doc)
  for (let sent = 0; sent < FRAMES;) {
    const client = new RawClient(office.url, draft, suggester)
    client.quiet = true
    await client.opened()
    if (random.chance(0.8)) client.socket.send(Buffer.from([0, 1, 2, 0, 0])) // the answer to step 1
    for (let left = 1 + random.below(AT_ONCE); left > 0 && client.closed === null; left--, sent++) {
      client.socket.send(random.chance(0.1) ? random.pick(known) : mutate(random.pick(known), random))
      if (random.chance(0.2)) await new Promise((resolve) => setImmediate(resolve))
    }
    if (random.chance(0.3)) client.socket.terminate()
    else client.close()
    await until('the socket is closed', () => client.closed !== null)
    codes.add(client.closed?.code ?? 0)
    writer.frames.length = 0
    if (random.chance(0.02)) writer.edit((doc) => textOf(doc, 1).insert(0, 'việc '))
  }
  for (const code of codes) expect([1000, 1005, 1006].includes(code) || closeReason(code), `code ${code}`).toBeTruthy()
  await until('everybody else is served', () => writer.lastStored === writer.sent || writer.closed !== null)
  expect(writer.closed).toBeNull()
  const disk = await office.onDisk(draft)
  for (const doc of [writer.doc, disk]) expect(plain(doc).replaceAll('việc ', '')).toBe(before)
  const { rows } = await office.database.pool.query('select 1 from text_updates where draft_id = $1 and user_id = $2', [
    draft,
    suggester,
  ])
  expect(rows).toEqual([])
  writer.close()
}, 3_600_000)

const plain = (doc: Y.Doc) => JSON.stringify([doc.getXmlFragment('body').toString(), doc.getMap('fields').toJSON()])
