/** Reads what comes from the clipboard: where it goes in the text, what belongs in the fields, and what the report says. */
import { Fragment, Slice } from '@tiptap/pm/model'
import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { CellSelection, handlePaste as pasteInChosenCells, isInTable } from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'
import { type KindId, kindOf, printedName } from '../../document/kinds.ts'
import type { BodyNode } from '../../document/model.ts'
import type { Parsed, SourceLine } from '../../document/parse.ts'
import { cellLine } from '../../document/parse/cell-line.ts'
import { handNumbers, type LabelChange, renumbered } from '../../document/renumbered.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { plainText } from '../../document/titled.ts'
import { currentBlock, roleOf } from '../core/blocks.ts'
import { keepPlace } from '../core/highlights.ts'
import { openQuotations } from '../structure/quoting.ts'
import { asPaste } from './as-paste.ts'
import {
  type CellsPut,
  type CellsToCome,
  cellsToCome,
  type Heard,
  partsOf,
  putCellsByRows,
  putRows,
} from './by-rows.ts'
import { putCells } from './cells.ts'
import { type Asked, type Reading, readPaste } from './reading.ts'
import { wordsOf } from './source.ts'
import { Teller } from './told.ts'
import { bareTree, parseHtml } from './tree.ts'

export interface Arrival {
  /** What stood around the body of a whole document. */
  parsed: Parsed['fields']
  /** It is a whole document and replaces the text, in which the person had written nothing yet. */
  isWhole: boolean
  told: Teller
  /** Puts the text in, in one transaction; of a long table the first rows. */
  place: () => void
  /** The other rows of that table, after `place`; null where all come at once. */
  more: ((heard: Heard) => Promise<void>) | null
}

export interface Sources {
  html: string
  text: string
  kind: KindId
  /** Number of each clause and appendix by its id, as the page shows it now. */
  labels: () => ReadonlyMap<unknown, string>
}

/** Reading more than this is felt. */
const MANY_CELLS = 1_000
const MANY_LETTERS = 500_000

export function isLong({ html, text }: Pick<Sources, 'html' | 'text'>): boolean {
  const cells = html === '' ? text.split('\t').length : (html.match(/<t[dh]\b/gi)?.length ?? 0)
  return cells > MANY_CELLS || html.length > MANY_LETTERS || text.length > MANY_LETTERS
}

/** Null when what was pasted has no words. */
export function arrivalOf(view: EditorView, event: ClipboardEvent | null, sources: Sources): Arrival | null {
  const asked = askedOf(view.state, sources)
  return asked && arrivalFrom(view, event, sources, readPaste(asked))
}

/**
 * The same for a long one, which `read` reads while the page goes on. It arrives where it was pasted, whatever has been
 * written there meanwhile.
 */
export async function laterArrival(
  view: EditorView,
  sources: Sources,
  read: (asked: Asked) => Promise<Reading>,
): Promise<Arrival | null> {
  const before = view.state
  const asked = askedOf(before, sources)
  if (!asked) return null
  const [from, to] = [before.selection.from, before.selection.to].map((pos) => keepPlace(before, pos))
  const reading = await read(asked)
  if (view.isDestroyed || !from || !to) return null
  const now = view.state
  const selection =
    now.doc === before.doc
      ? before.selection
      : TextSelection.between(now.doc.resolve(from(now)), now.doc.resolve(to(now)))
  view.dispatch(now.tr.setSelection(selection))
  return arrivalFrom(view, null, sources, reading)
}

function askedOf(state: EditorState, { html, text, kind }: Sources): Asked | null {
  const hasHtml = html.trim() !== ''
  if (!hasHtml && text === '') return null
  const into = isInTable(state) ? 'cells' : 'body'
  const openQuotations = into === 'body' ? openQuotationsAt(state) : 0
  return {
    tree: hasHtml ? bareTree(parseHtml(html)) : null,
    text,
    into,
    openQuotations,
    isAll: isUntouched(state, kind) || isAllSelected(state),
  }
}

function arrivalFrom(view: EditorView, event: ClipboardEvent | null, sources: Sources, reading: Reading): Arrival {
  const told = new Teller(reading.told)
  if (reading.into === 'cells') return intoCells(view, event, reading.lines, told)
  const { state } = view
  const { parsed, lost } = reading
  const isDocument = Object.keys(parsed.fields).length > 0
  const isWhole = isDocument && (isUntouched(state, sources.kind) || isAllSelected(state))
  tellParsed(told, parsed, sources.kind)
  for (const words of lost) told.tell('unplaced', words)
  const parts = partsOf(parsed.blocks)
  return {
    parsed: parsed.fields,
    isWhole,
    told,
    place() {
      const tr = isWhole ? inPlaceOfAll(state, parts.first) : inserted(state, parts.first)
      if (!tr) return
      view.dispatch(asPaste(tr))
      tellNumbers(told, parsed, sources.labels())
    },
    more:
      parts.later &&
      (async (heard) => {
        for (const row of await putRows(view, parts, heard)) told.tell('unplaced', plainText(row))
      }),
  }
}

/** Text that is pasted inside an open quotation becomes part of the quotation. */
function openQuotationsAt(state: EditorState): number {
  const block = currentBlock(state)
  if (!block || roleOf(block.node) !== 'quote') return 0
  return openQuotations(state.doc, block.index, state.selection.$head.parentOffset)
}

/** Whether the text is still what a new draft of its kind begins with. */
export function isUntouched({ doc }: EditorState, kind: KindId): boolean {
  if (doc.textContent.trim() === '' && doc.children.every((block) => block.isTextblock)) return true
  const usual = kindOf(kind).body
  return (
    doc.childCount === usual.length &&
    usual.every(([type, words], at) => {
      const block = doc.child(at)
      const is = roleOf(block) === 'clause' ? block.attrs.level : roleOf(block)
      return is === type && block.textContent.trim() === words.trim() && block.content.size === block.textContent.length
    })
  )
}

function isAllSelected({ doc, selection }: EditorState): boolean {
  return !selection.empty && selection.from <= 1 && selection.to >= doc.content.size - 1
}

function inPlaceOfAll(state: EditorState, blocks: BodyNode[]): Transaction | null {
  const nodes = blocks.map((block) => nodeOf(block, state.schema))
  if (nodes.length === 0) return null
  const tr = state.tr.replaceWith(0, state.doc.content.size, nodes)
  return tr.setSelection(TextSelection.near(tr.doc.resolve(tr.doc.content.size), -1))
}

/** With blocks at the selection; a single line of running text goes into the line that the caret is in. */
function inserted(state: EditorState, blocks: BodyNode[]): Transaction | null {
  const nodes = blocks.map((block) => nodeOf(block, state.schema))
  const [first] = nodes
  if (!first) return null
  const tr = state.tr
  const { from, to } = state.selection
  const block = currentBlock(state)
  const isLikeHere = roleOf(first) === 'quote' && block !== null && roleOf(block.node) === 'quote'
  const isRunning = roleOf(first) === 'paragraph' || isLikeHere
  if (nodes.length === 1 && isRunning) return tr.replaceSelection(new Slice(Fragment.from(nodes), 1, 1))
  const isEmpty = block?.node.isTextblock && block.node.content.size === 0
  const [at, until] = block && isEmpty ? [block.pos, block.pos + block.node.nodeSize] : [from, to]
  if (isEmpty) tr.replaceWith(at, until, nodes)
  else tr.replaceSelection(new Slice(Fragment.from(nodes), isRunning ? 1 : 0, 0))
  const end = tr.mapping.map(until)
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), -1))
}

/** A table becomes cells of the table that is there; in a cell only running text has a place. */
function intoCells(
  view: EditorView,
  event: ClipboardEvent | null,
  lines: readonly SourceLine[],
  told: Teller,
): Arrival {
  const [only] = lines
  const table = lines.length === 1 && only && 'block' in only ? only.block : null
  const { state } = view
  const arrival = { parsed: {}, isWhole: false, told }
  if (table) return { ...arrival, ...tableIntoCells(view, table, told) }
  return {
    ...arrival,
    place() {
      const nodes = lines.flatMap((line) => cellLines(line, told)).map((line) => nodeOf(line, state.schema))
      if (nodes.length === 0) return
      const slice = new Slice(Fragment.from(nodes), 1, 1)
      if (state.selection instanceof CellSelection && event) pasteInChosenCells(view, event, slice)
      else view.dispatch(asPaste(state.tr.replaceSelection(slice)))
    },
    more: null,
  }
}

function tableIntoCells(view: EditorView, table: BodyNode, told: Teller): Pick<Arrival, 'place' | 'more'> {
  return cellsIntoTable(view, cellsToCome(view.state, table), { told, wordsOf: plainText })
}

/** A table into the table that is there, a long one part by part; rows that find no place are told with their words. */
export function cellsIntoTable<Row>(
  view: EditorView,
  coming: CellsToCome<Row>,
  { told, wordsOf }: { told: Teller; wordsOf: (row: Row) => string },
): Pick<Arrival, 'place' | 'more'> {
  let rest: CellsPut<Row>['more'] = null
  return {
    place() {
      // It was deleted meanwhile.
      if (!isInTable(view.state)) {
        coming.begun.forEach((row) => told.tell('unplaced', row.textContent))
        return coming.later.flat().forEach((row) => told.tell('unplaced', wordsOf(row)))
      }
      const { refusal, more } = putCellsByRows(view, coming)
      if (refusal) told.tell(REFUSED[refusal])
      rest = more
    },
    more:
      coming.later.length === 0
        ? null
        : async (heard) => {
            for (const row of (await rest?.(heard)) ?? []) told.tell('unplaced', wordsOf(row))
          },
  }
}

const REFUSED = { merged: 'mergedInWay', large: 'tooLarge' } as const

/** Whether the slice was cells in a table. Cells that do not fit are named in the report, and nothing changes. */
export function putTable(view: EditorView, slice: Slice, told: Teller): boolean {
  const done = putCells(view.state, slice)
  if (done === null) return false
  if (typeof done === 'string') told.tell(REFUSED[done])
  else view.dispatch(asPaste(done))
  return true
}

function cellLines(line: SourceLine, told: Teller): BodyNode[] {
  if (!('block' in line)) return line.text.trim() === '' ? [] : [cellLine(line)]
  told.tell('nestedTables', wordsOf(line))
  return (line.block.content ?? []).flatMap(({ content = [] }) => content.flatMap((cell) => cell.content ?? []))
}

/** The page prints these words itself, or they are added when the document is finished. */
const GIVEN = new Set(['number', 'date', 'printed', 'signature', 'draft', 'pointer'])

function tellParsed(told: Teller, { notes, fields, kindName }: Parsed, kind: KindId): void {
  for (const { what, text } of notes) {
    if (GIVEN.has(what)) told.tell('given', text)
    else if (what === 'attached') told.tell('attached', text)
    else if (what === 'lost') told.tell('unplaced', text)
  }
  const name = kindName ?? (fields.kind && fields.kind !== kind ? printedName(fields.kind) : '')
  if (name !== '') told.tell('kind', name)
}

/** Clauses whose number here differs from the number in the source. */
function tellNumbers(told: Teller, { blocks, labels }: Parsed, now: ReadonlyMap<unknown, string>): void {
  const numbered = blocks.filter(({ type }) => type === 'clause' || type === 'appendix')
  const changes = numbered.flatMap(({ attrs }, at): LabelChange[] => {
    const before = labels[at] ?? ''
    return before === '' ? [] : [[before, now.get(attrs?.id) ?? before]]
  })
  for (const words of renumbered(changes)) told.tell('renumbered', words)
  for (const words of handNumbers(changes)) told.tell('handNumbers', words)
}
