/**
 * IN-1, GUARD-2: what a page would send to suggest, mutated: as bytes, and as values of the wrong kind in the right places. Each is
 * refused at the border, or says what the schema knows; and whatever is accepted of it leaves the text sound.
 *   REQUESTS=200000 npx vitest run --project integration tests/fuzz/review/requests
 */
import { randomUUID } from 'node:crypto'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { z } from 'zod'
import { applySuggestions } from '../../../server/suggest/jobs.ts'
import { keeping } from '../../../server/suggest/shapes.ts'
import { judge } from '../../../src/lib/document/judge.ts'
import { InvalidDocument } from '../../../src/lib/document/read.ts'
import { seedUpdate } from '../../../src/lib/document/seed.ts'
import { Fork } from '../../../src/lib/document/suggest/fork.ts'
import { normalChanges } from '../../../src/lib/document/suggest/normal.ts'
import { signer, sonLa } from '../../../src/lib/document/testing.ts'
import { WHOLE } from '../../whole.ts'
import * as acts from '../document/acts.ts'
import { createClient } from '../document/client.ts'
import { drawSeed, type Random, seeded } from '../random.ts'

const REQUESTS = Number(process.env.REQUESTS ?? (WHOLE ? 40_000 : 2_000))
const SEED = drawSeed('suggest requests')
/** A new honest request after so many mutations of one. */
const OF_EACH = 40

const shape = keeping.omit({ draftId: true }).extend({ act: z.literal('keep') })

/** What a page would send after a few edits, and the text that it is about. */
function honest(random: Random): { state: Uint8Array; body: unknown } {
  const state = seedUpdate({ kind: 'quyet-dinh', office: sonLa, signer })
  const text = new Y.Doc()
  Y.applyUpdate(text, state)
  const fork = new Fork(text, [])
  const client = createClient(random.below(1e6) + 1, fork.doc)
  const draw = prng.create(random.below(1e9))
  const letters = acts.createLetters()
  const choice = [acts.type, acts.erase, acts.addMark, acts.splitAnywhere, acts.insertBlock, acts.insertTable]
  const more = [acts.insertAtom, acts.changeRole, acts.removeBlock, acts.moveBlock, acts.changeAlignment]
  for (let count = 0; count < 6; count++) random.pick([...choice, ...more])(client, draw, letters)
  const body: unknown = JSON.parse(JSON.stringify({ act: 'keep', put: fork.suggestions(), take: [] }))
  client.destroy()
  fork.destroy()
  return { state, body }
}

/** Values that stand where another was meant. */
const ODD: readonly unknown[] = [
  ...[null, true, 0, -1, 1, 1e9, 2 ** 53, 0.5, '', 'x', '☠'.repeat(50), '\u0000', '\u202e', '\ud800'],
  ...[[], {}, [[]], [{}], { length: 9 }, { client: 0, clock: 0 }, { type: 'text', text: '☠' }, { type: 'table' }],
  ...[{ type: 'tableCell', attrs: { colspan: 1e9 } }, 'words', 'blocks', 'join', 'textblock', 'doc', '__proto__'],
]

/** Another value with one place in it changed, left out, doubled, or taken from elsewhere in it. */
function mutated(value: unknown, random: Random): unknown {
  const places: { holder: object; key: string }[] = []
  const copy: unknown = structuredClone(value)
  const walk = (held: unknown) => {
    if (typeof held !== 'object' || held === null) return
    for (const key of Object.keys(held)) {
      places.push({ holder: held, key })
      walk(Reflect.get(held, key))
    }
  }
  walk(copy)
  for (let times = 1 + random.below(3); times > 0 && places.length > 0; times--) {
    const { holder, key } = random.pick(places)
    const other = random.pick(places)
    const what = random.below(5)
    if (what === 0) Reflect.deleteProperty(holder, key)
    else if (what === 1) Reflect.set(holder, key, structuredClone(Reflect.get(other.holder, other.key)))
    else if (what === 2 && Array.isArray(holder)) holder.push(structuredClone(Reflect.get(holder, key)))
    else if (what === 3 && typeof Reflect.get(holder, key) === 'number')
      Reflect.set(holder, key, Number(Reflect.get(holder, key)) + random.below(7) - 3)
    else Reflect.set(holder, key, random.pick(ODD))
  }
  return copy
}

/** The same as bytes, with some of them changed; null where it is no JSON any more, which the border refuses. */
function garbled(value: unknown, random: Random): unknown {
  const letters = [...JSON.stringify(value)]
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(letters.length)
    if (random.chance(0.5)) letters.splice(at, 1 + random.below(3))
    else letters[at] = random.pick([...'{}[]",:0123456789abcé-'])
  }
  try {
    return JSON.parse(letters.join(''))
  } catch {
    return null
  }
}

test(`${REQUESTS} mutated requests to suggest (SEED=${SEED})`, () => {
  const random = seeded(SEED)
  let [refused, applied] = [0, 0]
  for (let done = 0; done < REQUESTS;) {
    const { state, body } = honest(random)
    for (let of = 0; of < OF_EACH && done < REQUESTS; of++, done++) {
      const sent = random.chance(0.8) ? mutated(body, random) : garbled(body, random)
      const parsed = shape.safeParse(sent)
      const wanted = parsed.success ? readable(parsed.data.put.map(({ changes }) => changes)) : null
      if (!wanted) {
        refused++
        continue
      }
      const suggestions = wanted.map((changes, at) => ({ id: randomUUID(), client: 1_000 + at, changes }))
      const { update, done: ids } = applySuggestions({ state, wanted: suggestions, others: [], keepsParts: false })
      applied += ids.length
      const whole = update ? Y.mergeUpdates([state, update]) : state
      expect(judge([whole]), JSON.stringify(sent)).toEqual({ is: 'sound' })
    }
  }
  process.stdout.write(
    `suggest requests: ${refused} of ${REQUESTS} refused, ${applied} suggestions of the others applied\n`,
  )
  expect(refused).toBeGreaterThan(REQUESTS / 10)
}, 3_600_000)

/** As server/suggest/keep.ts reads them; null for what it refuses. */
function readable(all: readonly Parameters<typeof normalChanges>[0][]) {
  try {
    return all.map(normalChanges)
  } catch (failure) {
    if (failure instanceof InvalidDocument) return null
    throw failure
  }
}
