/**
 * Whether a change does what it shows and nothing else. What it shows comes with it, from whoever suggests it, and may be forged: it
 * is held against the letters and blocks that it names (what was shown is what is accepted).
 */
import { Fragment } from '@tiptap/pm/model'
import * as Y from 'yjs'
import type { BodyNode } from '../model.ts'
import { schema } from '../schema.ts'
import { nodeOf } from '../shared-form.ts'
import { blocksIn, plainBlock } from './blocks.ts'
import { isForm } from './form.ts'
import { itemAt } from './items.ts'
import { inlineOf, isLine, isNode, type Letter } from './letters.ts'
import { elementAt, lettersAt, type LinePlace, linesIn } from './places.ts'
import { sayingOf, unitsOf } from './saying.ts'
import { type Change, type Id, idsOf, keyOf, type Run, sameId, type Words } from './shapes.ts'

type Of<Kind extends Change['is']> = Extract<Change, { is: Kind }>

/** It has stood in the text: nobody speaks of letters that are still to come. */
const isKnown = (doc: Y.Doc, { client, clock }: Id): boolean => Y.getState(doc.store, client) > clock

/** The letters that go are those that it shows, in one line; a colleague may have deleted some of them meanwhile. */
export function takesWhatItShows(doc: Y.Doc, place: LinePlace, { removed, was }: Words): boolean {
  const ids = idsOf(removed)
  const goes = new Set(place.removed.map(keyOf))
  const isElsewhere = (id: Id) => itemAt(doc, id)?.deleted === false && !goes.has(keyOf(id))
  return ids.every((id) => isKnown(doc, id)) && !ids.some(isElsewhere) && isShown(place.removed, ids, was)
}

/** The letters that look otherwise are those that it shows, in one line or in lines that follow each other. */
export function marksWhatItShows(doc: Y.Doc, { letters, was }: Of<'look'>): boolean {
  const standing = lettersAt(doc, letters)
  const lines = [...new Set(standing.map(({ line }) => line))]
  return (
    standing.length > 0 &&
    lines.every((line, at) => at === 0 || follows(lines[at - 1], line)) &&
    isShown(
      standing.map(({ letter }) => letter),
      idsOf(letters),
      was,
    )
  )
}

/** Where all stand, what they say is compared in one spelling; else letter by letter, each at its own place. */
function isShown(standing: readonly Letter[], ids: readonly Id[], was: readonly BodyNode[]): boolean {
  if (sayingOf(inlineOf(standing)) === sayingOf(was)) return true
  const [shown, places] = [unitsOf(was), new Map(ids.map((id, at) => [keyOf(id), at]))]
  const isAtItsPlace = (letter: Letter) => shown[places.get(keyOf(letter)) ?? -1] === unitOf(letter)
  return standing.length < ids.length && shown.length === ids.length && standing.every(isAtItsPlace)
}

/** A letter as `unitsOf` tells one of content that is in no text. */
export const unitOf = (letter: Letter): string => (isNode(letter) ? sayingOf(inlineOf([letter])) : letter.value)

export type Blocks = Of<'blocks'>

/** Where its blocks stand: the body, or a table, row or cell that holds what it brings. Null where that is gone. */
export function parentOf(doc: Y.Doc, { parent, put }: Blocks): Y.XmlFragment | null {
  if (!parent) return doc.getXmlFragment('body')
  const held = elementAt(doc, parent)
  const type = held && isOfTable(held.nodeName) ? schema.nodes[held.nodeName] : undefined
  return type?.validContent(Fragment.from(put.map((block) => nodeOf(block)))) ? held : null
}

/** The blocks that go stand in the text and say what it shows, or are gone already. */
export function removesWhatItShows(doc: Y.Doc, change: Blocks): boolean {
  const { removed, was } = change
  const parent = parentOf(doc, change)
  if (!parent) return false
  return removed.every((id, at) => {
    const [item, block, shown] = [itemAt(doc, id), elementAt(doc, id), was[at]]
    if (!block) return isKnown(doc, id) && item?.deleted !== false
    return (
      block.parent === parent && shown !== undefined && sayingOf([plainBlock({ type: block })]) === sayingOf([shown])
    )
  })
}

/** Only form changes, of a block, and what references point to stays what it is. */
export function changesFormOnly(doc: Y.Doc, { block, put, was }: Of<'form'>): boolean {
  const held = elementAt(doc, block)
  if (!held || !Object.keys(put).every((name) => isForm(held.nodeName, name))) return false
  return put.id === undefined || put.id === was.id || mayBeCalled(doc, held, put.id, put.role !== undefined)
}

/** A line that is another kind of line now may lose its name, or get another; nobody's reference is led elsewhere. */
function mayBeCalled(doc: Y.Doc, held: Y.XmlElement, name: unknown, isOtherKind: boolean): boolean {
  const namedSo = (wanted: unknown) =>
    blocksIn(doc.getXmlFragment('body')).some(({ type }) => type !== held && attributeOf(type, 'id') === wanted)
  if (name !== null && namedSo(name) && isReferredTo(doc, new Set([name]))) return false
  const before = attributeOf(held, 'id')
  if (typeof before !== 'string' || isOtherKind || namedSo(before)) return true
  return !isReferredTo(doc, new Set([before]))
}

/**
 * What comes is called what nothing else is called that the text refers to: the first of two owns a reference, and words that
 * nobody suggests would read otherwise. `going`: what the same suggestion takes away, as where it moves a clause.
 */
export function leadsNobodyElsewhere(doc: Y.Doc, put: readonly BodyNode[], going: ReadonlySet<string>): boolean {
  const names = new Set(put.map(({ attrs }) => attrs?.id).filter((id) => typeof id === 'string'))
  if (names.size === 0) return true
  const body = doc.getXmlFragment('body')
  const twice = new Set<unknown>()
  for (const block of blocksIn(body)) {
    const name: unknown = block.type.getAttribute('id')
    if (typeof name === 'string' && names.has(name) && !going.has(keyOf(block))) twice.add(name)
  }
  return twice.size === 0 || !isReferredTo(doc, twice)
}

const isReferredTo = (doc: Y.Doc, names: ReadonlySet<unknown>): boolean =>
  [...linesIn(doc.getXmlFragment('body'))].some((line) =>
    line.toArray().some((inline) => inline instanceof Y.XmlElement && names.has(attributeOf(inline, 'target'))),
  )

function attributeOf(type: Y.XmlElement, name: string): unknown {
  const all: Record<string, unknown> = type.getAttributes()
  return all[name]
}

/** Two lines, the second directly behind the first; blocks that the suggestion itself takes before do not stand between them. */
export function joinsNeighbours(doc: Y.Doc, { line, next }: Of<'join'>, taken: ReadonlySet<string>): boolean {
  const [first, second] = [elementAt(doc, line), elementAt(doc, next)]
  return isLine(first) && isLine(second) && follows(first, second, taken)
}

const NONE: ReadonlySet<string> = new Set()

function follows(first: Y.XmlElement | undefined, second: Y.XmlElement, taken = NONE): boolean {
  if (!first || first.parent !== second.parent) return false
  let item = first._item?.right ?? null
  while (item && (item.deleted || taken.has(keyOf(item.id)))) item = item.right
  return item !== null && item === second._item
}

/** Of a table, of its rows, of their cells: what others than the body hold blocks in. */
export const isOfTable = (name: string): boolean => name.startsWith('table')

/** Blocks, and lines that end in another, that a change takes away. */
export function blocksTaken(change: Change): readonly Id[] {
  if (change.is === 'blocks') return change.removed
  return change.is === 'join' ? [change.next] : []
}

/** Whether a letter or a block goes twice in one suggestion: what is shown twice would happen once. */
export function takesTwice(changes: readonly Change[]): boolean {
  const runs = changes.flatMap((change): readonly Run[] =>
    change.is === 'words' ? change.removed : blocksTaken(change).map((id) => ({ ...id, length: 1 })),
  )
  const sorted = runs.toSorted((a, b) => a.client - b.client || a.clock - b.clock)
  return sorted.some(({ client, clock }, at) => {
    const before = sorted[at - 1]
    return before?.client === client && before.clock + before.length > clock
  })
}

/** Blocks that go and blocks that come stand in one place. */
export function isOnePlace({ removed, put, after, before }: Of<'blocks'>): boolean {
  if (removed.length === 0 || put.length === 0) return true
  return removed.some((id) => sameId(id, after) || sameId(id, before))
}
