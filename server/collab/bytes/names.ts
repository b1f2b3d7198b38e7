/**
 * The names in an update, looked at before anybody gets it: a node, a mark, a field or a part of the text that no document
 * has would make an honest editor throw, or delete the words around it. What names cannot tell (a block inside a line) is
 * told within seconds by the examination of the whole text. Typing brings no names and is let through at once.
 */
import { KIND, type Run, someStruct, type Struct, TYPE, type Update } from './update.ts'

/** What clients of this schema write; handed in. */
export interface Names {
  /** Of the list of blocks, and of the map of fields. */
  body: string
  fields: string
  /** Of the map that says where words stand which somebody speaks about. */
  anchors: string
  nodes: ReadonlySet<string>
  marks: ReadonlySet<string>
  /** Each field; true for a shared text. */
  texts: ReadonlyMap<string, boolean>
}

/** More types in one another than a document has (a table's row's cell's line's text), in one update. */
const DEEPEST = 12

/** What in the update no client of ours writes; null for nothing. */
export function strangerIn({ runs }: Update, names: Names): string | null {
  if (runs.length === 0 || isTyping(runs)) return null
  const depths: Depths = new Map()
  let strange: string | null = null
  someStruct(runs, (struct) => {
    if (struct.kind === KIND.gc || struct.kind === KIND.skip) return false
    strange = strangeContent(struct, names) ?? strangeParent(struct, names)
    if (strange === null && struct.kind === KIND.type && depthOf(struct, depths) > DEEPEST) strange = 'nesting'
    return strange !== null
  })
  return strange
}

const ORIGINS = 0xc0

/** One run of letters beside others: its first bytes say so. */
function isTyping(runs: Run[]): boolean {
  const run = runs.length === 1 ? runs[0] : undefined
  if (run?.count !== 1) return false
  const info = run.bytes[run.from] ?? 0
  return (info & 31) === KIND.string && (info & ORIGINS) !== 0
}

function strangeContent({ kind, type, name }: Struct, { nodes, marks }: Names): string | null {
  switch (kind) {
    case KIND.string:
    case KIND.deleted:
    case KIND.any:
      return null
    case KIND.format:
      return marks.has(name) ? null : `mark ${brief(name)}`
    case KIND.type:
      if (type === TYPE.xmlHook) return 'a hook'
      if (type === TYPE.xmlElement) return nodes.has(name) ? null : `node ${brief(name)}`
      return type === TYPE.text || type === TYPE.xmlText ? null : 'a kind of type'
    default:
      return 'a kind of content'
  }
}

/** Where something stands in the body or the fields themselves, without anything beside it that would say so. */
function strangeParent({ root, sub, kind, type }: Struct, { body, fields, anchors, texts }: Names): string | null {
  if (root === null || kind === KIND.deleted) return null
  if (root === body) return sub === null && type === TYPE.xmlElement ? null : 'the body'
  if (root === anchors) return sub !== null && kind === KIND.any ? null : 'the anchors'
  if (root !== fields) return `part ${brief(root)}`
  const isText = sub === null ? undefined : texts.get(sub)
  if (isText === undefined) return `field ${brief(sub ?? '')}`
  if (kind === KIND.any) return null
  return isText && type === TYPE.text ? null : `field ${brief(sub ?? '')}`
}

/** How deep each type of the update stands: of each client its clocks, ascending as they come, and their depths. */
type Depths = Map<number, { clocks: number[]; depths: number[] }>

/** How many of the update's own types stand around one; siblings stand as deep as what they stand beside. */
function depthOf({ client, clock, origin, rightOrigin, parent }: Struct, known: Depths): number {
  const depth = depthAt(known, origin) || depthAt(known, rightOrigin) || depthAt(known, parent) + 1
  let own = known.get(client)
  if (!own) known.set(client, (own = { clocks: [], depths: [] }))
  own.clocks.push(clock)
  own.depths.push(depth)
  return depth
}

/** 0 where no type of the update stands. */
function depthAt(known: Depths, { client, clock }: Struct['origin']): number {
  const of = client < 0 ? undefined : known.get(client)
  if (!of) return 0
  const { clocks, depths } = of
  let [from, to] = [0, clocks.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((clocks[middle] ?? 0) < clock) from = middle + 1
    else to = middle
  }
  return clocks[from] === clock ? (depths[from] ?? 0) : 0
}

const brief = (name: string) => JSON.stringify(name.slice(0, 40))
