/** Yjs' items by hand: put exactly where their neighbours say, as if they had come from another replica. */
import * as Y from 'yjs'
import { FIRST_RESERVED_CLIENT } from '../../clients.ts'
import type { BodyNode } from '../model.ts'
import type { Letter } from './letters.ts'
import type { Id } from './shapes.ts'

/** Puts types into a list behind one item and in front of another; null = its edge. */
export function insertTypes(
  tr: Y.Transaction,
  parent: Y.XmlFragment,
  { after, before }: { after: Id | null; before: Id | null },
  types: readonly (Y.XmlElement | Y.XmlText)[],
): void {
  const own = (item: Y.Item | null) => (item?.parent === parent ? item : null)
  let left = own(after && itemEndingAt(tr, after))
  const end = own(before && itemStartingAt(tr, before))
  const right = left || !after ? firstOfText(left ? left.right : parent._start, end) : end
  for (const type of types) left = integrate(tr, parent, { left, right }, new Y.ContentType(type))
}

/**
 * From here to `end`, the first item that no suggestion has put in. What is put in must name it: were items between its two
 * neighbours that stood there before, Yjs could order it otherwise for whoever reads the log later.
 */
function firstOfText(from: Y.Item | null, end: Y.Item | null): Y.Item | null {
  let item = from
  while (item && item !== end && item.id.client >= FIRST_RESERVED_CLIENT) item = item.right
  return item
}

export interface TextPlace {
  text: Y.XmlText
  after: Id | null
  before: Id | null
}

/** Puts text with its marks between two letters; what stands around keeps its own. Gives the ids of its letters. */
export function insertText(tr: Y.Transaction, { text, after, before }: TextPlace, content: readonly BodyNode[]): Id[] {
  const ids: Id[] = []
  let left = after && itemEndingAt(tr, after)
  const end = before && itemStartingAt(tr, before)
  const right = left || !after ? firstOfText(left ? left.right : text._start, end) : end
  for (const { text: letters = '', marks = [] } of content) {
    const item = integrate(tr, text, { left, right }, new Y.ContentString(letters))
    const held = marksAt(text, item)
    const wanted = new Set(marks.map(({ type }) => type))
    left = item
    const { client, clock } = item.id
    for (let at = 0; at < letters.length; at++) ids.push({ client, clock: clock + at })
    for (const name of new Set([...held, ...wanted])) {
      if (held.has(name) === wanted.has(name)) continue
      const isOn = wanted.has(name)
      integrate(tr, text, { left: item.left, right: item }, formatOf(name, isOn))
      left = integrate(tr, text, { left, right: left.right }, formatOf(name, !isOn))
    }
  }
  return ids
}

/** Yjs ends a mark by null, which its declaration leaves out. */
function formatOf(name: string, isOn: boolean): Y.ContentFormat {
  const content = new Y.ContentFormat(name, {})
  return isOn ? content : Object.assign(content, { value: null })
}

/** The marks that are on where an item stands. */
function marksAt(text: Y.XmlText, until: Y.Item): Set<string> {
  const on = new Set<string>()
  for (let item = text._start; item && item !== until; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentFormat)) continue
    if (item.content.value === null) on.delete(item.content.key)
    else on.add(item.content.key)
  }
  return on
}

type Content = ConstructorParameters<typeof Y.Item>[7]

function integrate(
  tr: Y.Transaction,
  parent: Y.XmlFragment | Y.XmlText,
  { left, right }: { left: Y.Item | null; right: Y.Item | null },
  content: Content,
): Y.Item {
  const { store, clientID } = tr.doc
  const id = Y.createID(clientID, Y.getState(store, clientID))
  forgetPlaces(parent)
  const item = new Y.Item(id, left, left && left.lastId, right, right && right.id, parent, null, content)
  item.integrate(tr, 0)
  return item
}

/** Yjs remembers where it was last asked, and does not hear of items that come by hand. */
export function forgetPlaces(parent: unknown): void {
  if (parent instanceof Y.AbstractType) parent._searchMarker?.splice(0)
}

/**
 * A letter, a line, a block: what stands in a row. Never a value under a name, as an attribute is: what is put behind such a one
 * takes its place for everybody who reads the update, though not here.
 */
export function itemAt(doc: Y.Doc, { client, clock }: Id): Y.Item | null {
  if (!(Y.getState(doc.store, client) > clock)) return null
  const item: unknown = Y.getItem(doc.store, Y.createID(client, clock))
  return item instanceof Y.Item && item.parentSub === null ? item : null
}

function itemEndingAt(tr: Y.Transaction, id: Id): Y.Item | null {
  if (!itemAt(tr.doc, id)) return null
  const item: unknown = Y.getItemCleanEnd(tr, tr.doc.store, Y.createID(id.client, id.clock))
  return item instanceof Y.Item ? item : null
}

function itemStartingAt(tr: Y.Transaction, id: Id): Y.Item | null {
  if (!itemAt(tr.doc, id)) return null
  const item: unknown = Y.getItemCleanStart(tr, Y.createID(id.client, id.clock))
  return item instanceof Y.Item ? item : null
}

/** Letters that are still there go; of an inline node all of it. */
export function eraseLetters(tr: Y.Transaction, letters: readonly (Letter | Id)[]): void {
  for (const id of letters) {
    if (itemAt(tr.doc, id)?.deleted !== false) continue
    itemStartingAt(tr, id)
    const item = itemEndingAt(tr, id)
    forgetPlaces(item?.parent)
    item?.delete(tr)
  }
}

/**
 * Beginnings and ends of marks between which no letter stands any more go at once. Yjs would take them away by itself on every page
 * that is open, but not in the log: what is put between them later would be in bold for some and not for others.
 */
export function tidyMarks(tr: Y.Transaction): void {
  for (const type of [...tr.changed.keys()]) {
    if (!(type instanceof Y.XmlText) || type._item?.deleted !== false) continue
    Y.cleanupYTextFormatting(type)
    let gap: Y.Item[] = []
    for (let item = type._start; item; item = item.right) {
      if (item.deleted) continue
      if (item.content instanceof Y.ContentFormat) gap.push(item)
      else gap = overtaken(tr, gap)
    }
    overtaken(tr, gap)
  }
}

/** Of several about the same mark only the last one counts. */
function overtaken(tr: Y.Transaction, gap: readonly Y.Item[]): Y.Item[] {
  const known = new Set<string>()
  for (const item of gap.toReversed()) {
    const key = item.content instanceof Y.ContentFormat ? item.content.key : ''
    if (known.has(key)) item.delete(tr)
    known.add(key)
  }
  return []
}
