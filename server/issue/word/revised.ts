/** Two readings of one document as a Word file with tracked changes and comments, laid out as it will be printed. */
import { Document, Packer } from 'docx'
import { strFromU8, strToU8, unzipSync } from 'fflate'
import type { PrintModel } from '../../../src/lib/document/model.ts'
import type { Tag } from '../../../src/lib/document/suggest/readings.ts'
import type { Pictures } from './body.ts'
import { aboutOf, type NameOf, writing } from './index.ts'
import { DOCUMENT, withParts } from './parts.ts'
import { mergeBodies, type Stamp } from './revisions/merge.ts'
import { commentsOf, countOf, type Thread, withRanges } from './revisions/talk.ts'
import { childOf, DECLARATION, element, elementsOf, everyIn, parseXml, writeXml, type Xml } from './revisions/xml.ts'
import { seal } from './seal.ts'
import { Footnotes } from './units.ts'

export interface Revised {
  /** Rejecting all gives the first, accepting all the second. */
  before: PrintModel
  after: PrintModel
  /** What is known of their blocks and words. */
  tags: readonly Tag[]
  /** Who changed it, and when: by the number that a tag says. One at least. */
  stamps: readonly Stamp[]
  threads: readonly Thread[]
  images: ReadonlyMap<string, Uint8Array>
  /** Which of them changed words of which no tag says it. */
  guess?: (old: string, now: string) => number | undefined
}

const NOTES = 'word/footnotes.xml'

/** Both are written into one file, so that they share its images, notes and styles, and then laid over each other. */
export async function toRevisedWord(given: Revised): Promise<Uint8Array> {
  const { before, after, images, threads } = given
  const notes = new Footnotes()
  const pictures: Pictures = { bytes: images, count: 0 }
  const nameOf: NameOf = ({ tag }, at) => (tag === undefined ? undefined : given.tags[tag]?.key) ?? String(at)
  const [first, second] = writing([before, after], nameOf)
  if (!first || !second) throw new RangeError('no model')
  const old = first.sections(notes, pictures).map(({ headers: _, footers: __, ...section }) => section)
  const now = second.sections(notes, pictures)
  const document = new Document({
    ...aboutOf(after),
    footnotes: notes.entries,
    sections: [...old, ...now],
    ...(threads.length > 0 && { comments: { children: commentsOf(threads) } }),
  })
  const entries: Record<string, Uint8Array> = withParts(
    unzipSync(await Packer.pack(document, 'uint8array')),
    second.clauses,
    second.lists,
  )
  const root = partOf(entries, DOCUMENT)
  const body = childOf(root, 'w:body')
  if (!root || !body) throw new Error('a Word file without a body')
  const [was, is] = parted(body, old.length)
  const whose = { ...given, notes: notes.texts, firstId: countOf(threads) + 1 }
  const merged = withRanges(mergeBodies(was, is, whose), threads)
  body.children = merged
  entries[DOCUMENT] = bytesOf(root)
  keepNotes(entries, body)
  return seal(entries, after.date)
}

const partOf = (entries: Record<string, Uint8Array>, name: string): Xml | undefined => {
  const bytes = entries[name]
  return bytes && parseXml(strFromU8(bytes))
}
const bytesOf = (root: Xml) => strToU8(DECLARATION + writeXml(root))

/** The sections of the one reading, and those of the other. */
function parted(body: Xml, count: number): [Xml, Xml] {
  const children = elementsOf(body)
  let seen = 0
  const end = children.findIndex((child) => childOf(childOf(child, 'w:pPr'), 'w:sectPr') && ++seen === count)
  return [element('w:body', {}, children.slice(0, end + 1)), element('w:body', {}, children.slice(end + 1))]
}

/** Most notes were written for both readings; one of the two has no mark any more. */
function keepNotes(entries: Record<string, Uint8Array>, body: Xml): void {
  const root = partOf(entries, NOTES)
  if (!root) return
  const used = new Set([...everyIn(body, 'w:footnoteReference')].map(({ attributes }) => attributes['w:id']))
  root.children = elementsOf(root).filter(
    ({ attributes }) => attributes['w:type'] !== undefined || used.has(attributes['w:id']),
  )
  entries[NOTES] = bytesOf(root)
}
