import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { contentOf, randomEdit, wordsOf } from '../../../tests/fuzz/edits.ts'
import { seeded } from '../../../tests/fuzz/random.ts'
import { Batch } from '../batch.ts'
import { type Answer, Text } from './text.ts'
import { parseStateVector, parseUpdate } from './update.ts'

const SEEDS = Number(process.env.SEEDS ?? 12)

/** People who edit their own copies and exchange them through a Text, as through the server. */
function play(seed: number, steps: number) {
  const random = seeded(seed)
  const docs = Array.from({ length: 4 }, (_, i) => {
    const doc = new Y.Doc()
    doc.clientID = [7, 300, 70_000, 3_000_000_000][i] as number
    return doc
  })
  const outbox: { doc: Y.Doc; update: Uint8Array }[] = []
  for (const doc of docs)
    doc.on('update', (update: Uint8Array, origin) => origin !== 'server' && outbox.push({ doc, update }))
  const text = new Text(null, [])
  const reference = new Y.Doc()
  let batch = new Batch()
  let compacting: Buffer[] | null = null

  for (let i = 0; i < steps; i++) {
    const doc = random.pick(docs)
    const what = random.below(20)
    if (what < 10) randomEdit(doc, random)
    else if (what < 15) {
      // One client's updates reach the server in order; now and then the newest comes first, as after a reconnection.
      const own = outbox.filter((sent) => sent.doc === doc)
      const sent = random.chance(0.1) ? own.at(-1) : own[0]
      if (sent && take(sent.update, random.chance(0.5))) outbox.splice(outbox.indexOf(sent), 1)
    } else if (what < 17) {
      apply(doc, text.answer(parseStateVector(Buffer.from(Y.encodeStateVector(doc)))))
      take(Y.encodeStateAsUpdate(doc, text.stateVector()), false)
    } else if (what < 18) {
      text.markStored(batch.rows.values())
      batch = new Batch()
    } else if (compacting === null) compacting = text.beginCompaction()
    else {
      text.endCompaction(squash(compacting))
      compacting = null
    }
  }
  for (const { update } of outbox) take(update, true)
  for (const doc of docs) apply(doc, text.answer(parseStateVector(Buffer.from(Y.encodeStateVector(doc)))))
  return { docs, text, reference, batch }

  function take(update: Uint8Array, isLive: boolean): boolean {
    const parsed = parseUpdate(Buffer.from(update))
    const news = text.news(parsed, isLive)
    if (news) text.noteUnsaved(news, batch.add(random.pick(['a', 'b']), news))
    Y.applyUpdate(reference, update)
    return true
  }
}

function squash(updates: Buffer[]): Buffer {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return Buffer.from(Y.encodeStateAsUpdate(doc))
}

function apply(doc: Y.Doc, { whole, rest }: Answer): void {
  if (whole) Y.applyUpdate(doc, whole, 'server')
  Y.applyUpdate(doc, rest, 'server')
}

test('SYNC-1: whatever the order of edits, commits and compactions, everybody ends with what Yjs itself makes of them', () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { docs, text, reference } = play(seed, 200)
    const newcomer = new Y.Doc()
    apply(newcomer, text.answer(new Map()))
    expect(wordsOf(newcomer), `seed ${seed}`).toEqual(wordsOf(reference))
    for (const doc of docs) expect(contentOf(doc), `seed ${seed}`).toEqual(contentOf(newcomer))
    const whole = new Y.Doc()
    Y.applyUpdate(whole, text.encode())
    expect(contentOf(whole), `seed ${seed}`).toEqual(contentOf(newcomer))
    expect(Y.decodeStateVector(text.stateVector())).toEqual(Y.decodeStateVector(Y.encodeStateVector(reference)))
  }
}, 60_000)

test('SAVE-3: what is known already is no news, not even to somebody whose every deletion is sent again', () => {
  const { text, docs, batch } = play(99, 300)
  text.markStored(batch.rows.values())
  // Writing over a field deletes its old value without saying so; a compaction makes that known.
  text.endCompaction(squash(text.beginCompaction()))
  for (const doc of docs) expect(text.hasNews(parseUpdate(Buffer.from(Y.encodeStateAsUpdate(doc))))).toBe(false)
})

test('SAVE-1: a pure deletion is news although no state vector moves', () => {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, 'Căn cứ')
  const text = new Text(null, [Buffer.from(Y.encodeStateAsUpdate(doc))])
  const vector = text.stateVector()
  doc.getText('t').delete(0, 3)
  const update = parseUpdate(Buffer.from(Y.encodeStateAsUpdate(doc, vector)))
  expect(update.runs).toEqual([])
  expect(text.hasNews(update)).toBe(true)
})

test('SYNC-1: a text opened from its snapshot and the rows after it is the same, and knows where it stands', () => {
  const doc = new Y.Doc()
  const random = seeded(5)
  for (let i = 0; i < 100; i++) randomEdit(doc, random)
  const snapshot = { state: Buffer.from(Y.encodeStateAsUpdate(doc)), vector: Buffer.from(Y.encodeStateVector(doc)) }
  const later: Buffer[] = []
  const behind = new Y.Doc()
  Y.applyUpdate(behind, snapshot.state)
  doc.on('update', (update: Uint8Array) => later.push(Buffer.from(update)))
  for (let i = 0; i < 100; i++) randomEdit(doc, random)
  const text = new Text(snapshot, later)
  expect(Y.decodeStateVector(text.stateVector())).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)))
  apply(behind, text.answer(parseStateVector(Buffer.from(Y.encodeStateVector(behind)))))
  expect(contentOf(behind)).toEqual(contentOf(doc))
  const newcomer = new Y.Doc()
  Y.applyUpdate(newcomer, text.encode())
  expect(contentOf(newcomer)).toEqual(contentOf(doc))
})
