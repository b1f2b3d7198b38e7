/**
 * The names in an update, looked at before anybody gets it: a node, a mark, a field or a part of the text that no document
 * has would make an honest editor throw, or delete the words around it. What names cannot tell (a block inside a line) is
 * told within seconds by the examination of the whole text. Typing brings no names and is let through at once.
 */
import * as Y from 'yjs'
import type { Update } from './update.ts'

/** What clients of this schema write; handed in. */
export interface Names {
  /** Of the list of blocks, and of the map of fields. */
  body: string
  fields: string
  nodes: ReadonlySet<string>
  marks: ReadonlySet<string>
  /** Each field; true for a shared text. */
  texts: ReadonlyMap<string, boolean>
}

/** More types in one another than a document has (a table's row's cell's line's text), in one update. */
const DEEPEST = 12

/** What in the update no client of ours writes; null for nothing. */
export function strangerIn(update: Update, names: Names): string | null {
  if (update.runs.length === 0 || isTyping(update)) return null
  const structs = structsOf(update)
  if (!structs) return 'a value that cannot be read'
  const depths = new Map<string, number>()
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue
    const strange = strangeContent(struct, names) ?? strangeParent(struct, names)
    if (strange !== null) return strange
    if (struct.content instanceof Y.ContentType && isTooDeep(struct, depths)) return 'nesting'
  }
  return null
}

/** Yjs reads values more closely than update.ts: one at which it throws is no value of ours. */
function structsOf({ bytes }: Update): readonly unknown[] | null {
  try {
    return Y.decodeUpdate(bytes).structs
  } catch {
    return null
  }
}

const STRING = 4
const ORIGINS = 0xc0

/** One run of letters beside others: its first bytes say so. */
function isTyping({ runs }: Update): boolean {
  const run = runs.length === 1 ? runs[0] : undefined
  if (run?.count !== 1) return false
  const info = run.bytes[run.from] ?? 0
  return (info & 31) === STRING && (info & ORIGINS) !== 0
}

function strangeContent({ content }: Y.Item, { nodes, marks }: Names): string | null {
  if (content instanceof Y.ContentString || content instanceof Y.ContentDeleted || content instanceof Y.ContentAny)
    return null
  if (content instanceof Y.ContentFormat) return marks.has(content.key) ? null : `mark ${brief(content.key)}`
  if (!(content instanceof Y.ContentType)) return 'a kind of content'
  const { type } = content
  if (type instanceof Y.XmlHook) return 'a hook'
  if (type instanceof Y.XmlElement) return nodes.has(type.nodeName) ? null : `node ${brief(type.nodeName)}`
  return type instanceof Y.Text ? null : 'a kind of type'
}

/** Where something stands in the body or the fields themselves, without anything beside it that would say so. */
function strangeParent({ parent, parentSub, content }: Y.Item, { body, fields, texts }: Names): string | null {
  const root: unknown = parent
  if (typeof root !== 'string') return null
  if (content instanceof Y.ContentDeleted) return null
  const type = content instanceof Y.ContentType ? content.type : null
  if (root === body) return parentSub === null && type instanceof Y.XmlElement ? null : 'the body'
  if (root !== fields) return `part ${brief(root)}`
  const isText = parentSub === null ? undefined : texts.get(parentSub)
  if (isText === undefined) return `field ${brief(parentSub ?? '')}`
  if (content instanceof Y.ContentAny) return null
  return isText && type instanceof Y.Text && !(type instanceof Y.XmlText) ? null : `field ${brief(parentSub ?? '')}`
}

/** How many of the update's own types stand around one; siblings stand as deep as what they stand beside. */
function isTooDeep({ id, origin, rightOrigin, parent }: Y.Item, depths: Map<string, number>): boolean {
  const beside = depths.get(keyOf(origin)) ?? depths.get(keyOf(rightOrigin))
  const around: unknown = parent
  const depth = beside ?? (around instanceof Y.ID ? (depths.get(keyOf(around)) ?? 0) + 1 : 1)
  depths.set(keyOf(id), depth)
  return depth > DEEPEST
}

const keyOf = (id: Y.ID | null) => (id ? `${id.client} ${id.clock}` : '')
const brief = (name: string) => JSON.stringify(name.slice(0, 40))
