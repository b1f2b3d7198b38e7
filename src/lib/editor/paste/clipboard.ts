/** What goes out of the body keeps its numbers; what comes in becomes clauses, bases and tables of our own. */
import { Extension } from '@tiptap/core'
import { Fragment, type Node, Slice } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, TextSelection } from '@tiptap/pm/state'
import { isInTable } from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'
import type { KindId } from '../../document/kinds.ts'
import { newClauseId } from '../../document/nodes/clause.ts'
import { DANGLING } from '../../document/references.ts'
import { pasteImageInCell } from '../core/images.ts'
import { numbersKey } from '../core/numbering.ts'
import { chosenWithoutGone } from '../core/suggested.ts'
import { type Arrival, arrivalOf, cellsIntoTable, isLong, laterArrival, putTable } from './arrival.ts'
import { asPaste } from './as-paste.ts'
import { ownCells, ownTable, putOwnRows } from './own-rows.ts'
import { readElsewhere } from './read-elsewhere.ts'
import { Teller } from './told.ts'

export interface ClipboardOptions {
  kind: () => KindId
  /** Puts in what was pasted, with the fields of a whole document, and tells of it. A long one is still being read. */
  onpaste: (arrival: Arrival | Promise<Arrival | null>) => void
}

export const Clipboard = Extension.create<ClipboardOptions>({
  name: 'officialClipboard',
  addOptions: () => ({
    kind: () => 'cong-van',
    onpaste: (arrival) => void Promise.resolve(arrival).then((one) => one?.place()),
  }),
  addProseMirrorPlugins() {
    const { kind, onpaste } = this.options
    let isCopied = false
    const sourcesOf = (view: EditorView, data: DataTransfer) => ({
      ...wordsOf(data),
      kind: kind(),
      labels: () => labelsOf(view.state),
    })
    const take = (view: EditorView, data: DataTransfer, event: ClipboardEvent | null) => {
      const arrival = arrivalOf(view, event, sourcesOf(view, data))
      if (arrival) onpaste(arrival)
      return arrival !== null
    }
    return [
      new Plugin({
        key: new PluginKey('official-clipboard'),
        props: {
          handleDOMEvents: {
            // What others suggest to take away stays behind when it is copied; not when it is cut, or dragged: it is still text.
            copy() {
              isCopied = true
              queueMicrotask(() => (isCopied = false))
              return false
            },
            // Before ProseMirror reads it in its own way, which holds the page for a second where there are 1,500 rows.
            paste(view, event) {
              const data = event.clipboardData
              if (!data || !view.editable || view.composing || !isLong(wordsOf(data))) return false
              const own = isOwn(data) ? ownArrival(view, data) : null
              if (isOwn(data) && !own) return false
              event.preventDefault()
              onpaste(own ?? laterArrival(view, sourcesOf(view, data), readElsewhere))
              return true
            },
          },
          transformCopied: (slice, view) => (isCopied && chosenWithoutGone(view.state)) || slice,
          clipboardTextSerializer: (slice, view) => textOf(slice, view),
          transformPasted: (slice, view) => new Slice(fresh(slice.content, view), slice.openStart, slice.openEnd),
          handlePaste(view, event, slice) {
            const data = event.clipboardData
            if (!data || !view.editable) return false
            if (isOwn(data)) return insertOwn(view, slice, onpaste)
            return take(view, data, event)
          },
          // Dropped from elsewhere is pasted where it falls: what it hides stays out on this way too.
          handleDrop(view, event, _, isMoved) {
            const data = event.dataTransfer
            if (!data || !view.editable || isMoved || isOwn(data) || data.getData('text/html').trim() === '')
              return false
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (!place) return false
            view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(place.pos))))
            event.preventDefault()
            return take(view, data, null)
          },
        },
      }),
    ]
  },
})

const wordsOf = (data: DataTransfer) => ({ html: data.getData('text/html'), text: data.getData('text/plain') })

const isOwn = (data: DataTransfer) => data.getData('text/html').includes('data-pm-slice')

/** A long table from a page like this one, part by part; null where it comes in at once. */
function ownArrival(view: EditorView, data: DataTransfer): Arrival | null {
  const table = ownTable(data.getData('text/html'))
  if (!table) return null
  const told = new Teller()
  const arrival = { parsed: {}, isWhole: false, told }
  if (isInTable(view.state)) {
    const cells = ownCells(view, table)
    return cells && { ...arrival, ...cellsIntoTable(view, cells, { told, wordsOf: (row) => row.textContent }) }
  }
  return {
    ...arrival,
    place: () => void view.pasteHTML(table.first),
    async more(heard) {
      for (const words of await putOwnRows(view, table, heard)) told.tell('unplaced', words)
    },
  }
}

/** From a page like this one: already in our shapes. */
function insertOwn(view: EditorView, slice: Slice, onpaste: (arrival: Arrival) => void): boolean {
  const tr = pasteImageInCell(view.state, slice)
  if (tr) {
    view.dispatch(asPaste(tr))
    return true
  }
  if (!holdsCells(slice) || !isInTable(view.state)) return false
  const told = new Teller()
  onpaste({ parsed: {}, isWhole: false, told, place: () => putTable(view, slice, told), more: null })
  return true
}

/** Whether cells were copied, and nothing beside them. */
function holdsCells({ content }: Slice): boolean {
  const role: unknown = content.childCount === 0 ? null : content.child(0).type.spec.tableRole
  return role === 'row' || role === 'cell' || role === 'header_cell' || (role === 'table' && content.childCount === 1)
}

/** Numbers as the page shows them, by the ids of their blocks. */
function labelsOf(state: EditorState): Map<unknown, string> {
  const numbers = numbersKey.getState(state)
  const labels = new Map<unknown, string>()
  state.doc.forEach((node, _, index) => {
    const label = numbers?.looks[index]?.['data-label']
    if (label && node.attrs.id) labels.set(node.attrs.id, label)
  })
  return labels
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
  const labels = labelsOf(view.state)
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
