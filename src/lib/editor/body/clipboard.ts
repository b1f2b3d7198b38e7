/** What goes out of the body keeps its numbers; what comes in becomes clauses, bases and tables of our own. */
import { Extension } from '@tiptap/core'
import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type { BodyNode } from '../../document/model.ts'
import { newClauseId } from '../../document/nodes/clause.ts'
import { type Parsed, parseLines, parseText } from '../../document/parse.ts'
import { DANGLING } from '../../document/references.ts'
import { nodeOf } from '../../document/shared-form.ts'
import { pasteImageInCell } from '../images/images.ts'
import { linesOfHtml } from '../paste/html.ts'
import { currentBlock, roleOf } from '../structure/blocks.ts'
import { openQuotations } from '../structure/quoting.ts'
import { numbersKey } from './numbering.ts'

export interface ClipboardOptions {
  /** A whole document was pasted: its letterhead and recipients are no text of the body. */
  onfields: (fields: Parsed['fields']) => void
}

export const Clipboard = Extension.create<ClipboardOptions>({
  name: 'officialClipboard',
  addOptions: () => ({ onfields: () => {} }),
  addProseMirrorPlugins() {
    const { onfields } = this.options
    return [
      new Plugin({
        key: new PluginKey('official-clipboard'),
        props: {
          clipboardTextSerializer: (slice, view) => textOf(slice, view),
          transformPasted: (slice, view) => new Slice(fresh(slice.content, view), slice.openStart, slice.openEnd),
          handlePaste(view, event, slice) {
            const data = event.clipboardData
            if (!data || !view.editable) return false
            const html = data.getData('text/html')
            if (html.includes('data-pm-slice')) return insertOwn(view, slice)
            const open = openQuotationsAt(view)
            const parsed =
              html.trim() === '' ? parseText(data.getData('text/plain'), open) : parseLines(linesOfHtml(html), open)
            if (Object.keys(parsed.fields).length > 0) onfields(parsed.fields)
            return insertBlocks(view, parsed.blocks)
          },
        },
      }),
    ]
  },
})

/** What is put into an open quotation is quoted too. */
function openQuotationsAt({ state }: EditorView): number {
  const block = currentBlock(state)
  if (!block || roleOf(block.node) !== 'quote') return 0
  return openQuotations(state.doc, block.index, state.selection.$head.parentOffset)
}

/** From a page like this one: already in our shapes. */
function insertOwn(view: EditorView, slice: Slice): boolean {
  const tr = pasteImageInCell(view.state, slice)
  if (tr) view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'))
  return tr !== null
}

/** Puts blocks in at the selection; a single line of running text goes into the line that the caret is in. */
function insertBlocks(view: EditorView, blocks: BodyNode[]): boolean {
  const { state } = view
  const nodes = blocks.map((block) => nodeOf(block, state.schema))
  const [first] = nodes
  if (!first) return false
  const tr = state.tr
  const { from, to } = state.selection
  const block = currentBlock(state)
  const isLikeHere = roleOf(first) === 'quote' && block !== null && roleOf(block.node) === 'quote'
  const isRunning = roleOf(first) === 'paragraph' || isLikeHere
  if (nodes.length === 1 && isRunning) {
    tr.replaceSelection(new Slice(Fragment.from(nodes), 1, 1))
  } else if (state.selection.$from.depth > 1) {
    // In a table cell only running text has a place; its own plugin knows how rows and cells go together.
    return false
  } else {
    const isEmpty = block?.node.isTextblock && block.node.content.size === 0
    const [at, until] = block && isEmpty ? [block.pos, block.pos + block.node.nodeSize] : [from, to]
    const open = !isEmpty && isRunning ? 1 : 0
    const slice = new Slice(Fragment.from(nodes), open, 0)
    if (isEmpty) tr.replaceWith(at, until, nodes)
    else tr.replaceSelection(slice)
    const end = tr.mapping.map(until)
    tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), -1))
  }
  view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'))
  return true
}

/** Pasted twice, a clause is two clauses: an id that is in the text already is given anew. */
function fresh(content: Fragment, view: EditorView): Fragment {
  const known = new Set<unknown>()
  view.state.doc.forEach((node) => known.add(node.attrs.id))
  const nodes: Node[] = []
  content.forEach((node) => {
    const id: unknown = node.attrs.id
    nodes.push(
      id && known.has(id) ? node.type.create({ ...node.attrs, id: newClauseId() }, node.content, node.marks) : node,
    )
    known.add(id)
  })
  return Fragment.fromArray(nodes)
}

/** Plain text with the numbers that one sees: "Điều 1. …", one block a line, cells apart by tabs. */
function textOf(slice: Slice, view: EditorView): string {
  const numbers = numbersKey.getState(view.state)
  const labels = new Map<unknown, string>()
  view.state.doc.forEach((node, _, index) => {
    const label = numbers?.looks[index]?.['data-label']
    if (label && node.attrs.id) labels.set(node.attrs.id, label)
  })
  const leafText = (leaf: Node) => {
    if (leaf.type.name === 'reference') return numbers?.cites().get(String(leaf.attrs.target)) ?? DANGLING
    return leaf.type.name === 'hardBreak' ? '\n' : ''
  }
  const words = (node: Node) => node.textBetween(0, node.content.size, ' ', leafText)
  const lines: string[] = []
  slice.content.forEach((node) => {
    const label = slice.openStart > 0 && lines.length === 0 ? undefined : labels.get(node.attrs.id)
    if (node.type.name === 'table')
      node.forEach((row) => lines.push(row.children.map((cell) => words(cell)).join('\t')))
    else lines.push([label, node.isText ? (node.text ?? '') : words(node)].filter(Boolean).join(' '))
  })
  return lines.join('\n')
}
