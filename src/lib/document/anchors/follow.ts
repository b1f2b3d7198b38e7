/**
 * How places follow what happens on this page. Whoever edits knows best where the words went, and so also where they
 * came back; `toTell` says what of that the text itself does not show, for everybody else.
 */
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { type Anchor, AROUND, type Passage, type Spoken } from './anchor.ts'
import { keptIn, keptOf } from './kept.ts'
import { Letters } from './letters.ts'
import { locate, type Place, widest } from './locate.ts'
import { anchorAt, heldPassage, type SharedText, standing } from './stand.ts'
import { type Words, wordsAnywhere, wordsAt, wordsOf, wordsPutIn, wordsTouching } from './words.ts'

export interface Following {
  spoken: readonly Spoken[]
  /** By thread; who is not in it has lost its words. */
  places: ReadonlyMap<string, Place>
  /** What this page has seen of words that were taken away: the newest last. */
  memory: ReadonlyMap<string, readonly Taken[]>
}

/** Words as they read before they were taken away, and what went with them. */
interface Taken {
  words: Words
  /** What went with them, of the letters around them. */
  with: Around
  /** What stood around them in their line. */
  line: Around
}

interface Around {
  before: string
  after: string
}

export const nothing: Following = { spoken: [], places: new Map(), memory: new Map() }

const MOST_TAKEN = 4
/** Of a transaction of more steps, only where they begin and end together is looked at. */
const MOST_STEPS = 20

/** Others are spoken about now, or the same ones: what is remembered of these stays. */
export function speak(before: Following, spoken: readonly Spoken[], text: SharedText, doc: Node): Following {
  const quotes = new Map(before.spoken.map(({ id, quote }) => [id, quote]))
  const memory = new Map<string, readonly Taken[]>()
  for (const { id, quote } of spoken) {
    const known = before.memory.get(id)
    if (known && quotes.get(id) === quote) memory.set(id, known)
  }
  return { spoken, places: locate(text, doc, spoken), memory }
}

/** A change from elsewhere, or of this page's undo: asked anew. Words that are just lost are looked for at once. */
export function afterNews(before: Following, text: SharedText, was: Node, doc: Node): Following {
  const places = locate(text, doc, before.spoken, { search: (id) => before.places.has(id) })
  const memory = new Map(before.memory)
  for (const [id, place] of before.places) {
    const now = places.get(id)
    // A place that nobody has told yet may take in what is not meant.
    if (now && (was === doc || !place.isHeld || now.to - now.from >= place.to - place.from)) continue
    const taken = takenFrom(was, place, [{ from: 0, to: was.content.size }])
    if (taken) remember(memory, id, taken)
  }
  return { ...before, places, memory }
}

/** Looks through the whole text for words that were lost. Null when none was found. */
export function searched(before: Following, text: SharedText, doc: Node): Following | null {
  const lost = before.spoken.filter(({ id }) => !before.places.has(id))
  const found = lost.length > 0 ? locate(text, doc, lost) : null
  return found && found.size > 0 ? { ...before, places: new Map([...before.places, ...found]) } : null
}

/**
 * A change that was made on this page. `moved` are blocks that it took elsewhere, as they stood before it. `isCarried` says
 * that all places are where the change itself has carried them.
 */
export function afterEdit(
  before: Following,
  tr: Transaction,
  moved: (Passage & { by: number }) | null,
): { following: Following; isCarried: boolean } {
  const hull = before.spoken.length > 0 ? changed(tr) : null
  if (!hull) return { following: before, isCarried: true }
  const places = new Map<string, Place>()
  const change: Change = { tr, memory: new Map(before.memory), parts: null }
  const shift = tr.doc.content.size - tr.before.content.size
  let isCarried = true
  for (const one of before.spoken) {
    const { id } = one
    const place = before.places.get(id)
    const isApart = place && (place.to < hull.from || place.from > hull.to)
    if (place && isApart && !moved && !hasBeenMore(before, one, place)) {
      const by = place.from > hull.to ? shift : 0
      places.set(id, by === 0 ? place : { from: place.from + by, to: place.to + by, isHeld: place.isHeld })
      continue
    }
    const now = (place && followed(change, one, place, moved)) ?? putIn(change, id, place !== undefined)
    if (now) places.set(id, now)
    isCarried &&= now === null ? !place : place !== undefined && isSame(now, carried(tr, place))
  }
  return { following: { ...before, places, memory: change.memory }, isCarried }
}

const carried = ({ mapping }: Transaction, { from, to }: Passage): Passage => ({
  from: mapping.map(from, 1),
  to: mapping.map(to, -1),
})

/** Whether a part of the words was taken away, which may be put back beside them. */
function hasBeenMore({ memory }: Following, spoken: Spoken, { from, to }: Passage): boolean {
  return memory.has(spoken.id) || to - from < wordsOf(spoken).letters.length
}

interface Change {
  tr: Transaction
  memory: Map<string, readonly Taken[]>
  parts: Parts | null
}

function followed(change: Change, one: Spoken, place: Place, moved: (Passage & { by: number }) | null): Place | null {
  const { tr, memory } = change
  const { id } = one
  const isMoved = moved !== null && place.from >= moved.from && place.to <= moved.to
  const isHeld = place.isHeld && !isMoved
  const mapped = isMoved ? { from: place.from + moved.by, to: place.to + moved.by } : carried(tr, place)
  const [old, letters] = [Letters.of(tr.before), Letters.of(tr.doc)]
  const words = old.words(place)
  const same = mapped.from < mapped.to ? letters.trimmed(mapped) : null
  if (same && letters.words(same) === words) {
    const more = whole(letters, memory.get(id) ?? [], one, same)
    return more && !isSame(more, same) ? { ...more, isHeld: false } : { ...same, isHeld }
  }
  const left = remainder(tr, place, partsOf(change).removed)
  const now = left && letters.trimmed(left)
  const taken = takenFrom(tr.before, place, partsOf(change).removed)
  if (taken) remember(memory, id, taken)
  if (!now) return null
  const grown = whole(letters, memory.get(id) ?? [], one, now)
  return { ...(grown ?? now), isHeld: isHeld && !grown }
}

/** What is left of the passage itself, without what was put in place of its beginning or its end. */
function remainder({ mapping }: Transaction, { from, to }: Passage, removed: readonly Passage[]): Passage | null {
  let [start, end] = [from, to]
  for (const part of removed) {
    if (part.from <= start && part.to > start) start = part.to
    if (part.to >= end && part.from < end) end = part.from
  }
  return start < end ? { from: mapping.map(start, 1), to: mapping.map(end, -1) } : null
}

/**
 * Words of which a part had been taken away and stands again where it was, or between which something was put that has
 * gone elsewhere again: of all that they have been, the longest that stands here.
 */
function whole(letters: Letters, taken: readonly Taken[], spoken: Spoken, now: Passage): Passage | null {
  const span = { from: letters.before(now.from), to: letters.before(now.to) }
  const known = [...taken.map(({ words }) => words), wordsOf(spoken)]
  for (const words of known.sort((one, other) => other.letters.length - one.letters.length)) {
    const found = wordsTouching(letters, words, { ...span, isStart: false, isEnd: false })
    if (found && found.from < span.to && found.to > span.from) return letters.passage(found.from, found.to)
  }
  return null
}

/** `isNow`: taken away by the same change, which then most likely has only put them elsewhere. */
function putIn(change: Change, id: string, isNow: boolean): Place | null {
  const known = change.memory.get(id)
  if (!known) return null
  const letters = Letters.of(change.tr.doc)
  for (const part of partsOf(change).inserted) {
    const span = { from: letters.before(part.from), to: letters.before(part.to) }
    if (span.from === span.to) continue
    for (const taken of known.toReversed()) {
      const found = wordsPutIn(letters, taken.words, [taken.with, ...(isNow ? [taken.line] : [])], span, isNow)
      const passage = found && letters.passage(found.from, found.to)
      if (passage) return { ...passage, isHeld: false }
    }
  }
  return null
}

function takenFrom(doc: Node, place: Passage, removed: readonly Passage[]): Taken | null {
  const letters = Letters.of(doc)
  const span = { from: letters.before(place.from), to: letters.before(place.to) }
  if (span.from >= span.to) return null
  const around = (part: Passage): Around => {
    const [from, to] = [letters.before(part.from), letters.before(part.to)]
    return {
      before: letters.slice(Math.max(from, span.from - AROUND), span.from),
      after: letters.slice(span.to, Math.min(to, span.to + AROUND)),
    }
  }
  const part = removed.find(({ from, to }) => from <= place.from && to >= place.to)
  const [$from, $to] = [doc.resolve(place.from), doc.resolve(place.to)]
  return {
    words: wordsAt(letters, span),
    with: part ? around(part) : { before: '', after: '' },
    line: around({ from: $from.start(), to: $to.end() }),
  }
}

/** The newest, and the longest: a part of it may come back before the rest does. */
function remember(memory: Map<string, readonly Taken[]>, id: string, taken: Taken): void {
  const others = (memory.get(id) ?? []).filter(({ words }) => words.letters !== taken.words.letters)
  const longest = Math.max(0, ...others.map(({ words }) => words.letters.length))
  if (others.length === MOST_TAKEN) {
    const spare = others.findIndex(({ words }) => words.letters.length < longest)
    others.splice(Math.max(0, spare), 1)
  }
  memory.set(id, [...others, taken])
}

interface Parts {
  removed: Passage[]
  inserted: Passage[]
}

function partsOf(change: Change): Parts {
  return (change.parts ??= partsIn(change.tr))
}

/** What the steps took out, in the document before, and what they put in, in the one after. */
function partsIn(tr: Transaction): Parts {
  const { maps } = tr.mapping
  const parts: Parts = { removed: [], inserted: [] }
  if (maps.length > MOST_STEPS) {
    const [removed, inserted] = [changed(tr), changedNow(tr)]
    return { removed: removed ? [removed] : [], inserted: inserted ? [inserted] : [] }
  }
  for (const [at, map] of maps.entries()) {
    const earlier = maps.slice(0, at).toReversed()
    const back = (pos: number, side: number) => earlier.reduce((now, one) => one.invert().map(now, side), pos)
    const on = tr.mapping.slice(at + 1)
    map.forEach((oldStart, oldEnd, newStart, newEnd) => {
      if (oldEnd > oldStart) parts.removed.push({ from: back(oldStart, -1), to: back(oldEnd, 1) })
      if (newEnd > newStart) parts.inserted.push({ from: on.map(newStart, -1), to: on.map(newEnd, 1) })
    })
  }
  return parts
}

/** From the first to the last place that is other now, in the document before. Blocks that are the same are not looked into. */
function changed(tr: Transaction): Passage | null {
  return differing(tr.before, tr.doc)?.was ?? null
}

const changedNow = (tr: Transaction) => differing(tr.before, tr.doc)?.is ?? null

function differing(before: Node, after: Node): { was: Passage; is: Passage } | null {
  const from = before.content.findDiffStart(after.content)
  const end = from === null ? null : before.content.findDiffEnd(after.content)
  if (from === null || !end) return null
  const overlap = Math.max(0, from - Math.min(end.a, end.b))
  return { was: { from, to: end.a + overlap }, is: { from, to: end.b + overlap } }
}

/**
 * After an undo on this page: what it brought back, which only this page can tell from new words. `seen` are places that
 * were told of a thread before, `since` is where this page's clock stood before the undo.
 */
export function recalled(
  before: Following,
  text: SharedText,
  doc: Node,
  { seen, since }: { seen: ReadonlyMap<string, readonly Anchor[]>; since: number },
): Following {
  const letters = Letters.of(doc)
  const kept = keptIn(text.doc)
  const anchors = before.spoken.map((one) => [...(seen.get(one.id) ?? []), ...keptOf(kept, one), one.anchor])
  const ends = standing(text, anchors.flat(), since)
  const places = new Map(before.places)
  let next = 0
  for (const [at, one] of before.spoken.entries()) {
    const { id } = one
    const own = ends.slice(next, (next += anchors[at]?.length ?? 0))
    const taken = before.memory.get(id) ?? []
    const now = places.get(id)
    const revived = widest(own.map((one) => (one.start?.isRevived || one.end?.isRevived ? heldPassage(one) : null)))
    const back = revived ?? (now ? whole(letters, taken, one, now) : anywhere(letters, taken))
    const passage = back && letters.trimmed(back)
    if (passage && !isSame(passage, now)) places.set(id, { ...passage, isHeld: false })
  }
  return { ...before, places }
}

function anywhere(letters: Letters, taken: readonly Taken[]): Passage | null {
  for (const { words } of taken.toReversed()) {
    const span = wordsAnywhere(letters, words)
    if (span) return letters.passage(span.from, span.to)
  }
  return null
}

/** Places that the text does not show by itself, as what is to be told. `isAll` asks for those too that were held before. */
export function toTell(
  { spoken, places }: Following,
  text: SharedText,
  doc: Node,
  isAll: boolean,
): { spoken: Spoken; anchor: Anchor }[] {
  const asked = spoken.filter(({ id }) => {
    const place = places.get(id)
    return place && (isAll || !place.isHeld)
  })
  if (asked.length === 0) return []
  const shown = locate(text, doc, asked, { search: () => false })
  return asked.flatMap((one) => {
    const place = places.get(one.id)
    const seen = shown.get(one.id)
    if (!place || (seen?.isHeld && isSame(place, seen))) return []
    const passage = Letters.of(doc).trimmed(place)
    if (!passage || (seen?.isHeld && isSame(passage, seen))) return []
    const anchor = anchorAt(text, passage)
    return anchor ? [{ spoken: one, anchor }] : []
  })
}

const isSame = (one: Passage, other: Passage | undefined) => one.from === other?.from && one.to === other.to
