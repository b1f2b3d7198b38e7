/**
 * What a stored text means, told in one go: whether it can be read, what is wrong with it, how that is undone, and what
 * can be shown meanwhile. Made for a process of its own: nothing here is quick with a text that somebody has poisoned.
 */
import * as Y from 'yjs'
import type { OfficialDocument } from './model.ts'
import { InvalidDocument, readDocument } from './read.ts'
import { examine, type Fallback, mend } from './sound/examine.ts'
import { type Flaw, MOST_FLAWS_TOLD, told } from './sound/flaw.ts'
import { erase, inside, liveEntries, liveItems } from './sound/items.ts'
import { cleanText } from './text.ts'

export type { Flaw, FlawKind } from './sound/flaw.ts'
export type { Fallback } from './sound/examine.ts'

const MOST_LETTERS = 20_000
const MOST_LINES = 2_000

export type Verdict =
  | { is: 'sound' }
  /** `isGrave`: it cannot be read as it stands. `mend` is a Yjs update that makes it good; null where nothing does. */
  | { is: 'flawed'; isGrave: boolean; flaws: Flaw[]; mend: Uint8Array | null }
  | { is: 'unreadable'; flaws: Flaw[] }

/** What a text that cannot be read shows nevertheless: as it would be once it is mended, or only what letters it has. */
export interface Remains {
  flaws: Flaw[]
  document: OfficialDocument | null
  /** The document is the text as it would be once it is mended; otherwise it is an earlier moment of it. */
  isMended: boolean
  lines: string[]
}

/** `updates` as they are stored, in their order. */
export function judge(updates: readonly Uint8Array[], fallback: Fallback | null = null): Verdict {
  return opened(updates, judgeOpen(fallback), (flaw) => ({ is: 'unreadable', flaws: [flaw] }))
}

const judgeOpen =
  (fallback: Fallback | null) =>
  (ydoc: Y.Doc): Verdict => {
    const found = examine(ydoc, fallback)
    if (found.length === 0) return { is: 'sound' }
    const flaws = found.slice(0, MOST_FLAWS_TOLD).map(toldFlaw)
    const isGrave = found.some((flaw) => flaw.isGrave)
    const changes: Uint8Array[] = []
    ydoc.on('update', (update: Uint8Array) => changes.push(update))
    mend(ydoc, found)
    const isWhole = found.every(({ undo }) => undo !== null) && documentIn(ydoc) !== null
    return { is: 'flawed', isGrave, flaws, mend: isWhole && changes.length > 0 ? Y.mergeUpdates(changes) : null }
  }

/** For the page of a text that cannot be read. What no change makes good is shown as it was at the last good moment. */
export function remainsOf(updates: readonly Uint8Array[], fallback: Fallback | null = null): Remains {
  const show = (ydoc: Y.Doc): Remains => {
    const found = examine(ydoc, fallback)
    mend(ydoc, found)
    const document = documentIn(ydoc)
    return {
      flaws: found.slice(0, MOST_FLAWS_TOLD).map(toldFlaw),
      document,
      isMended: document !== null,
      lines: document ? [] : linesIn(ydoc),
    }
  }
  const otherwise = (flaw: Flaw): Remains => ({ flaws: [flaw], document: null, isMended: false, lines: [] })
  const remains = opened(updates, show, otherwise)
  if (remains.document) return remains
  const sound = lastSound(updates, fallback)
  if (sound === 0) return remains
  const earlier = opened(updates.slice(0, sound), show, otherwise)
  return earlier.document ? { ...remains, document: earlier.document, isMended: false, lines: [] } : remains
}

/**
 * How many of the first updates make a text that can be read: the last good moment. Poison stays once it is there, so
 * halving finds where it came in. 0 when not even the first can be read.
 */
export function lastSound(updates: readonly Uint8Array[], fallback: Fallback | null = null): number {
  let sound = 0
  let flawed = updates.length + 1
  while (flawed - sound > 1) {
    const middle = Math.floor((sound + flawed) / 2)
    const verdict = judge(updates.slice(0, middle), fallback)
    if (verdict.is === 'sound' || (verdict.is === 'flawed' && !verdict.isGrave)) sound = middle
    else flawed = middle
  }
  return sound
}

/** A text of some two hundred pages, as it is stored: what is smaller can be drawn in time. */
const LIGHT_BYTES = 1_500_000

/** How many of the first updates make a text that is not too heavy to be drawn. 0 when the first is already. */
export function lastLight(updates: readonly Uint8Array[]): number {
  let light = 0
  let heavy = updates.length + 1
  while (heavy - light > 1) {
    const middle = Math.floor((light + heavy) / 2)
    if (Y.mergeUpdates(updates.slice(0, middle)).length <= LIGHT_BYTES) light = middle
    else heavy = middle
  }
  return light
}

/** The words of each line, and nothing else: what can be had of a text that is too heavy to be drawn. */
export function linesOf(updates: readonly Uint8Array[]): string[] {
  return opened(updates, linesIn, () => [])
}

/** The change that turns a text into what an earlier one says, as a change like any other. Null where it cannot be read. */
export function backTo(updates: readonly Uint8Array[], earlier: readonly Uint8Array[]): Uint8Array | null {
  return opened(
    updates,
    (ydoc) =>
      opened(
        earlier,
        (good) => replaceAll(ydoc, good),
        () => null,
      ),
    () => null,
  )
}

function opened<T>(updates: readonly Uint8Array[], use: (ydoc: Y.Doc) => T, otherwise: (flaw: Flaw) => T): T {
  const ydoc = new Y.Doc()
  try {
    for (const update of updates) Y.applyUpdate(ydoc, update)
    // What refers to something that never came hangs in the air: the text goes on without it.
    return use(ydoc)
  } catch (error) {
    return otherwise(unreadable(error))
  } finally {
    ydoc.destroy()
  }
}

function replaceAll(ydoc: Y.Doc, good: Y.Doc): Uint8Array {
  const changes: Uint8Array[] = []
  ydoc.on('update', (update: Uint8Array) => changes.push(update))
  const body = ydoc.getXmlFragment('body')
  const fields = ydoc.getMap('fields')
  ydoc.transact((transaction) => {
    for (const type of [...ydoc.share.values()]) {
      for (const item of [...liveItems(type)]) erase(transaction, item)
      for (const [, item] of [...liveEntries(type)]) erase(transaction, item)
    }
    const blocks = good.getXmlFragment('body').toArray()
    body.insert(
      0,
      blocks.flatMap((block) => (block instanceof Y.XmlHook ? [] : [block.clone()])),
    )
    for (const [name, value] of good.getMap('fields').entries())
      fields.set(name, value instanceof Y.Text ? value.clone() : value)
  })
  return Y.mergeUpdates(changes)
}

function documentIn(ydoc: Y.Doc): OfficialDocument | null {
  try {
    return readDocument(ydoc)
  } catch (error) {
    if (error instanceof InvalidDocument) return null
    throw error
  }
}

/** The letters of each block, where nothing more can be had. */
function linesIn(ydoc: Y.Doc): string[] {
  const lines = [...liveItems(ydoc.getXmlFragment('body'))].map((item) => cleanText(inside(item, MOST_LETTERS).words))
  return lines.filter((words) => words !== '').slice(0, MOST_LINES)
}

function toldFlaw({ kind, name, isGrave, block, words, at }: Flaw): Flaw {
  return { kind, name, isGrave, block, words, at: at && { client: at.client, clock: at.clock } }
}

function unreadable(error: unknown): Flaw {
  const name = told(error instanceof Error ? error.message : String(error))
  return { kind: 'unreadable', name, isGrave: true, block: null, words: '', at: null }
}

/** A text as one update, and the state vector that goes with it. Throws where an update cannot be read. */
export function stateOf(updates: readonly Uint8Array[]): { state: Uint8Array; vector: Uint8Array } {
  const ydoc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(ydoc, update)
  const made = { state: Y.encodeStateAsUpdate(ydoc), vector: Y.encodeStateVector(ydoc) }
  ydoc.destroy()
  return made
}
