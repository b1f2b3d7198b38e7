import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { Person } from '../../../server/access/person.ts'
import { readRevision } from '../../../server/issue/revision.ts'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { MESSAGE, SYNC } from '../../../src/lib/collab/protocol.ts'
import { SCHEMA_VERSION } from '../../../src/lib/document/model.ts'
import { readDocument } from '../../../src/lib/document/read.ts'
import { newText } from '../../../src/lib/document/seed.ts'
import { until } from '../collab/office.ts'
import { outcome, PASSWORD, VISITOR } from '../setup/office.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from './office.ts'

const SECRET = 'BÍ-MẬT-ĐÃ-XOÁ'

const office = await freshIssuingOffice()
const { issue, leader, clerk, owner, pool } = office
const server = createServer().on('upgrade', office.collab.upgrade)
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(async () => {
  await office.drop()
  server.close()
})

/** A draft in which a word was written and deleted again before it was approved. */
async function draftWithDeletion() {
  const draft = await office.approvedDraft({ text: `${SECRET} Giao Văn phòng theo dõi việc thực hiện` })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, await office.collab.readState(pool, draft.id))
  const before = Y.encodeStateVector(doc)
  const [words] = doc.getXmlFragment('body').querySelectorAll('textblock').flatMap(textsIn)
  words?.delete(0, SECRET.length + 1)
  await pool.query('update text_heads set head = 2 where draft_id = $1', [draft.id])
  await pool.query('insert into text_updates (draft_id, position, update) values ($1, 2, $2)', [
    draft.id,
    Buffer.from(Y.encodeStateAsUpdate(doc, before)),
  ])
  return draft
}

const textsIn = (block: unknown) =>
  block instanceof Y.XmlElement ? block.toArray().filter((child) => child instanceof Y.XmlText) : []

/** All that somebody gets who asks over the socket for the text. */
async function overSocket(person: Person, draftId: string): Promise<{ bytes: Buffer; code: number | null }> {
  const { cookie } = await office.access.signIn({ username: person.username, password: PASSWORD }, VISITOR)
  const { port } = server.address() as AddressInfo
  const socket = new WebSocket(`ws://127.0.0.1:${port}/collab/${draftId}?schema=${SCHEMA_VERSION}`, {
    headers: { cookie: `session=${cookie?.value}` },
  })
  const frames: Buffer[] = []
  let code: number | null = null
  socket.on('message', (data: Buffer) => frames.push(data))
  socket.on('close', (given) => (code = given))
  socket.on('open', () => socket.send(Buffer.from([MESSAGE.sync, SYNC.step1, 1, 0])))
  const isText = (frame: Buffer) => frame[0] === MESSAGE.sync && frame[1] === SYNC.step2
  await until('the text, or the end of the line', () => code !== null || frames.some(isText))
  socket.terminate()
  return { bytes: Buffer.concat(frames), code }
}

const AROUND = { address: '/drafts/x', undescribed: 'Hình ảnh' }

test('GUARD-1: who has no part in a draft reads what was frozen, and no byte of what was deleted on the way', async () => {
  const draft = await draftWithDeletion()
  const stranger = await office.person(['specialist'])
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  expect(await outcome(issue.read(stranger, draft.id, AROUND))).toBe('not_found')
  await issue.seal(clerk, draft.id, { pin: SEAL_PIN })
  await issue.publish(clerk, draft.id)

  // It is in what those get who wrote it; so it would be found.
  expect((await overSocket(owner, draft.id)).bytes.includes(SECRET)).toBe(true)
  for (const outsider of [stranger, clerk]) {
    const { bytes, code } = await overSocket(outsider, draft.id)
    expect(code).toBe(CLOSE.notFound.code)
    expect(bytes.length).toBe(0)
    const page = [
      await office.drafts.get(outsider, draft.id),
      await office.review.threads(outsider, draft.id),
      await issue.read(outsider, draft.id, AROUND),
    ]
    expect(JSON.stringify(page)).toContain('Giao Văn phòng theo dõi việc thực hiện')
    expect(JSON.stringify(page)).not.toContain(SECRET)
  }
})

test('what was frozen becomes a text of its own that says the same, and nothing else', async () => {
  const draft = await draftWithDeletion()
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  const { document } = await readRevision(office.db, draft.id)
  const copy = newText(document)
  expect(readDocument(copy)).toEqual(document)
  expect(Buffer.from(Y.encodeStateAsUpdate(copy)).includes(SECRET)).toBe(false)
})
