/**
 * Lines of text as blocks and fields: for paste, for typing, for imported files. Labels ("Điều 1.", "a)") are stripped,
 * because numbers are computed; everything that becomes no block is a field or stands in the notes, never dropped.
 */
import { contentAfter } from './inline.ts'
import type { BodyNode, Fields } from './model.ts'
import { newClauseId } from './nodes/clause.ts'
import { hasLetterhead, readHead, type Note } from './parse/head.ts'
import { isCapitals, recognise, type Recognised } from './parse/line.ts'
import { readTail, tailStart } from './parse/tail.ts'
import { cleanText } from './text.ts'

export { recognise } from './parse/line.ts'
export type { Note } from './parse/head.ts'

/** A line of a source: its text, and its inline content where the source has one; or a finished block (a table). */
export type SourceLine = { text: string; content?: BodyNode[] } | { block: BodyNode }

export interface Parsed {
  /** Only the fields that were found. */
  fields: Partial<Fields>
  blocks: BodyNode[]
  notes: Note[]
}

/** Columns of a letterhead stand beside each other, held apart by tabs or many spaces. */
const COLUMN_GAP = /\t+| {4,}/

/** Stands for a finished block where lines are looked at as text: no pattern takes it for anything. */
const BLOCK = '\uFFFC'

export function parseText(text: string): Parsed {
  const raw = text.replaceAll(/\r\n?/g, '\n').split('\n')
  const lines = hasLetterhead(raw.flatMap((line) => line.split(COLUMN_GAP)))
    ? raw.flatMap((line, index) => (index < 30 ? line.split(COLUMN_GAP) : [line]))
    : raw
  return parseLines(lines.map((line) => ({ text: cleanText(line) })))
}

export function parseLines(lines: readonly SourceLine[]): Parsed {
  const texts = lines.map((line) => ('block' in line ? BLOCK : line.text))
  const start = hasLetterhead(texts) ? contentStart(texts) : 0
  const tail = start > 0 || texts.some((text) => /^Nơi nhận\s*:/i.test(text.trim())) ? tailStart(texts) : -1
  const appendix = tail === -1 ? -1 : texts.findIndex((text, at) => at > tail && recognise(text).is === 'appendix')
  const end = tail === -1 ? lines.length : tail
  const head = readHead(texts.slice(0, start))
  const closing =
    tail === -1 ? { fields: {}, notes: [] } : readTail(texts.slice(tail, appendix === -1 ? undefined : appendix))
  const body = [
    ...head.rest.map((index) => lines[index]).filter((line) => line !== undefined),
    ...lines.slice(start, end),
    ...(appendix === -1 ? [] : lines.slice(appendix)),
  ]
  const { blocks, notes } = parseBody(body)
  return {
    fields: { ...head.fields, ...closing.fields },
    blocks,
    notes: [
      ...head.notes,
      ...head.rest.map((index): Note => ({ what: 'unplaced', text: texts[index] ?? '' })),
      ...notes,
      ...closing.notes,
    ],
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

function parseBody(lines: readonly SourceLine[]): { blocks: BodyNode[]; notes: Note[] } {
  const blocks: BodyNode[] = []
  const notes: Note[] = []
  let mayBeBasis = true
  /** A heading or an appendix whose title may follow on the next lines. */
  let untitled: BodyNode | null = null
  for (const line of lines) {
    if ('block' in line) {
      untitled = null
      blocks.push(line.block)
      continue
    }
    const text = line.text.trim()
    const found = recognise(line.text, mayBeBasis)
    if (text === '' || found.is === 'ornament') continue
    if (POINTER.test(text) && blocks.at(-1)?.type === 'appendix') {
      notes.push({ what: 'pointer', text })
      untitled = null
    } else if (untitled && found.is === 'text' && (isCapitals(text) || !untitled.content?.length)) {
      untitled.content = [...(untitled.content ?? []), ...spaced(untitled, inlineOf(line))]
      if (!isCapitals(text)) untitled = null // a title in capitals may go on in the next line
    } else {
      const block = blockOf(found, inlineOf(line))
      if (found.is === 'clause' || found.is === 'formula') mayBeBasis = false
      untitled = isHeading(block) && (block.content ?? []).length === 0 ? block : null
      blocks.push(block)
    }
  }
  return { blocks, notes }
}

/** The line under an appendix's title, which the program prints by itself. */
const POINTER = /^\(Kèm theo/i

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
export function blockOf(found: Recognised, content: BodyNode[]): BodyNode {
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
        attrs: { id: newClauseId(), isLandscape: false },
        content: contentAfter(content, found.labelLength),
      }
    case 'listLine':
      return { type: 'listLine', attrs: { marker: found.marker }, content: contentAfter(content, found.labelLength) }
    case 'basis':
    case 'formula':
      return { type: found.is, content }
    case 'ornament':
    case 'text':
      return { type: 'paragraph', content }
  }
}
