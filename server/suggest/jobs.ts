/** What a process does to put suggestions into a text: it may be long, and a suggestion may be forged. */
import * as Y from 'yjs'
import { examine } from '../../src/lib/document/sound/examine.ts'
import { apply, remap, stands } from '../../src/lib/document/suggest/apply.ts'
import { tidyMarks } from '../../src/lib/document/suggest/items.ts'
import type { Change } from '../../src/lib/document/suggest/shapes.ts'
import type { Applied, Open } from './ground.ts'

interface Asked {
  state: Uint8Array
  wanted: Open[]
  others: Open[]
}

/** All at once; where the text would not be sound afterwards, one by one, so that only the bad one stays behind. */
export function applySuggestions(asked: Asked): Applied {
  const [all] = [applyTo(asked, asked.wanted)]
  if (all.isSound) return all.applied
  const good = asked.wanted.filter((one) => applyTo(asked, [one]).isSound)
  const rest = applyTo(asked, good)
  const bad = asked.wanted.filter((one) => !good.includes(one)).map(({ id }) => id)
  if (rest.isSound) return { ...rest.applied, gone: [...rest.applied.gone, ...bad] }
  return { update: null, done: [], gone: asked.wanted.map(({ id }) => id), remapped: [] }
}

function applyTo(
  { state, wanted: all, others }: Asked,
  wanted: readonly Open[],
): { applied: Applied; isSound: boolean } {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const flaws = examine(doc).length
  const open = new Map<string, Change[]>([...all, ...others].map(({ id, changes }) => [id, changes]))
  const moved = new Set<string>()
  const done: string[] = []
  const gone: string[] = []
  // One transaction for all: Yjs tidies up after each, which takes longer than what most suggestions do.
  const update = updateOf(doc, (tr) => {
    for (const { id, client } of wanted) {
      const changes = open.get(id) ?? []
      open.delete(id)
      if (!stands(doc, changes)) {
        gone.push(id)
        continue
      }
      doc.clientID = client
      const after = apply(tr, changes)
      done.push(id)
      if (after.letters.size + after.ends.size === 0) continue
      for (const [other, list] of open) {
        const now = list.map((change) => remap(change, after))
        if (now.every((change, at) => change === list[at])) continue
        open.set(other, now)
        moved.add(other)
      }
    }
    tidyMarks(tr)
  })
  doc.destroy()
  const remapped = others.flatMap(({ id }) => (moved.has(id) ? [{ id, changes: open.get(id) ?? [] }] : []))
  return { applied: { update, done, gone, remapped }, isSound: update === null || flawsAfter(state, update) <= flaws }
}

/** As whoever reads the log finds the text: what was put in by hand may stand elsewhere for them than it does here. */
function flawsAfter(state: Uint8Array, update: Uint8Array): number {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  Y.applyUpdate(doc, update)
  const flaws = examine(doc).length
  doc.destroy()
  return flaws
}

/** Null for nothing. */
function updateOf(doc: Y.Doc, change: (tr: Y.Transaction) => void): Uint8Array | null {
  let made: Uint8Array | null = null
  const keep = (update: Uint8Array) => void (made = update)
  doc.on('update', keep)
  doc.transact(change)
  doc.off('update', keep)
  return made
}
