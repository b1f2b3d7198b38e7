/** The report of an import, from what was read and what became of it. */
import type { Changed, Counted, ImportReport, LeftOut } from '../../src/lib/document/import-report.ts'
import { COUNTED, READ_FIELDS } from '../../src/lib/document/import-report.ts'
import { type KindId, kindOf } from '../../src/lib/document/kinds.ts'
import type { BodyNode } from '../../src/lib/document/model.ts'
import { clauseLabels, numberedOf } from '../../src/lib/document/numbering.ts'
import { oldEncoding } from '../../src/lib/document/old-fonts.ts'
import { handNumbers, type LabelChange, renumbered } from '../../src/lib/document/renumbered.ts'
import { toldOf } from '../../src/lib/document/suggest/words.ts'
import { plainText } from '../../src/lib/document/titled.ts'
import { accountOfAll, MEAN_LETTERS } from './account.ts'
import type { Content } from './content.ts'
import type { Readings } from './readings.ts'
import { nameOf } from './remarks.ts'
import { unprintableOf, unseenOf } from './unseen.ts'
import type { WordFile, WordRun } from './word/shapes.ts'

/** A report is read by a person; what is longer says how much there is. */
const MOST_WORDS = 200
const LONGEST_WORDS = 500
/** Of whom it tells one by one what they changed or said; of the others together. */
const MOST_PEOPLE = 50
/** Of all examples of what was changed, and as many of what was left out: the page is made on the main thread. */
const MOST_LETTERS = 200_000
/** The fonts of our own page, under the names that offices have for them. */
const OWN_FONTS = /^(Times New Roman( Bold)?|Tinos|Liberation Serif|)$/i

/** `agency`: the name of the office that imports, as on its letterhead. */
export function reportOf(
  { agency, ...source }: { fileName: string; size: number; kind: KindId | null; agency: string },
  readings: Readings,
): ImportReport {
  const { placed: content } = readings
  const { parsed } = content
  const account = accountOfAll(readings)
  return {
    ...source,
    kindName: parsed.kindName ?? '',
    fields: READ_FIELDS.flatMap((field) => {
      const text = parsed.fields[field]
      return text === undefined || text === '' || text === 'none' ? [] : [{ field, text }]
    }),
    counts: countsOf(parsed.blocks),
    changed: toldOfFew([...changesOf(source.kind, agency, readings), ...suggestedOf(readings), ...nestedIn(readings)]),
    leftOut: toldOfFew([...lossesOf(readings), ...unsuggestedOf(readings, agency)]),
    words: {
      read: account.read,
      placed: account.placed,
      left: account.left,
      missing: shortened(account.missing),
      missingCount: account.missing.length + Math.ceil(account.astray / MEAN_LETTERS),
    },
  }
}

/**
 * Those of which there are any, with as many examples as a page holds; of the people beyond a few, in one for each sort,
 * without their names.
 */
function toldOfFew<One extends Changed | LeftOut>(all: readonly One[]): One[] {
  const people = new Map<One['what'], number>()
  const others = new Map<One['what'], [One, ...One[]]>()
  const told: One[] = []
  for (const one of all) {
    if (one.count === 0) continue
    const count = (people.get(one.what) ?? 0) + (one.who === undefined ? 0 : 1)
    people.set(one.what, count)
    const rest = others.get(one.what)
    if (count <= MOST_PEOPLE) told.push(one)
    else if (rest) rest.push(one)
    else others.set(one.what, [one])
  }
  for (const rest of others.values()) {
    const count = rest.reduce((sum, one) => sum + one.count, 0)
    const words = rest.slice(0, MOST_WORDS).flatMap((one) => one.words)
    told.push({ ...rest[0], who: undefined, count, words: words.slice(0, MOST_WORDS) })
  }
  let left = MOST_LETTERS
  return told.map((one) => ({ ...one, words: one.words.filter((text) => (left -= text.length) >= 0) }))
}

/** The parts of a text that a report counts. */
export function countsOf(blocks: readonly BodyNode[]): ImportReport['counts'] {
  const counts = new Map<Counted, number>()
  const add = (what: Counted, count = 1) => counts.set(what, (counts.get(what) ?? 0) + count)
  for (const block of blocks) {
    const is = block.type === 'clause' ? block.attrs?.level : block.attrs?.isAttached === true ? 'attached' : block.type
    const known = COUNTED.find((what) => what === is)
    if (known) add(known)
    if (block.type === 'table') add('image', countIn(block, 'image'))
    add('footnote', countIn(block, 'footnote'))
  }
  return COUNTED.flatMap((what) => {
    const count = counts.get(what) ?? 0
    return count > 0 ? [{ what, count }] : []
  })
}

function countIn(node: BodyNode, type: string): number {
  if (node.type === type) return 1
  return (node.content ?? []).reduce((sum, child) => sum + countIn(child, type), 0)
}

function changesOf(kind: KindId | null, own: string, readings: Readings): Changed[] {
  const { file, placed: content } = readings
  const { parsed, words, layouts, heads, cutTables, landscapes, unruled, unaligned } = content
  const { converted } = words
  const counted = (what: Changed['what'], count: number): Changed => ({ what, count, words: [] })
  const noted = (what: (typeof NOTED)[number]) =>
    quoted(
      what,
      parsed.notes.filter((note) => note.what === what).map(({ text }) => text),
    )
  const fonts = file.looks.fonts.filter((font) => !OWN_FONTS.test(font) && oldEncoding(font) === null)
  const { signerName } = parsed.fields
  return [
    quoted('unprintable', unprintableOf(readings)),
    counted('tcvn3', converted.tcvn3),
    counted('vni', converted.vni),
    counted('nfc', converted.nfc),
    counted('numbers', parsed.labels.length),
    ...numberChanges(kind, parsed.blocks, parsed.labels),
    quoted('typedNumbers', typedNumbers(parsed.blocks)),
    ...NOTED.map(noted),
    quoted('agency', foreignAgencies(parsed, own)),
    quoted('signer', signerName === undefined ? [] : [signerName]),
    counted('layout', layouts),
    quoted('heads', heads),
    counted('nestedTables', file.nestedTables),
    counted('cutTables', cutTables),
    { what: 'landscape', count: landscapes.count, words: shortened(landscapes.words) },
    quoted('unruled', unruled),
    counted('unaligned', unaligned),
    quoted('otherTitle', parsed.kindName === undefined ? [] : [parsed.kindName]),
    counted('endnotes', file.endnotes),
    quoted('fonts', fonts),
    counted('colours', file.looks.colours),
    counted('highlights', file.looks.highlights),
    ...file.lost.flatMap((loss) =>
      loss.what === 'link' || loss.what === 'turned' ? [fromWord(loss.what, loss, content)] : [],
    ),
    ...acceptedOf(readings).flatMap((change): Changed[] =>
      change.is === 'inserted' || change.is === 'moved' ? [fromWord(change.is, change, content)] : [],
    ),
    ...commentsOf(file, content),
  ]
}

const quoted = (what: Changed['what'], all: string[]): Changed => ({ what, count: all.length, words: shortened(all) })

const lost = (what: LeftOut['what'], all: string[]): LeftOut => ({ what, count: all.length, words: shortened(all) })

const NOTED = ['number', 'date', 'printed', 'signature', 'draft', 'pointer', 'attached'] as const

function lossesOf(readings: Readings): LeftOut[] {
  const { file, placed: content } = readings
  const { parsed, words, imagesLeft } = content
  const nowhere = parsed.notes.filter(({ what }) => what === 'lost').map(({ text }) => text)
  const footnotes = parsed.notes.filter(({ what }) => what === 'footnote').map(({ text }) => text)
  const unseen = unseenOf(file)
  const places = (isTurning: boolean) => unseen.filter(({ turns }) => turns === isTurning).map(({ words }) => words)
  return [
    lost('turning', places(true)),
    lost('unseen', places(false)),
    lost('unplaced', nowhere),
    lost('outerNote', footnotes),
    ...acceptedOf(readings).flatMap((change): LeftOut[] =>
      change.is === 'deleted' || change.is === 'formatted' ? [fromWord(change.is, change, content)] : [],
    ),
    ...undoneIn(readings).map((change) => fromWord('deleted' as const, change, content)),
    ...file.lost.flatMap((loss): LeftOut[] =>
      loss.what === 'link' || loss.what === 'turned'
        ? []
        : [fromWord(loss.what === 'image' ? 'marginImage' : loss.what, loss, content)],
    ),
    ...(['image', 'outerImage'] as const).map((what): LeftOut => {
      const left = imagesLeft.filter(({ why }) => why === what)
      const images = left.slice(0, MOST_WORDS).map(({ alt, beside }) => ({ alt, beside }))
      return { what, count: left.length, words: [], images }
    }),
    { what: 'symbol', count: words.signs, words: [] },
  ]
}

/** Tracked changes that the text has as accepted. */
function acceptedOf({ file, accepted }: Readings): WordFile['changes'] {
  const theirs = new Set(accepted)
  return file.changes.filter(({ author }) => theirs.has(author))
}

/** What somebody put in and took out again: of authors whose changes the text has, and of those who suggest. */
const undoneIn = (readings: Readings) =>
  [
    ...acceptedOf(readings),
    ...readings.authors.flatMap(({ author, file }) => file.changes.filter((one) => one.author === author)),
  ].filter(({ is }) => is === 'undone')

/** What each author suggests. */
function suggestedOf({ authors }: Readings): Changed[] {
  return authors.map(({ author, suggestions }) => {
    const said = suggestions.map((changes) => {
      const { was, put } = toldOf(changes)
      return [was, put].filter((text) => text.trim() !== '').join(' → ')
    })
    const words = shortened(said.filter((text) => text !== ''))
    return { what: 'suggestion', who: nameOf(author), count: suggestions.length, words }
  })
}

/** Changes in the new words of others, which belong to these; where all are read as accepted, so are they. */
function nestedIn({ file, authors }: Readings): Changed[] {
  const nested = new Map<string, string[]>()
  for (const { author, words, cannot } of authors.length > 0 ? file.revisions : []) {
    if (cannot !== 'nested') continue
    const known = nested.get(author)
    if (known) known.push(words)
    else nested.set(author, [words])
  }
  return [...nested].map(([author, words]): Changed => {
    const said = words.filter((text) => text !== '')
    return { what: 'nestedChange', who: nameOf(author), count: words.length, words: shortened(said) }
  })
}

/** Changes that no suggestion says, and words that an author put in where a draft has no place for them. */
function unsuggestedOf({ file, placed, authors }: Readings, agency: string): LeftOut[] {
  const base = new Set(asideOf(file, placed, agency))
  const baseUnread = unreadOf(file)
  const layout = file.revisions.filter(({ cannot }) => cannot === 'layout').length
  return [
    { what: 'layoutChange', count: layout, words: [] },
    ...authors.map(({ author, file, placed }): LeftOut => {
      const words = asideOf(file, placed, agency).filter((text) => !base.has(text))
      const count = words.length + Math.max(0, unreadOf(file) - baseUnread)
      return { what: 'unsuggested', who: nameOf(author), count, words: shortened(words) }
    }),
  ]
}

/** How many of what was lost are counted only: without words, or beyond the examples that are kept. */
const unreadOf = ({ lost }: WordFile) => lost.reduce((sum, { count, examples }) => sum + count - examples.length, 0)

/** What stands beside the text: in the margins, in lines that the program writes by itself. */
function asideOf(file: WordFile, { parsed, words }: Content, own: string): string[] {
  const lost = file.lost.flatMap(({ examples }) => examples.map((runs) => words.plain(runs)))
  const notes = parsed.notes.map(({ text }) => text)
  const { kindName = '', fields } = parsed
  return [...lost, ...notes, kindName, ...foreignAgencies(parsed, own), fields.signerName ?? ''].filter(
    (text) => text !== '',
  )
}

function commentsOf(file: WordFile, { words }: Content): Changed[] {
  const by = new Map<string, WordFile['comments'][number][]>()
  for (const comment of file.comments) {
    const who = nameOf(comment.author)
    const theirs = by.get(who)
    if (theirs) theirs.push(comment)
    else by.set(who, [comment])
  }
  return [...by].map(([who, theirs]) => {
    // Only some of them are told.
    const said = theirs.slice(0, MOST_WORDS).map(({ quote, content }) => {
      const passage = words.plain(quote)
      return passage === '' ? words.plain(content) : `«${passage}» ${words.plain(content)}`
    })
    return { what: 'comment', who, count: theirs.length, words: shortened(said) }
  })
}

function fromWord<What extends string>(
  what: What,
  found: { author?: string; count: number; examples: readonly WordRun[][] },
  { words }: Content,
): { what: What; count: number; who?: string; words: string[] } {
  const read = found.examples.map((runs) => words.plain(runs)).filter((text) => text !== '')
  return { what, count: found.count, ...(found.author ? { who: found.author } : {}), words: shortened(read) }
}

/** As many, and as much of each, as a report holds. */
export function shortened(all: readonly string[]): string[] {
  return all
    .slice(0, MOST_WORDS)
    .map((text) => (text.length > LONGEST_WORDS ? `${text.slice(0, LONGEST_WORDS).toWellFormed()}…` : text))
}

/** Names of offices on the letterhead, but for that of the one that imports. */
const foreignAgencies = ({ fields: { agency, parentAgency } }: Content['parsed'], own: string): string[] =>
  [parentAgency, agency].flatMap((name) => (name === undefined || sameName(name, own) ? [] : [oneLine(name)]))

const sameName = (a: string, b: string) => oneLine(a).toUpperCase() === oneLine(b).normalize('NFC').toUpperCase()
const oneLine = (text: string) => text.replaceAll('\n', ' ')

/** Numbers that changed. `before`: what stood in front of each clause and appendix. */
export function numberChanges(
  kind: KindId | null,
  blocks: readonly BodyNode[],
  before: readonly string[],
): [renumbered: Changed, handNumbers: Changed] {
  const changes = clauseLabels(blocks.map(numberedOf), kind ? kindOf(kind).series : 'sections')
    .flatMap((label) => (label === null ? [] : [label.label]))
    .map((label, at): LabelChange => [before[at] ?? label, label])
  return [quoted('renumbered', renumbered(changes)), quoted('handNumbers', handNumbers(changes))]
}

/** "1.1." and the like: deeper than the levels of the decree, so they stay words. */
function typedNumbers(blocks: readonly BodyNode[]): string[] {
  return blocks
    .filter(({ type }) => type === 'paragraph')
    .map((block) => plainText(block))
    .filter((text) => /^\d+(\.\d+)+\.?\s/.test(text))
}
