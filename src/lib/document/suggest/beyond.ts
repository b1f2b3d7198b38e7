/**
 * What somebody went on typing in a suggestion that was accepted meanwhile, as by a page that had no line. Its words are in the
 * text by now: what is still suggested is what differs from them, before, inside and behind, so that no word comes twice.
 */
import { updateYFragment } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { canonicalJson } from '../canonical.ts'
import { common, Purse } from '../compare/sequence.ts'
import type { BodyNode } from '../model.ts'
import { InvalidDocument } from '../read.ts'
import { schema } from '../schema.ts'
import { nodeOf } from '../shared-form.ts'
import { giveTexts } from '../shared-texts.ts'
import { type Block, blockOf, blocksIn, idOf, plainBlock } from './blocks.ts'
import { compare, compareLetters } from './compare.ts'
import { parentOf, unitOf } from './exact.ts'
import { inlineOf, type Letter, lettersOfContent } from './letters.ts'
import { normalChanges } from './normal.ts'
import { elementAt, lettersAt, placeOf } from './places.ts'
import { unitsOf } from './saying.ts'
import { type Attributes, type Change, idsOf, keyOf, runsOf, sameId, type Words } from './shapes.ts'

type Of<Kind extends Change['is']> = Extract<Change, { is: Kind }>

/** As it was accepted, and the Yjs client under which it came into the text. */
export interface Accepted {
  changes: readonly Change[]
  client: number
}

/** Of `now`, what is not in `before`; the server may have put both into another spelling. */
export function unlike(now: readonly Change[], before: readonly Change[]): Change[] {
  const known = new Set(before.map(spelling))
  return now.filter((change) => !known.has(spelling(change)))
}

function spelling(change: Change): string {
  try {
    return canonicalJson(normalChanges([change])[0])
  } catch (failure) {
    if (failure instanceof InvalidDocument) return canonicalJson(change)
    throw failure
  }
}

/** Whether what was accepted has reached this text. What brings nothing leaves no trace, and is taken to be there. */
export const hasCome = (text: Y.Doc, { changes, client }: Accepted): boolean =>
  Y.getState(text.store, client) > 0 || !changes.some(brings)
const brings = (change: Change): boolean => 'put' in change && Array.isArray(change.put) && change.put.length > 0

/** Each list is a suggestion of its own in the text as it is. */
export function beyond(text: Y.Doc, now: readonly Change[], before: Accepted): Change[][] {
  text.getXmlFragment('body') // before it is asked for, its lines have another parent
  const others: Change[] = []
  const groups: Change[][] = []
  const words = new Map<Words, Words[]>()
  for (const change of unlike(now, before.changes)) {
    const known = partnerOf(change, now, before.changes)
    if (change.is === 'words' && known?.is === 'words') words.set(known, [...(words.get(known) ?? []), change])
    else if (change.is === 'blocks' && known?.is === 'blocks')
      groups.push(...beyondBlocks(text, change, known, before.client))
    else others.push(...beyondOther(text, change, known))
  }
  for (const [known, all] of words) groups.push(...beyondWords(text, all, known, before.client))
  return others.length > 0 ? [...groups, others] : groups
}

/** Whether a change speaks of letters that these took away: where they were accepted, it has no other place. */
export function speaksOfGone(change: Change, accepted: readonly Change[]): boolean {
  if (change.is !== 'words') return false
  const gone = new Set(accepted.flatMap((one) => (one.is === 'words' ? idsOf(one.removed) : [])).map(keyOf))
  return [change.after, change.before, ...idsOf(change.removed)].some((id) => id !== null && gone.has(keyOf(id)))
}

/** The change that it went on from: at the same place, else the only one of its kind. */
function partnerOf(change: Change, now: readonly Change[], before: readonly Change[]): Change | null {
  const alike = before.filter(({ is }) => is === change.is)
  const own = placesOf(change)
  const found = alike.find((one) => placesOf(one).some((place) => own.includes(place)) || speaksOfGone(change, [one]))
  const isOnly = alike.length === 1 && now.filter(({ is }) => is === change.is).length === 1
  return found ?? (isOnly ? alike[0] : undefined) ?? null
}

function placesOf(change: Change): string[] {
  switch (change.is) {
    case 'words':
    case 'split': {
      const { after, before, line } = change
      return [
        after ? `after ${keyOf(after)}` : `in ${keyOf(line)}`,
        before ? `before ${keyOf(before)}` : `end ${keyOf(line)}`,
      ]
    }
    case 'blocks': {
      const { after, before } = change
      return [`after ${after ? keyOf(after) : ''}`, `before ${before ? keyOf(before) : ''}`]
    }
    case 'look':
      return idsOf(change.letters).map((id) => `${change.mark} ${change.on} ${keyOf(id)}`)
    case 'form':
      return [keyOf(change.block)]
    case 'join':
      return [keyOf(change.next)]
    case 'field':
      return [change.name]
  }
}

/** Steps of comparing two wordings of one suggestion. */
const STEPS = 200_000

/** `all`: what it has become, which is more than one change where letters between stay. */
function beyondWords(text: Y.Doc, all: readonly Words[], before: Words, client: number): Change[][] {
  const [now] = all
  const place = now && (placeOf(text, now) ?? placeOf(text, before))
  const line = place?.line._item?.id
  if (!place || !line) return all.map((change) => [change])
  const goes = new Set(all.flatMap(({ removed }) => idsOf(removed)).map(keyOf))
  const put = wordsNow(all, before, goes)
  const [was, wanted] = [lettersOfContent(before.put), lettersOfContent(put)]
  const stays = new Map(keptIn(unitsOf(before.put), unitsOf(put)))
  const kept = new Set(stays.values())
  /** Of the letters that came into the text, which one of the suggestion's each is. */
  const came = place.letters.filter((letter) => letter.client === client)
  const indexes = new Map(
    (common(unitsOf(before.put), came.map(unitOf), new Purse(STEPS)) ?? []).map(([index, at]) => [came[at], index]),
  )
  const last = [...indexes.keys()].at(-1)
  const own: Letter[] = []
  let next = 0
  /** What was typed since; what was accepted does not come again where somebody has deleted it. */
  const fresh = (until: number) => {
    for (; next < until; next++) if (!kept.has(next)) own.push(...wanted.slice(next, next + 1))
  }
  for (const [at, letter] of place.letters.entries()) {
    if (!last && at === place.at) fresh(wanted.length)
    const index = indexes.get(letter)
    if (index === undefined) {
      if (!goes.has(keyOf(letter))) own.push(letter)
    } else {
      const wantedAt = stays.get(index)
      if (wantedAt !== undefined) {
        fresh(wantedAt)
        next = wantedAt + 1
        const marks = wanted[wantedAt]?.marks ?? []
        own.push(marks.join() === was[index]?.marks.join() ? letter : { ...letter, marks })
      }
    }
    if (letter === last) fresh(wanted.length)
  }
  fresh(wanted.length)
  return compareLetters(idOf(line), place.letters, own).map((change) => [change])
}

/** Which letters stayed, each where it can first be: what was typed in front of a blank or behind it has its own blank with it. */
function keptIn(before: readonly string[], now: readonly string[]): [number, number][] {
  let next = 0
  return (common(before, now, new Purse(STEPS)) ?? []).map(([index, at]) => {
    const first = now[next] === before[index] ? next : at
    next = first + 1
    return [index, first]
  })
}

/** What stands in the place of the accepted words for their author: with those of the old letters that they want to stay by now. */
function wordsNow(all: readonly Words[], before: Words, goes: ReadonlySet<string>): BodyNode[] {
  const gone = idsOf(before.removed)
  const old = lettersOfContent(before.was)
  const at = new Map(gone.map((id, index) => [keyOf(id), index]))
  const placeOf = ({ removed: [first], after, before: next }: Words): number => {
    const [own, behind, front] = [first, after, next].map((id) => (id ? at.get(keyOf(id)) : undefined))
    return own ?? (behind === undefined ? (front ?? (sameId(after, before.after) ? 0 : gone.length)) : behind + 1)
  }
  return [...gone, null].flatMap((id, index) => {
    const kept = old[index]
    const stays = id !== null && kept !== undefined && !goes.has(keyOf(id))
    return [
      ...all.flatMap((change) => (placeOf(change) === index ? change.put : [])),
      ...(stays ? inlineOf([kept]) : []),
    ]
  })
}

/** Whole blocks: those that came are changed in a copy, as their author has changed them. */
function beyondBlocks(text: Y.Doc, now: Of<'blocks'>, before: Of<'blocks'>, client: number): Change[][] {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(text))
  const parent = parentOf(copy, now)
  const came = parent ? blocksIn(parent).filter((block) => block.client === client) : []
  if (!parent || came.length === 0) return [[now]]
  const said = (blocks: readonly BodyNode[]) => blocks.map((block) => canonicalJson(block))
  const isWhole = came.length === before.put.length
  const stays = common(isWhole ? said(before.put) : said(came.map(plainBlock)), said(now.put), new Purse(STEPS)) ?? []
  copy.transact((tr) => {
    for (const id of now.removed) elementAt(copy, id)?._item?.delete(tr)
    let [at, next] = [0, 0]
    for (const [index, wantedAt] of [...stays, [came.length, now.put.length] as const]) {
      const [first, last] = [came[at], came[at - 1]]
      const place = first ? placeIn(parent, first) : last ? placeIn(parent, last) + 1 : 0
      reshape(tr, { parent, place }, came.slice(at, index), now.put.slice(next, wantedAt))
      ;[at, next] = [index + 1, wantedAt + 1]
    }
  })
  const found = compare(text, copy)
  copy.destroy()
  return found
}

const placeIn = (parent: Y.XmlFragment, { type }: Block): number => parent.toArray().indexOf(type)

/** Blocks that follow each other become these: each what stands at its place, as far as there are as many. */
function reshape(
  tr: Y.Transaction,
  { parent, place }: { parent: Y.XmlFragment; place: number },
  blocks: readonly Block[],
  wanted: readonly BodyNode[],
): void {
  let at = place
  for (let index = 0; index < Math.max(blocks.length, wanted.length); index++) {
    const [block, plain] = [blocks[index], wanted[index]]
    if (block) at = placeIn(parent, block)
    const node = plain && nodeOf(plain)
    if (block && node?.type.name === block.type.nodeName) {
      updateYFragment(tr.doc, block.type, node, { mapping: new Map(), isOMark: new Map() })
      giveTexts([block.type], schema)
      at++
      continue
    }
    if (plain) parent.insert(at++, [blockOf(plain)])
    if (block) block.type._item?.delete(tr)
  }
}

/** What is asked of a field, a form or a look that is otherwise by now. */
function beyondOther(text: Y.Doc, change: Change, before: Change | null): Change[] {
  if (change.is === 'field' && before?.is === 'field') return [{ ...change, was: before.put }]
  if (change.is === 'form' && before?.is === 'form') {
    const isNew = (name: string) => change.put[name] !== before.put[name]
    const names = Object.keys(change.put).filter(isNew)
    const of = (all: Attributes): Attributes => Object.fromEntries(names.map((name) => [name, all[name] ?? null]))
    return names.length > 0 ? [{ ...change, was: of({ ...change.was, ...before.put }), put: of(change.put) }] : []
  }
  if (change.is === 'look' && before?.is === 'look') {
    const known = new Set(idsOf(before.letters).map(keyOf))
    const letters = lettersAt(text, change.letters).flatMap(({ letter }) => (known.has(keyOf(letter)) ? [] : [letter]))
    return letters.length > 0 ? [{ ...change, letters: runsOf(letters), was: inlineOf(letters) }] : []
  }
  return [change]
}
