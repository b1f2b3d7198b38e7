/** What people do to a document, as transactions on one replica. Every act is drawn from a seeded generator. */
import type { Node } from '@tiptap/pm/model'
import { type EditorState, NodeSelection, TextSelection, type Transaction } from '@tiptap/pm/state'
import {
  addColumnAfter,
  addRowAfter,
  CellSelection,
  deleteColumn,
  deleteRow,
  mergeCells,
  splitCell,
  TableMap,
  toggleHeaderRow,
} from '@tiptap/pm/tables'
import * as prng from 'lib0/prng'
import { fieldsMap, setField, textField } from '../../../src/lib/document/fields.ts'
import { TEXT_FIELDS } from '../../../src/lib/document/model.ts'
import { CLAUSE_LEVELS, newClauseId } from '../../../src/lib/document/nodes/clause.ts'
import { nodeOf } from '../../../src/lib/document/shared-form.ts'
import { levelOf } from '../../../src/lib/editor/core/blocks.ts'
import { changeImage, insertImage as put, selectedImage } from '../../../src/lib/editor/core/images.ts'
import { become, shiftLevel } from '../../../src/lib/editor/structure/levels.ts'
import type { Client } from './client.ts'

const ROLES = ['paragraph', 'basis', 'formula', 'clause', 'listLine', 'quote', 'appendix'] as const

export type Random = prng.PRNG
export type Act = (client: Client, random: Random, letters: Letters) => void

/** Letters that occur nowhere else, so that each can be looked for in the end. */
export interface Letters {
  next(): string
  readonly typed: string[]
  /** Which replica each was typed on. */
  readonly authors: Map<string, Client>
  /** What its own author has undone. */
  readonly undone: Set<string>
  /** What another's undo took away: there must be none. */
  readonly taken: string[]
}

export function createLetters(): Letters {
  const typed: string[] = []
  return {
    typed,
    authors: new Map(),
    undone: new Set(),
    taken: [],
    next() {
      const letter = String.fromCodePoint(0x4e00 + typed.length)
      typed.push(letter)
      return letter
    },
  }
}

interface Found {
  node: Node
  pos: number
}

function textblocks(doc: Node): Found[] {
  const found: Found[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) found.push({ node, pos })
    return !node.isTextblock
  })
  return found
}

function blocks(doc: Node): Found[] {
  const found: Found[] = []
  doc.forEach((node, pos) => found.push({ node, pos }))
  return found
}

const oneOf = <T>(random: Random, items: readonly T[]): T | undefined =>
  items.length === 0 ? undefined : items[prng.uint32(random, 0, items.length - 1)]

const offsetIn = (random: Random, node: Node) => prng.uint32(random, 0, node.content.size)

/** Puts the caret there, as people do before they type; the table it falls into is mended. */
function click(client: Client, pos: number): void {
  client.dispatch(client.state.tr.setSelection(TextSelection.near(client.state.doc.resolve(pos))))
}

export const type: Act = (client, random, letters) => {
  const drawn = oneOf(random, textblocks(client.state.doc))
  if (drawn) click(client, drawn.pos + 1)
  const block = textblocks(client.state.doc).find(
    ({ pos, node }) => pos === client.state.selection.$head.before() && node.isTextblock,
  )
  if (!block) return
  const word = Array.from({ length: prng.uint32(random, 1, 4) }, () => letters.next()).join('')
  client.dispatch(client.state.tr.insertText(word, block.pos + 1 + offsetIn(random, block.node)))
}

export const erase: Act = ({ state, dispatch }, random) => {
  const block = oneOf(random, textblocks(state.doc))
  if (!block || block.node.content.size === 0) return
  const from = offsetIn(random, block.node)
  const to = Math.min(block.node.content.size, from + prng.uint32(random, 1, 3))
  dispatch(state.tr.delete(block.pos + 1 + from, block.pos + 1 + to))
}

export const addMark: Act = ({ state, dispatch }, random) => {
  const block = oneOf(random, textblocks(state.doc))
  const mark = oneOf(random, Object.values(state.schema.marks))
  if (!block || !mark || block.node.content.size === 0) return
  const [from, to] = [offsetIn(random, block.node), offsetIn(random, block.node)].sort((a, b) => a - b)
  if (from === undefined || to === undefined || from === to) return
  dispatch(state.tr.addMark(block.pos + 1 + from, block.pos + 1 + to, mark.create()))
}

export const insertAtom: Act = (client, random, letters) => insertAtomAt(client, random, letters, offsetIn)

/**
 * Between two letters. At the edge of a text, and where a block with atoms is split, y-tiptap makes the text anew, and
 * what another typed into the old one meanwhile is lost (docs/CAVEATS.md); the promise that no letter is lost ends there.
 */
export const insertAtomInText: Act = (client, random, letters) => insertAtomAt(client, random, letters, innerOffset)

function innerOffset(random: Random, node: Node): number | null {
  const inner = Array.from({ length: node.content.size }, (_, at) => at).filter(
    (at) => isLetter(node, at - 1) && isLetter(node, at),
  )
  return oneOf(random, inner) ?? null
}

const isLetter = (node: Node, at: number) => at >= 0 && node.nodeAt(at)?.isText === true

function insertAtomAt(
  { state, dispatch }: Client,
  random: Random,
  letters: Letters,
  where: (random: Random, node: Node) => number | null,
): void {
  const block = oneOf(random, textblocks(state.doc))
  const name = oneOf(random, ['hardBreak', 'reference', 'footnote'])
  const at = block ? where(random, block.node) : null
  if (!block || !name || at === null) return
  const attrs = name === 'footnote' ? { text: letters.next() } : name === 'reference' ? { target: 'dieu-1' } : null
  const node = state.schema.nodes[name]?.create(attrs)
  if (node) dispatch(state.tr.insert(block.pos + 1 + at, node))
}

export const insertBlock: Act = ({ state, dispatch }, random, letters) => {
  const type = oneOf(random, [...ROLES, 'pageBreak']) ?? 'paragraph'
  const attrs = type === 'clause' ? { level: oneOf(random, CLAUSE_LEVELS), id: `clause ${letters.typed.length}` } : {}
  const content = type === 'pageBreak' ? [] : [{ type: 'text', text: letters.next() }]
  const at = oneOf(random, blocks(state.doc))?.pos ?? 0
  dispatch(state.tr.insert(at, nodeOf({ type, attrs, content }, state.schema)))
}

/** Enter between two letters: what it makes has words on both sides. */
export const split: Act = ({ state, dispatch }, random) => {
  const block = oneOf(
    random,
    blocks(state.doc).filter(({ node }) => node.isTextblock),
  )
  const at = block ? innerOffset(random, block.node) : null
  if (block && at !== null) dispatch(state.tr.split(block.pos + 1 + at))
}

/** Enter anywhere, at the ends too. */
export const splitAnywhere: Act = ({ state, dispatch }, random) => {
  const block = oneOf(
    random,
    blocks(state.doc).filter(({ node }) => node.isTextblock),
  )
  if (!block) return
  const { type, attrs } = block.node
  // As Enter: the half with the words stays the clause that it was.
  const fresh = attrs.id ? { ...attrs, id: newClauseId() } : attrs
  const offset = offsetIn(random, block.node)
  const tr = state.tr.split(block.pos + 1 + offset, 1, [{ type, attrs: offset === 0 ? attrs : fresh }])
  dispatch(offset === 0 ? tr.setNodeMarkup(block.pos, undefined, fresh) : tr)
}

export const changeLevel: Act = ({ state, dispatch }, random) => {
  const clause = oneOf(
    random,
    blocks(state.doc).filter(({ node }) => node.attrs.role === 'clause'),
  )
  if (clause) dispatch(state.tr.setNodeAttribute(clause.pos, 'level', oneOf(random, CLAUSE_LEVELS)))
}

/** Tab and Shift+Tab. */
export const shift: Act = (client, random) => {
  const clause = oneOf(
    random,
    blocks(client.state.doc).filter(({ node }) => levelOf(node)),
  )
  if (!clause) return
  click(client, clause.pos + 1)
  shiftLevel(prng.bool(random) ? 1 : -1, true)(client.state, client.dispatch)
}

export const changeAlignment: Act = ({ state, dispatch }, random) => {
  const found = oneOf(
    random,
    textblocks(state.doc).filter(({ node }) => node.attrs.role === 'paragraph'),
  )
  if (found)
    dispatch(state.tr.setNodeAttribute(found.pos, 'align', oneOf(random, ['left', 'center', 'right', 'justify'])))
}

export const changeRole: Act = ({ state, dispatch }, random) => {
  const block = oneOf(
    random,
    blocks(state.doc).filter(({ node }) => node.isTextblock),
  )
  const choice = oneOf(
    random,
    [...ROLES, ...CLAUSE_LEVELS, 'attached' as const].filter((role) => role !== 'clause'),
  )
  if (!block || !choice) return
  const tr = state.tr
  become(tr, block.pos, choice)
  dispatch(tr)
}

/** At a clause the series begins again, or goes on with the one above. */
export const restart: Act = ({ state, dispatch }, random) => {
  const clause = oneOf(
    random,
    blocks(state.doc).filter(({ node }) => levelOf(node)),
  )
  if (clause) dispatch(state.tr.setNodeAttribute(clause.pos, 'restarts', clause.node.attrs.restarts !== true))
}

export const removeBlock: Act = ({ state, dispatch }, random) => {
  const block = oneOf(random, blocks(state.doc))
  if (block && state.doc.childCount > 3) dispatch(state.tr.delete(block.pos, block.pos + block.node.nodeSize))
}

/** Past its neighbour, as a person does with the keyboard. */
export const moveBlock: Act = ({ state, dispatch }, random) => {
  if (state.doc.childCount < 2) return
  const index = prng.uint32(random, 0, state.doc.childCount - 2)
  const first = blocks(state.doc)[index]
  const second = blocks(state.doc)[index + 1]
  if (!first || !second) return
  dispatch(state.tr.delete(first.pos, second.pos).insert(first.pos + second.node.nodeSize, first.node))
}

/** An appendix that lies across, or stands again. */
export const turnAppendix: Act = ({ state, dispatch }, random) => {
  const appendix = oneOf(
    random,
    blocks(state.doc).filter(({ node }) => node.attrs.role === 'appendix'),
  )
  if (appendix)
    dispatch(state.tr.setNodeAttribute(appendix.pos, 'isLandscape', appendix.node.attrs.isLandscape !== true))
}

/** Ctrl+Enter: the page ends before a block. */
export const breakPage: Act = ({ state, dispatch }, random) => {
  const block = oneOf(random, blocks(state.doc))
  const node = state.schema.nodes.pageBreak?.create()
  if (block && node) dispatch(state.tr.insert(block.pos, node))
}

/** New words for a footnote, whoever wrote the old ones. */
export const editFootnote: Act = ({ state, dispatch }, random, letters) => {
  const footnotes: Found[] = []
  state.doc.descendants((node, pos) => {
    if (node.type.name === 'footnote') footnotes.push({ node, pos })
  })
  const footnote = oneOf(random, footnotes)
  if (footnote) dispatch(state.tr.setNodeAttribute(footnote.pos, 'text', letters.next()))
}

/** Every "i" by another word with an "i": the last of every line first, then the last but one, as find and replace does it. */
export const replaceEverywhere: Act = (client, _random, letters) => {
  const word = `i${letters.next()}`
  const wanted = textblocks(client.state.doc).flatMap(({ node, pos }) =>
    [...node.textBetween(0, node.content.size, undefined, '\uFFFC').matchAll(/i/g)].map(({ index }) => pos + 1 + index),
  )
  for (const from of wanted.toReversed()) {
    const marks = client.state.doc.nodeAt(from)?.marks
    client.dispatch(client.state.tr.replaceWith(from, from + 1, client.state.schema.text(word, marks)))
  }
}

/** A selection over several blocks, replaced by a letter. */
export const typeOver: Act = ({ state, dispatch }, random, letters) => {
  const { size } = state.doc.content
  const from = prng.uint32(random, 0, size)
  const to = Math.min(size, from + prng.uint32(random, 1, 30))
  const selection = TextSelection.between(state.doc.resolve(from), state.doc.resolve(to))
  if (selection instanceof TextSelection) dispatch(state.tr.setSelection(selection).insertText(letters.next()))
}

export const insertTable: Act = ({ state, dispatch }, random, letters) => {
  const { table, tableRow, tableCell, tableHeader, textblock } = state.schema.nodes
  if (!table || !tableRow || !tableCell || !tableHeader || !textblock || tables(state).length > 2) return
  const columns = prng.uint32(random, 1, 4)
  const row = (type: typeof tableCell) =>
    tableRow.create(
      null,
      Array.from({ length: columns }, () =>
        type.create(null, textblock.create(null, state.schema.text(letters.next()))),
      ),
    )
  const rows = [row(tableHeader), ...Array.from({ length: prng.uint32(random, 1, 3) }, () => row(tableCell))]
  dispatch(state.tr.insert(oneOf(random, blocks(state.doc))?.pos ?? 0, table.create(null, rows)))
}

/** As the menu does it, wherever the caret may be. */
export const insertImage: Act = ({ state, dispatch }, random) => {
  const hash = String(prng.uint32(random, 0, 9)).repeat(64)
  const attributes = { hash, widthMm: 100, pixelWidth: 400, pixelHeight: 300, alt: '' }
  const inserted = put(state, attributes, prng.uint32(random, 0, state.doc.content.size))
  if (inserted) dispatch(inserted.tr)
}

/** Selected, made wider or narrower, or described in other words. */
export const resizeImage: Act = (client, random) => {
  selectImage(client, random)
  changeImage({ widthMm: prng.uint32(random, 0, 300), alt: `Hình ${prng.uint32(random, 0, 9)}` })(
    client.state,
    client.dispatch,
  )
}

export const removeImage: Act = (client, random) => {
  selectImage(client, random)
  if (selectedImage(client.state)) client.dispatch(client.state.tr.deleteSelection())
}

function selectImage({ state, dispatch }: Client, random: Random): void {
  const images: Found[] = []
  state.doc.descendants((node, pos) => void (node.type.name === 'image' && images.push({ node, pos })))
  const image = oneOf(random, images)
  if (image) dispatch(state.tr.setSelection(NodeSelection.create(state.doc, image.pos)))
}

function tables(state: EditorState): Found[] {
  return blocks(state.doc).filter(({ node }) => node.type.name === 'table')
}

/** A click into a drawn table, then a command of prosemirror-tables with some of its cells selected. */
function inTable(client: Client, random: Random, run: Command, isRange = false): void {
  const index = prng.uint32(random, 0, 9)
  const clicked = tables(client.state)[index % Math.max(1, tables(client.state).length)]
  if (!clicked) return
  click(client, clicked.pos + 1)
  const table = tables(client.state)[index % Math.max(1, tables(client.state).length)] // the click may have mended it away
  if (!table) return
  const cells = [...new Set(TableMap.get(table.node).map)]
  const anchor = oneOf(random, cells)
  const head = isRange ? oneOf(random, cells) : anchor
  if (anchor === undefined || head === undefined) return
  const selection = CellSelection.create(client.state.doc, table.pos + 1 + anchor, table.pos + 1 + head)
  client.dispatch(client.state.tr.setSelection(selection))
  run(client.state, client.dispatch)
}

type Command = (state: EditorState, dispatch: (tr: Transaction) => void) => unknown

export const addRow: Act = (client, random) => inTable(client, random, addRowAfter)
export const addColumn: Act = (client, random) => inTable(client, random, addColumnAfter)
export const removeRow: Act = (client, random) => inTable(client, random, deleteRow)
export const removeColumn: Act = (client, random) => inTable(client, random, deleteColumn)
export const merge: Act = (client, random) => inTable(client, random, mergeCells, true)
export const splitMerged: Act = (client, random) => inTable(client, random, splitCell)
export const toggleHeader: Act = (client, random) => inTable(client, random, toggleHeaderRow)

export const widen: Act = (client, random) =>
  inTable(client, random, (state, dispatch) => {
    if (!(state.selection instanceof CellSelection)) return
    const cell = state.selection.$anchorCell
    const colspan = Number(cell.nodeAfter?.attrs.colspan ?? 1)
    const widths = Array.from({ length: colspan }, () => prng.uint32(random, 1, 100))
    dispatch(state.tr.setNodeAttribute(cell.pos, 'colwidth', widths))
  })

/** Ctrl+Z, once or a few times. */
export const undo: Act = (client, random, letters) => {
  for (let count = prng.uint32(random, 1, 3); count > 0; count--) {
    const before = lettersIn(client, letters)
    client.history.undo()
    const after = new Set(lettersIn(client, letters))
    for (const letter of before.filter((one) => !after.has(one))) {
      if (letters.authors.get(letter) === client) letters.undone.add(letter)
      else letters.taken.push(letter)
    }
  }
}

/** Ctrl+Y. What is done again may have taken letters away, as it did the first time. */
export const redo: Act = ({ history }) => void history.redo()

function lettersIn({ state }: Client, { typed }: Letters): string[] {
  const all = JSON.stringify(state.doc.toJSON())
  return typed.filter((letter) => all.includes(letter))
}

export const typeInField: Act = ({ ydoc }, random, letters) => {
  const name = oneOf(random, TEXT_FIELDS)
  if (!name) return
  const text = textField(fieldsMap(ydoc), name)
  text.insert(prng.uint32(random, 0, text.length), letters.next())
}

export const chooseField: Act = ({ ydoc }, random) => {
  setField(fieldsMap(ydoc), 'urgency', oneOf(random, ['none', 'khan', 'hoa-toc'] as const) ?? 'none')
}
