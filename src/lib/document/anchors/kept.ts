/**
 * The `Y.Map` beside the body in which whoever makes words anew tells where they stand now. Each page writes under a key
 * of its own, so that of two at the same moment neither takes the other's word away.
 */
import type * as Y from 'yjs'
import type { Anchor, Spoken } from './anchor.ts'

export const KEPT = 'anchors'

/** `<thread>/<Yjs client>`. */
const KEY = /^([^/]{1,60})\/\d{1,16}$/

const nameOf = ({ id, anchor }: Spoken) => anchor.name ?? id

/** By thread, in an order that is the same everywhere. */
export type Kept = ReadonlyMap<string, readonly Anchor[]>

export function keptIn(doc: Y.Doc): Kept {
  const kept = new Map<string, Anchor[]>()
  const map = doc.getMap(KEPT)
  for (const key of [...map.keys()].sort()) {
    const name = KEY.exec(key)?.[1]
    const value = map.get(key)
    if (name === undefined || !isKept(value)) continue
    const known = kept.get(name)
    if (known) known.push(value)
    else kept.set(name, [value])
  }
  return kept
}

export function keptOf(kept: Kept, spoken: Spoken): readonly Anchor[] {
  return kept.get(nameOf(spoken)) ?? []
}

/** Tells everybody. What others have told before, and is known here, is done with. */
export function keep(doc: Y.Doc, found: readonly { spoken: Spoken; anchor: Anchor }[]): void {
  if (found.length === 0) return
  const map = doc.getMap(KEPT)
  const keys = [...map.keys()]
  doc.transact(() => {
    for (const { spoken, anchor } of found) {
      const prefix = `${nameOf(spoken)}/`
      const own = prefix + doc.clientID
      for (const key of keys) if (key !== own && key.startsWith(prefix) && map.has(key)) map.delete(key)
      map.set(own, { start: anchor.start, end: anchor.end })
    }
  })
}

/** Whether an entry of the map is one that a page of ours writes. */
export function isSoundKept(key: string, value: unknown): boolean {
  return KEY.test(key) && isKept(value)
}

function isKept(value: unknown): value is Anchor {
  if (!isRecord(value) || Object.keys(value).length !== 2) return false
  return isPoint(value.start) && isPoint(value.end)
}

function isPoint(value: unknown): boolean {
  if (!isRecord(value) || Object.keys(value).length !== 2) return false
  const { item, assoc } = value
  return (
    isRecord(item) && Object.keys(item).length === 2 && isWhole(item.client) && isWhole(item.clock) && isSide(assoc)
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isWhole = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0
const isSide = (value: unknown) => value === 0 || value === -1
