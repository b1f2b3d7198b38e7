import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { seeded } from '../../../tests/fuzz/random.ts'
import { standInOrder } from './order.ts'
import { parseIncoming, type Run } from './update.ts'

const runsOf = (update: Uint8Array): Run[] => parseIncoming(Buffer.from(update)).runs
const vectorOf = (doc: Y.Doc) => Y.decodeStateVector(Y.encodeStateVector(doc))

/** People who write beside each other and hear of each other now and then, and a server that hears of them late. */
function history(seed: number) {
  const random = seeded(seed)
  const docs = Array.from({ length: 2 + random.below(4) }, () => new Y.Doc())
  const server = new Y.Doc()
  const bring = (to: Y.Doc, from: Y.Doc) => Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)))
  for (let i = 0; i < 400; i++) {
    const doc = random.pick(docs)
    const list = doc.getArray('items')
    const act = random.below(10)
    if (act < 5) list.insert(random.below(list.length + 1), [i])
    else if (act < 7) bring(doc, random.pick(docs))
    else if (list.length > 0) list.delete(random.below(list.length))
    if (random.chance(0.01)) bring(server, doc)
  }
  const [returning = server, ...others] = docs
  for (const other of others) bring(returning, other)
  return { server, update: Y.encodeStateAsUpdate(returning, Y.encodeStateVector(server)) }
}

test('what somebody brings back after a long absence, with what they heard of others, stands', () => {
  const refused = Array.from({ length: 60 }, (_, seed) => seed).filter((seed) => {
    const { server, update } = history(seed)
    return !standInOrder(runsOf(update), vectorOf(server))
  })
  expect(refused).toEqual([])
})

test('two that write in turn, each behind the other’s last letter, stand', () => {
  const [one, two] = [new Y.Doc(), new Y.Doc()]
  for (let i = 0; i < 5_000; i++) {
    const [doc, other] = i % 2 === 0 ? [one, two] : [two, one]
    const before = Y.encodeStateVector(doc)
    const list = doc.getArray('items')
    list.insert(list.length, [i])
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, before))
  }
  expect(standInOrder(runsOf(Y.encodeStateAsUpdate(one)), new Map())).toBe(true)
})
