/** Reads what comes from the clipboard: where it goes in the text, what belongs in the fields, and what the report says. */
import { Fragment, Slice } from '@tiptap/pm/model'
import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { CellSelection, isInTable, handlePaste as pasteInChosenCells } from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'
import { type KindId, kindOf, printedName } from '../../document/kinds.ts'
import type { BodyNode } from '../../document/model.ts'
import { withoutLongFields } from '../../document/long-fields.ts'
import { type Parsed, parseLines, parseText, type SourceLine } from '../../document/parse.ts'
import { handNumbers, type LabelChange, renumbered } from '../../document/renumbered.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { cleanText } from '../../document/text.ts'
import { plainText } from '../../document/titled.ts'
import { currentBlock, roleOf } from '../core/blocks.ts'
import { openQuotations } from '../structure/quoting.ts'
import { lostWords } from './account.ts'
import { partsOf, putRows } from './by-rows.ts'
import { putCells } from './cells.ts'
import { linesOfHtml } from './html.ts'
import { wordsOf } from './source.ts'
import { cellLine } from './table.ts'
import { Teller } from './told.ts'

export interface Arrival {
  /** What stood around the body of a whole document. */
  parsed: Parsed['fields']
  /** It is a whole document and replaces the text, in which the person had written nothing yet. */
  isWhole: boolean
  told: Teller
  /** Puts the text in, in one transaction; of a long table the first rows. */
  place: () => void
  /** The other rows of that table, after `place`; null where there are none. */
  more: { rows: number; place: (told: (rows: number) => void) => Promise<void> } | null
}

export interface Sources {
  html: string
  text: string
  kind: KindId
  /** Number of each clause and appendix by its id, as the page shows it now. */
  labels: () => ReadonlyMap<unknown, string>
}

/** In letters. A field of a draft takes four times as many, so that people can go on writing in it. */
const LONGEST_FIELD = 5_000

/** Null when what was pasted has no words. */
export function arrivalOf(view: EditorView, event: ClipboardEvent | null, sources: Sources): Arrival | null {
  const { html, text } = sources
  if (html.trim() === '' && text === '') return null
  const { state } = view
  if (isInTable(state)) return intoCells(view, event, sources)
  const open = openQuotationsAt(state)
  const source = html.trim() === '' ? null : linesOfHtml(html)
  const parsed = withoutLongFields(source ? parseLines(source.lines, open) : parseText(text, open), LONGEST_FIELD)
  const told = source?.told ?? new Teller()
  const isDocument = Object.keys(parsed.fields).length > 0
  const isWhole = isDocument && (isUntouched(state, sources.kind) || isAllSelected(state))
  tellParsed(told, parsed, sources.kind)
  const lines = source?.lines ?? text.split(/\r\n?|\n/).map((line) => ({ text: cleanText(line) }))
  for (const words of lostWords(lines, parsed)) told.tell('unplaced', words)
  // A whole document is put in with its fields, as one step of both.
  const parts = isDocument ? { first: parsed.blocks, later: null } : partsOf(parsed.blocks)
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
    more: parts.later && {
      rows: parts.later.all,
      async place(heard) {
        for (const row of await putRows(view, parts, heard)) told.tell('unplaced', plainText(row))
      },
    },
  }
}

export const asPaste = (tr: Transaction) => tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste')

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
function intoCells(view: EditorView, event: ClipboardEvent | null, { html, text }: Sources): Arrival {
  const source = html.trim() === '' ? null : linesOfHtml(html)
  const told = source?.told ?? new Teller()
  const lines = source?.lines ?? text.split(/\r\n?|\n/).map((line) => ({ text: cleanText(line).trim() }))
  const [only] = lines
  const isTable = lines.length === 1 && only !== undefined && 'block' in only
  const { state } = view
  return {
    parsed: {},
    isWhole: false,
    told,
    place() {
      if (isTable) {
        putTable(view, new Slice(Fragment.from(nodeOf(only.block, state.schema)), 0, 0), told)
        return
      }
      const nodes = lines.flatMap((line) => cellLines(line, told)).map((line) => nodeOf(line, state.schema))
      if (nodes.length === 0) return
      const slice = new Slice(Fragment.from(nodes), 1, 1)
      if (state.selection instanceof CellSelection && event) pasteInChosenCells(view, event, slice)
      else view.dispatch(asPaste(state.tr.replaceSelection(slice)))
    },
    more: null,
  }
}

/** Whether the slice was cells in a table. Cells that do not fit are named in the report, and nothing changes. */
export function putTable(view: EditorView, slice: Slice, told: Teller): boolean {
  const done = putCells(view.state, slice)
  if (done === null) return false
  if (done === 'merged') told.tell('mergedInWay')
  else if (done === 'large') told.tell('tooLarge')
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
