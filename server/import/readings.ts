/** A file with tracked changes: read without them for the draft, and once more for each author, for what they suggest. */
import { wordsIn } from '../../src/lib/document/compare/line.ts'
import { KIND_IDS, type KindId, kindOf } from '../../src/lib/document/kinds.ts'
import { normalBody } from '../../src/lib/document/read.ts'
import type { Change } from '../../src/lib/document/suggest/shapes.ts'
import { type Content, contentOf } from './content.ts'
import type { TakenImage } from './images.ts'
import { nameOf } from './remarks.ts'
import { broughtFields, type Variant } from './shapes.ts'
import { agree, inFileOrder, placesOf, suggestionsOf, textOf } from './suggested.ts'
import type { Reading, WordFile, WordRevision } from './word/shapes.ts'

/** Each is one more reading of the file. Whoever changed less than these is read as accepted. */
const MOST_AUTHORS = 8
/** What a draft holds of open ones is a little more (server/suggest/room.ts). */
const MOST_SUGGESTIONS = 1_500
const MOST_BYTES = 1_200_000
/** A suggestion has one, two or three of them. */
const MOST_REVISIONS = 6_000
/** Where the changes of some can be no suggestions, the file is read once more, with theirs accepted. */
const TRIES = 3
/** Who waits for a file waits no longer for its changes: then all of them are read as accepted. */
const MOST_MS = 12_000

/** What one author suggests, and the file with it. */
export interface OfAuthor {
  /** As the file says it. */
  author: string
  file: WordFile
  placed: Content
  suggestions: Change[][]
}

export interface Readings {
  /** What the draft begins with. */
  file: WordFile
  placed: Content
  authors: OfAuthor[]
  /** Whose changes are in it, as accepted. */
  accepted: readonly string[]
}

export type ReadFile = (reading: Reading) => WordFile

export function readingsOf(
  whole: WordFile,
  readFile: ReadFile,
  taken: ReadonlyMap<string, TakenImage>,
  mostMs = MOST_MS,
): Readings {
  const until = Date.now() + mostMs
  const all = authorsOf(whole.revisions)
  let accepted = whole.revisions.length > MOST_REVISIONS ? all : all.slice(MOST_AUTHORS)
  for (let tries = 0; tries < TRIES && accepted.length < all.length; tries++) {
    const asked = all.filter((author) => !accepted.includes(author))
    const file = readFile(readingOf(accepted))
    const placed = contentOf(file, taken)
    const text = textOf(wordsOf(placed), kindOfContent(placed) ?? 'quyet-dinh')
    // Where all of the words are new there is no text to which they are suggested.
    if (placed.parsed.blocks.every((block) => wordsIn(block) === 0)) break
    const good: OfAuthor[] = []
    for (const author of asked) {
      if (Date.now() > until) return wholly(whole, contentOf(whole, taken))
      const found = ofAuthor(author, { accepted, readFile, taken, placed, text })
      if (found) good.push(found)
    }
    const count = good.reduce((sum, { suggestions }) => sum + suggestions.length, 0)
    if (count > MOST_SUGGESTIONS || bytesOf(good) > MOST_BYTES) break
    const isEach = good.length === asked.length
    if (isEach && isTogether(good, { accepted, readFile, taken, placed, text }))
      return { file, placed, authors: good, accepted }
    // Who changed least yields.
    const others = isEach ? good.slice(0, -1) : good
    accepted = all.filter((author) => !others.some((one) => one.author === author))
  }
  return wholly(whole, contentOf(whole, taken))
}

const bytesOf = (authors: readonly OfAuthor[]): number =>
  authors.reduce((sum, { suggestions }) => sum + Buffer.byteLength(JSON.stringify(suggestions)), 0)

const readingOf = (accepted: readonly string[], ...trying: string[]): Reading => ({
  accepted: new Set(accepted),
  trying: new Set(trying),
})

/** All changes accepted, if there are any. */
export const wholly = (file: WordFile, placed: Content): Readings => ({
  file,
  placed,
  authors: [],
  // Of those, too, who changed nothing but the new words of others.
  accepted: [...new Set(file.changes.map(({ author }) => author))],
})

interface Asked {
  accepted: readonly string[]
  readFile: ReadFile
  taken: ReadonlyMap<string, TakenImage>
  placed: Content
  text: Uint8Array
}

/** Whether what all of them suggest gives what the file says with all their changes. */
function isTogether(authors: readonly OfAuthor[], { accepted, readFile, taken, placed: base, text }: Asked): boolean {
  if (authors.filter(({ suggestions }) => suggestions.length > 0).length < 2) return true
  const file = readFile(readingOf(accepted, ...authors.map(({ author }) => author)))
  const all = authors.flatMap(({ author, suggestions }) => placesOf(suggestions, whenOf(author, file)))
  const wanted = wordsOf(contentOf(file, taken))
  return agree(
    text,
    wordsOf(base),
    wanted,
    inFileOrder(all).map(({ changes }) => changes),
  )
}

const whenOf = (author: string, { revisions }: WordFile) =>
  revisions.flatMap((one, place) => (one.author === author ? [{ words: one.words, date: one.date, place }] : []))

/** Null where their changes can be no suggestions. */
function ofAuthor(author: string, { accepted, readFile, taken, placed: base, text }: Asked): OfAuthor | null {
  const file = readFile(readingOf(accepted, author))
  const placed = contentOf(file, taken)
  const suggestions = suggestionsOf(text, wordsOf(base), wordsOf(placed))
  return suggestions && { author, file, placed, suggestions }
}

const wordsOf = ({ parsed }: Content) => ({
  fields: broughtFields.parse(parsed.fields),
  blocks: normalBody({ type: 'doc', content: parsed.blocks }).content ?? [],
})

/** By how much they changed. */
function authorsOf(revisions: readonly WordRevision[]): string[] {
  const counts = new Map<string, number>()
  for (const { author, cannot } of revisions) if (cannot === null) counts.set(author, (counts.get(author) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([author]) => author)
}

/** "QĐ-UBND" tells the kind where no title does. */
export function kindOfContent({ parsed }: Content): KindId | null {
  if (parsed.fields.kind) return parsed.fields.kind
  const [first = ''] = (parsed.fields.symbol ?? '').split('-')
  return KIND_IDS.find((id) => first !== '' && kindOf(id).abbreviation === first) ?? null
}

/** As they are kept until the draft is made. */
export const variantsOf = ({ authors, file }: Readings): Variant[] =>
  authors
    .filter(({ suggestions }) => suggestions.length > 0)
    .map(({ author, placed }) => ({
      author: nameOf(author),
      fields: broughtFields.parse(placed.parsed.fields),
      blocks: placed.parsed.blocks,
      when: whenOf(author, file),
    }))
