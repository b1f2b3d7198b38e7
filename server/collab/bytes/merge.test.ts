import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Merged } from './merge.ts'
import { parseUpdate, type Update } from './update.ts'

/** What somebody sends who types each of the words in turn. */
function typed(...words: string[]): Update[] {
  const doc = new Y.Doc()
  const updates: Update[] = []
  doc.on('update', (bytes: Uint8Array) => updates.push(parseUpdate(Buffer.from(bytes))))
  for (const word of words) doc.getText('t').insert(doc.getText('t').length, word)
  doc.getText('t').delete(0, 1)
  return updates
}

test('SAVE-2: a single update stays byte for byte as it came, whoever looked into it: so it is found in the log', () => {
  const [update] = typed('Căn cứ')
  if (!update) return expect.unreachable()
  const merged = new Merged()
  merged.add(update)
  expect(merged.runs()).toEqual(update.runs)
  expect(merged.deleted.isEmpty).toBe(true)
  expect(merged.reach(update.runs[0]?.client ?? 0, 0)).toBe(6)
  expect(merged.encode()).toBe(update.bytes)
})

test('what was looked into or absorbed before goes on as if it had not been', () => {
  const updates = typed('a', 'b', 'c')
  const said = (merged: Merged) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, merged.encode())
    return doc.getText('t').toString()
  }
  for (const looks of [false, true]) {
    const whole = new Merged({ keeps: true })
    const two = new Merged()
    for (const [i, update] of updates.entries()) {
      const layer = i < 2 ? two : new Merged()
      layer.add(update)
      if (looks) layer.deleted.size()
      if (i === 0) continue
      whole.absorb(layer)
    }
    expect(said(whole)).toBe('bc')
    const all = new Merged()
    all.absorb(two)
    expect([said(all), said(two), all.updates]).toEqual(['ab', 'ab', 2])
  }
})
