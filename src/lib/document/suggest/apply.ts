/**
 * A suggestion put into the text. The ids say where: letters that a colleague has written meanwhile stay where they are, and
 * Yjs' own rule orders what comes to the same place, so that two decisions end alike in either order.
 */
import * as Y from 'yjs'
import { common, Purse } from '../compare/sequence.ts'
import { fieldsMap, fieldsSchema, setField } from '../fields.ts'
import type { BodyNode } from '../model.ts'
import { blockOf, blocksIn, idOf, inlineTypesOf, lineOf, setAttributes } from './blocks.ts'
import {
  type Blocks,
  blocksTaken,
  changesFormOnly,
  joinsNeighbours,
  leadsNobodyElsewhere,
  marksWhatItShows,
  parentOf,
  removesWhatItShows,
  takesWhatItShows,
} from './exact.ts'
import { isSuggestedField } from './fields.ts'
import { eraseLetters, forgetPlaces, insertText, insertTypes, itemAt } from './items.ts'
import { inlineOf, isLine, type Letter, lettersOf } from './letters.ts'
import { cutAt, elementAt, Found, placeOf, spotOf, standingLetters } from './places.ts'
import { type Change, type Id, idsOf, keyOf, runsOf, type Words } from './shapes.ts'
import { asTheyStand } from './travel.ts'
import { moveIn } from './words.ts'

/** Letters that were written anew and so have other ids, and lines that end in another line now. */
export interface Moved {
  letters: Map<string, Id>
  ends: Map<string, Id>
  /** Lines that were joined to another: the letter behind which they begin now. */
  starts: Map<string, { line: Id; after: Id | null }>
  /** Blocks, and the lines in them, that stand elsewhere now. */
  blocks: Map<string, Id>
  /** Blocks that went and are back. Of the letters in them nobody knows which is which. */
  returned: Map<string, Id>
}

export const nothingMoved = (): Moved => ({
  letters: new Map(),
  ends: new Map(),
  starts: new Map(),
  blocks: new Map(),
  returned: new Map(),
})

/** Whether nothing has other ids, or stands elsewhere. */
export const isNothing = ({ letters, ends, starts, blocks, returned }: Moved): boolean =>
  letters.size + ends.size + starts.size + blocks.size + returned.size === 0

/** Whether the words and blocks that it speaks of still stand, and are those that it shows. */
export function stands(doc: Y.Doc, changes: readonly Change[], found = new Found()): boolean {
  knowBody(doc)
  const taken = new Set<string>()
  const now = asTheyStand(doc, changes)
  const going = new Set(now.flatMap(blocksTaken).map(keyOf))
  return now.every((change) => {
    const isThere = standsOne(doc, change, taken, found) && leadsNobodyElsewhere(doc, linesPut(change), going)
    for (const id of blocksTaken(change)) taken.add(keyOf(id))
    return isThere
  })
}

/** Whole lines that it brings, of whose names one is asked. */
function linesPut(change: Change): readonly BodyNode[] {
  if (change.is === 'split') return [change.put]
  return change.is === 'blocks' ? change.put : []
}

/** Before it is asked for, the body of a text that was just read is of no type, and its lines have another parent. */
const knowBody = (doc: Y.Doc): unknown => doc.getXmlFragment('body')

/** Applies all of it in the transaction, or throws what Yjs throws; ask `stands` first, with the same `found`. */
export function apply(tr: Y.Transaction, changes: readonly Change[], found = new Found()): Moved {
  knowBody(tr.doc)
  const moved = nothingMoved()
  const now = asTheyStand(tr.doc, changes)
  const move = moveIn(now)
  // What others suggest in them goes along.
  const before = move?.gone.removed.map((id) => read(elementAt(tr.doc, id))) ?? []
  // Behind the first change the text is another one.
  for (const [at, change] of now.entries()) applyOne(tr, remap(change, moved), moved, at === 0 ? found : new Found())
  const made = move ? madeBy(tr, move.put) : []
  for (const [at, old] of before.entries()) noteMoved(old, read(made[at] ?? null), moved)
  return moved
}

interface ReadBlock {
  blocks: Id[]
  letters: Letter[]
}

/** A block with all that is in it, in its order. */
function read(type: Y.XmlElement | null): ReadBlock {
  if (!type?._item) return { blocks: [], letters: [] }
  const own = idOf(type._item.id)
  if (isLine(type)) return { blocks: [own], letters: lettersOf(type) }
  const within = blocksIn(type).map((block) => read(block.type))
  return { blocks: [own, ...within.flatMap(({ blocks }) => blocks)], letters: within.flatMap(({ letters }) => letters) }
}

/** The blocks that a change has just brought. */
function madeBy(tr: Y.Transaction, change: Blocks): Y.XmlElement[] {
  const parent = parentOf(tr.doc, change)
  const first = tr.beforeState.get(tr.doc.clientID) ?? 0
  return parent
    ? blocksIn(parent).flatMap(({ client, clock, type }) =>
        client === tr.doc.clientID && clock >= first ? [type] : [],
      )
    : []
}

/** Of finding the letters of blocks again where they were moved to. */
const MOVED_STEPS = 500_000

function noteMoved(old: ReadBlock, now: ReadBlock, moved: Moved): void {
  if (old.blocks.length !== now.blocks.length) return
  // Whoever moves it may have changed its words as well.
  const values = ({ letters }: ReadBlock) => letters.map(({ value }) => value)
  for (const [was, is] of common(values(old), values(now), new Purse(MOVED_STEPS)) ?? [])
    note(old.letters.slice(was, was + 1), now.letters.slice(is, is + 1), moved)
  for (const [at, id] of old.blocks.entries()) {
    const other = now.blocks[at]
    if (other) moved.blocks.set(keyOf(id), other)
  }
}

function standsOne(doc: Y.Doc, change: Change, taken: ReadonlySet<string>, found: Found): boolean {
  switch (change.is) {
    case 'words': {
      const place = found.of(doc, change)
      return place !== null && takesWhatItShows(doc, place, change)
    }
    case 'split':
      return placeOf(doc, placeOnly(change)) !== null
    case 'look':
      return marksWhatItShows(doc, change)
    case 'form': {
      const held = elementAt(doc, change.block)
      return (
        held !== null &&
        Object.entries(change.put).every(([name, put]) => isFree(held, name, change.was[name], put)) &&
        changesFormOnly(doc, change)
      )
    }
    case 'blocks':
      return removesWhatItShows(doc, change) && [change.after, change.before].every(isBesideBlock(doc, change))
    case 'join':
      return joinsNeighbours(doc, change, taken)
    case 'field': {
      const now = plainField(fieldsMap(doc).get(change.name))
      return isSuggestedField(change.name) && (now === change.was || now === change.put)
    }
  }
}

/** A place is beside a block, which may be gone by now, of the body or of what the change names: never in a line. */
const isBesideBlock =
  (doc: Y.Doc, change: Blocks) =>
  (id: Id | null): boolean =>
    id === null || itemAt(doc, id)?.parent === parentOf(doc, change)

/** Nobody has given it another value meanwhile. */
function isFree(held: Y.XmlElement, name: string, was: unknown, put: unknown): boolean {
  const all: Record<string, unknown> = held.getAttributes()
  const now = JSON.stringify(all[name] ?? null)
  return now === JSON.stringify(was ?? null) || now === JSON.stringify(put)
}

const plainField = (value: unknown): string =>
  value instanceof Y.Text ? value.toString() : typeof value === 'string' ? value : ''

function applyOne(tr: Y.Transaction, change: Change, moved: Moved, found: Found): void {
  const { doc } = tr
  switch (change.is) {
    case 'words':
      return applyWords(tr, change, moved, found)
    case 'look':
      for (const { text, index } of standingLetters(doc, change.letters)) {
        forgetPlaces(text)
        text.format(index, 1, { [change.mark]: change.on ? {} : null })
      }
      return
    case 'form': {
      const held = elementAt(doc, change.block)
      if (held) setAttributes(held, change.put)
      return
    }
    case 'blocks': {
      const parent = parentOf(doc, change)
      if (!parent) return
      insertTypes(tr, parent, change, change.put.map(blockOf))
      for (const id of change.removed) elementAt(doc, id)?._item?.delete(tr)
      forgetPlaces(parent)
      return
    }
    case 'split':
      return split(tr, change, moved)
    case 'join':
      return join(tr, change, moved)
    case 'field': {
      const { name, put } = change
      if (isSuggestedField(name)) setField(fieldsMap(doc), name, fieldsSchema.shape[name].parse(put))
    }
  }
}

function applyWords(tr: Y.Transaction, change: Words, moved: Moved, found: Found): void {
  const place = found.of(tr.doc, change)
  if (!place) return
  if (change.put.every(({ text }) => text !== undefined)) {
    if (change.put.length > 0) insertText(tr, spotOf(tr.doc, place), change.put)
    eraseLetters(tr, place.removed)
    return
  }
  const isGone = new Set(place.removed)
  const kept = place.letters.filter((letter) => !isGone.has(letter))
  const at = kept.filter((letter) => place.letters.indexOf(letter) < place.at).length
  eraseLetters(tr, place.removed)
  rewrite(tr, { line: place.line, letters: kept, at }, change.put, moved)
}

/**
 * A line end or another inline node parts a text in two. What stands behind it is written anew, as y-tiptap does: its new ids
 * are told in `moved`.
 */
function rewrite(
  tr: Y.Transaction,
  { line, letters, at }: { line: Y.XmlElement; letters: readonly Letter[]; at: number },
  put: readonly BodyNode[],
  moved: Moved,
): void {
  const tail = letters.slice(at)
  eraseLetters(tr, tail)
  const types = inlineTypesOf([...put, ...inlineOf(tail)])
  insertTypes(tr, line, { after: lastChild(line), before: null }, types)
  const now = lettersOf(line)
  note(tail, now.slice(now.length - tail.length), moved)
}

/** Of the children that are still there. */
function lastChild(line: Y.XmlElement): Id | null {
  let id: Id | null = null
  for (let item = line._start; item; item = item.right) id = { client: item.id.client, clock: item.id.clock }
  return id
}

const placeOnly = ({ line, after, before, around }: Extract<Change, { is: 'split' }>) => ({
  line,
  after,
  before,
  around,
})

function split(tr: Y.Transaction, change: Extract<Change, { is: 'split' }>, moved: Moved): void {
  const place = placeOf(tr.doc, placeOnly(change))
  const item = place?.line._item
  if (!place || !item) return
  const tail = place.letters.slice(cutAt(place))
  const made = lineOf(change.put, inlineOf(tail))
  const parent: unknown = item.parent
  if (!(parent instanceof Y.XmlFragment)) return
  insertTypes(tr, parent, { after: item.id, before: item.right?.id ?? null }, [made])
  eraseLetters(tr, tail)
  note(tail, lettersOf(made), moved)
  if (made._item) moved.ends.set(keyOf(item.id), made._item.id)
}

function join(tr: Y.Transaction, { line, next }: Extract<Change, { is: 'join' }>, moved: Moved): void {
  const [first, second] = [elementAt(tr.doc, line), elementAt(tr.doc, next)]
  if (!first || !second) return
  const letters = lettersOf(second)
  const last = lettersOf(first).at(-1)
  moved.starts.set(keyOf(next), { line, after: last ? idOf(last) : null })
  if (letters.length > 0)
    insertTypes(tr, first, { after: lastChild(first), before: null }, inlineTypesOf(inlineOf(letters)))
  const now = lettersOf(first)
  note(letters, now.slice(now.length - letters.length), moved)
  second._item?.delete(tr)
  forgetPlaces(second.parent)
  moved.ends.set(keyOf(next), line)
}

function note(old: readonly Letter[], now: readonly Letter[], { letters }: Moved): void {
  old.forEach((letter, at) => {
    const other = now[at]
    if (other) letters.set(keyOf(letter), { client: other.client, clock: other.clock })
  })
}

/** The same change where its letters are now. */
export function remap(change: Change, moved: Moved): Change {
  if (isNothing(moved)) return change
  const block = (id: Id): Id => moved.blocks.get(keyOf(id)) ?? id
  const whole = (id: Id): Id => moved.returned.get(keyOf(id)) ?? block(id)
  // A line that is cut may be written anew once more by what follows in the same suggestion.
  const letter = (id: Id | null): Id | null => {
    let at = id
    for (let next = at && moved.letters.get(keyOf(at)); next; next = moved.letters.get(keyOf(next))) at = next
    return at
  }
  const end = (id: Id | null): Id | null => {
    let at = id
    for (let steps = 0; at && steps < 100; steps++) {
      const next: Id | undefined = moved.ends.get(keyOf(at))
      if (!next) break
      at = next
    }
    return at
  }
  const place = ({ line, after, before }: Pick<Words, 'line' | 'after' | 'before'>) => {
    const start = after === null ? moved.starts.get(keyOf(line)) : undefined
    return start
      ? { ...start, before: letter(before) }
      : { line: block(line), after: letter(after), before: letter(before) }
  }
  switch (change.is) {
    case 'words':
      return { ...change, ...place(change), removed: remapRuns(change.removed, letter) }
    case 'split':
      return { ...change, ...place(change) }
    case 'look':
      return { ...change, line: block(change.line), letters: remapRuns(change.letters, letter) }
    case 'blocks':
      return {
        ...change,
        ...(change.parent && { parent: whole(change.parent) }),
        after: end(change.after),
        removed: change.removed.map(whole),
      }
    case 'join':
      return { ...change, line: whole(end(change.line) ?? change.line), next: whole(change.next) }
    case 'form':
      return { ...change, block: whole(change.block) }
    case 'field':
      return change
  }
}

const remapRuns = (runs: Words['removed'], letter: (id: Id) => Id | null): Words['removed'] =>
  runsOf(idsOf(runs).flatMap((id) => letter(id) ?? []))
