/**
 * A text with its open suggestions in two readings, as it is and as it would be if all were accepted. Words and blocks of
 * both say what became of them, so that they can be laid over each other: see server/issue/word/revisions.
 */
import type { Node } from '@tiptap/pm/model'
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { Spoken } from '../anchors/anchor.ts'
import { locate } from '../anchors/locate.ts'
import type { BodyNode, OfficialDocument } from '../model.ts'
import { TAG } from '../print/runs.ts'
import { readDocument } from '../read.ts'
import { schema } from '../schema.ts'
import { examine } from '../sound/examine.ts'
import { storedText } from '../text.ts'
import { apply, type Moved, nothingMoved, remap, stands } from './apply.ts'
import { type Block, blocksIn } from './blocks.ts'
import { inlineOf, isLine, isNode, type Letter, lettersOf } from './letters.ts'
import { type Change, keyOf } from './shapes.ts'

export interface Suggested {
  client: number
  changes: Change[]
}

/** What is known of words or of a block. Suggestions are named by their place in the list. */
export interface Tag {
  /** Of a block: the same in both readings where it stands in both. */
  key?: string
  /** The suggestion that takes it away, or brings it. */
  gone?: number
  came?: number
  /** The suggestion that gives it another look, or makes another kind of line of it. */
  look?: number
  /** Its words stood in the line before it, or will. */
  joins?: boolean
  /** The suggestion that moves it: it goes at one place and comes at another. */
  move?: number
  /** Threads about it, by their place in the list. */
  talk?: readonly number[]
}

export interface Readings {
  before: OfficialDocument
  after: OfficialDocument
  /** By the number that words and blocks bear. */
  tags: Tag[]
  /** Suggestions that can no longer be applied. */
  left: number[]
  /** Threads whose words stand nowhere. */
  lost: number[]
}

export interface Talk extends Omit<Spoken, 'anchor'> {
  anchor: Spoken['anchor'] | null
  /** The suggestion that it is about: then it stands where that changes words. */
  suggestion?: number
}

/** Throws InvalidDocument where the text cannot be read. */
export function readingsOf(state: Uint8Array, suggested: readonly Suggested[], talks: readonly Talk[] = []): Readings {
  const doc = opened(state)
  const before = readDocument(doc)
  const outcome = accepted(state, suggested)
  const about = talksAbout(suggested, outcome, talks)
  const isAbout = new Set([...about.values()].flat())
  const places = placesOf(doc, talks).filter(({ talk }) => !isAbout.has(talk))
  const tags = new Tags()
  const ways = waysOf(suggested, outcome)
  const old = { doc, tags, cuts: outcome.cuts, places, about }
  const tagged = {
    ...before,
    body: withTags(before.body, old, (id) => {
      const gone = outcome.gone.get(id)
      return { gone, move: gone !== undefined && ways.moves.has(gone) ? gone : undefined }
    }),
  }
  const now = readDocument(outcome.doc)
  const own = { doc: outcome.doc, tags, cuts: outcome.cuts, places: [], about }
  const after = {
    ...now,
    body: withTags(now.body, own, (id) => {
      // Letters that were written anew stood there before; whatever is new bears the suggestion's client.
      const first = outcome.origin.get(id) ?? id
      const came = outcome.byClient.get(Number.parseInt(first, 10))
      return { came, look: ways.looks.get(first), move: came !== undefined && ways.moves.has(came) ? came : undefined }
    }),
  }
  doc.destroy()
  outcome.doc.destroy()
  const lost = talks.flatMap((_, at) => (isAbout.has(at) || places.some(({ talk }) => talk === at) ? [] : [at]))
  return { before: tagged, after, tags: tags.all, left: outcome.left, lost }
}

function opened(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  doc.getXmlFragment('body') // only from now on its blocks have it for their parent
  return doc
}

interface Outcome {
  doc: Y.Doc
  /** By the id of a letter or a block: which suggestion takes it away. */
  gone: Map<string, number>
  /** Of letters that were written anew, where they stood at first. */
  origin: Map<string, string>
  byClient: Map<number, number>
  /** Lines that were cut off from another, and lines that were joined to another. */
  cuts: Set<string>
  left: number[]
}

/** Everything accepted, in its order; what the text would not bear is left out. */
function accepted(state: Uint8Array, suggested: readonly Suggested[]): Outcome {
  const all = acceptedOf(state, suggested, new Set())
  if (examine(all.doc).every(({ isGrave }) => !isGrave)) return all
  const bad = suggested.flatMap((one, at) => {
    const alone = acceptedOf(state, [one], new Set())
    return examine(alone.doc).some(({ isGrave }) => isGrave) ? [at] : []
  })
  return acceptedOf(state, suggested, new Set(bad))
}

function acceptedOf(state: Uint8Array, suggested: readonly Suggested[], bad: ReadonlySet<number>): Outcome {
  const doc = opened(state)
  const outcome: Outcome = {
    doc,
    gone: new Map(),
    origin: new Map(),
    byClient: new Map(),
    cuts: new Set(),
    left: [],
  }
  let open = suggested.map(({ changes }) => changes)
  for (const [at, { client }] of suggested.entries()) {
    const changes = open[at] ?? []
    if (bad.has(at) || !stands(doc, changes)) {
      outcome.left.push(at)
      continue
    }
    doc.clientID = client
    outcome.byClient.set(client, at)
    const { moved, deleted } = doc.transact((tr) => {
      const moved = apply(tr, changes)
      return { moved, deleted: idsIn(tr.deleteSet) }
    })
    // What is moved goes at one place and comes at the other, though colleagues' changes travel with its letters.
    follow(outcome, isMove(changes) ? nothingMoved() : moved, deleted, at)
    open = open.map((list, other) => (other > at ? list.map((change) => remap(change, moved)) : list))
  }
  return outcome
}

function* idsIn({ clients }: Y.Transaction['deleteSet']): Generator<string> {
  for (const [client, stretches] of clients)
    for (const { clock, len } of stretches) for (let at = 0; at < len; at++) yield keyOf({ client, clock: clock + at })
}

function follow(outcome: Outcome, moved: Moved, deleted: Iterable<string>, at: number): void {
  const { gone, origin, cuts } = outcome
  for (const [old, now] of moved.letters) origin.set(keyOf(now), origin.get(old) ?? old)
  // Of two lines that are joined the second one ends; a line that is cut begins another.
  for (const [old, now] of moved.ends) cuts.add(moved.starts.has(old) ? old : keyOf(now))
  for (const id of deleted) {
    const first = origin.get(id) ?? id
    if (!moved.letters.has(id) && !gone.has(first)) gone.set(first, at)
  }
}

/** Which suggestions only move blocks, and which letters and lines get another look. */
function waysOf(suggested: readonly Suggested[], { left }: Outcome) {
  const looks = new Map<string, number>()
  const moves = new Set<number>()
  for (const [at, { changes }] of suggested.entries()) {
    if (left.includes(at)) continue
    if (isMove(changes)) moves.add(at)
    for (const change of changes) {
      if (change.is === 'form') looks.set(keyOf(change.block), at)
      if (change.is === 'look')
        for (const { client, clock, length } of change.letters)
          for (let step = 0; step < length; step++) looks.set(keyOf({ client, clock: clock + step }), at)
    }
  }
  return { moves, looks }
}

/** By suggestion, the threads that stand at its words; of one that changes no words, where they stood says it. */
function talksAbout(suggested: readonly Suggested[], { left }: Outcome, talks: readonly Talk[]) {
  const about = new Map<number, number[]>()
  for (const [at, { suggestion }] of talks.entries()) {
    if (suggestion === undefined || left.includes(suggestion)) continue
    const hasWords = suggested[suggestion]?.changes.some(({ is }) => is === 'words' || is === 'look' || is === 'blocks')
    if (hasWords) about.set(suggestion, [...(about.get(suggestion) ?? []), at])
  }
  return about
}

/** As compare.ts makes it: the same blocks go at one place and come at another. */
function isMove([put, removed, ...others]: readonly Change[]): boolean {
  if (put?.is !== 'blocks' || removed?.is !== 'blocks' || others.length > 0) return false
  return put.removed.length === 0 && removed.put.length === 0
}

class Tags {
  readonly all: Tag[] = []
  readonly #known = new Map<string, number>()

  of(tag: Tag): number {
    const key = JSON.stringify(tag)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#known.set(key, this.all.push(tag) - 1)
    return this.all.length - 1
  }
}

interface Place {
  talk: number
  /** In the ProseMirror document. */
  from: number
  to: number
}

function placesOf(doc: Y.Doc, talks: readonly Talk[]): Place[] {
  if (talks.length === 0) return []
  const body = doc.getXmlFragment('body')
  const node: Node = yXmlFragmentToProseMirrorRootNode(body, schema)
  const spoken = talks.flatMap(({ anchor, ...talk }) => (anchor ? [{ ...talk, anchor }] : []))
  const found = locate({ doc, body, sizeOf }, node, spoken)
  return talks.flatMap(({ id }, talk) => {
    const place = found.get(id)
    return place ? [{ talk, from: place.from, to: place.to }] : []
  })
}

/** Of a block in the ProseMirror document. */
function sizeOf(type: Y.XmlElement): number {
  const known = schema.nodes[type.nodeName]
  if (known?.isLeaf === true) return 1
  if (isLine(type)) return lettersOf(type).length + 2
  return blocksIn(type).reduce((sum, block) => sum + sizeOf(block.type), 2)
}

type Asked = (id: string) => Partial<Record<'gone' | 'came' | 'look' | 'move', number | undefined>>

interface Source {
  doc: Y.Doc
  tags: Tags
  cuts: ReadonlySet<string>
  places: readonly Place[]
  /** Threads about a suggestion. */
  about: ReadonlyMap<number, readonly number[]>
}

/** The body with a tag at every block, and at the words of which something is to be said. */
function withTags(body: BodyNode, { doc, tags, cuts, ...around }: Source, asked: Asked): BodyNode {
  const blocks = blocksIn(doc.getXmlFragment('body'))
  const content = body.content ?? []
  if (blocks.length !== content.length) return body
  let pos = 0
  return {
    ...body,
    content: content.map((node, at) => {
      const block = blocks[at]
      if (!block) return node
      const from = pos
      pos += sizeOf(block.type)
      const key = keyOf(block)
      const known = { key, ...told(asked(key)), ...(cuts.has(key) && { joins: true }) }
      const inner = within(node, block, { tags, asked, ...around, pos: from })
      return { ...inner, attrs: { ...inner.attrs, [TAG]: tags.of(known) } }
    }),
  }
}

interface How extends Omit<Source, 'doc' | 'cuts'> {
  asked: Asked
  pos: number
}

function within(node: BodyNode, block: Block, how: How): BodyNode {
  if (isLine(block.type)) return line(node, lettersOf(block.type), how)
  const [parts, content] = [blocksIn(block.type), node.content ?? []]
  if (parts.length !== content.length || parts.length === 0) return node
  let pos = how.pos + 1
  return {
    ...node,
    content: content.map((inner, at) => {
      const part = parts[at]
      if (!part) return inner
      const from = pos
      pos += sizeOf(part.type)
      return within(inner, part, { ...how, pos: from })
    }),
  }
}

function line(node: BodyNode, letters: readonly Letter[], { tags, asked, places, about, pos }: How): BodyNode {
  const size = letters.length
  const near = places.filter(({ from, to }) => from <= pos + size && to > pos)
  const found: { tag: number | null; letters: Letter[] }[] = []
  for (const [at, letter] of letters.entries()) {
    const here = pos + 1 + at
    const own = told(asked(keyOf(letter)))
    const suggestion = own.gone ?? own.came ?? own.look
    const talk = [
      ...near.filter(({ from, to }) => from <= here && here < to).map((place) => place.talk),
      ...((suggestion !== undefined && about.get(suggestion)) || []),
    ]
    const known = { ...own, ...(talk.length > 0 && { talk }) }
    const tag = Object.keys(known).length > 0 ? tags.of(known) : null
    const last = found.at(-1)
    if (last && last.tag === tag) last.letters.push(letter)
    else found.push({ tag, letters: [letter] })
  }
  if (found.every(({ tag }) => tag === null) || !isSame(node, letters)) return node
  return {
    ...node,
    content: found.flatMap(({ tag, letters }) =>
      inlineOf(letters).map((inline) => {
        const clean = inline.text === undefined ? inline : { ...inline, text: storedText(inline.text) }
        return tag === null
          ? clean
          : { ...clean, marks: [...(clean.marks ?? []), { type: TAG, attrs: { [TAG]: tag } }] }
      }),
    ),
  }
}

/** Whether the line was read as its letters stand: then these may stand for it. */
function isSame({ content = [] }: BodyNode, letters: readonly Letter[]): boolean {
  const read = content.map(({ text }) => text ?? '\uFFFC').join('')
  return storedText(letters.map((letter) => (isNode(letter) ? '\uFFFC' : letter.value)).join('')) === read
}

/** Without what is not said. */
function told({ gone, came, look, move }: ReturnType<Asked>): Tag {
  return {
    ...(gone !== undefined && { gone }),
    ...(came !== undefined && { came }),
    ...(look !== undefined && { look }),
    ...(move !== undefined && { move }),
  }
}
