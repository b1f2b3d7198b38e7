/**
 * A PDF as the line of its revisions (ISO 32000-2, 7.5.6), each a whole document of its own. Reads only what the
 * standard's own chain leads to, and gives up (`Irregular`) where the chain, a table or an object is not in order:
 * readers mend such files each in their own way, so nobody can say what they show.
 */
import { type Budget, Irregular, irregular } from './budget.ts'
import { isSpace, parseIndirect, Parser } from './parse.ts'
import { type Entry, readSection, sameEntry, type Section } from './section.ts'
import { unfold } from './unfold.ts'
import { childrenOf, type Dict, isWrittenAsReal, nameOf, type PdfValue, Ref, Stream } from './values.ts'

export interface Revision {
  index: number
  /** Where the bytes begin that it added. */
  start: number
  /** Behind its "%%EOF". */
  eof: number
  trailer: Dict
  /** What it says about objects; the rest is as before. */
  entries: Map<number, Entry>
  hidden: Section['hidden']
  tables: Section['tables']
  trailers: Section['trailers']
  extents: Section['extents']
  /** It begins with the table of its first page. */
  isLinearized: boolean
}

/** Of an object stream, in its order; where it stands within what that unfolds to. */
interface Contained {
  num: number
  value: PdfValue
  start: number
  end: number
}

const MAX_REVISIONS = 200
const MAX_CONTAINED = 100_000
const TAIL_BYTES = 1024

export class PdfFile {
  readonly revisions: Revision[]
  private readonly objects = new Map<number, { num: number; gen: number; value: PdfValue; end: number }>()
  /** The numbers that each revision's own objects refer to. */
  private readonly referred: Set<number>[] = []
  private readonly unread = new Set<number>()
  private readonly containers = new Map<number, Contained[]>()

  constructor(
    readonly bytes: Buffer,
    readonly budget: Budget,
  ) {
    const header = bytes.toString('latin1', 0, TAIL_BYTES).indexOf('%PDF-')
    if (header !== 0) throw new Irregular('front', header > 0 ? 'bytes before the header' : 'no header')
    this.revisions = inOrder(this.chain())
    if (this.revisions.some(({ trailer }) => trailer.has('Encrypt'))) throw new Irregular('encrypted', 'Encrypt')
  }

  /** The sections, the newest first. */
  private chain(): Section[] {
    const { bytes } = this
    let end = bytes.length
    while (isSpace(bytes[end - 1])) end--
    // Where readers look for it: with more blanks behind it some do not find it.
    const tail = bytes.toString('latin1', Math.max(0, bytes.length - TAIL_BYTES), end)
    const [, newest] = /startxref\s+(\d{1,10})\s+%%EOF$/.exec(tail) ?? []
    if (newest === undefined) throw new Irregular('behind', 'does not end with its table')
    const sections: Section[] = []
    const seen = new Set<number>()
    for (let at: number | null = Number(newest); at !== null;) {
      if (seen.has(at) || at >= bytes.length) irregular('a chain that leads nowhere')
      if (sections.length >= MAX_REVISIONS) throw new Irregular('too-much', 'revisions')
      seen.add(at)
      const section: Section = readSection(bytes, at, this.budget)
      sections.push(section)
      at = section.prev
    }
    // In a linearized file the newest section stands in front.
    if (Math.max(...sections.map(({ eof }) => eof)) !== end)
      throw new Irregular('behind', 'bytes behind the last table')
    return sections
  }

  /** What an object is said to be by a revision; undefined where nothing is said of it up to there. */
  entry(num: number, revision: number): Entry | undefined {
    for (let index = revision; index >= 0; index--) {
      const entry = this.revisions[index]?.entries.get(num)
      if (entry) return entry
    }
    return undefined
  }

  /** An object's value as of a revision; null where it is free or unknown (7.3.10). */
  object(num: number, revision: number, gen?: number): PdfValue {
    this.budget.step()
    const entry = this.entry(num, revision)
    if (!entry || entry.type === 'free') return null
    if (entry.type === 'in') return gen === undefined || gen === 0 ? this.contained(entry, num, revision) : null
    if (gen !== undefined && gen !== entry.gen) return null
    return this.at(entry, num, revision).value
  }

  /**
   * Whether anything that stands in the file up to a revision refers to an object of that number, of whatever
   * generation. Reads each object once.
   */
  refersTo(num: number, revision: number): boolean {
    for (let index = this.referred.length; index <= revision; index++) this.referred.push(this.referredBy(index))
    const referred = this.referred.slice(0, revision + 1)
    for (const one of this.unread)
      if (referred.some((nums) => nums.has(one))) irregular(`object ${one} that is used and cannot be read`)
    return referred.some((nums) => nums.has(num))
  }

  private referredBy(index: number): Set<number> {
    const nums = new Set<number>()
    const { entries, trailer } = this.revisions[index] ?? {}
    const todo: PdfValue[] = [...(trailer?.values() ?? [])]
    for (const num of entries?.keys() ?? []) todo.push(this.readable(num, index))
    for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
      this.budget.step()
      if (value instanceof Ref) nums.add(value.num)
      else for (const child of childrenOf(value)) todo.push(child)
    }
    return nums
  }

  /** As `object`, but null where it cannot be read: no fault where nobody uses it, which `refersTo` finds out. */
  readable(num: number, revision: number): PdfValue {
    try {
      return this.object(num, revision)
    } catch (error) {
      if (!(error instanceof Irregular) || error.irregularity !== 'structure') throw error
      this.unread.add(num)
      return null
    }
  }

  /** Follows a reference to the value itself. */
  resolve(value: PdfValue | undefined, revision: number): PdfValue {
    if (!(value instanceof Ref)) return value ?? null
    const found = this.object(value.num, revision, value.gen)
    // No program writes that, and readers go different lengths with it.
    return found instanceof Ref ? irregular('a reference to a reference') : found
  }

  /** The decoded content of a stream, or null where it is in an encoding of pictures or fonts. */
  unfold(stream: Stream, revision: number): Buffer | null {
    return unfold(stream, this.budget, (value) => this.resolve(value, revision))
  }

  /** Where the object stands in the file. */
  extent(entry: Extract<Entry, { type: 'at' }>, num: number, revision: number): [start: number, end: number] {
    return [entry.offset, this.at(entry, num, revision).end]
  }

  private at(entry: Extract<Entry, { type: 'at' }>, num: number, revision: number) {
    let read = this.objects.get(entry.offset)
    if (!read) {
      if (entry.offset <= 0 || entry.offset >= this.bytes.length) irregular(`object ${num} outside the file`)
      read = parseIndirect(this.bytes, entry.offset, this.budget, (ref) => this.lengthOf(ref, revision))
      this.objects.set(entry.offset, read)
    }
    if (read.num !== num || read.gen !== entry.gen) irregular(`object ${num} is not where it should be`)
    return read
  }

  private lengthOf(ref: Ref, revision: number): PdfValue {
    const entry = this.entry(ref.num, revision)
    if (entry?.type === 'in') return this.lengthIn(ref, revision)
    if (entry?.type !== 'at') return irregular('a length that is nowhere')
    const { num, gen, value } = parseIndirect(this.bytes, entry.offset, this.budget, () =>
      irregular('a length of a length'),
    )
    return num === ref.num && gen === ref.gen ? value : irregular('a length that is another object')
  }

  /** A length may stand in a stream of objects, if that one's own does not (7.5.7). */
  private lengthIn({ num, gen }: Ref, revision: number): PdfValue {
    if (this.isInLength) irregular('a length in a stream whose length is in a stream')
    this.isInLength = true
    try {
      return this.object(num, revision, gen)
    } finally {
      this.isInLength = false
    }
  }
  private isInLength = false

  private contained({ container, index }: Extract<Entry, { type: 'in' }>, num: number, revision: number): PdfValue {
    const entry = this.entry(container, revision)
    if (entry?.type !== 'at') return irregular('an object in no stream')
    const found = this.objectsIn(container, entry, revision)[index]
    return found?.num === num ? found.value : irregular(`object ${num} is not in its stream`)
  }

  private objectsIn(container: number, entry: Extract<Entry, { type: 'at' }>, revision: number) {
    const objects =
      this.containers.get(entry.offset) ?? this.readContainer(this.at(entry, container, revision).value, revision)
    this.containers.set(entry.offset, objects)
    return objects
  }

  /** An object stream (7.5.7). */
  private readContainer(stream: PdfValue, revision: number): Contained[] {
    if (!(stream instanceof Stream) || nameOf(stream.dict.get('Type')) !== 'ObjStm')
      return irregular('no object stream')
    const [count, first] = [stream.dict.get('N'), stream.dict.get('First')]
    if (typeof count !== 'number' || typeof first !== 'number' || count > MAX_CONTAINED)
      return irregular('an odd stream')
    if (['N', 'First'].some((key) => isWrittenAsReal(stream.dict, key))) irregular('an odd stream')
    const content = this.unfold(stream, revision) ?? irregular('an object stream in an unknown encoding')
    const head = new Parser(content, 0, this.budget, Math.min(first, content.length))
    const places = Array.from({ length: count }, () => ({ num: head.integer(), at: head.integer() }))
    // Some readers look an object up by its place in the list, others by its number.
    if (new Set(places.map(({ num }) => num)).size < places.length) irregular('an object twice in a stream')
    return places.map(({ num, at }) => {
      const parser = new Parser(content, first + at, this.budget)
      return { num, value: parser.value(), start: first + at, end: parser.at }
    })
  }

  /** Throws where an object stream that a revision brings holds what its table does not name: readers that mend see it. */
  needListed(revision: number): void {
    const entries = this.revisions[revision]?.entries ?? new Map<number, Entry>()
    const named = new Set(Array.from(entries.values(), (entry) => (entry.type === 'in' ? entry.container : null)))
    for (const container of named) {
      const entry = container === null ? undefined : entries.get(container)
      if (container === null || entry?.type !== 'at') continue
      if (sameEntry(entry, this.entry(container, revision - 1))) continue
      const objects = this.objectsIn(container, entry, revision)
      let behind = 0
      for (const [index, { num, start, end }] of objects.entries()) {
        // Some readers read an object no further than to where the next one is said to begin.
        if (start < behind) irregular(`object ${num} in a stream that begins within another`)
        behind = end
        const listed = entries.get(num)
        if (listed?.type !== 'in' || listed.container !== container || listed.index !== index)
          irregular(`object ${num} in a stream that is not its own`)
      }
    }
  }
}

/** The oldest first, each behind the one before it. */
function inOrder(newestFirst: Section[]): Revision[] {
  const sections = newestFirst.toReversed()
  const revisions: Revision[] = []
  const [oldest, second] = sections
  if (!oldest) return irregular('no table')
  if (second && second.offset < oldest.offset && second.eof <= oldest.offset) {
    // A linearized file: the section in front is about the first page, and belongs to the one at the end (annex F).
    if (oldest.startxref !== second.offset) irregular('a linearized file that does not begin with its first page')
    const entries = new Map([...oldest.entries, ...second.entries])
    const extents = [...second.extents, ...oldest.extents]
    const tables = [...second.tables, ...oldest.tables]
    const trailers = [...second.trailers, ...oldest.trailers]
    const { trailer, hidden } = second
    const whole = { trailer, entries, hidden, tables, trailers, extents }
    revisions.push({ index: 0, start: 0, eof: oldest.eof, ...whole, isLinearized: true })
    sections.splice(0, 2)
  }
  for (const { offset, eof, startxref, trailer, entries, hidden, tables, repeats, trailers, extents } of sections) {
    const start = revisions.at(-1)?.eof ?? 0
    if (offset < start || startxref !== offset) irregular('tables out of order')
    if (repeats !== null && !revisions.some((one) => one.tables.includes(repeats))) irregular('objects in two places')
    const whole = { trailer, entries, hidden, tables, trailers, extents }
    revisions.push({ index: revisions.length, start, eof, ...whole, isLinearized: false })
  }
  return revisions
}
