/** OPEN-1: whatever bytes come, the text reads afterwards; and no honest editor deletes a word because of them. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { strangerIn } from '../../server/collab/bytes/names.ts'
import { BadUpdate, parseUpdate } from '../../server/collab/bytes/update.ts'
import { judge } from '../../src/lib/document/judge.ts'
import { readUpdate } from '../../src/lib/document/read.ts'
import { newText } from '../../src/lib/document/seed.ts'
import { bringsFlaw } from '../../src/lib/document/sound/examine.ts'
import { NAMES } from '../../src/lib/document/sound/names.ts'
import { POISONS, TARGET } from '../../src/lib/document/sound/poisons.ts'
import { bold, cell, clause, documentOf, p, row, table } from '../../src/lib/document/testing.ts'
import { createClient } from './document/client.ts'

const fallback = { kind: 'thong-bao' }

function draft(): Y.Doc {
  return newText(
    documentOf('thong-bao', [
      p('Trước'),
      p(TARGET, bold(' ngay')),
      clause('dieu', 'Một'),
      table(row(cell('Ô'), cell('Hai'))),
    ]),
  )
}

describe('an honest editor hears nothing of what it could only answer by deleting', () => {
  test.each(POISONS.filter(({ isTooDeep }) => !isTooDeep))('$name', ({ put }) => {
    const shared = draft()
    const initial = Y.encodeStateAsUpdate(shared)
    const client = createClient(7, initial)
    client.ydoc.on('beforeObserverCalls', (change: Y.Transaction) => {
      if (!change.local && bringsFlaw(change)) throw new Error('kept away')
    })
    const vector = Y.encodeStateVector(shared)
    put(shared)
    const update = Y.encodeStateAsUpdate(shared, vector)
    const verdict = judge([initial, update], fallback)
    const isKeptAway = throws(() => client.receive(update))
    if (verdict.is === 'flawed' && verdict.isGrave) expect(isKeptAway).toBe(true)
    expect(client.losses).toEqual([])
    expect(client.sent).toEqual([])
  })

  test('an honest change is heard', () => {
    const shared = draft()
    const client = createClient(7, Y.encodeStateAsUpdate(shared))
    const writer = createClient(8, Y.encodeStateAsUpdate(shared))
    let flaws = 0
    client.ydoc.on('beforeObserverCalls', (change: Y.Transaction) => {
      if (!change.local && bringsFlaw(change)) flaws++
    })
    writer.dispatch(writer.state.tr.insertText('Chữ mới ', 1).split(5))
    for (const update of writer.sent) {
      expect(strangerIn(parseUpdate(Buffer.from(update)), NAMES)).toBeNull()
      client.receive(update)
    }
    expect(flaws).toBe(0)
    expect(client.state.doc.toJSON()).toEqual(writer.state.doc.toJSON())
  })
})

/** mulberry32: the same numbers on every machine. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

test('bytes turned at random: refused, or harmless, or undone', { timeout: 120_000 }, () => {
  const random = numbers(20_261_129)
  const shared = draft()
  const initial = Y.encodeStateAsUpdate(shared)
  const vector = Y.encodeStateVector(shared)
  const seeds = POISONS.filter(({ isTooDeep, name }) => !isTooDeep && !/million|300|long/.test(name)).map(({ put }) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, initial)
    put(doc)
    return Y.encodeStateAsUpdate(doc, vector)
  })
  const seen = { refused: 0, sound: 0, undone: 0 }
  for (let round = 0; round < 1_500; round++) {
    const bytes = Buffer.from(seeds[Math.floor(random() * seeds.length)] as Uint8Array)
    for (let turns = 1 + Math.floor(random() * 3); turns > 0; turns--)
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    if (isRefused(bytes)) {
      seen.refused++
      continue
    }
    const verdict = judge([initial, bytes], fallback)
    expect(verdict.is, bytes.toString('hex')).not.toBe('unreadable')
    const doc = new Y.Doc()
    Y.applyUpdate(doc, initial)
    Y.applyUpdate(doc, bytes)
    if (verdict.is === 'flawed') {
      expect(verdict.mend, bytes.toString('hex')).not.toBeNull()
      if (verdict.mend) Y.applyUpdate(doc, verdict.mend)
      seen.undone++
    } else seen.sound++
    readUpdate(Y.encodeStateAsUpdate(doc))
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20)
})

function isRefused(bytes: Buffer): boolean {
  try {
    return strangerIn(parseUpdate(bytes), NAMES) !== null
  } catch (error) {
    if (error instanceof BadUpdate) return true
    throw error
  }
}

function throws(act: () => void): boolean {
  try {
    act()
    return false
  } catch {
    return true
  }
}
