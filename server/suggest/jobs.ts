/** What a process does to put suggestions into a text: it may be long, and a suggestion may be forged. */
import * as Y from 'yjs'
import { examine } from '../../src/lib/document/sound/examine.ts'
import { apply, remap, stands } from '../../src/lib/document/suggest/apply.ts'
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
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const open = new Map<string, Change[]>([...all, ...others].map(({ id, changes }) => [id, changes]))
  const moved = new Set<string>()
  const [done, gone]: string[][] = [[], []]
  for (const { id, client } of wanted) {
    const changes = open.get(id) ?? []
    open.delete(id)
    if (!stands(doc, changes)) {
      gone?.push(id)
      continue
    }
    doc.clientID = client
    const after = doc.transact((tr) => apply(tr, changes))
    done?.push(id)
    for (const [other, list] of open) {
      const now = list.map((change) => remap(change, after))
      if (now.every((change, at) => change === list[at])) continue
      open.set(other, now)
      moved.add(other)
    }
  }
  const isSound = examine(doc).length <= flaws
  doc.destroy()
  const remapped = others.flatMap(({ id }) => (moved.has(id) ? [{ id, changes: open.get(id) ?? [] }] : []))
  const update = updates.length > 0 ? Y.mergeUpdates(updates) : null
  return { applied: { update, done: done ?? [], gone: gone ?? [], remapped }, isSound }
}
