/** What a process does to put suggestions into a text: it may be long, and a suggestion may be forged. */
import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import { missingParts } from '../../src/lib/document/check/missing.ts'
import { readExamined } from '../../src/lib/document/read.ts'
import { examine } from '../../src/lib/document/sound/examine.ts'
import { apply, isNothing, type Moved, remap, stands } from '../../src/lib/document/suggest/apply.ts'
import { inverseOf, inverseOfLines, type LinesBefore, linesOf } from '../../src/lib/document/suggest/inverse.ts'
import { tidyMarks } from '../../src/lib/document/suggest/items.ts'
import { Found } from '../../src/lib/document/suggest/places.ts'
import type { Change, Undo } from '../../src/lib/document/suggest/shapes.ts'
import { asTheyStand } from '../../src/lib/document/suggest/travel.ts'
import type { Applied, Asked, Spoken, Wanted } from './ground.ts'

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
  function harmless(first: readonly Wanted[], some: readonly Wanted[]): Wanted[] {
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

/** Of all that speaks of the text, by id. */
interface Speaking {
  says: Map<string, Change[]>
  undoes: Map<string, Undo[]>
}

const saidBy = ({ says, changes }: Spoken): Change[] => says ?? changes

function speakingOf(all: readonly Spoken[]): Speaking {
  const undoes = all.flatMap(({ id, undo }) => (undo ? [[id, undo] as const] : []))
  return { says: new Map(all.map((one) => [one.id, saidBy(one)])), undoes: new Map(undoes) }
}

function follow({ says, undoes }: Speaking, moved: Moved): void {
  if (isNothing(moved)) return
  followOne(says, moved)
  followOne(undoes, moved)
}

function followOne<One extends Change>(all: Map<string, One[]>, moved: Moved): void {
  for (const [id, list] of all) {
    const now = list.map((change) => remap(change, moved))
    if (now.some((change, at) => change !== list[at])) all.set(id, now)
  }
}

interface Done {
  wanted: Wanted
  tr: Y.Transaction
  moved: Moved
  lines: LinesBefore | null
}

/** Those that stand, one after the other; each where its letters are by then. `told` hears of each before the next. */
function put(
  doc: Y.Doc,
  wanted: readonly Wanted[],
  speaking = speakingOf(wanted),
  told: (done: Done) => void = () => {},
): Record<'done' | 'gone', string[]> & { stood: Map<string, Change[]> } {
  const done: string[] = []
  const gone: string[] = []
  const stood = new Map<string, Change[]>()
  for (const one of wanted) {
    const changes = (one.undo ? speaking.undoes : speaking.says).get(one.id) ?? []
    const found = new Found()
    if (!stands(doc, changes, found)) {
      gone.push(one.id)
      continue
    }
    const now = asTheyStand(doc, changes)
    if (now !== changes) stood.set(one.id, [...now])
    const lines = linesOf(doc, changes, found)
    doc.clientID = one.client
    const { tr, moved } = doc.transact((tr) => {
      const moved = apply(tr, changes, found)
      tidyMarks(tr)
      return { tr, moved }
    })
    done.push(one.id)
    follow(speaking, moved)
    told({ wanted: one, tr, moved, lines })
  }
  return { done, gone, stood }
}

function applyTo(asked: Asked, wanted: readonly Wanted[]): { applied: Omit<Applied, 'needed'>; after: Judged } {
  const { state, others } = asked
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const updates: Uint8Array[] = []
  let known = 0
  const past = new Past(state, updates)
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const all = [...asked.wanted, ...others]
  const speaking = speakingOf(all)
  const { done, gone, stood } = put(doc, wanted, speaking, ({ wanted: { id, undo }, tr, moved, lines }) => {
    // What was undone says what it has said, where that is by now. Where nobody knows any more, what would do it again.
    const isBack = undo !== undefined && stands(doc, speaking.says.get(id) ?? [])
    const inverse = isBack ? [] : ((lines && inverseOfLines(tr, lines)) ?? inverseOf(tr, past.until(known), moved))
    if (undo) speaking.undoes.delete(id)
    else speaking.undoes.set(id, inverse)
    if (undo && inverse.length > 0) speaking.says.set(id, inverse.map(withoutBack))
    known = updates.length
  })
  doc.destroy()
  past.end()
  const update = updates.length > 0 ? Y.mergeUpdates(updates) : null
  const spoken = { says: [], undoes: [] } as Pick<Applied, 'says' | 'undoes'>
  for (const one of all) {
    const { id, changes } = one
    const [says, undo] = [speaking.says.get(id) ?? changes, speaking.undoes.get(id)]
    if (!undo && !isSame(says, changes)) spoken.says.push({ id, changes: says })
    if (undo && !(isSame(undo, one.undo) && isSame(says, saidBy(one))))
      spoken.undoes.push({ id, undo, ...(!isSame(says, changes) && { says }) })
  }
  const applied = { done, gone, stood: [...stood].map(([id, changes]) => ({ id, changes })), ...spoken, update }
  return { applied, after: judged(update ? [update] : [], asked) }
}

/** Most of what was followed stands where it stood: that is not written again. */
const isSame = (now: readonly Undo[], before: readonly Undo[] | undefined) =>
  now === before || isDeepStrictEqual(now, before)

/** As a suggestion is kept. */
function withoutBack({ back: _, ...change }: Undo): Change {
  return change
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
