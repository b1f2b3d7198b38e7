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
import { inlineOf, type Letter, lettersOf, lettersOfContent, type ReadBlock, readBlocks } from './letters.ts'
import { cutAt, elementAt, Found, placeOf, spotOf, standingLetters } from './places.ts'
import { type Back, type Change, type Id, idsOf, keyOf, runsOf, sameId, type Undo, type Words } from './shapes.ts'
import { asTheyStand } from './travel.ts'
import { moveIn } from './words.ts'

/** Letters that were written anew and so have other ids, and lines that end in another line now. */
export interface Moved {
  letters: Map<string, Id>
  ends: Map<string, Id>
  /** Lines that were joined to another: the letter behind which they begin now, and where there is none that line. */
  starts: Map<string, { line: Id; after: Id | null }>
  /** Blocks, and the lines in them, that stand elsewhere now. */
  blocks: Map<string, Id>
  /** Blocks that went and are back. */
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
export function apply(tr: Y.Transaction, changes: readonly Undo[], found = new Found()): Moved {
  knowBody(tr.doc)
  const moved = nothingMoved()
  const now: readonly Undo[] = asTheyStand(tr.doc, changes)
  const move = moveIn(now)
  // What others suggest in them goes along.
  const before = move?.gone.removed.map((id) => readBlocks(here(elementAt(tr.doc, id)))) ?? []
  // Behind the first change the text is another one.
  for (const [at, change] of now.entries()) applyOne(tr, remap(change, moved), moved, at === 0 ? found : new Found())
  for (const { back } of now) noteKnown(back, moved)
  const made = move ? madeBy(tr, move.put) : []
  for (const [at, old] of before.entries()) noteMoved(old, readBlocks(here(made[at])), moved)
  return moved
}

const here = <Type>(type: Type | null | undefined): Type[] => (type ? [type] : [])

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

function applyOne(tr: Y.Transaction, change: Undo, moved: Moved, found: Found): void {
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
      const made = change.put.map(blockOf)
      insertTypes(tr, parent, change, made)
      for (const id of change.removed) elementAt(doc, id)?._item?.delete(tr)
      forgetPlaces(parent)
      noteBack(change, readBlocks(made), moved)
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

/** What came back, in the order in which it is told. */
function noteBack(
  { back }: { back?: Back },
  { letters = [], blocks = [] }: { letters?: readonly Id[]; blocks?: readonly Id[] },
  moved: Moved,
): void {
  if (!back) return
  note(idsOf(back.letters), letters, moved)
  for (const [at, id] of back.blocks.entries()) {
    const now = blocks[at]
    if (now) moved.returned.set(keyOf(id), now)
  }
}

/** Once all is applied: what takes away what stood for them meanwhile means that, and not them. */
function noteKnown(back: Back | undefined, moved: Moved): void {
  for (const [at, id] of back?.known.entries() ?? []) {
    const was = back?.blocks[at]
    const now = was && moved.returned.get(keyOf(was))
    if (now) moved.blocks.set(keyOf(id), now)
  }
}

function applyWords(tr: Y.Transaction, change: Words & { back?: Back }, moved: Moved, found: Found): void {
  const place = found.of(tr.doc, change)
  if (!place) return
  if (change.put.every(({ text }) => text !== undefined)) {
    if (change.put.length > 0) noteBack(change, { letters: insertText(tr, spotOf(tr.doc, place), change.put) }, moved)
    eraseLetters(tr, place.removed)
    return
  }
  const isGone = new Set(place.removed)
  const kept = place.letters.filter((letter) => !isGone.has(letter))
  const at = kept.filter((letter) => place.letters.indexOf(letter) < place.at).length
  eraseLetters(tr, place.removed)
  noteBack(change, { letters: rewrite(tr, { line: place.line, letters: kept, at }, change.put, moved) }, moved)
}

/**
 * A line end or another inline node parts a text in two. What stands behind it is written anew, as y-tiptap does: its new ids
 * are told in `moved`, and those of what is put in given.
 */
function rewrite(
  tr: Y.Transaction,
  { line, letters, at }: { line: Y.XmlElement; letters: readonly Letter[]; at: number },
  put: readonly BodyNode[],
  moved: Moved,
): readonly Id[] {
  const tail = letters.slice(at)
  eraseLetters(tr, tail)
  const types = inlineTypesOf([...put, ...inlineOf(tail)])
  insertTypes(tr, line, { after: lastChild(line), before: null }, types)
  const now = lettersOf(line)
  const from = now.length - tail.length
  note(tail, now.slice(from), moved)
  return now.slice(from - lettersOfContent(put).length, from)
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

function split(tr: Y.Transaction, change: Extract<Undo, { is: 'split' }>, moved: Moved): void {
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
  if (!made._item) return
  moved.ends.set(keyOf(item.id), made._item.id)
  noteBack(change, { blocks: [idOf(made._item.id)] }, moved)
}

function join(tr: Y.Transaction, { line, next }: Extract<Change, { is: 'join' }>, moved: Moved): void {
  const [first, second] = [elementAt(tr.doc, line), elementAt(tr.doc, next)]
  if (!first || !second) return
  const letters = lettersOf(second)
  const last = lettersOf(first).at(-1)
  moved.starts.set(keyOf(next), last ? { line: next, after: idOf(last) } : { line, after: null })
  if (letters.length > 0)
    insertTypes(tr, first, { after: lastChild(first), before: null }, inlineTypesOf(inlineOf(letters)))
  const now = lettersOf(first)
  note(letters, now.slice(now.length - letters.length), moved)
  second._item?.delete(tr)
  forgetPlaces(second.parent)
  moved.ends.set(keyOf(next), line)
}

function note(old: readonly Id[], now: readonly Id[], { letters }: Moved): void {
  old.forEach((letter, at) => {
    const other = now[at]
    if (other) letters.set(keyOf(letter), { client: other.client, clock: other.clock })
  })
}

/** Under which id a letter stands now. A line that is cut may be written anew once more by what follows in the same suggestion. */
export function letterNow<Sought extends Id | null>(id: Sought, { letters }: Moved): Sought | Id {
  let at: Sought | Id = id
  for (let next = at && letters.get(keyOf(at)); next; next = letters.get(keyOf(next))) at = next
  return at
}

/** The same of a block. */
export const blockNow = (id: Id, { returned, blocks }: Moved): Id =>
  returned.get(keyOf(id)) ?? blocks.get(keyOf(id)) ?? id

/** The same change where its letters are now. */
export function remap<One extends Change>(change: One, moved: Moved): One
export function remap(change: Undo, moved: Moved): Undo {
  if (isNothing(moved)) return change
  const returned = (id: Id): Id => moved.returned.get(keyOf(id)) ?? id
  const whole = (id: Id) => blockNow(id, moved)
  const letter = <Sought extends Id | null>(id: Sought) => letterNow(id, moved)
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
    if (start) return { ...start, before: letter(before) }
    // The beginning of a line that was joined, and is back.
    const isBack = moved.returned.has(keyOf(line)) && after && !moved.letters.has(keyOf(after))
    return { line: whole(line), after: isBack ? null : letter(after), before: letter(before) }
  }
  const back = change.back && {
    back: { ...change.back, letters: remapRuns(change.back.letters, letter), known: change.back.known.map(whole) },
  }
  switch (change.is) {
    case 'words':
      return { ...change, ...place(change), removed: remapRuns(change.removed, letter), ...back }
    case 'split':
      return { ...change, ...place(change), ...back }
    case 'look':
      return { ...change, line: whole(change.line), letters: remapRuns(change.letters, letter) }
    case 'blocks':
      return {
        ...change,
        ...(change.parent && { parent: whole(change.parent) }),
        after: change.after && returned(end(change.after) ?? change.after),
        before: change.before && returned(change.before),
        removed: change.removed.map(whole),
        ...back,
      }
    case 'join': {
      const [line, next] = [whole(end(change.line) ?? change.line), whole(change.next)]
      // What it has joined itself is cut again.
      return { ...change, line: sameId(line, next) ? change.line : line, next }
    }
    case 'form':
      return { ...change, block: whole(change.block) }
    case 'field':
      return change
  }
}

const remapRuns = (runs: Words['removed'], letter: (id: Id) => Id | null): Words['removed'] =>
  runsOf(idsOf(runs).flatMap((id) => letter(id) ?? []))
