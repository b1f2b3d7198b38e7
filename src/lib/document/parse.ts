/**
 * Lines of text as blocks and fields: for paste, for typing, for imported files. Labels ("Điều 1.", "a)") are stripped,
 * because numbers are computed; everything that becomes no block is a field or stands in the notes, never dropped.
 */
import { contentAfter } from './inline.ts'
import { printedName } from './kinds.ts'
import type { Alignment, BodyNode, Fields } from './model.ts'
import { newClauseId } from './nodes/clause.ts'
import { bareContent } from './parse/bare.ts'
import { withHandNumbers } from './parse/hand-numbers.ts'
import { type Joined, joinHardLines } from './parse/hard-lines.ts'
import {
  DATE,
  hasBareTitle,
  hasLetterhead,
  HEAD_LINES,
  isSheet,
  type Note,
  POINTER,
  pointerEnd,
  readHead,
  readStamp,
} from './parse/head.ts'
import { closingBegin, closingLength, contentAbove, isImage } from './parse/images.ts'
import { BLOCK, isCapitals, recognise, type Recognised, type SourceLine, type SourceText } from './parse/line.ts'
import { withOtherBases } from './parse/other-bases.ts'
import { withRestarts } from './parse/restarts.ts'
import { readSheet } from './parse/sheet.ts'
import { withTables } from './parse/tabbed.ts'
import { BESIDE_RECIPIENTS, besideInTail, readTail, RECIPIENTS, sheetTailStart, tailStart } from './parse/tail.ts'
import { openAfter, quotationLength, quotationTurn } from './quotation.ts'

export { recognise, type SourceLine, type SourceText } from './parse/line.ts'
export type { Note } from './parse/head.ts'

export interface Parsed {
  /** Only the fields that were found. */
  fields: Partial<Fields>
  /** The name of its kind as it stands there, when it is none of ours: "NGHỊ ĐỊNH". */
  kindName?: string
  blocks: BodyNode[]
  /** What stood in front of each clause, appendix and attached document, in their order: "Điều 1.", "e)", "". */
  labels: string[]
  notes: Note[]
  /** Words that a field, the kind or the page stands for: "Kính gửi:", "QUYẾT ĐỊNH". With the fields, the blocks, the
   * labels and the notes they are all words of the source. */
  known: string[]
}

/** Columns of a letterhead stand beside each other, held apart by tabs or many spaces. */
export const COLUMN_GAP = /\t+| {4,}/

/** "Số:     /UBND" and "ngày     tháng     năm 2026": room for what is written by hand, in the middle of a line. */
const BEFORE_ROOM = /(?:^Số(?:\s*:)?|[\s,](?:ngày|tháng))\s*$/i
const BEHIND_ROOM = /^(?:\/\s*\S|tháng(?!\p{L})|năm(?!\p{L}))/iu

/** The columns of one line of a letterhead. */
function columnsOfLine(line: string): string[] {
  const columns: string[] = []
  for (const part of line.split(COLUMN_GAP)) {
    const last = columns.at(-1)
    if (last !== undefined && BEFORE_ROOM.test(last.slice(-LONGEST_BEFORE_ROOM)) && BEHIND_ROOM.test(part))
      columns.push(`${columns.pop() ?? ''} ${part}`)
    else if (part.trim() !== '') columns.push(...besideOf(part))
  }
  return columns.length > 0 ? columns : ['']
}

/** A PDF viewer copies what stands side by side in a letterhead with one blank between. */
function besideOf(line: string): string[] {
  if (line.length > LONGEST_SHARED) return [line]
  const right = line.search(RIGHT_COLUMN)
  if (right > 0) return [line.slice(0, right), line.slice(right)]
  const number = /^\s*Số(?:\s*:)?[\d.…_\s]*\/\s*\S+/i.exec(line)?.[0] ?? ''
  return number !== '' && DATE.test(line.slice(number.length).trim()) ? [number, line.slice(number.length)] : [line]
}

const RIGHT_COLUMN = /(?:CỘNG H(?:ÒA|OÀ)\s+XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc)\s*$/
const LONGEST_SHARED = 300

/** A closing part is no longer, in lines. */
const LONGEST_TAIL = 30

/** The words before the room; a pattern over more of the line would look at its every blank. */
const LONGEST_BEFORE_ROOM = 40

export interface Around {
  /** How many quotations are open where the text is put in; what it holds is quoted until they close. */
  openQuotations?: number
  /** It is all there is: a file, or a paste into a draft in which nothing is written. Then it may begin with its bare title. */
  isAll?: boolean
}

export function parseText(text: string, around: Around = {}): Parsed {
  const raw = text.replaceAll(/\r\n?/g, '\n').split('\n')
  return parseLines(withTables(columnsOfLines(raw).flat()), around)
}

/** The columns of each line of a letterhead and of a closing part; every other line whole. */
export function columnsOfLines(lines: readonly string[]): string[][] {
  if (!hasLetterhead(lines.slice(0, HEAD_LINES).flatMap(columnsOfLine))) return lines.map((line) => [line])
  const closing = lines.findIndex((line) => COLUMN_GAP.test(line) && RECIPIENTS.test(columnsOfLine(line)[0] ?? ''))
  const shared = lines.findIndex((line) => BESIDE_RECIPIENTS.test(line) && besideInTail(line).length > 1)
  const head = headEnd(lines)
  const isOuter = (index: number) => index < head || (closing !== -1 && index >= closing)
  const isShared = (index: number) => shared !== -1 && index >= shared && index < shared + LONGEST_TAIL
  return lines.map((line, index) =>
    isOuter(index) ? columnsOfLine(line) : isShared(index) ? besideInTail(line) : [line],
  )
}

const headEnd = (lines: readonly string[]) => Math.min(HEAD_LINES, contentStart(lines))

/** The same text with the lines of each paragraph joined, where it was cut into the lines of a page. */
export function withoutHardLines(lines: readonly string[]): Joined {
  const isLetterhead = hasLetterhead(lines.slice(0, HEAD_LINES).flatMap(columnsOfLine))
  return joinHardLines(lines, isLetterhead ? headEnd(lines) : 0)
}

export function parseLines(lines: readonly SourceLine[], { openQuotations = 0, isAll = false }: Around = {}): Parsed {
  if (openQuotations > 0) return { fields: {}, ...parseBody(lines, openQuotations) }
  const texts = lines.map(outline)
  const isTitled = isSheet(texts) || (isAll && hasBareTitle(texts))
  const start = hasLetterhead(texts) ? letterheadEnd(texts) : isTitled ? contentStart(texts) : 0
  // Without a letterhead one closing part may be ours; several belong to forms that the text shows.
  const closings = texts.filter((text) => RECIPIENTS.test(text.trim())).length
  const withRecipients = start > 0 || closings === 1 ? tailStart(texts) : -1
  const found = withRecipients === -1 && isSheet(texts) ? sheetTailStart(texts) : withRecipients
  const tail = found === -1 ? -1 : closingBegin(texts, found)
  const head = readHead(texts.slice(0, start), isRunning(lines))
  const closing = tail === -1 ? { fields: {}, notes: [], known: [], length: 0 } : readTail(texts.slice(tail))
  const behind = tail === -1 ? [] : lines.slice(tail)
  const attached = attachedPart(behind.slice(closingLength(behind, closing.length)), head.fields)
  const within = lines.slice(start, tail === -1 ? undefined : tail)
  const sheet =
    head.fields.kind === 'phieu-trinh' ? readSheet(within) : { fields: {}, lines: within, notes: [], known: [] }
  const { blocks, labels, notes, known } = parseBody([
    ...(head.kindName === undefined ? [] : [otherTitle(head.kindName)]),
    ...contentAbove(lines.slice(0, start), head.rest),
    ...sheet.lines,
    ...attached.lines,
  ])
  return {
    fields: { ...stampsOf(lines.slice(0, start)), ...head.fields, ...sheet.fields, ...closing.fields },
    ...(head.kindName === undefined ? {} : { kindName: head.kindName }),
    blocks,
    labels,
    notes: [
      ...head.notes,
      ...head.rest.map((index): Note => ({ what: 'unplaced', text: texts[index] ?? '' })),
      ...footnotesOf(lines.slice(0, start), head.rest),
      ...sheet.notes,
      ...notes,
      ...closing.notes,
      ...footnotesOf(behind.slice(0, closing.length)),
      ...attached.notes,
    ],
    known: [...head.known, ...sheet.known, ...known, ...closing.known, ...attached.known],
  }
}

/** A title that is no kind of ours is content: whatever kind is chosen, its words stay. */
const otherTitle = (text: string): SourceLine => ({
  block: {
    type: 'paragraph',
    attrs: { align: 'center', indent: false },
    content: [{ type: 'text', text, marks: [{ type: 'bold' }] }],
  },
})

/** Footnotes of lines that have become fields, which hold none. */
function footnotesOf(lines: readonly SourceLine[], rest: readonly number[] = []): Note[] {
  return lines.flatMap((line, index) => {
    const content = 'text' in line && !rest.includes(index) ? (line.content ?? []) : []
    return content.flatMap((node): Note[] =>
      node.type === 'footnote' ? [{ what: 'footnote', text: String(node.attrs?.text ?? '') }] : [],
    )
  })
}

/** What the text boxes beside a letterhead stamp; one among the content is a figure. */
function stampsOf(lines: readonly SourceLine[]): Partial<Fields> {
  const boxes = lines.flatMap((line) => ('text' in line ? (line.boxes ?? []) : []))
  return Object.assign({}, ...boxes.map((words) => readStamp(words) ?? {}))
}

/** Whether a line is set as running text where the source centres its titles. */
const isRunning = (lines: readonly SourceLine[]) => {
  const isCentred = (line: SourceLine | undefined) => line && 'text' in line && line.align === 'center'
  const hasCentred = lines.slice(0, HEAD_LINES).some(isCentred)
  return (index: number) => hasCentred && !isCentred(lines[index])
}

/** No line of a letterhead or a closing part is longer; their patterns would take for ever over a line without end. */
const LONGEST_OUTER_LINE = 4000

/** What a line looks like from outside; a page break or an image may stand anywhere. */
function outline(line: SourceLine): string {
  if (!('block' in line)) return line.text.length > LONGEST_OUTER_LINE ? BLOCK : line.text.replaceAll(BLOCK, '')
  return line.block.type === 'pageBreak' || line.block.type === 'image' ? '' : BLOCK
}

/** Where the content begins, or 0 when the letterhead that was found belongs to a form further down. */
function letterheadEnd(texts: readonly string[]): number {
  const start = contentStart(texts)
  return hasLetterhead(texts.slice(0, start)) ? start : 0
}

/**
 * What follows the signature: appendices; or a document that this one puts into force ("QUY CHẾ … ban hành kèm theo"),
 * which counts its articles anew and stands under a letterhead of its own.
 */
function attachedPart(after: readonly SourceLine[], ours: Partial<Fields>): Attached {
  const lines = after.slice(after.findIndex((line) => !('block' in line && line.block.type === 'pageBreak')))
  const texts = lines.map(outline)
  const isLandscape = lines.find(saysSomething)?.isLandscape === true
  const heading: SourceLine = { text: 'Phụ lục', isLandscape }
  const first = texts.find((text) => text.trim() !== '' && recognise(text).is !== 'ornament')
  if (first === undefined && lines.some(isImage)) {
    return { lines: [heading, ...lines], notes: [{ what: 'attached', text: 'Phụ lục' }], known: [] }
  }
  if (first === undefined || recognise(first).is === 'appendix') return { lines, notes: [], known: [] }
  const found = contentStart(texts)
  const start = found === texts.length ? 0 : found
  const head = readHead(texts.slice(0, start), isRunning(lines), { isAttached: true })
  const kind = head.fields.kind === undefined ? head.kindName : printedName(head.fields.kind)
  const { subject } = head.fields
  const note: Note = { what: 'attached', text: [kind, subject].filter(Boolean).join(' ') || first }
  if (kind === undefined) return { lines: [heading, ...lines], notes: [note], known: [] }
  const rest = contentAbove(lines.slice(0, start), head.rest)
  const block = attachedHead(kind, subject, isLandscape)
  const stamps = head.known.filter((words) => readStamp(words) !== null)
  const own = new Set([kind, 'Kính gửi', ...stamps])
  const known = new Set(namesOf(ours).map(asOne))
  const names = namesOf(head.fields)
  const others = names.filter((name) => !known.has(asOne(name)))
  return {
    lines: [{ block }, ...ownFields(head.fields), ...rest, ...lines.slice(start)],
    notes: [
      note,
      ...head.notes,
      ...[...stamps, ...others].map((text): Note => ({ what: 'lost', text })),
      ...footnotesOf(lines.slice(0, start), head.rest),
    ],
    known: [...head.known.filter((words) => !own.has(words)), ...names.filter((name) => !others.includes(name))],
  }
}

interface Attached {
  lines: readonly SourceLine[]
  notes: Note[]
  known: string[]
}

const saysSomething = (line: SourceLine) => ('text' in line ? line.text.trim() !== '' : line.block.type !== 'pageBreak')

/** An attached document has its letterhead from ours: a name of another office there is told; whom it addresses and who issues it are its own words. */
function ownFields({ addressees, authority }: Partial<Fields>): SourceLine[] {
  const [only, ...others] = addressees?.split('\n') ?? []
  return [
    ...(authority ?? '').split('\n').flatMap((text): SourceLine[] => (text === '' ? [] : [{ text, align: 'center' }])),
    ...(only === undefined ? [] : [{ text: others.length > 0 ? 'Kính gửi:' : `Kính gửi: ${only}` }]),
    ...(others.length > 0 ? [only, ...others].map((text) => ({ text: `- ${text ?? ''}` })) : []),
  ]
}

const namesOf = ({ parentAgency, agency }: Partial<Fields>) =>
  [parentAgency, agency].filter((name) => name !== undefined)

/** A name whatever its lines and its case. */
const asOne = (name: string) => name.replaceAll('\n', ' ').toUpperCase()

function attachedHead(kind: string, subject: string | undefined, isLandscape: boolean): BodyNode {
  const words = (text: string): BodyNode => ({ type: 'text', text })
  return {
    type: 'appendix',
    attrs: { id: newClauseId(), isLandscape, isAttached: true },
    content: [words(kind), ...(subject ? [{ type: 'hardBreak' }, words(subject)] : [])],
  }
}

/** First line of the content: a căn cứ, formula or clause, or after "Kính gửi" the first that is no addressee. */
function contentStart(texts: readonly string[]): number {
  let isAddressed = false
  for (const [index, raw] of texts.entries()) {
    const text = raw.trim()
    const found = recognise(text).is
    if (found === 'basis' || found === 'formula' || found === 'clause' || text === BLOCK) return index
    if (isAddressed && text !== '' && found === 'text') return index
    if (/^Kính gửi/i.test(text)) isAddressed = true
  }
  // No căn cứ and no clause: the content begins after the subject, where a line ends like a sentence.
  const sentence = texts.findIndex((text, index) => index > 5 && /[.:;]\s*$/.test(text) && !isCapitals(text))
  return sentence === -1 ? texts.length : sentence
}

function parseBody(lines: readonly SourceLine[], openQuotations = 0): Omit<Parsed, 'fields' | 'kindName'> {
  const blocks: BodyNode[] = []
  const labels: string[] = []
  const notes: Note[] = []
  const known: string[] = []
  /** A heading or an appendix whose title may follow on the next lines. */
  let untitled: BodyNode | null = null
  /** Index of the last line of "(Kèm theo …". */
  let pointsUntil = -1
  const texts = lines.map((line) => ('text' in line ? line.text : BLOCK))
  const readings = recogniseAll(lines, openQuotations)
  const isPointer = (index: number, text: string, { is }: Recognised) => {
    if (index <= pointsUntil) return true
    const begins = is !== 'quote' && POINTER.test(text) && blocks.at(-1)?.type === 'appendix'
    if (begins) pointsUntil = pointerEnd(texts, index)
    return begins
  }
  for (const [index, line] of lines.entries()) {
    if ('block' in line) {
      untitled = null
      if (line.block.type === 'appendix') labels.push('')
      blocks.push(line.block)
      continue
    }
    const text = line.text.trim()
    const found = readings[index] ?? { is: 'text' }
    if (text === '') continue
    if (found.is === 'ornament') known.push(text)
    else if (isPointer(index, text, found)) {
      notes.push({ what: 'pointer', text }, ...footnotesOf([line]))
      untitled = null
    } else if (untitled && found.is === 'text' && (isCapitals(text) || !untitled.content?.length)) {
      untitled.content = untitled.content ?? []
      untitled.content.push(...spaced(untitled, bareContent(inlineOf(line))))
      if (!isCapitals(text)) untitled = null // a title in capitals may go on in the next line
    } else {
      const content = inlineOf(line)
      const block = blockOf(found, found.is === 'text' || found.is === 'quote' ? content : bareContent(content), line)
      if (found.is === 'clause' || found.is === 'appendix') labels.push(line.text.slice(0, found.labelLength).trim())
      untitled = isHeading(block) && (block.content ?? []).length === 0 ? block : null
      blocks.push(block)
    }
  }
  return { blocks: withRestarts(blocks, labels), labels, notes, known }
}

/** What each line is among the others; null for a finished block. */
function recogniseAll(lines: readonly SourceLine[], openQuotations: number): (Recognised | null)[] {
  const texts = lines.map((line) => ('text' in line ? line.text : ''))
  const turns = texts.map(quotationTurn)
  let mayBeBasis = true
  /** Index of the first line behind the quotation that is being read. */
  let quotedUntil = openQuotations > 0 ? closingLine(texts, openQuotations) : 0
  const found = lines.map((line, index): Recognised | null => {
    if ('block' in line) return null
    if (index < quotedUntil) return { is: 'quote' }
    const one = recognise(line.text, mayBeBasis)
    if (one.is === 'clause' || one.is === 'formula') mayBeBasis = false
    if (one.is === 'quote') quotedUntil = index + quotationLength(texts, index, turns)
    return one
  })
  return withHandNumbers(withOtherBases(found, texts), texts)
}

/** Index of the first line behind quotations that were open before the first one; all lines when they stay open. */
function closingLine(texts: readonly string[], openQuotations: number): number {
  let open = openQuotations
  const last = texts.findIndex((text) => (open = openAfter(text, open)) === 0)
  return last === -1 ? texts.length : last + 1
}

function isHeading(block: BodyNode): boolean {
  if (block.type === 'appendix') return true
  const level = block.attrs?.level
  return block.type === 'clause' && (level === 'phan' || level === 'chuong' || level === 'muc' || level === 'tieu-muc')
}

/** A title that goes on in a second line is one title. */
function spaced(block: BodyNode, content: BodyNode[]): BodyNode[] {
  return (block.content ?? []).length === 0 ? content : [{ type: 'text', text: ' ' }, ...content]
}

function inlineOf(line: { text: string; content?: BodyNode[] }): BodyNode[] {
  if (line.content) return line.content
  const text = line.text.trim()
  return text === '' ? [] : [{ type: 'text', text }]
}

/** The block for a recognised line; its label goes, its words and their look stay. */
export function blockOf(
  found: Recognised,
  content: BodyNode[],
  { align, isLandscape = false }: Pick<SourceText, 'align' | 'isLandscape'> = {},
): BodyNode {
  switch (found.is) {
    case 'clause':
      return {
        type: 'clause',
        attrs: { level: found.level, id: newClauseId() },
        content: contentAfter(content, found.labelLength),
      }
    case 'appendix':
      return {
        type: 'appendix',
        attrs: { id: newClauseId(), isLandscape },
        content: contentAfter(content, found.labelLength),
      }
    case 'listLine':
      return { type: 'listLine', attrs: { marker: found.marker }, content: contentAfter(content, found.labelLength) }
    case 'basis':
      return { type: 'basis', content: contentAfter(content, found.labelLength) }
    case 'formula':
      return { type: 'formula', content }
    case 'quote':
      return { type: 'quote', ...aligned(align), content }
    case 'ornament':
    case 'text':
      return { type: 'paragraph', ...aligned(align), content }
  }
}

const aligned = (align: Alignment | undefined) =>
  align === undefined ? {} : { attrs: { align, indent: align === 'left' || align === 'justify' } }
