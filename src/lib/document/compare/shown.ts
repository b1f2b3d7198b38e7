/** A comparison as a page shows it: rows with their numbers on both sides, plain enough to be drawn without the schema. */
import { imageAttributes } from '../image.ts'
import type { KindId } from '../kinds.ts'
import type { BodyNode, Fields, OfficialDocument } from '../model.ts'
import { clauseLevel } from '../nodes/clause.ts'
import { bodyLabels, type ClauseLabel } from '../numbering.ts'
import { citations, DANGLING } from '../references.ts'
import { compare, wordsOfEntry } from './compare.ts'
import type { Comparison, Entry, Piece, Words } from './entry.ts'
import { type Side, type Summary, sumUp } from './summary.ts'

export type Mark = 'bold' | 'italic' | 'underline' | 'strike' | 'subscript' | 'superscript'

/** Words of one look. `form`: they were there before, in another look. */
export interface Stretch {
  is: 'same' | 'in' | 'out' | 'form'
  text: string
  marks: Mark[]
}

export type Shown =
  | { is: 'line'; stretches: Stretch[]; isRewritten: boolean }
  | { is: 'table'; rows: ShownRow[] }
  | { is: 'image'; hash: string; alt: string; widthMm: number }
  | { is: 'break' }

/** A row of a table, a cell of it: each says what became of it. */
export interface ShownRow {
  is: 'same' | 'changed' | 'in' | 'out'
  cells: { is: 'same' | 'changed' | 'in' | 'out'; colspan: number; blocks: Shown[] }[]
}

export interface Row {
  is: 'same' | 'changed' | 'in' | 'out' | 'away'
  /** Null on the side where it is not. */
  before: Side | null
  after: Side | null
  isMoved: boolean
  /** Of the unit of the summary that it belongs to. */
  unit: number
  /** What changed beside the words: names of attributes. */
  traits: string[]
  shown: Shown
  words: Words
}

export interface ShownField {
  name: keyof Fields
  before: string
  after: string
  stretches: Stretch[] | null
}

export interface ShownComparison {
  fields: ShownField[]
  rows: Row[]
  summary: Summary
  words: Words
  isCoarse: boolean
}

type Text = Pick<OfficialDocument, 'fields' | 'body'>

export function compareShown(before: Text, after: Text, steps?: number): ShownComparison {
  const comparison = compare(before, after, steps)
  const [old, now] = [sidesOf(before), sidesOf(after)]
  const { summary, unitOf } = sumUp(comparison, old.sides, now.sides)
  const wordsOf = (target: unknown) => now.words.get(String(target)) ?? old.words.get(String(target)) ?? DANGLING
  return {
    fields: comparison.fields.map(({ pieces, ...field }) => ({
      ...field,
      stretches: pieces && stretchesOf(pieces, wordsOf),
    })),
    rows: rowsOf(comparison, old.sides, now.sides, unitOf, wordsOf),
    summary,
    words: comparison.words,
    isCoarse: comparison.isCoarse,
  }
}

function sidesOf({ body, fields }: Text): { sides: Side[]; words: Map<string, string> } {
  const kind: KindId = fields.kind
  const labels = bodyLabels(body, kind)
  const words = citations(body, kind)
  return { sides: (body.content ?? []).map((block, at) => sideOf(block, labels[at] ?? null, words)), words }
}

function sideOf(block: BodyNode, label: ClauseLabel | null, words: Map<string, string>): Side {
  const id = block.attrs?.id
  return {
    label: label?.label ?? '',
    cite: (typeof id === 'string' ? words.get(id) : undefined) ?? label?.cite ?? '',
    role: block.type,
    level: block.type === 'clause' ? clauseLevel(block.attrs?.level) : null,
  }
}

type WordsOf = (target: unknown) => string

function rowsOf(
  { entries }: Comparison,
  old: readonly Side[],
  now: readonly Side[],
  unitOf: ReadonlyMap<Entry, number>,
  wordsOf: WordsOf,
): Row[] {
  const rows: Row[] = []
  /** Where what was moved away stood before. */
  const away = new Map<number, Row>()
  for (const entry of entries) {
    const row: Row = {
      is: entry.is,
      before: 'before' in entry ? (old[entry.before] ?? null) : null,
      after: 'after' in entry ? (now[entry.after] ?? null) : null,
      isMoved: 'isMoved' in entry && entry.isMoved,
      unit: unitOf.get(entry) ?? 0,
      traits: entry.is === 'changed' ? traitsOf(entry) : [],
      shown: shownOf(entry, wordsOf),
      words: wordsOfEntry(entry),
    }
    rows.push(row)
    if (row.isMoved && 'before' in entry) away.set(entry.before, { ...row, is: 'away' })
  }
  return away.size === 0 ? rows : withAway(entries, rows, away)
}

/** Each block that went away is told of at its old place as well: before the first that stood behind it and stayed. */
function withAway(entries: readonly Entry[], rows: readonly Row[], away: ReadonlyMap<number, Row>): Row[] {
  const told: Row[] = []
  const left = [...away].toSorted(([a], [b]) => a - b)
  for (const [index, row] of rows.entries()) {
    const entry = entries[index]
    const place = entry && 'before' in entry && !row.isMoved ? entry.before : null
    while (place !== null && left[0] && left[0][0] < place) told.push(...left.splice(0, 1).map(([, gone]) => gone))
    told.push(row)
  }
  return [...told, ...left.map(([, gone]) => gone)]
}

function traitsOf(entry: Entry & { is: 'changed' }): string[] {
  const [old, now] = [entry.old.attrs ?? {}, entry.new.attrs ?? {}]
  const names = new Set([...Object.keys(old), ...Object.keys(now)])
  names.delete('id')
  const traits = [...names].filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
  return entry.old.type === entry.new.type ? traits : ['role']
}

function shownOf(entry: Entry, wordsOf: WordsOf): Shown {
  if (entry.is !== 'changed') return shownNode(entry.node, entry.is, wordsOf)
  const { within } = entry
  if (within.is === 'line')
    return { is: 'line', stretches: stretchesOf(within.pieces, wordsOf), isRewritten: within.isRewritten }
  if (within.is === 'atom') return shownNode(entry.new, 'same', wordsOf)
  return { is: 'table', rows: within.entries.map((row) => shownRow(row, wordsOf)) }
}

function shownNode(node: BodyNode, is: 'same' | 'in' | 'out', wordsOf: WordsOf): Shown {
  if (node.type === 'image') {
    const { hash, alt, widthMm } = imageAttributes(node.attrs ?? {})
    return { is: 'image', hash, alt, widthMm }
  }
  if (node.type === 'pageBreak') return { is: 'break' }
  const content = node.content ?? []
  if (node.type === 'table')
    return {
      is: 'table',
      rows: content.map((row) => ({ is, cells: (row.content ?? []).map((cell) => shownCell(cell, is, wordsOf)) })),
    }
  return { is: 'line', stretches: stretchesOf([{ is, nodes: content }], wordsOf), isRewritten: false }
}

function shownRow(row: Entry, wordsOf: WordsOf): ShownRow {
  if (row.is !== 'changed')
    return { is: row.is, cells: (row.node.content ?? []).map((cell) => shownCell(cell, row.is, wordsOf)) }
  const cells = row.within.is === 'children' ? row.within.entries : []
  return {
    is: 'changed',
    cells: cells.map((cell) => {
      if (cell.is !== 'changed') return shownCell(cell.node, cell.is, wordsOf)
      const blocks = cell.within.is === 'children' ? cell.within.entries : []
      return { is: cell.is, colspan: colspanOf(cell.new), blocks: blocks.map((block) => shownOf(block, wordsOf)) }
    }),
  }
}

function shownCell(cell: BodyNode, is: 'same' | 'in' | 'out', wordsOf: WordsOf): ShownRow['cells'][number] {
  return { is, colspan: colspanOf(cell), blocks: (cell.content ?? []).map((block) => shownNode(block, is, wordsOf)) }
}

const colspanOf = ({ attrs }: Pick<BodyNode, 'attrs'>): number =>
  typeof attrs?.colspan === 'number' ? attrs.colspan : 1

const MARKS: readonly Mark[] = ['bold', 'italic', 'underline', 'strike', 'subscript', 'superscript']

function stretchesOf(pieces: readonly Piece[], wordsOf: WordsOf): Stretch[] {
  return pieces.flatMap(({ is, nodes }) =>
    nodes.map((node) => ({ is, text: textOf(node, wordsOf), marks: MARKS.filter((mark) => hasMark(node, mark)) })),
  )
}

const hasMark = ({ marks = [] }: BodyNode, name: string) => marks.some(({ type }) => type === name)

function textOf({ text, type, attrs }: BodyNode, wordsOf: WordsOf): string {
  if (text !== undefined) return text
  if (type === 'hardBreak') return '\n'
  if (type === 'reference') return wordsOf(attrs?.target)
  return type === 'footnote' && typeof attrs?.text === 'string' ? ` (${attrs.text})` : ''
}
