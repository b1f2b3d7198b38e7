import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { seedUpdate } from '../seed.ts'
import { examine, mend } from '../sound/examine.ts'
import { clause, sonLa } from '../testing.ts'
import { isSoundKept, keep, KEPT, keptIn, keptOf } from './kept.ts'

const at = (client: number, clock: number, assoc: number) => ({ item: { client, clock }, assoc })
const anchor = { start: at(1, 2, 0), end: at(1, 5, -1) }
const spoken = { id: 'b7f0', anchor, quote: 'x' }

test('two pages that tell at the same moment do not take each other’s word away; who tells later has seen both', () => {
  const docs = [1, 2].map((clientID) => Object.assign(new Y.Doc(), { clientID }))
  for (const [index, doc] of docs.entries())
    keep(doc, [{ spoken, anchor: { start: at(1, index, 0), end: at(1, 9, -1) } }])
  const [one, other] = docs
  if (!one || !other) throw new Error('no documents')
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
  for (const doc of docs) expect(keptOf(keptIn(doc), spoken)).toHaveLength(2)
  keep(one, [{ spoken, anchor }])
  expect(keptOf(keptIn(one), spoken)).toEqual([anchor])
})

test('IN-1: a forged place is no place, and is taken out of the text', () => {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, seedUpdate({ kind: 'quyet-dinh', office: sonLa, blocks: [clause('dieu', 'Một điều')] }))
  const map = ydoc.getMap(KEPT)
  const forged: [string, unknown][] = [
    ['b7f0', anchor],
    ['b7f0/', anchor],
    ['b7f0/x', anchor],
    [`${'b'.repeat(61)}/1`, anchor],
    ['b7f0/1', { ...anchor, quote: 'khác' }],
    ['b7f0/2', { start: at(-1, 2, 0), end: at(1, 5, -1) }],
    ['b7f0/3', { start: at(1, 2.5, 0), end: at(1, 5, -1) }],
    ['b7f0/4', { start: at(1, 2, 7), end: at(1, 5, -1) }],
    ['b7f0/5', 'x'.repeat(1000)],
    ['b7f0/6', [anchor]],
    ['b7f0/7', null],
  ]
  for (const [key, value] of forged) {
    expect(isSoundKept(key, value), key).toBe(false)
    map.set(key, value)
  }
  map.set('b7f0/8', anchor)
  expect(keptOf(keptIn(ydoc), spoken)).toEqual([anchor])
  const found = examine(ydoc)
  expect(found).toHaveLength(forged.length)
  expect(found.every(({ isGrave }) => !isGrave)).toBe(true)
  mend(ydoc, found)
  expect(map.toJSON()).toEqual({ 'b7f0/8': anchor })
})
