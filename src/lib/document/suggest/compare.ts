/**
 * What a person has changed in a copy of their own (ADR 16), as suggestions. The copy holds every item of the text under the
 * same id, so that nothing is guessed: a letter that stands in both is the same letter, of "aaa" the one that was deleted.
 */
import * as Y from 'yjs'
import { canonicalJson } from '../canonical.ts'
import { fieldsMap } from '../fields.ts'
import type { BodyNode } from '../model.ts'
import { type Block, blocksIn, idOf, plainBlock } from './blocks.ts'
import { type Behind, endOf } from './cuts.ts'
import { isSuggestedField } from './fields.ts'
import { isForm } from './form.ts'
import { FORWARD, hasWords, hunksOf, type Look, lookChanges, type Way, wordsChange } from './hunks.ts'
import { inlineOf, isLine, type Letter, lettersOf, readBlocks, wordsOf } from './letters.ts'
import { sayingOf } from './saying.ts'
import {
  type Attributes,
  attributesShape,
  type Back,
  type Change,
  type Id,
  keyOf,
  runsOf,
  sameId,
  type Undo,
} from './shapes.ts'
import { lookKey, NOTHING_OF_THEIRS, type Theirs } from './theirs.ts'

/**
 * Changes that belong together, each list one suggestion; in the order of the text. What others suggest may stand in the copy
 * as well (`theirs`): nothing is said of that.
 */
export function compare(
  text: Y.Doc,
  copy: Y.Doc,
  isTouched: Touched = () => true,
  theirs: Theirs = NOTHING_OF_THEIRS,
): Change[][] {
  const how = { isTouched, theirs, ...FORWARD }
  const body = container(text.getXmlFragment('body'), copy.getXmlFragment('body'), null, how)
  return [...asMoves(body), ...fieldChanges(text, copy, theirs)]
}

/** What makes of a text what it was before; `way` reads that under the ids that are known by now. */
export function backToText(text: Y.Doc, before: Y.Doc, way: Way, isTouched: Touched): Undo[] {
  const how = { isTouched, theirs: NOTHING_OF_THEIRS, ...way }
  const body = container(text.getXmlFragment('body'), before.getXmlFragment('body'), null, how)
  return [...asMoves(body), ...fieldChanges(text, before)].flat()
}

/** The same for one line that stands in both, and nothing around it. */
export function lineBack(line: Y.XmlElement, before: Y.XmlElement, way: Way): Undo[] {
  const [was, now] = [blockAt(line), blockAt(before)]
  if (!was || !now) return []
  const step: Step = { was, now, at: 0, removed: [], added: [] }
  return changesOf([], step, null, { isTouched: () => true, theirs: NOTHING_OF_THEIRS, ...way }).flat()
}

/** The same for the letters of one line, where no other line is concerned. */
export function compareLetters(line: Id, old: readonly Letter[], own: readonly Letter[]): Change[] {
  const { hunks, looks } = hunksOf(old, own)
  return [...hunks.map((hunk) => wordsChange(line, old, hunk)), ...lookChanges(line, looks)]
}

/** What makes of the letters of one line what they were before, each at its own place; no other line is concerned. */
export function backToLetters(line: Id, old: readonly Letter[], own: readonly Letter[]): Undo[] {
  const way = { isExact: true }
  const { hunks, looks } = hunksOf(old, own, way)
  return [...hunks.map((hunk) => wordsChange(line, old, hunk, way)), ...lookChanges(line, looks)]
}

function blockAt(type: Y.XmlElement): Block | null {
  const id = type._item?.id
  return id ? { client: id.client, clock: id.clock, type } : null
}

type Blocks = Extract<Change, { is: 'blocks' }>

/**
 * Blocks that went in one place and came in another are one suggestion: decided apart, they would be doubled or lost. They are
 * known by their words, however these look now, and clauses by their ids.
 */
function asMoves(groups: readonly Change[][]): Change[][] {
  const gone = new Map<string, Change[]>()
  for (const group of groups) {
    const only = onlyBlocks(group)
    if (only && only.put.length === 0) for (const name of namesOf(only.was)) gone.set(name, group)
  }
  const isMoved = new Set<Change[]>()
  const moved = groups.map((group) => {
    const only = onlyBlocks(group)
    if (!only || only.removed.length > 0) return group
    const from = namesOf(only.put)
      .map((name) => gone.get(name))
      .find((one) => one !== undefined && !isMoved.has(one))
    if (!from) return group
    isMoved.add(from)
    return [...group, ...from]
  })
  return moved.filter((group) => !isMoved.has(group))
}

/** By which blocks are known again elsewhere. */
function namesOf(blocks: readonly BodyNode[]): string[] {
  const ids = blocks.map(({ attrs }) => attrs?.id).filter((id) => typeof id === 'string')
  return [`words ${sayingOf(blocks)}`, ...(ids.length > 0 ? [`clauses ${ids.join()}`] : [])]
}

function onlyBlocks([change, ...others]: readonly Change[]): Blocks | null {
  return change?.is === 'blocks' && others.length === 0 ? change : null
}

/** Whether a block of the copy, or anything in it, was edited there: the others need not be read. */
export type Touched = (block: Y.XmlElement) => boolean

interface How extends Way {
  isTouched: Touched
  theirs: Theirs
}

/** A block that stands in both, or null for the beginning, and what went and came behind it. */
export interface Step extends Behind {
  was: Block | null
  now: Block | null
  /** With what went at its beginning and is back there. */
  whole?: Behind
}

/** Of the body, or of what has blocks, rows, cells or lines in it: `parent`. */
function container(was: Y.XmlFragment, now: Y.XmlFragment, parent: Id | null, how: How): Change[][] {
  const { taken, clients } = how.theirs
  const old = blocksIn(was).filter((block) => !taken.has(keyOf(block)))
  const own = blocksIn(now).filter(({ client }) => !clients.has(client))
  return stepsOf(old, own, how).flatMap((step) => changesOf(old, step, parent, how))
}

/** Both lists side by side. */
export function stepsOf(old: readonly Block[], own: readonly Block[], way: Way = FORWARD): Step[] {
  const places = new Map(old.map((block, at) => [keyOf(block), at]))
  let step = {
    was: null as Block | null,
    now: null as Block | null,
    at: 0,
    removed: [] as Block[],
    added: [] as Block[],
  }
  const steps = [step]
  for (const block of own) {
    const at = places.get(keyOf(block))
    if (at === undefined) {
      step.added.push(block)
      continue
    }
    step.removed = old.slice(step.at, at)
    step = { was: old[at] ?? null, now: block, at: at + 1, removed: [], added: [] }
    steps.push(step)
  }
  step.removed = old.slice(step.at)
  return steps.map((step) => withoutReturned(step, way))
}

/**
 * What was taken away and put back, as by an undo, stands there anew under other ids: nothing went, and nothing came. What was
 * moved past blocks that are gone by now stands elsewhere all the same: they may come back.
 */
function withoutReturned(step: Step, way: Way): Step {
  const { removed, added } = step
  const least = Math.min(removed.length, added.length)
  const isBack = (was: Block | undefined, now: Block | undefined) =>
    was && now && isAlike(was.type, now.type) && !isMoved(now, way)
  let [front, back] = [0, 0]
  while (front < least && isBack(removed[front], added[front])) front++
  while (back < least - front && isBack(removed.at(-1 - back), added.at(-1 - back))) back++
  if (front + back === 0) return step
  const rest = (from: number): Behind => {
    const of = (blocks: readonly Block[]) => blocks.slice(from, blocks.length - back)
    return { at: step.at + from, removed: of(removed), added: of(added) }
  }
  return { ...step, ...rest(front), ...(front > 0 && { whole: rest(0) }) }
}

/** Whether something else stands for it by now. */
const isMoved = (block: Block, { isExact, block: known }: Way): boolean => isExact && !sameId(known(block), idOf(block))

/** Reads and looks the same, whatever its ids. */
function isAlike(a: Y.XmlElement, b: Y.XmlElement): boolean {
  if (a.nodeName !== b.nodeName || canonicalJson(a.getAttributes()) !== canonicalJson(b.getAttributes())) return false
  if (isLine(a)) return canonicalJson(inlineOf(lettersOf(a))) === canonicalJson(inlineOf(lettersOf(b)))
  const [own, others] = [blocksIn(a), blocksIn(b)]
  return own.length === others.length && own.every(({ type }, at) => isAlike(type, others[at]?.type ?? a))
}

function changesOf(old: readonly Block[], step: Step, parent: Id | null, how: How): Change[][] {
  const { was, now } = step
  const { isTouched } = how
  let { at, removed, added }: Behind = step
  const found: Change[][] = []
  if (was && now && isTouched(now.type)) {
    const form = how.theirs.forms.has(keyOf(was)) ? null : formChange(was, now)
    if (form) found.push([form])
    const { nodeName } = was.type
    if (isOfWords(was)) {
      const line = lineChanges(was, now, step, how)
      found.push(...line.found)
      ;({ at, removed, added } = line)
    } else if (hasSameWords(was.type, now.type)) {
      const within = container(was.type, now.type, idOf(was), how)
      if (nodeName === 'table') found.push(...byGrid(within, found.splice(0)))
      else if (form && isCell(nodeName)) found.push([...found.splice(0), ...within].flat())
      else found.push(...within)
    } else {
      found.splice(0) // the new one has its form already
      // Behind the old one, so that it stays behind what comes in front of it; what comes behind it comes with it.
      const own = old.indexOf(was) + 1
      if (own === at) return [[blockChange(old, at, parent, [was, ...removed], [now, ...added], how)]]
      found.push([blockChange(old, own, parent, [was], [now], how)]) // between them stands what went and is back
    }
  }
  if (removed.length + added.length > 0) found.push([blockChange(old, at, parent, removed, added, how)])
  return found
}

/**
 * Cells that go or come, and what becomes of the cells beside them, are one suggestion: apart they would leave holes. Words in
 * other cells are each their own, and so are rows where no cell reaches into another.
 */
function byGrid(within: readonly Change[][], own: readonly Change[][]): Change[][] {
  const grid = [...own, ...within.filter(isGrid)].flat()
  const words = within.filter((changes) => !isGrid(changes))
  if (own.length === 0 && within.filter(isGrid).every(isOfWholeRows)) return asMoves(within)
  return grid.length > 0 ? [grid, ...words] : words
}

const isOfWholeRows = (changes: readonly Change[]): boolean =>
  changes.every((change) => change.is === 'blocks' && [...change.put, ...change.was].every(isWholeRow))
const isWholeRow = ({ type, content = [] }: BodyNode): boolean =>
  type === 'tableRow' && content.every(({ attrs }) => (attrs?.rowspan ?? 1) === 1)
const isGrid = (changes: readonly Change[]): boolean =>
  changes.some((change) =>
    change.is === 'blocks'
      ? [...change.put, ...change.was].some(({ type }) => type === 'tableRow' || isCell(type))
      : change.is === 'form' && ['colspan', 'rowspan', 'colwidth'].some((name) => name in change.put),
  )
const isCell = (type: string): boolean => type === 'tableCell' || type === 'tableHeader'
const isOfWords = ({ type }: Block): boolean => isLine(type)

/** What happened in a line, and of what happened behind it what does not belong to it: a line cut in two, two joined. */
function lineChanges(was: Block, now: Block, step: Step, how: How): Behind & { found: Change[][] } {
  const { theirs } = how
  const old = lettersOf(was.type).filter((letter) => !theirs.taken.has(keyOf(letter)))
  const { hunks, looks } = hunksOf(
    old,
    how.letters(now.type).filter(({ client }) => !theirs.clients.has(client)),
    how,
  )
  const last = hunks.at(-1)
  const { cut, joined, at, removed, added } = endOf(
    was,
    old,
    last?.to === old.length ? last : undefined,
    step,
    step.whole,
    how,
  )
  const structural = cut ?? joined
  const own = structural?.hunk
  const plain = own ? [...hunks.slice(0, -1), ...(hasWords(own) ? [own] : [])] : hunks
  const words = plain.map((hunk): Change[] => [wordsChange(was, old, hunk, how)])
  if (structural) {
    // Words that went or came where the line was cut belong to the same act.
    const before = own && hasWords(own) ? (words.pop() ?? []) : []
    words.push([...before, ...structural.changes])
  }
  const found = [...words, ...lookChanges(was, ownLooks(looks, theirs)).map((change) => [change])]
  return { found, at, removed, added }
}

/** Without the marks that others give or take. */
function ownLooks(looks: readonly Look[], { looks: others }: Theirs): Look[] {
  if (others.size === 0) return [...looks]
  return looks.map(({ was, now }) => {
    const isOther = (mark: string) => others.has(lookKey(mark, was))
    return { was, now: [...now.filter((mark) => !isOther(mark)), ...was.marks.filter(isOther)] }
  })
}

export function formChange(was: Block, now: Block): Change | null {
  const [before, after]: Record<string, unknown>[] = [was.type.getAttributes(), now.type.getAttributes()]
  if (!before || !after) return null
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const own = names.filter((name) => isForm(was.type.nodeName, name))
  const changed = own.filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
  if (changed.length === 0) return null
  const of = (all: Record<string, unknown>): Attributes =>
    attributesShape.parse(Object.fromEntries(changed.map((name) => [name, all[name] ?? null])))
  const text = isLine(was.type) ? wordsOf(lettersOf(was.type)).slice(0, 200) : ''
  return { is: 'form', block: idOf(was), was: of(before), put: of(after), text }
}

function blockChange(
  old: readonly Block[],
  at: number,
  parent: Id | null,
  removed: readonly Block[],
  put: readonly Block[],
  way: Way,
): Undo {
  // What comes back stands behind its own place: between that and the next one others may have stood, and come back.
  const after = (way.isExact && put[0]) || old[at - 1]
  const before = old[at]
  return {
    is: 'blocks',
    ...(parent && { parent }),
    after: after ? idOf(after) : null,
    before: before ? idOf(before) : null,
    removed: removed.map(idOf),
    was: removed.map(plainBlock),
    put: put.map(plainBlock),
    ...(way.isExact && put.length > 0 && { back: backOf(put, way) }),
  }
}

/** Attributes that are no form: the picture of an image, its description. */
function hasSameWords(was: Y.XmlElement, now: Y.XmlElement): boolean {
  const [before, after]: Record<string, unknown>[] = [was.getAttributes(), now.getAttributes()]
  const names = Object.keys({ ...before, ...after }).filter((name) => !isForm(was.nodeName, name))
  return names.every((name) => JSON.stringify(before?.[name] ?? null) === JSON.stringify(after?.[name] ?? null))
}

function backOf(blocks: readonly Block[], way: Way): Back {
  const { letters, blocks: ids } = readBlocks(
    blocks.map(({ type }) => type),
    way.letters,
  )
  return { letters: runsOf(letters), blocks: ids, known: ids.map(way.block) }
}

/** Fields of the page that differ, each by itself. */
export function fieldChanges(text: Y.Doc, copy: Y.Doc, { fields }: Theirs = NOTHING_OF_THEIRS): Change[][] {
  const [was, now] = [fieldsMap(text), fieldsMap(copy)]
  return [...new Set([...was.keys(), ...now.keys()])].flatMap((name): Change[][] => {
    const [before, after] = [plainField(was.get(name)), plainField(now.get(name))]
    const isOther = before !== after && isSuggestedField(name) && !fields.has(name)
    return isOther ? [[{ is: 'field', name, was: before, put: after }]] : []
  })
}

const plainField = (value: unknown): string =>
  value instanceof Y.Text ? value.toString() : typeof value === 'string' ? value : ''
