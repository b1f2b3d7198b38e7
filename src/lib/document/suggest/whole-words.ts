/**
 * A suggestion changes letters: of 37 that becomes 38 only the 7. A person reads words and numbers, so these are told whole.
 * Nothing of what is suggested changes by it.
 */
import type * as Y from 'yjs'
import type { BodyNode } from '../model.ts'
import { type Letter, wordsOf } from './letters.ts'
import { placeOf } from './places.ts'
import type { Change, Words } from './shapes.ts'

/** More is read as it is, and a card tells few. */
const SHORT = 20
const MOST_CHANGES = 20
/** No word of Vietnamese is longer; a number hardly. */
const LONGEST = 40

const INNER = /[\p{L}\p{M}\p{N}]/u
const DIGIT = /\p{N}/u

/** How each reads with the rest of its word or number, as the text has it now. For those that wait to be decided. */
export const inWholeWords = (doc: Y.Doc, changes: readonly Change[]): Change[] =>
  changes.map((change, at) => (change.is === 'words' && at < MOST_CHANGES ? inWholeWord(doc, change) : change))

function inWholeWord(doc: Y.Doc, change: Words): Words {
  const [was, put] = [change.was, change.put].map(textOf)
  if (was === null || put === null || was === undefined || put === undefined) return change
  // Several words are read as they are: half of a replacement, set between words, is no part of either.
  if (was.length > SHORT || put.length > SHORT || /\s/.test(was + put)) return change
  const [front, back] = around(doc, change)
  const before = edgeOf(
    front.toReversed(),
    [was, put].map((text) => [...text]),
  ).toReversed()
  const after = edgeOf(
    back,
    [was, put].map((text) => [...text].toReversed()),
  )
  if (before.length + after.length === 0) return change
  const whole = (content: readonly BodyNode[]) => [...textNode(before), ...content, ...textNode(after)]
  return { ...change, was: whole(change.was), put: whole(change.put) }
}

/** Null for what is no mere text. */
const textOf = (content: readonly BodyNode[]): string | null =>
  content.every(({ text }) => text !== undefined) ? content.map(({ text = '' }) => text).join('') : null

const textNode = (letters: readonly string[]): BodyNode[] =>
  letters.length > 0 ? [{ type: 'text', text: letters.join('') }] : []

/** The letters of its line on either side; none where it does not stand as it says. */
function around(doc: Y.Doc, change: Words): [string[], string[]] {
  const place = placeOf(doc, change)
  if (!place) return [[], []]
  const { letters, removed, at } = place
  const [first, last] = [removed[0], removed.at(-1)]
  const from = first ? letters.indexOf(first) : at
  const to = last ? letters.indexOf(last) + 1 : at
  const isWhole =
    to - from === removed.length && removed.length === change.removed.reduce((sum, { length }) => sum + length, 0)
  return isWhole
    ? [charactersOf(letters.slice(Math.max(0, from - LONGEST), from)), charactersOf(letters.slice(to, to + LONGEST))]
    : [[], []]
}

const charactersOf = (letters: readonly Letter[]): string[] =>
  letters.flatMap((letter) => [...(wordsOf([letter]) || ' ')])

/**
 * How much of what stands beside a change, from the change outwards, belongs to the same word: where one of the words told
 * begins within it. "1.234,5" is one number.
 */
function edgeOf(beside: readonly string[], told: readonly (readonly string[])[]): string[] {
  const [nearest = ' '] = beside
  const edges = told.flatMap(([edge]) => edge ?? [])
  const isNumber = edges.some((edge) => DIGIT.test(edge))
  const isWithin = INNER.test(nearest) ? edges.some((edge) => INNER.test(edge)) : isNumber && isMark(beside, 0)
  if (!isWithin) return []
  const end = beside.findIndex((one, at) => !INNER.test(one) && !isMark(beside, at, isNumber && at === 0))
  return beside.slice(0, end < 0 ? beside.length : end)
}

/** A stop or comma between two digits; `isBegun`: the one on this side is the change itself. */
function isMark(beside: readonly string[], at: number, isBegun = true): boolean {
  const [inner = '', mark = '', outer = ''] = [beside[at - 1], beside[at], beside[at + 1]]
  return /[.,]/.test(mark) && DIGIT.test(outer) && (at === 0 ? isBegun : DIGIT.test(inner))
}
