/** What a process does with the moments of a text. Each is given as the updates that make it. */
import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { canonicalJson } from '../../src/lib/document/canonical.ts'
import { compare } from '../../src/lib/document/compare/compare.ts'
import { wordsIn, wordsOfText } from '../../src/lib/document/compare/line.ts'
import { type Origin, originsOf, placeOfWords, wordsOfDocument } from '../../src/lib/document/compare/origin.ts'
import { firstPart, laterPart, type ShownPart, type Wanted } from '../../src/lib/document/compare/part.ts'
import { compareShown, type ShownComparison } from '../../src/lib/document/compare/shown.ts'
import { changeTowards, withClause } from '../../src/lib/document/compare/toward.ts'
import { type Around, storedHtml } from '../../src/lib/document/drawn/html.ts'
import { type Fields, type OfficialDocument, TEXT_FIELDS } from '../../src/lib/document/model.ts'
import { InvalidDocument, readUpdate } from '../../src/lib/document/read.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { Ask } from '../compute/contract.ts'

type Updates = readonly Uint8Array[]

function opened(updates: Updates): Y.Doc {
  const ydoc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(ydoc, update)
  return ydoc
}

interface Read {
  state: Uint8Array
  document: OfficialDocument
}

/** Throws `broken_text` where nobody could read it. */
function read(updates: Updates): Read {
  try {
    const [only, ...others] = updates
    const state = only && others.length === 0 ? only : Y.encodeStateAsUpdate(opened(updates))
    return { state, document: readUpdate(state) }
  } catch {
    throw new AppError('broken_text')
  }
}

/** Of fields and body alone: what the text says, not how it came about or by which program it was read. */
export function hashOfText({ fields, body }: Pick<OfficialDocument, 'fields' | 'body'>): string {
  return createHash('sha256').update(canonicalJson({ fields, body })).digest('hex')
}

/** The hash that names a text; null where nobody could read it. `state`: the text in one piece. */
export function nameText({ updates }: { updates: Updates }): { hash: string | null; state: Uint8Array | null } {
  try {
    const { state, document } = read(updates)
    return { hash: hashOfText(document), state }
  } catch (error) {
    if (error instanceof AppError) return { hash: null, state: null }
    throw error
  }
}

/** `before` null: there was nothing. */
export function countWords({ before, after }: { before: Updates | null; after: Updates }): {
  words: number
  in: number
  out: number
} {
  const { document } = read(after)
  const words = wordsOf(document)
  if (!before) return { words, in: words, out: 0 }
  return { words, ...compare(read(before).document, document).words }
}

const wordsOf = ({ fields, body }: OfficialDocument): number =>
  TEXT_FIELDS.reduce((sum, name) => sum + wordsOfText(fields[name]), wordsIn(body))

export interface DrawnMoment {
  fields: Fields
  html: { main: string; appendices: string }
  state: Uint8Array
}

export function drawMoment({ updates, around }: { updates: Updates; around: Around }): DrawnMoment {
  const { state, document } = read(updates)
  const { fields, body } = document
  return { fields, html: storedHtml(body, fields.kind, around), state }
}

interface Two {
  before: Updates
  after: Updates
}

const compared = ({ before, after }: Two): ShownComparison => compareShown(read(before).document, read(after).document)

/** As much of it as a page draws at once; of the units of its summary, how many are among `seen`. */
export function compareTexts({ seen, ...two }: Two & { seen: readonly string[] }): ShownPart & { seen: number } {
  const comparison = compared(two)
  const ticked = new Set(seen)
  return { ...firstPart(comparison), seen: comparison.summary.units.filter(({ key }) => ticked.has(key)).length }
}

/** More of it as JSON: it goes on to a page as it is. */
export const compareMore = ({ wanted, ...two }: Two & { wanted: Wanted }): string =>
  JSON.stringify(laterPart(compared(two), wanted))

/** The change that takes a text back to an earlier one, or one clause of it. */
export type WayBack = { is: 'change'; update: Uint8Array } | { is: 'same' } | { is: 'gone' }

export function changeBack({ now, wanted, clause }: { now: Updates; wanted: Updates; clause: string | null }): WayBack {
  const earlier = read(wanted).document
  const present = read(now).document
  const target = clause === null ? earlier : withClause(present, earlier, clause)
  if (!target) return { is: 'gone' }
  const ydoc = opened(now)
  try {
    // The kind is the draft's, and never another.
    const update = changeTowards(ydoc, { ...target, fields: { ...target.fields, kind: present.fields.kind } })
    return update ? { is: 'change', update } : { is: 'same' }
  } catch (error) {
    throw error instanceof InvalidDocument ? new AppError('broken_text') : error
  } finally {
    ydoc.destroy()
  }
}

/** What finding out where words come from needs to know of the log: the text at a position, or whether a stretch is one. */
export type OriginQuestion = { is: 'text'; position: number } | { is: 'enough'; after: number; upTo: number }
export type OriginAnswer = { is: 'text'; updates: Updates } | { is: 'enough'; isEnough: boolean }

/** Null where these words do not stand in the text. */
export async function originsOfWords(
  { head, updates, words, near }: { head: number; updates: Updates; words: readonly string[]; near: number },
  ask: Ask<OriginQuestion, OriginAnswer>,
): Promise<Origin[] | null> {
  const texts = new Map<number, readonly string[]>([[head, wordsOfDocument(read(updates).document)]])
  const textAt = async (position: number): Promise<readonly string[]> => {
    const known = texts.get(position)
    if (known) return known
    const answer = await ask({ is: 'text', position })
    const text = answer.is === 'text' ? readableWords(answer.updates) : []
    texts.set(position, text)
    return text
  }
  const from = placeOfWords(await textAt(head), words, near)
  if (from < 0) return null
  const places = words.map((_, offset) => from + offset)
  return originsOf(head, places, textAt, async (after, upTo) => {
    const answer = await ask({ is: 'enough', after, upTo })
    return answer.is === 'enough' && answer.isEnough
  })
}

/** A moment at which nobody could read the text says nothing of any word. */
function readableWords(updates: Updates): string[] {
  try {
    return wordsOfDocument(read(updates).document)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
