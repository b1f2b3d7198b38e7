/**
 * Whether a draft's shared text means a document: root types, nodes and their places, marks, attributes, fields. Linear,
 * without recursion, and without y-tiptap, which deletes what it cannot read. Each flaw comes with how to undo it as a
 * change like any other: what does not belong is deleted, its words stay as a line of their own where it stood.
 */
import type { NodeType } from '@tiptap/pm/model'
import * as Y from 'yjs'
import { isSoundKept, KEPT } from '../anchors/kept.ts'
import { fieldsSchema } from '../fields.ts'
import { TEXT_FIELDS } from '../model.ts'
import { schema } from '../schema.ts'
import { type Flaw, type FlawKind, told } from './flaw.ts'
import { erase, inside, liveEntries, liveItems, type SharedType, typeIn, valueOf } from './items.ts'
import { isSoundAttribute, isSoundMark } from './rules.ts'

/**
 * A flaw, and what makes it good: inside a transaction on the very document that was examined. Null where that cannot be
 * done by a change.
 */
export interface Found extends Flaw {
  undo: ((transaction: Y.Transaction) => void) | null
}

/** What the draft is, whatever its text says. */
export interface Fallback {
  kind: string
}

/** All words of what is taken away that are kept in the text; the log keeps everything. */
const MOST_WORDS = 200_000
/** Yjs deletes by recursion, in every browser too: what is deeper than this cannot be deleted for everybody. */
const DEEPEST = 1_000
/** As in fields.ts. */
const MAX_FIELD_LENGTH = 20_000
/** A draft has at most 1,000 threads; of each, a few pages may have told at the same moment. */
const MOST_ANCHORS = 10_000
const BODY = 'body'
const FIELDS = 'fields'

/** Where the words of something that goes are put: behind an item of a list that takes lines, or of a line. */
interface Refuge {
  list: Y.XmlFragment
  after: Y.Item
  isLine: boolean
}

export function examine(ydoc: Y.Doc, fallback: Fallback | null = null): Found[] {
  const found: Found[] = []
  ydoc.getXmlFragment(BODY)
  ydoc.getMap(FIELDS)
  for (const [name, type] of ydoc.share) {
    if (name === BODY) examineBody(ydoc.getXmlFragment(BODY), found)
    else if (name === FIELDS) examineFields(ydoc.getMap(FIELDS), fallback, found)
    else if (name === KEPT) examineAnchors(ydoc.getMap(KEPT), found)
    else examineStranger(name, type, found)
  }
  return found
}

/**
 * Whether a change that has just come brought something that no editor can show. Asked before anybody hears of the
 * change, and looks only at what is new: an editor that is bound to the text would throw, or delete the words around it.
 */
export function bringsFlaw({ changed, beforeState, doc }: Y.Transaction): boolean {
  const found: Found[] = []
  const ahead: Place[] = []
  const isNew: Asked = ({ id }) => id.clock >= (beforeState.get(id.client) ?? 0)
  for (const [type, keys] of changed) {
    if (type._item?.deleted) continue
    if (type instanceof Y.XmlText) {
      const list = type.parent
      if (list instanceof Y.XmlFragment) examineText({ text: type, list }, 0, found, isNew)
    } else if (type instanceof Y.XmlFragment) {
      const node = type instanceof Y.XmlElement ? schema.nodes[type.nodeName] : schema.topNodeType
      if (keys.has(null) && node)
        examineChildren({ list: type, type: node, refuge: null, block: null }, ahead, found, isNew)
      if (type instanceof Y.XmlElement) examineAttributes(type, 0, found)
    } else if (type === doc.share.get(FIELDS) || type.parent === doc.share.get(FIELDS)) {
      examineFields(doc.getMap(FIELDS), null, found)
    }
  }
  for (let place = ahead.pop(); place; place = ahead.pop()) examineChildren(place, ahead, found)
  // A span that is no number makes the measuring of a table run away. Of one that was there before, the text is read.
  const isChange = beforeState.size > 0
  return found.some(({ isGrave, name }) => isGrave || (isChange && (name === 'colspan' || name === 'rowspan')))
}

/** Makes all of it good, in one transaction. */
export function mend(ydoc: Y.Doc, found: readonly Found[]): void {
  ydoc.transact((transaction) => {
    // From the end: of several lines that come behind the same item, the last one made stands first.
    for (let i = found.length - 1; i >= 0; i--) found[i]?.undo?.(transaction)
  })
}

// ── The body ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface Place {
  list: Y.XmlFragment
  type: NodeType
  refuge: Refuge | null
  block: number | null
}

function examineBody(body: Y.XmlFragment, found: Found[]): void {
  for (const [name, item] of liveEntries(body)) found.push(attributeFlaw(name, item, null))
  const ahead: Place[] = [{ list: body, type: schema.topNodeType, refuge: null, block: null }]
  for (let place = ahead.pop(); place; place = ahead.pop()) examineChildren(place, ahead, found)
}

type Asked = (item: Y.Item) => boolean
const all: Asked = () => true

function examineChildren(place: Place, ahead: Place[], found: Found[], isAsked = all): void {
  const { list, type } = place
  let number = 0
  for (const item of liveItems(list)) {
    const block = place.block ?? ++number
    if (!isAsked(item)) continue
    const refuge = refugeBehind(place, item)
    const child = typeIn(item)
    if (child instanceof Y.XmlText) {
      if (type.inlineContent) examineText({ text: child, list }, block, found)
      else found.push(strayFlaw('stray-text', 'text', item, block, refuge))
      continue
    }
    const node = child instanceof Y.XmlElement ? schema.nodes[child.nodeName] : undefined
    if (!(child instanceof Y.XmlElement) || !node || node.isText || node === schema.topNodeType) {
      found.push(strayFlaw('unknown-node', nameOf(item), item, block, refuge))
    } else if (!mayHold(type, node)) {
      found.push(strayFlaw('misplaced-node', child.nodeName, item, block, refuge))
    } else {
      examineAttributes(child, block, found)
      if (child._start !== null) ahead.push({ list: child, type: node, refuge, block })
    }
  }
}

function examineAttributes(element: Y.XmlElement, block: number, found: Found[]): void {
  for (const [name, entry] of liveEntries(element))
    if (!isSoundAttribute(element.nodeName, name, valueOf(entry))) found.push(attributeFlaw(name, entry, block))
}

/** All content is `*` of a group (nodes/frame.ts): what may stand first may stand anywhere. */
function mayHold(parent: NodeType, child: NodeType): boolean {
  return parent.contentMatch.matchType(child) !== null
}

const line = schema.nodes.textblock

function refugeBehind({ list, type, refuge }: Place, after: Y.Item): Refuge | null {
  if (type.inlineContent) return { list, after, isLine: false }
  return line && mayHold(type, line) ? { list, after, isLine: true } : refuge
}

/** Yjs' numbers of the kinds of content. */
const CONTENTS = ['gc', 'deleted', 'json', 'binary', 'text', 'embed', 'format', 'type', 'any', 'doc']

function nameOf({ content }: Y.Item): string {
  if (!(content instanceof Y.ContentType)) return CONTENTS[content.getRef()] ?? 'unknown'
  const { type } = content
  if (type instanceof Y.XmlElement) return type.nodeName
  if (type instanceof Y.Map) return 'map'
  if (type instanceof Y.Array) return 'array'
  return type instanceof Y.Text ? 'text' : 'fragment'
}

function strayFlaw(kind: FlawKind, name: string, item: Y.Item, block: number, refuge: Refuge | null): Found {
  const { words, depth } = inside(item, MOST_WORDS)
  const undo = (transaction: Y.Transaction) => {
    if (words !== '' && refuge) shelter(refuge, words)
    erase(transaction, item)
  }
  return {
    ...{ kind, name: told(name), isGrave: true, block, words: told(words), at: item.id },
    undo: depth > DEEPEST ? null : undo,
  }
}

function shelter({ list, after, isLine }: Refuge, words: string): void {
  const text = new Y.XmlText(words)
  if (!isLine) return list.insertAfter(after as never, [text])
  const paragraph = new Y.XmlElement('textblock')
  paragraph.insert(0, [text])
  list.insertAfter(after as never, [paragraph])
}

function attributeFlaw(name: string, item: Y.Item, block: number | null): Found {
  const { id: at } = item
  return {
    ...{ kind: 'bad-attribute' as const, name: told(name), isGrave: false, block, words: '', at },
    undo: (transaction) => erase(transaction, item),
  }
}

/** Letters, marks that the schema has, and nothing else. */
function examineText(
  { text, list }: { text: Y.XmlText; list: Y.XmlFragment },
  block: number,
  found: Found[],
  isAsked = all,
): void {
  for (const [name, item] of liveEntries(text)) found.push(attributeFlaw(name, item, block))
  for (const item of liveItems(text)) {
    const { content } = item
    if (content instanceof Y.ContentString || !isAsked(item)) continue
    if (!(content instanceof Y.ContentFormat)) {
      const behind = text._item && { list, after: text._item, isLine: false }
      found.push(strayFlaw('unknown-node', nameOf(item), item, block, behind))
    } else if (!schema.marks[content.key]) {
      found.push(markFlaw('unknown-mark', item, content, block))
    } else if (!isSoundMark(content.value)) {
      found.push(markFlaw('bad-attribute', item, content, block))
    }
  }
}

function markFlaw(kind: FlawKind, item: Y.Item, { key, value }: Y.ContentFormat, block: number): Found {
  return {
    ...{ kind, name: told(key), isGrave: kind === 'unknown-mark' && value !== null, block, words: '' },
    at: item.id,
    undo: (transaction) => item.delete(transaction),
  }
}

// ── The fields ────────────────────────────────────────────────────────────────────────────────────────────────────

const TEXTS: ReadonlySet<string> = new Set(TEXT_FIELDS)

function examineFields(map: Y.Map<unknown>, fallback: Fallback | null, found: Found[]): void {
  for (const item of liveItems(map)) found.push(partFlaw(FIELDS, item))
  for (const [name, item] of liveEntries(map)) examineField(map, name, item, fallback, found)
  if (map.has('kind')) return
  found.push({
    ...{ kind: 'bad-field', name: 'kind', isGrave: true, block: null, words: '', at: null },
    undo: () => void (fallback && map.set('kind', fallback.kind)),
  })
}

function examineField(
  map: Y.Map<unknown>,
  name: string,
  item: Y.Item,
  fallback: Fallback | null,
  found: Found[],
): void {
  const { id: at } = item
  const value = valueOf(item)
  const flaw = (isGrave: boolean, words: string, undo: Found['undo']) =>
    found.push({ kind: 'bad-field', name: told(name), isGrave, block: null, words: told(words), at, undo })
  if (TEXTS.has(name) && isPlainText(value)) return examineFieldText(value, name, found)
  const shape = fieldsSchema.shape as Record<string, { safeParse(value: unknown): { success: boolean } } | undefined>
  const known = Object.hasOwn(shape, name) ? shape[name] : undefined
  if (!known) return void flaw(false, '', (transaction) => erase(transaction, item))
  // A text field that is a plain string comes from an older draft, and is read.
  const isOther = name === 'kind' && fallback !== null && value !== fallback.kind
  if (!typeIn(item) && known.safeParse(value).success && !isOther) return
  const { words } = inside(item, MAX_FIELD_LENGTH)
  flaw(true, words, (transaction) => {
    erase(transaction, item)
    if (TEXTS.has(name)) map.set(name, new Y.Text(words))
    else if (name === 'kind' && fallback) map.set(name, fallback.kind)
  })
}

/** Not one of its heirs: a `Y.XmlText` writes tags into what it says. */
function isPlainText(value: unknown): value is Y.Text {
  return value instanceof Y.Text && !(value instanceof Y.XmlText)
}

function examineFieldText(text: Y.Text, name: string, found: Found[]): void {
  const flaw = (item: Y.Item, isGrave: boolean, undo: Found['undo']) =>
    found.push({ kind: 'bad-field', name, isGrave, block: null, words: '', at: item.id, undo })
  for (const [, item] of liveEntries(text)) flaw(item, false, (transaction) => erase(transaction, item))
  let length = 0
  let longest: Y.Item | null = null
  for (const item of liveItems(text)) {
    if (item.content instanceof Y.ContentString) length += item.length
    else flaw(item, false, (transaction) => erase(transaction, item))
    if (longest === null || item.length > longest.length) longest = item
  }
  if (longest && length > MAX_FIELD_LENGTH)
    flaw(longest, true, () => text.delete(MAX_FIELD_LENGTH, text.length - MAX_FIELD_LENGTH))
}

// ── What stands beside both ───────────────────────────────────────────────────────────────────────────────────────

/** Only what our pages write there, and not more than the threads of a draft can make of it. */
function examineAnchors(map: Y.Map<unknown>, found: Found[]): void {
  for (const item of liveItems(map)) found.push(partFlaw(KEPT, item))
  let count = 0
  for (const [name, item] of liveEntries(map))
    if (++count > MOST_ANCHORS || !isSoundKept(name, valueOf(item))) found.push(partFlaw(KEPT, item))
}

function examineStranger(name: string, type: SharedType, found: Found[]): void {
  for (const item of liveItems(type)) found.push(partFlaw(name, item))
  for (const [, item] of liveEntries(type)) found.push(partFlaw(name, item))
}

function partFlaw(name: string, item: Y.Item): Found {
  const { id: at } = item
  return {
    ...{ kind: 'unknown-part' as const, name: told(name), isGrave: false, block: null, words: '', at },
    undo: (transaction) => erase(transaction, item),
  }
}
