/**
 * The words of a file against those of the draft and of the report. Counted on its own, from what was read and from what
 * was made: a word that is missing is a fault of the program, and the report shows it.
 */
import type { BodyNode, Fields } from '../../src/lib/document/model.ts'
import type { Parsed } from '../../src/lib/document/parse.ts'
import type { Readings } from './readings.ts'
import { plainRuns } from './word/inline.ts'
import type { WordBlock, WordFile, WordParagraph } from './word/shapes.ts'
import { Words } from './words.ts'

export interface Account {
  /** Words of the text and of what was left out of it. */
  read: number
  /** Of these in the draft: its text, its fields, the numbers and lines that it makes by itself. */
  placed: number
  /** Of these in the report only. */
  left: number
  /** Words that are nowhere. */
  missing: string[]
  /** Letters that were lost where the file was read; 0 unless the reader is at fault. */
  astray: number
}

/** Of all readings of a file: what is put in by somebody's change stands in their suggestions, or is told as left. */
export function accountOfAll({ file, placed, authors }: Readings): Account {
  const base = accountOf(file, placed.parsed)
  const kept = left(file, base)
  return authors.reduce((sum, one): Account => {
    const own = accountOf(one.file, one.placed.parsed)
    const { read, missing, told } = ofWaiting(file.waiting.get(one.author) ?? new Map<number, string>(), one.file)
    // What stands in the text of their reading may be told all the same: a number, a line that the program writes by itself.
    const more = Math.min(read - missing.length, Math.max(told, left(one.file, own) - kept))
    return {
      read: sum.read + read,
      placed: sum.placed + read - more - missing.length,
      left: sum.left + more,
      missing: [...sum.missing, ...without(own.missing, base.missing), ...missing],
      astray: Math.max(sum.astray, own.astray),
    }
  }, base)
}

/**
 * Of words that wait for another reading: how many there are, which of them wait there as well, and how many are told
 * there. Each by its place, for what one changes may show or hide words of others, by the thousand.
 */
function ofWaiting(waiting: ReadonlyMap<number, string>, { waiting: others, arrived }: WordFile) {
  const open = new Set([...others.values()].flatMap((words) => [...words.keys()]))
  const missing: string[] = []
  let [read, told] = [0, 0]
  for (const [place, text] of waiting) {
    const words = wordsIn(text)
    read += words.length
    if (open.has(place)) missing.push(...words)
    else if (!arrived.has(place)) told += words.length
  }
  return { read, missing, told }
}

/** Of a Vietnamese word: letters that are lost are told as words. */
export const MEAN_LETTERS = 4

/** What is in the first list and not in the second, each as often. */
function without(words: readonly string[], known: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const word of known) counts.set(word, (counts.get(word) ?? 0) + 1)
  return words.filter((word) => {
    const count = counts.get(word) ?? 0
    counts.set(word, count - 1)
    return count <= 0
  })
}

/** Without what somebody has deleted, which is in the text of another reading. */
const left = ({ deletedWords }: WordFile, account: Account) => account.left - deletedWords

export function accountOf(file: WordFile, parsed: Parsed): Account {
  const made = new Map<string, number>()
  for (const text of madeOf(parsed)) for (const word of wordsIn(text)) made.set(word, (made.get(word) ?? 0) + 1)
  const missing: string[] = []
  let text = 0
  for (const line of linesOf(file.blocks, new Words())) {
    for (const word of wordsIn(line)) {
      text++
      const count = made.get(word) ?? 0
      if (count > 0) made.set(word, count - 1)
      else missing.push(word)
    }
  }
  const noted = parsed.notes.filter(({ what }) => LEFT.has(what)).flatMap((note) => wordsIn(note.text)).length
  const left = file.leftWords + noted
  return {
    read: text + file.leftWords,
    placed: text - noted - missing.length,
    left,
    missing,
    astray: file.astray,
  }
}

/** Notes whose words stand in the report alone. */
const LEFT = new Set(['number', 'date', 'printed', 'signature', 'pointer', 'draft', 'lost', 'footnote'])
/** These are the office's own; what the file says of them stands among the notes or the known words. */
const OWN: ReadonlySet<string> = new Set(['kind', 'symbol', 'place', 'urgency', 'circulation', 'sheet', 'signerId'])

function* madeOf({ fields, blocks, labels, notes, known }: Parsed): Generator<string> {
  for (const block of blocks) yield* textsOf(block)
  for (const [name, value] of Object.entries(fields) satisfies [string, Fields[keyof Fields]][])
    if (!OWN.has(name) && typeof value === 'string') yield value
  for (const note of notes) if (LEFT.has(note.what)) yield note.text
  yield* labels
  yield* known
}

/** The text of each block; a note stands by itself, and the words around it run on. */
function* textsOf({ type, text, attrs, content = [] }: BodyNode): Generator<string> {
  if (type === 'footnote') yield String(attrs?.text ?? '')
  else if (text !== undefined) yield text
  else {
    let line = ''
    for (const node of content) {
      if (node.text !== undefined) line += node.text
      else if (node.type === 'hardBreak') line += ' '
      else yield* textsOf(node)
    }
    yield line
  }
}

/** Every paragraph as one line, its automatic number in front. */
function* linesOf(blocks: readonly WordBlock[], words: Words): Generator<string> {
  for (const block of blocks) {
    if (block.is === 'paragraph') {
      yield lineOf(block, words)
      for (const inline of block.content) if ('footnote' in inline) yield words.plain(inline.footnote)
    }
    if (block.is === 'table')
      for (const { cells } of block.rows) for (const cell of cells) yield* linesOf(cell.blocks, words)
  }
}

function lineOf({ label, isBullet, content }: WordParagraph, words: Words): string {
  const text = words.plain(plainRuns([content.filter((inline) => !('footnote' in inline))]))
  return text === '' || isBullet ? text : `${label} ${text}`
}

/** In one case and form: titles come in capitals or not. */
function wordsIn(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toUpperCase()
      .match(/[\p{L}\p{N}\p{M}]+|\p{So}/gu) ?? []
  )
}
