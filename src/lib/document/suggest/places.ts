/** Where a suggestion stands in the text now: by the ids of its letters, else by its words. */
import * as Y from 'yjs'
import { blocksIn } from './blocks.ts'
import { itemAt, type TextPlace } from './items.ts'
import { indexOfId, isLine, type Letter, lettersOf, wordsOf } from './letters.ts'
import { type Id, idsOf, keyOf, type Run, type Words } from './shapes.ts'

export interface LinePlace {
  line: Y.XmlElement
  letters: readonly Letter[]
  /** Among the letters, where what is put in comes. */
  at: number
  /** Those of the letters that go which still stand. */
  removed: Letter[]
  after: Id | null
  before: Id | null
  /** Found by its words: what is written in any other line may put it elsewhere. */
  isSought?: true
}

/** A block, or line, that still stands in the text. */
export function elementAt(doc: Y.Doc, id: Id): Y.XmlElement | null {
  const item = itemAt(doc, id)
  const type: unknown = item && !item.deleted && item.content instanceof Y.ContentType ? item.content.type : null
  return type instanceof Y.XmlElement && isAlive(type) ? type : null
}

function isAlive(type: Y.XmlElement): boolean {
  for (let item = type._item; item; item = parentItem(item)) if (item.deleted) return false
  return true
}

function parentItem({ parent }: Y.Item): Y.Item | null {
  return parent instanceof Y.AbstractType ? parent._item : null
}

/** The line in which a letter stands, or stood. */
function lineAround(doc: Y.Doc, id: Id | null): Y.XmlElement | null {
  for (let item = id && itemAt(doc, id); item; item = parentItem(item)) {
    const { parent } = item
    if (isLine(parent)) return isAlive(parent) ? parent : null
  }
  return null
}

export function standingLetters(doc: Y.Doc, runs: readonly Run[]): { text: Y.XmlText; index: number }[] {
  return idsOf(runs).flatMap((id) => {
    const item = itemAt(doc, id)
    const parent: unknown = item?.parent
    if (!item || item.deleted || !(parent instanceof Y.XmlText) || !lineAround(doc, id)) return []
    let index = id.clock - item.id.clock
    for (let before = item.left; before; before = before.left)
      if (!before.deleted && before.countable) index += before.length
    return [{ text: parent, index }]
  })
}

/** Those that still stand, in the order of the runs, each with its line. */
export function lettersAt(
  doc: Y.Doc,
  runs: readonly Run[],
  all = new Lines(doc),
): { line: Y.XmlElement; letter: Letter }[] {
  const lines = new Map<Y.XmlElement, Map<string, Letter>>()
  return idsOf(runs).flatMap((id) => {
    const line = itemAt(doc, id)?.deleted === false ? lineAround(doc, id) : null
    if (!line) return []
    const known = lines.get(line) ?? new Map(all.lettersOf(line).map((letter) => [keyOf(letter), letter]))
    lines.set(line, known)
    const letter = known.get(keyOf(id))
    return letter ? [{ line, letter }] : []
  })
}

type Sought = Pick<Words, 'line' | 'after' | 'before' | 'around'> & Partial<Pick<Words, 'removed' | 'was' | 'leads'>>

/** Null where nothing of it stands any more. */
export function placeOf(doc: Y.Doc, sought: Sought, lines = new Lines(doc)): LinePlace | null {
  const { after, before, removed = [], was = [], around, leads = false } = sought
  const ids = idsOf(removed)
  const isThere = (id: Id | null) => id !== null && itemAt(doc, id)?.deleted === false && lineAround(doc, id) !== null
  const known = [...ids, ...(leads ? [before, after] : [after, before])].find(isThere)
  if (known) {
    const line = lineAround(doc, known)
    if (line) return placeIn(doc, lines, line, sought, ids)
  }
  const found = ids.length > 0 || after || before ? byWords(doc, lines, { around, was }) : null
  if (found) return found
  const line = lineAround(doc, after ?? before) ?? elementAt(doc, sought.line)
  return line && isLine(line) ? placeIn(doc, lines, line, sought, ids) : null
}

/** Places that were found, until the text changes: of hundreds of suggestions each is asked for several times. */
export class Found {
  readonly #places = new Map<object, LinePlace | null>()

  of(doc: Y.Doc, words: Words): LinePlace | null {
    const known = this.#places.get(words)
    if (known !== undefined) return known
    const place = placeOf(doc, words)
    this.#places.set(words, place)
    return place
  }
}

/** How many letters stand in front of the place where a line is cut in two: what came between the two meanwhile stays with the first. */
export function cutAt({ letters, at, before }: LinePlace): number {
  const front = indexOfId(letters, before)
  return front < 0 ? at : front
}

function placeIn(
  doc: Y.Doc,
  lines: Lines,
  line: Y.XmlElement,
  { after, before, leads }: Pick<Sought, 'after' | 'before' | 'leads'>,
  ids: readonly Id[],
): LinePlace {
  const letters = lines.lettersOf(line)
  const removed = amongIds(letters, ids)
  const ahead = leads ? indexOfId(letters, before) : -1
  const at = ahead < 0 ? indexIn(doc, line, letters, after, before) : ahead
  return { line, letters, at, removed, after, before }
}

/** Those of the letters that bear one of these ids. */
function amongIds(letters: readonly Letter[], ids: readonly Id[]): Letter[] {
  return ids.length === 0 ? [] : letters.filter(isAmong(ids))
}

/** Whether an id is one of these. Of hundreds of letters few are: no key is made for each. */
export function isAmong(ids: readonly Id[]): (id: Id) => boolean {
  const clocks = new Map<number, Set<number>>()
  for (const { client, clock } of ids) {
    const known = clocks.get(client)
    if (known) known.add(clock)
    else clocks.set(client, new Set([clock]))
  }
  return ({ client, clock }) => clocks.get(client)?.has(clock) === true
}

/** How many letters of the line stand before the place between two; also where both are gone. */
function indexIn(
  doc: Y.Doc,
  line: Y.XmlElement,
  letters: readonly Letter[],
  after: Id | null,
  before: Id | null,
): number {
  const behind = indexOfId(letters, after)
  if (behind >= 0) return behind + 1
  const front = indexOfId(letters, before)
  if (front >= 0) return front
  const gone = after && itemAt(doc, after)
  return gone && lineAround(doc, after) === line ? lettersBefore(line, gone) : 0
}

function lettersBefore(line: Y.XmlElement, gone: Y.Item): number {
  let count = 0
  for (let child = line._start; child && child !== gone; child = child.right) {
    if (child.deleted || !(child.content instanceof Y.ContentType)) continue
    const type: unknown = child.content.type
    if (!(type instanceof Y.XmlText)) {
      count++
      continue
    }
    if (type !== gone.parent) {
      count += type.length
      continue
    }
    for (let item = type._start; item && item !== gone; item = item.right)
      if (!item.deleted && item.countable) count += item.length
    break
  }
  return count
}

/** The text in which letters come between two others, and Yjs' neighbours there. Makes one where none is. */
export function spotOf(doc: Y.Doc, { line, after, before }: LinePlace): TextPlace {
  const [left, right] = [after && itemAt(doc, after), before && itemAt(doc, before)]
  const [leftText, rightText]: unknown[] = [left?.parent, right?.parent]
  if (leftText instanceof Y.XmlText && leftText.parent === line && leftText._item?.deleted === false)
    return { text: leftText, after, before: rightText === leftText ? before : null }
  if (rightText instanceof Y.XmlText && rightText.parent === line && rightText._item?.deleted === false)
    return { text: rightText, after: null, before }
  return { text: textBeside(line, left && left.parent === line ? left : null), after: null, before: null }
}

/** Behind an inline node, or at the beginning of the line: the text that stands there, or a new one. */
function textBeside(line: Y.XmlElement, node: Y.Item | null): Y.XmlText {
  for (let item = node ? node.right : line._start; item; item = item.right) {
    if (item.deleted) continue
    const type: unknown = item.content instanceof Y.ContentType ? item.content.type : null
    if (type instanceof Y.XmlText) return type
    break
  }
  const text = new Y.XmlText()
  line.insert(node ? line.toArray().findIndex((child) => child._item === node) + 1 : 0, [text])
  return text
}

/** The lines of a text as they read, for whoever looks for several suggestions in it; each is read when it is first asked for. */
export class Lines {
  readonly #doc: Y.Doc
  #all: { line: Y.XmlElement; letters: readonly Letter[]; words: string }[] | null = null
  readonly #letters = new Map<Y.XmlElement, readonly Letter[]>()

  constructor(doc: Y.Doc) {
    this.#doc = doc
  }

  get all() {
    return (this.#all ??= [...linesIn(this.#doc.getXmlFragment('body'))].map((line) => {
      const letters = this.lettersOf(line)
      return { line, letters, words: wordsOf(letters) }
    }))
  }

  lettersOf(line: Y.XmlElement): readonly Letter[] {
    const known = this.#letters.get(line)
    if (known) return known
    const letters = lettersOf(line)
    this.#letters.set(line, letters)
    return letters
  }
}

/** By the letters around and the words themselves, where they stand once in the text. */
function byWords(doc: Y.Doc, lines: Lines, { around, was }: Pick<Words, 'around' | 'was'>): LinePlace | null {
  const words = was.map(({ text }) => text ?? '').join('')
  const wanted = around.before + words + around.after
  if (wanted.length < FEWEST_LETTERS) return null
  let found: LinePlace | null = null
  for (const { line, letters, words: text } of lines.all) {
    const at = text.indexOf(wanted)
    if (at < 0) continue
    if (found || text.includes(wanted, at + 1) || text.length !== letters.length) return null
    const from = at + around.before.length
    const [previous, next] = [letters[from - 1] ?? null, letters[from + words.length] ?? null]
    const place = placeIn(doc, lines, line, { after: previous, before: next }, letters.slice(from, from + words.length))
    found = { ...place, isSought: true }
  }
  return found
}

/** Fewer stand in many places. */
const FEWEST_LETTERS = 8

export function* linesIn(parent: Y.XmlFragment): Generator<Y.XmlElement> {
  for (const { type } of blocksIn(parent)) {
    if (isLine(type)) yield type
    else yield* linesIn(type)
  }
}
