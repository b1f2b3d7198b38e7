/**
 * Keeps tables whole after edits. When two people change one table at once, both replicas see the same broken grid. If
 * each replica mended whatever arrives, their mendings would add up to a new broken grid, without end (prosemirror-tables
 * #249). So a replica mends only when its own person acts in that table, and it adds cells but takes none away: in a cell
 * that is empty here somebody else may be typing.
 */
import type { Node } from '@tiptap/pm/model'
import { EditorState, Plugin, PluginKey, type Selection, type Transaction } from '@tiptap/pm/state'
import { tableEditing } from '@tiptap/pm/tables'
import { StepMap } from '@tiptap/pm/transform'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { canBeMeasured } from './table-measure.ts'
import { type Found, isBroken, mendGrid, mendSpans, splitOverlapping } from './table-mending.ts'

/** Marks a mending transaction. */
export const tableCareKey = new PluginKey('table-care')

/** Excess cells, then the grid, seldom once more; a mending that needs more rounds would go round in circles. */
const MOST_ROUNDS = 10

function plainCells(doc: Node): DecorationSet {
  const cells: Decoration[] = []
  doc.forEach((table, pos) => {
    if (table.type.name !== 'table' || canBeMeasured(table)) return
    table.forEach((row, offset) =>
      row.forEach((cell, inner) => {
        const from = pos + 1 + offset + 1 + inner
        cells.push(Decoration.node(from, from + cell.nodeSize, { colspan: '1', rowspan: '1' }))
      }),
    )
  })
  return cells.length > 0 ? DecorationSet.create(doc, cells) : DecorationSet.empty
}

/** The cells of tables that cannot be measured are drawn as if none were merged. */
export function plainTables(): Plugin<DecorationSet> {
  const key = new PluginKey<DecorationSet>('plain-tables')
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, { doc }) => plainCells(doc),
      apply: (tr, drawn) => (tr.docChanged ? plainCells(tr.doc) : drawn),
    },
    props: { decorations: (state) => key.getState(state) },
  })
}

/** Whether a transaction came from another replica (or from undo, which replays one). */
export function isFromElsewhere(transaction: Transaction): boolean {
  const meta: unknown = transaction.getMeta(ySyncPluginKey)
  return typeof meta === 'object' && meta !== null && 'isChangeOrigin' in meta && meta.isChangeOrigin === true
}

/** prosemirror-tables' own editing plugin, with this room's mending in place of its. By default the view says who may write. */
export function tableCare(mayWrite?: () => boolean): Plugin {
  const editing = tableEditing()
  const stock = editing.spec.appendTransaction
  let isEditable = mayWrite ?? (() => false)
  return new Plugin({
    ...editing.spec,
    view(view) {
      isEditable = mayWrite ?? (() => view.editable)
      return {}
    },
    appendTransaction(transactions, before, after) {
      const table = tableAround(after.selection)
      if (table && transactions.some((tr) => isOwnAct(tr, isEditable())) && isAllElseSame(before, after, table)) {
        const mending = mendTable(after, table, before.doc.maybeChild(after.selection.$head.index(0)) ?? undefined)
        if (mending) return transactions.some(isStep) ? mending : mending.setMeta('addToHistory', false)
      }
      // The rest of the stock plugin's work: selections. Given one state twice it finds no table to mend.
      return stock?.call(editing, transactions, after, after)
    },
  })
}

/** An edit made here; or a click into the text, but not that of a reader, whose replica must send nothing. */
function isOwnAct(tr: Transaction, isEditable: boolean): boolean {
  return !isFromElsewhere(tr) && (tr.docChanged || (tr.selectionSet && isEditable))
}

/** What undo takes back. y-tiptap keeps all that was done at once as one step, or all of it as none. */
function isStep(tr: Transaction): boolean {
  return tr.docChanged && !isFromElsewhere(tr) && tr.getMeta('addToHistory') !== false
}

/** The table that one is in; a document's tables are top-level blocks. */
function tableAround({ $head }: Selection): Found | null {
  const node = $head.depth > 0 ? $head.node(1) : null
  return node?.type.name === 'table' ? { node, pos: $head.before(1) } : null
}

/**
 * Whether nothing but this table changed. y-tiptap pairs old and new blocks by their place when several change at once;
 * a table that is mended together with a new block above it would be made anew, and what others type into it be lost.
 */
function isAllElseSame(before: EditorState, after: EditorState, table: Found): boolean {
  if (before.doc.childCount !== after.doc.childCount) return false
  return after.doc.children.every((block, index) => block === table.node || block === before.doc.child(index))
}

/** Makes a table a rectangle whose cells can be entered; undefined when it is one. */
function mendTable(state: EditorState, { node, pos }: Found, before?: Node): Transaction | undefined {
  if (!isBroken(node, before)) return undefined
  const mending = state.tr
  // Alone in a document without plugins, which would answer to every round.
  let alone = EditorState.create({ doc: state.schema.topNodeType.create(null, node) })
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const tr = mendSpans(alone) ?? splitOverlapping(alone) ?? mendGrid(alone)
    if (!tr.docChanged) break
    for (const step of tr.steps) {
      const moved = step.map(StepMap.offset(pos))
      if (moved) mending.step(moved)
    }
    alone = alone.apply(tr)
  }
  return mending.docChanged ? mending.setMeta(tableCareKey, true) : undefined
}
