/** An acceptance that is undone leaves the text as it was before it, and what colleagues wrote since; done again, it is the same. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { FIRST_RESERVED_CLIENT } from '../../clients.ts'
import { schema } from '../schema.ts'
import { apply, remap, stands } from './apply.ts'
import { compare } from './compare.ts'
import { inverseOf, inverseOfLines, linesOf } from './inverse.ts'
import type { Change } from './shapes.ts'
import { act, copyOf, edit, plain, random, start } from './testing.ts'

/** Applies one after the other, as the server does, and gives back what undoes each. */
function applyAll(text: Y.Doc, all: readonly Change[][], client: (at: number) => number): Change[][] {
  const before = copyOf(text)
  let waiting = [...all]
  let inverses: Change[][] = []
  for (let at = 0; waiting.length > 0; at++) {
    const [changes = [], ...rest] = waiting
    expect(stands(text, changes)).toBe(true)
    const updates: Uint8Array[] = []
    const hear = (update: Uint8Array) => updates.push(update)
    text.on('update', hear)
    const lines = linesOf(text, changes)
    text.clientID = FIRST_RESERVED_CLIENT + client(at)
    const { tr, moved } = text.transact((tr) => ({ tr, moved: apply(tr, changes) }))
    text.off('update', hear)
    const follow = (list: Change[][]) => list.map((one) => one.map((change) => remap(change, moved)))
    const inverse = inverseOf(tr, before, moved)
    // The short way, where it is one, says the same.
    if (lines) expect(inverseOfLines(tr, lines) ?? inverse).toEqual(inverse)
    inverses = [...follow(inverses), inverse]
    for (const update of updates) Y.applyUpdate(before, update)
    waiting = follow(rest)
    expect(plain(before)).toBe(plain(text))
  }
  return inverses
}

const SEQUENCES = Number(process.env.SUGGEST_SEQUENCES ?? 120)
const FIRST = Number(process.env.SUGGEST_SEED ?? 1)
/** Twice the text for each; other tests run beside it. */
const MOST_MS = 120_000

test(
  'undone in the reverse order, the text is as before; done again, as after',
  () => {
    for (let seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
      const pick = random(seed * 15485863)
      const text = start()
      const before = plain(text)
      const copy = copyOf(text)
      for (let acts = 1 + pick(6); acts > 0; acts--) act(copy, pick, 11)
      const undo = applyAll(text, compare(text, copy), (at) => at + 1)
      const after = plain(text)
      const redo = applyAll(text, undo.toReversed(), (at) => at + 101)
      expect(plain(text), `seed ${seed}`).toBe(before)
      applyAll(text, redo.toReversed(), (at) => at + 201)
      expect(plain(text), `seed ${seed}`).toBe(after)
    }
  },
  MOST_MS,
)

test('any one of several is undone by itself', () => {
  for (let seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
    const pick = random(seed * 32452843)
    const text = start()
    const copy = copyOf(text)
    for (let acts = 2 + pick(4); acts > 0; acts--) act(copy, pick, 4)
    const all = compare(text, copy)
    if (all.length < 2) continue
    const at = pick(all.length)
    const expected = copyOf(text)
    applyAll(
      expected,
      all.filter((_, other) => other !== at),
      (other) => other + 1,
    )
    const undo = applyAll(text, all, (other) => other + 1)
    applyAll(text, undo.slice(at, at + 1), () => 300)
    expect(plain(text), `seed ${seed}`).toBe(plain(expected))
  }
})

test('what a colleague wrote into accepted words stays', () => {
  const text = start()
  const copy = copyOf(text)
  edit(copy, (tr) => tr.insert(5, schema.text('mới mẻ ')))
  const [undo = []] = applyAll(text, compare(text, copy), () => 1)
  edit(text, (tr) => tr.insert(8, schema.text('XX')))
  applyAll(text, [undo], () => 300)
  expect(plain(text)).toContain('XX')
  expect(plain(text)).not.toContain('mới')
})
