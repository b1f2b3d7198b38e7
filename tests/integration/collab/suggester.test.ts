/**
 * GUARD-2 from a raw socket: who may only suggest reaches no letter of the text through it, whatever is sent. What they suggest goes
 * over HTTP (tests/integration/suggest). Each attack beside honest work of two others, which goes on.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CLOSE } from '../../../src/lib/collab/close.ts'
import { SYNC } from '../../../src/lib/collab/protocol.ts'
import { newText } from '../../../src/lib/document/seed.ts'
import { bold, clause, documentOf, p } from '../../../src/lib/document/testing.ts'
import { type Office, openOffice, until } from './office.ts'
import { RawClient } from './raw-client.ts'

let office: Office
let draft: string
let honest: [RawClient, RawClient]
let attacker: string
beforeAll(async () => (office = await openOffice()))
afterAll(() => office.close())

beforeEach(async () => {
  draft = randomUUID()
  const text = newText(documentOf('quyet-dinh', [p('Một hai ba.'), clause('dieu', 'Bốn ', 'd1'), p(bold('Năm'))]))
  await office.collaboration.seed(office.database.pool, draft, Y.encodeStateAsUpdate(text), null)
  attacker = randomUUID()
  office.rights.set(attacker, draft, 'suggest')
  honest = [
    await RawClient.open(office.url, draft, randomUUID()),
    await RawClient.open(office.url, draft, randomUUID()),
  ]
})
afterEach(() => honest.forEach((client) => client.close()))

const body = (doc: Y.Doc) => doc.getXmlFragment('body')
const line = (doc: Y.Doc, at = 0) => {
  const element = body(doc).get(at)
  if (!(element instanceof Y.XmlElement)) throw new Error('no line')
  return element
}
const text = (doc: Y.Doc, at = 0) => {
  const held = line(doc, at).get(0)
  if (!(held instanceof Y.XmlText)) throw new Error('no text')
  return held
}
const plain = (doc: Y.Doc) => JSON.stringify([body(doc).toString(), doc.getMap('fields').toJSON()])

/** Honest work of both, which must come through. */
let rounds = 0
async function work(): Promise<void> {
  const words = ` việc ${++rounds}`
  honest.forEach((client, at) => client.edit((doc) => text(doc, 1).insert(0, `${words}${at}`)))
  await until('both have both', () =>
    honest.every(({ doc }) => [0, 1].every((at) => text(doc, 1).toString().includes(`${words}${at}`))),
  )
}

/** What a client of the attacker's would send for this. */
function update(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(copy)
  copy.transact(() => change(copy))
  return Y.encodeStateAsUpdate(copy, before)
}
const edit = (change: (doc: Y.Doc) => void) => (doc: Y.Doc) => update(doc, change)

const FORGED: Record<string, (doc: Y.Doc) => Uint8Array> = {
  'a letter': edit((doc) => text(doc).insert(3, '☠')),
  'a letter at the start': edit((doc) => text(doc).insert(0, '☠')),
  'a letter that is marked as an insertion': edit((doc) => text(doc).insert(3, '☠', { insertion: { id: 'a' } })),
  'a letter under an id that is a mark': edit((doc) => text(doc).insert(3, '☠', { suggestInsert: 'a' })),
  'a mark over what is there': edit((doc) => text(doc).format(0, 3, { bold: {} })),
  'a mark taken away': edit((doc) => text(doc, 2).format(0, 3, { bold: null })),
  'a deletion mark over what is there': edit((doc) => text(doc).format(0, 3, { deletion: { id: 'a' } })),
  'a paragraph': edit((doc) => body(doc).insert(0, [new Y.XmlElement('textblock')])),
  'a paragraph behind the others': edit((doc) => body(doc).push([new Y.XmlElement('textblock')])),
  'a node that nobody knows': edit((doc) => body(doc).insert(0, [new Y.XmlElement('suggestion')])),
  'a line end': edit((doc) => line(doc).insert(1, [new Y.XmlElement('hardBreak')])),
  'letters between the blocks': edit((doc) => body(doc).insert(0, [new Y.XmlText('☠')])),
  'another role of a line': edit((doc) => line(doc).setAttribute('role', 'clause')),
  'another level of a clause': edit((doc) => line(doc, 1).setAttribute('level', 'khoan')),
  'another id of a clause': edit((doc) => line(doc, 1).setAttribute('id', 'd9')),
  'a field': edit((doc) => doc.getMap('fields').set('signerName', '☠')),
  'a letter in a field': edit((doc) => (doc.getMap('fields').get('subject') as Y.Text).insert(0, '☠')),
  'another kind': edit((doc) => doc.getMap('fields').set('kind', 'cong-van')),
  'another root': edit((doc) => doc.getMap('suggestions').set('a', { by: 'x' })),
  'a root that is a text': edit((doc) => doc.getText('hidden').insert(0, '☠')),
  'a place of a comment': edit((doc) => doc.getMap('anchors').set('a/1', { start: {}, end: {} })),
  bytes: edit((doc) => doc.getMap('fields').set('leaderWords', new Uint8Array(9))),
  'a document inside': edit((doc) => doc.getMap('fields').set('leaderWords', new Y.Doc())),
  'an embed': edit((doc) => text(doc).insertEmbed(0, { a: 1 })),
  'the deletion of a letter': edit((doc) => text(doc).delete(0, 1)),
  'the deletion of everything': edit((doc) => body(doc).delete(0, body(doc).length)),
  'the deletion of a field': edit((doc) => doc.getMap('fields').delete('subject')),
  'a line replaced by its like': edit((doc) => {
    const like = line(doc).clone()
    body(doc).delete(0, 1)
    body(doc).insert(0, [like])
  }),
  "an undo of others' work": edit((doc) => text(doc, 1).delete(0, 3)),
  'structs that wait for others': (doc) => {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    copy.clientID = 4242
    text(copy).insert(0, 'a')
    const before = Y.encodeStateVector(copy)
    text(copy).insert(1, 'b')
    return Y.encodeStateAsUpdate(copy, before)
  },
  "letters under a colleague's client": (doc) => {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    copy.clientID = honest[0].doc.clientID
    const before = Y.encodeStateVector(copy)
    text(copy).insert(0, 'giả')
    return Y.encodeStateAsUpdate(copy, before)
  },
  'honest work with a forged letter behind it': (doc) =>
    Y.mergeUpdates([Y.encodeStateAsUpdate(doc), update(doc, (copy) => text(copy).insert(0, '☠'))]),
  'a letter typed and deleted again': edit((doc) => {
    text(doc).insert(0, '☠')
    text(doc).delete(0, 1)
  }),
  'a thousand letters': edit((doc) => text(doc).insert(0, '☠'.repeat(1_000))),
}

test.each(Object.keys(FORGED))('as it was typed: %s', async (kind) => {
  await attack(kind, SYNC.update)
})

test.each(Object.keys(FORGED))('as the answer to what the server asks: %s', async (kind) => {
  await attack(kind, SYNC.step2)
})

async function attack(kind: string, how: number): Promise<void> {
  const client = await RawClient.open(office.url, draft, attacker)
  client.sendSync(SYNC.step2, Y.encodeStateAsUpdate(client.doc)) // as every client answers
  const forged = FORGED[kind]?.(client.doc) ?? new Uint8Array()
  client.sendSync(how, forged)
  await work()
  // What is no update of ours at all is refused before anybody's right is asked.
  const refusal = kind === 'a document inside' ? CLOSE.badFrame : CLOSE.notAllowed
  expect(await client.closedWith()).toBe(refusal.code)
  const expected = plain(honest[0].doc)
  expect(plain(honest[1].doc)).toBe(expected)
  expect(expected).not.toMatch(/giả|☠/)
  await until('it is on disk', () => honest.every((one) => one.lastStored === one.sent))
  expect(plain(await office.onDisk(draft))).toBe(expected)
}
