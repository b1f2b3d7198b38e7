/** What a process does to put suggestions into a text: it may be long, and a suggestion may be forged. */
import * as Y from 'yjs'
import { missingParts } from '../../src/lib/document/check/missing.ts'
import { readExamined } from '../../src/lib/document/read.ts'
import { examine } from '../../src/lib/document/sound/examine.ts'
import { apply, isNothing, type Moved, remap, stands } from '../../src/lib/document/suggest/apply.ts'
import { inverseOf, inverseOfLines, type LinesBefore, linesOf } from '../../src/lib/document/suggest/inverse.ts'
import { tidyMarks } from '../../src/lib/document/suggest/items.ts'
import { inlineOf } from '../../src/lib/document/suggest/letters.ts'
import { Found } from '../../src/lib/document/suggest/places.ts'
import { sayingOf } from '../../src/lib/document/suggest/saying.ts'
import { type Change, type Id, idsOf, keyOf, runsOf } from '../../src/lib/document/suggest/shapes.ts'
import { asTheyStand } from '../../src/lib/document/suggest/travel.ts'
import type { Applied, Asked, Open, Wanted } from './ground.ts'

/** All at once; where that does harm, without those that do it, so that nothing else stays behind. */
export function applySuggestions(asked: Asked): Applied {
  const before = once(() => judged([], asked))
  const all = applyTo(asked, asked.wanted)
  if (worse(before, all.after) === null) return { ...all.applied, needed: [] }
  const bad: string[] = []
  const needed: string[] = []
  const { applied } = applyTo(asked, harmless([], asked.wanted))
  return { ...applied, gone: [...applied.gone, ...bad], needed }

  /** Of these, those that do none behind the others; halves first, since few do. */
  function harmless(first: readonly Wanted[], some: readonly Wanted[]): Open[] {
    const found = worse(before, judge(asked, [...first, ...some]))
    const [only] = some
    if (found === null || !only) return [...some]
    if (some.length === 1) {
      ;(found === 'part' ? needed : bad).push(only.id)
      return []
    }
    const half = Math.floor(some.length / 2)
    const front = harmless(first, some.slice(0, half))
    return [...front, ...harmless([...first, ...front], some.slice(half))]
  }
}

interface Judged {
  flaws: number
  missing: ReadonlySet<string>
}

/** The text before is read only where the one afterwards is not without fault: a long one takes its time. */
function worse(before: () => Judged, after: Judged): 'flaw' | 'part' | null {
  if (after.flaws > 0 && after.flaws > before().flaws) return 'flaw'
  return [...after.missing].some((part) => !before().missing.has(part)) ? 'part' : null
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => (made ??= { value: make() }).value
}

/** The text with these in it. */
function judge(asked: Asked, wanted: readonly Wanted[]): Judged {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, asked.state)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  put(doc, wanted)
  doc.destroy()
  return judged(updates, asked)
}

/**
 * As whoever reads the log finds the text: what was put in by hand may stand elsewhere for them than in the copy. What is not
 * sound cannot be read, and so misses nothing.
 */
function judged(updates: readonly Uint8Array[], { state, keepsParts }: Asked): Judged {
  const doc = new Y.Doc()
  for (const update of [state, ...updates]) Y.applyUpdate(doc, update)
  const flaws = examine(doc).length
  const missing: Judged['missing'] = keepsParts && flaws === 0 ? missingParts(readExamined(doc)) : new Set()
  doc.destroy()
  return { flaws, missing }
}

/** Those that stand, one after the other; each where its letters are by then. `told` hears of each before the next. */
function put(
  doc: Y.Doc,
  wanted: readonly Wanted[],
  others: ReadonlyMap<string, Change[]> = new Map(),
  told: (id: string, tr: Y.Transaction, moved: Moved, lines: LinesBefore | null) => void = () => {},
): Record<'done' | 'gone', string[]> & Record<'stood' | 'open' | 'spoke', Map<string, Change[]>> {
  const open = new Map([...wanted.map(({ id, changes }) => [id, changes] as const), ...others])
  const [done, gone]: string[][] = [[], []]
  const [stood, spoke] = [new Map<string, Change[]>(), new Map<string, Change[]>()]
  for (const { id, client, changes: asked, undone } of wanted) {
    const changes = open.get(id) ?? []
    open.delete(id)
    const found = new Found()
    if (!stands(doc, changes, found)) {
      gone?.push(id)
      continue
    }
    const said = undone ? changes : withoutGone(doc, changes, found)
    if (said !== asked && !undone) spoke.set(id, said)
    const now = asTheyStand(doc, changes)
    if (now !== changes) stood.set(id, [...now])
    const lines = linesOf(doc, changes, found)
    doc.clientID = client
    const { tr, moved } = doc.transact((tr) => {
      const moved = apply(tr, changes, found)
      tidyMarks(tr)
      return { tr, moved }
    })
    done?.push(id)
    told(id, tr, moved, lines)
    if (isNothing(moved)) continue
    for (const [other, list] of open) {
      const now = list.map((change) => remap(change, moved))
      if (now.some((change, at) => change !== list[at])) open.set(other, now)
    }
  }
  return { done: done ?? [], gone: gone ?? [], stood, open, spoke }
}

/** Of the letters that it takes, those that another has not taken before: these come back when it is undone. */
function withoutGone(doc: Y.Doc, changes: Change[], found: Found): Change[] {
  const said = changes.map((change) => {
    const place = change.is === 'words' && change.removed.length > 0 ? found.of(doc, change) : null
    if (change.is !== 'words' || !place || place.removed.length === 0) return change
    const isWhole = place.removed.length === idsOf(change.removed).length
    return isWhole ? change : { ...change, removed: runsOf(place.removed), was: inlineOf(place.removed) }
  })
  return said.every((change, at) => change === changes[at]) ? changes : said
}

/**
 * Letters and blocks that come back have other ids than when they went. What took them, and what would take them now, name the
 * same ones in the same order: whatever else speaks of them is told where they are.
 */
function noteReturned(undone: readonly Change[], inverse: readonly Change[], { letters, returned }: Moved): void {
  noteSame(takenBy(undone, 'words'), takenBy(inverse, 'words'), letters)
  noteSame(takenBy(undone, 'blocks'), takenBy(inverse, 'blocks'), returned)
}

interface Taken {
  ids: Id[]
  saying: string
}

function takenBy(changes: readonly Change[], kind: 'words' | 'blocks'): Taken {
  const taken = changes.flatMap((change) => (change.is === kind && change.removed.length > 0 ? [change] : []))
  const ids = taken.flatMap((change) => (change.is === 'words' ? idsOf(change.removed) : change.removed))
  return { ids, saying: sayingOf(taken.flatMap(({ was }) => was)) }
}

/** Not where a colleague has taken, or changed, some of them meanwhile. */
function noteSame(was: Taken, now: Taken, moved: Map<string, Id>): void {
  if (was.ids.length !== now.ids.length || was.saying !== now.saying) return
  for (const [at, id] of was.ids.entries()) {
    const other = now.ids[at]
    if (other) moved.set(keyOf(id), other)
  }
}

function applyTo(asked: Asked, wanted: readonly Wanted[]): { applied: Omit<Applied, 'needed'>; after: Judged } {
  const { state, others } = asked
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const updates: Uint8Array[] = []
  let told = 0
  const past = new Past(state, updates)
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const known = new Map(others.map(({ id, changes }) => [id, changes]))
  const inverses = new Map<string, Change[]>()
  const undone = new Map(wanted.map((one) => [one.id, one.undone ?? []]))
  const { done, gone, stood, open, spoke } = put(doc, wanted, known, (id, tr, moved, lines) => {
    const inverse = (lines && inverseOfLines(tr, lines)) ?? inverseOf(tr, past.until(told))
    noteReturned(undone.get(id) ?? [], inverse, moved)
    if (!isNothing(moved))
      for (const [other, changes] of inverses)
        inverses.set(
          other,
          changes.map((change) => remap(change, moved)),
        )
    inverses.set(id, inverse)
    told = updates.length
  })
  doc.destroy()
  past.end()
  const update = updates.length > 0 ? Y.mergeUpdates(updates) : null
  const moved = others.flatMap(({ id, changes }) => {
    const now = open.get(id) ?? changes
    return now === changes ? [] : [{ id, changes: now }]
  })
  const remapped = [...moved, ...[...spoke].map(([id, changes]) => ({ id, changes }))]
  const applied = {
    ...{ done, gone, remapped },
    stood: [...stood].map(([id, changes]) => ({ id, changes })),
    inverses: [...inverses].map(([id, changes]) => ({ id, changes })),
    update,
  }
  return { applied, after: judged(update ? [update] : [], asked) }
}

/** The text as it was before one of the updates. Most suggestions are about letters alone, and need none of it. */
class Past {
  readonly #state: Uint8Array
  readonly #updates: readonly Uint8Array[]
  #doc: Y.Doc | null = null
  #applied = 0

  constructor(state: Uint8Array, updates: readonly Uint8Array[]) {
    this.#state = state
    this.#updates = updates
  }

  /** With so many of them. */
  until(count: number): Y.Doc {
    if (!this.#doc) {
      this.#doc = new Y.Doc()
      Y.applyUpdate(this.#doc, this.#state)
    }
    for (const update of this.#updates.slice(this.#applied, count)) Y.applyUpdate(this.#doc, update)
    this.#applied = count
    return this.#doc
  }

  end(): void {
    this.#doc?.destroy()
  }
}
