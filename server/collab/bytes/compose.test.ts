import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { mergeUpdates, type SpaceFor } from './compose.ts'
import { parseUpdate } from './update.ts'

/** What two people typed and deleted, one update a key, in the order it came. */
function typed(): Buffer[] {
  const updates: Buffer[] = []
  for (const person of [1, 2]) {
    const doc = new Y.Doc()
    doc.clientID = person
    doc.on('update', (update: Uint8Array) => updates.push(Buffer.from(update)))
    const text = doc.getText('t')
    for (const letter of 'kính gửi') text.insert(text.length, letter)
    text.delete(2, 3)
    text.insert(0, 'Số ')
  }
  return updates
}

const space: SpaceFor = (size) => ({ bytes: Buffer.alloc(size), at: 0 })

function readBy(updates: Uint8Array[]): string {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  expect(doc.store.pendingStructs).toBeNull()
  return doc.getText('t').toString()
}

test.each<[string, (updates: Buffer[]) => Uint8Array[]]>([
  ['in their order', (updates) => updates],
  ['backwards', (updates) => updates.toReversed()],
  ['with some sent twice', (updates) => [...updates, ...updates.slice(2, 5)]],
  ['with some sent again in one piece that overlaps', (updates) => [...updates, Y.mergeUpdates(updates.slice(3, 7))]],
])('SYNC-1: updates %s say the same as one', (_, mixed) => {
  const given = mixed(typed())
  const merged = mergeUpdates(
    given.map((update) => parseUpdate(Buffer.from(update))),
    space,
  )
  expect(readBy([merged])).toBe(readBy(given))
})

test('what is missing between two updates can still come', () => {
  const [first, second, third, ...later] = typed() as [Buffer, Buffer, Buffer, ...Buffer[]]
  const merged = mergeUpdates([first, third].map(parseUpdate), space)
  expect(readBy([merged, second, ...later])).toBe(readBy([first, second, third, ...later]))
})

test('an update is written where there is room for it', () => {
  const [first, second] = typed().map(parseUpdate)
  if (!first || !second) throw new Error('nothing was typed')
  const at = (size: number) => ({ bytes: Buffer.alloc(3 + size), at: 3 })
  expect(mergeUpdates([first, second], at).subarray(3)).toEqual(mergeUpdates([first, second], space))
  expect(mergeUpdates([first], at).subarray(3)).toEqual(first.bytes)
})
