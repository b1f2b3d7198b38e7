/**
 * Where the letters of an anchor stand in the shared text now. Nothing is asked that only one replica knows (which
 * deletion was undone here), so every page finds the same; many anchors take one walk over the blocks.
 */
import * as Y from 'yjs'
import type { Anchor, Passage } from './anchor.ts'

/** A shared body, and how much room each of its types takes in the ProseMirror document. */
export interface SharedText {
  doc: Y.Doc
  body: Y.XmlFragment
  sizeOf(type: Y.XmlElement): number
}

/** One end of an anchor: its letter, or where that was deleted. */
export interface End {
  pos: number
  isLetter: boolean
  /** The letter was brought back by the last undo on this replica. */
  isRevived: boolean
}

/** Null for an end that is in nothing that stands any more. */
export interface Ends {
  start: End | null
  end: End | null
}

/** Types that are numbered by what they hold: letters, or children. */
type Holder = Y.XmlText | Y.XmlElement

/** A place beside an item of the holder; without one at its edge. */
interface Point {
  holder: Holder
  item: Y.Item | null
  /** Places to the right of the item's start; none where it is deleted. */
  shift: number
  isLetter: boolean
  isRevived: boolean
  /** In the document; found when all points are known. */
  pos: number | null
}

/** Both ends stand on letters that nobody has deleted, in their order. */
export function heldPassage({ start, end }: Ends): Passage | null {
  return start?.isLetter && end?.isLetter && start.pos < end.pos ? { from: start.pos, to: end.pos } : null
}

/**
 * With `since`, also what undoing on this replica brought back is followed; no other page would find the same. What came
 * at or after that moment of this replica's clock is told.
 */
export function standing(text: SharedText, anchors: readonly Anchor[], since: number | null = null): Ends[] {
  const points = anchors.map(({ start, end }) => ({
    start: pointOf(text.doc, start, since),
    end: pointOf(text.doc, end, since),
  }))
  place(
    text,
    points.flatMap(({ start, end }) => [start, end]).filter((point) => point !== null),
  )
  return points.map(({ start, end }) => ({ start: endAt(start), end: endAt(end) }))
}

function endAt(point: Point | null): End | null {
  if (!point || point.pos === null) return null
  const { pos, isLetter, isRevived } = point
  return { pos, isLetter, isRevived }
}

function pointOf(doc: Y.Doc, json: unknown, since: number | null): Point | null {
  const asked = relative(json)
  if (!asked) return null
  const { type, item, assoc } = asked
  if (!item) {
    const holder = type && typeAt(doc, type)
    if (!holder) return null
    return { holder, item: null, shift: assoc < 0 ? 0 : Infinity, isLetter: true, isRevived: false, pos: null }
  }
  const found = itemAt(doc, item, since !== null)
  const holder: unknown = found?.item.parent
  if (!found || !isHolder(holder) || holder._item?.deleted !== false) return null
  const isLetter = !found.item.deleted && found.item.countable
  const { client, clock } = found.item.id
  const isRevived = since !== null && client === doc.clientID && clock + found.diff >= since
  const shift = isLetter ? found.diff + (assoc < 0 ? 1 : 0) : 0
  return { holder, item: found.item, shift, isLetter, isRevived, pos: null }
}

/** Null for what is no relative position of Yjs: it may come from an older program, or from nobody's. */
function relative(json: unknown): Y.RelativePosition | null {
  if (typeof json !== 'object' || json === null) return null
  try {
    return Y.createRelativePositionFromJSON(json)
  } catch {
    return null
  }
}

function itemAt(doc: Y.Doc, asked: Y.ID, isUndone: boolean): { item: Y.Item; diff: number } | null {
  let { client, clock } = asked
  for (;;) {
    if (!(Y.getState(doc.store, client) > clock) || !(clock >= 0)) return null
    const item: unknown = Y.getItem(doc.store, Y.createID(client, clock))
    if (!(item instanceof Y.Item)) return null
    const diff = clock - item.id.clock
    if (!isUndone || !item.redone) return { item, diff }
    ;({ client, clock } = { client: item.redone.client, clock: item.redone.clock + diff })
  }
}

function typeAt(doc: Y.Doc, asked: Y.ID): Holder | null {
  const found = itemAt(doc, asked, false)?.item
  if (!found || found.deleted || !(found.content instanceof Y.ContentType)) return null
  const type: unknown = found.content.type
  return isHolder(type) ? type : null
}

const isHolder = (type: unknown): type is Holder => type instanceof Y.XmlText || type instanceof Y.XmlElement

/** Gives every point its position: one walk over the items of each holder, and one over the blocks. */
function place(text: SharedText, points: readonly Point[]): void {
  const byHolder = grouped(points, ({ holder }) => holder)
  const starts = startsOf(text, byHolder.keys())
  for (const [holder, within] of byHolder) {
    const start = starts.get(holder)
    if (start === undefined) continue
    const byItem = grouped(within, ({ item }) => item)
    let room = 0
    for (let item = holder._start; item; item = item.right) {
      for (const point of byItem.get(item) ?? []) {
        point.pos = start + room + (holder instanceof Y.XmlText || point.shift === 0 ? point.shift : roomOf(text, item))
      }
      room += roomOf(text, item)
    }
    for (const point of byItem.get(null) ?? []) point.pos = start + (point.shift === 0 ? 0 : room)
  }
}

function grouped<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return groups
}

function roomOf(text: SharedText, item: Y.Item): number {
  if (item.deleted || !item.countable) return 0
  if (!(item.content instanceof Y.ContentType)) return item.length
  const type: unknown = item.content.type
  if (type instanceof Y.XmlText) return type.length
  return type instanceof Y.XmlElement ? text.sizeOf(type) : 0
}

/** Where the content of these types begins. Goes down only to where one of them is. */
function startsOf(text: SharedText, wanted: Iterable<Holder>): Map<Holder, number> {
  const on = new Set<unknown>()
  for (const holder of wanted) {
    for (let type: unknown = holder; isHolder(type) && !on.has(type); type = type._item?.parent) on.add(type)
  }
  const starts = new Map<Holder, number>()
  const ahead: { type: Y.XmlFragment; start: number }[] = [{ type: text.body, start: 0 }]
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    let pos = next.start
    for (let item = next.type._start; item; item = item.right) {
      const type: unknown = !item.deleted && item.content instanceof Y.ContentType ? item.content.type : null
      if (type instanceof Y.XmlText && on.has(type)) starts.set(type, pos)
      else if (type instanceof Y.XmlElement && on.has(type)) {
        starts.set(type, pos + 1)
        ahead.push({ type, start: pos + 1 })
      }
      pos += roomOf(text, item)
    }
  }
  return starts
}

/**
 * Where a letter stood that is gone, perhaps with its whole block: the place of the outermost of what was deleted. Null
 * where this replica has forgotten it.
 */
export function formerPlace(text: SharedText, json: unknown): number | null {
  const asked = relative(json)?.item
  let item = asked ? itemAt(text.doc, asked, false)?.item : undefined
  if (!item) return null
  for (let holder: unknown = item.parent; isHolder(holder); holder = holder._item?.parent)
    if (holder._item?.deleted) item = holder._item
  const parent: unknown = item.parent
  const start = parent === text.body ? 0 : isHolder(parent) ? startsOf(text, [parent]).get(parent) : undefined
  if (start === undefined || !(parent instanceof Y.AbstractType)) return null
  let room = 0
  for (let left = parent._start; left && left !== item; left = left.right) room += roomOf(text, left)
  return start + room
}

/** The ids of the first and the last letter of a passage, if it begins and ends with letters. */
export function anchorAt(text: SharedText, { from, to }: Passage): Pick<Anchor, 'start' | 'end'> | null {
  const [start, end] = [idAt(text, from), idAt(text, to - 1)]
  return start && end ? { start: { item: start, assoc: 0 }, end: { item: end, assoc: -1 } } : null
}

/** Of the letter behind a position. */
function idAt(text: SharedText, pos: number): { client: number; clock: number } | null {
  let type: Y.XmlFragment = text.body
  let rest = pos
  for (;;) {
    const inner: { type: Holder; rest: number } | null = within(text, type, rest)
    if (!inner) return null
    if (inner.type instanceof Y.XmlText) return letterId(inner.type, inner.rest)
    type = inner.type
    rest = inner.rest
  }
}

/** The child in which a position behind `rest` places is, and how far in it. */
function within(text: SharedText, parent: Y.XmlFragment, rest: number): { type: Holder; rest: number } | null {
  let pos = 0
  for (let item = parent._start; item; item = item.right) {
    const room = roomOf(text, item)
    const type: unknown = item.content instanceof Y.ContentType ? item.content.type : null
    if (rest < pos + room && isHolder(type)) return { type, rest: rest - pos - (type instanceof Y.XmlText ? 0 : 1) }
    pos += room
  }
  return null
}

function letterId(text: Y.XmlText, index: number): { client: number; clock: number } | null {
  if (index < 0) return null
  let rest = index
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !item.countable) continue
    if (rest < item.length) return { client: item.id.client, clock: item.id.clock + rest }
    rest -= item.length
  }
  return null
}
