/** What the menus of the toolbar hold: what can be put in, what a table can do, and what is needed seldom. */
import type { Editor } from '@tiptap/core'
import type { Command } from '@tiptap/pm/state'
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  mergeCells,
  selectedRect,
  splitCell,
} from '@tiptap/pm/tables'
import { m } from '$lib/paraglide/messages'
import { headRows } from '../../document/table-head.ts'
import type { MenuItem } from '../../ui/Menu.svelte'
import { currentBlock } from '../core/blocks.ts'
import { selectedImage } from '../core/images.ts'
import type { Popup } from '../core/popup.ts'
import { runStep } from '../core/step.ts'
import { isRestart, toggleRestart } from '../structure/restart.ts'
import { isAlignment, setAlignment } from './alignment.ts'
import { evenColumns, fitColumns, widenColumn } from './column-widths.ts'
import { insertTable, writeBelowTable } from './insert-table.ts'
import { appendixAround, toggleLandscape } from './landscape.ts'
import { breakPage } from './page-break.ts'
import { sortTable, writeSum } from './table-acts.ts'
import { toggleHeadRows } from './table-head.ts'

/** The menu gives the focus to the text when it closes; what takes the focus for itself opens after that. */
const MENU_CLOSES_MS = 60

/** An act for a menu, as one step of undo. */
function inText(editor: Editor, command: Command): () => void {
  return () => void runStep(editor.view, command)
}

function item(
  editor: Editor,
  label: string,
  command: Command,
  more: { keys?: string; checked?: boolean } = {},
): MenuItem {
  return { label, onselect: inText(editor, command), disabled: !command(editor.state), ...more }
}

const tableInsert = (editor: Editor) => item(editor, m.editor_table_insert(), insertTable(3, 3))

/** `onimage` lets one choose an image file. */
export function insertItems(editor: Editor, onimage: () => void, onpopup: (wanted: Popup) => void): MenuItem[] {
  const open = (wanted: Popup) => () => setTimeout(() => onpopup(wanted), MENU_CLOSES_MS)
  return [
    { label: m.reference(), keys: 'Ctrl+Alt+R', onselect: open({ kind: 'reference', bySign: false }) },
    { label: m.editor_basis_insert(), onselect: open({ kind: 'basis' }) },
    { label: m.footnote(), keys: 'Ctrl+Alt+F', onselect: open({ kind: 'footnote' }) },
    { label: m.characters_title(), keys: 'Ctrl+Alt+S', onselect: open({ kind: 'characters' }) },
    item(editor, m.editor_page_break(), breakPage, { keys: 'Ctrl+Enter' }),
    tableInsert(editor),
    { label: m.image_insert(), onselect: onimage },
    ...(selectedImage(editor.state)
      ? [{ label: m.image_edit(), keys: 'Enter', onselect: open({ kind: 'image' }) }]
      : []),
  ]
}

/** Where no table is, this is where one looks for putting one in. */
export function tableItems(editor: Editor): MenuItem[] {
  const { state } = editor
  if (!isInTable(state)) return [tableInsert(editor)]
  const hasHead = headRows(selectedRect(state).table) > 0
  return [
    item(editor, m.editor_table_row_below(), addRowAfter),
    item(editor, m.editor_table_row_above(), addRowBefore),
    item(editor, m.editor_table_column_after(), addColumnAfter),
    item(editor, m.editor_table_column_before(), addColumnBefore),
    'line',
    item(editor, m.table_merge(), mergeCells),
    item(editor, m.table_split(), splitCell),
    item(editor, m.editor_table_header(), toggleHeadRows, { keys: 'Ctrl+Alt+H', checked: hasHead }),
    'line',
    item(editor, m.table_wider(), widenColumn(1), { keys: 'Alt+Shift+→' }),
    item(editor, m.table_narrower(), widenColumn(-1), { keys: 'Alt+Shift+←' }),
    item(editor, m.table_fit(), fitColumns),
    item(editor, m.table_even(), evenColumns),
    'line',
    { label: m.table_sum_above(), onselect: () => writeSum(editor, 'above') },
    { label: m.table_sum_left(), onselect: () => writeSum(editor, 'left') },
    { label: m.table_sort_up(), onselect: () => sortTable(editor, 'up') },
    { label: m.table_sort_down(), onselect: () => sortTable(editor, 'down') },
    'line',
    item(editor, m.table_write_below(), writeBelowTable),
    item(editor, m.editor_table_delete_row(), deleteRow),
    item(editor, m.editor_table_delete_column(), deleteColumn),
    { label: m.editor_table_delete(), onselect: inText(editor, deleteTable), grave: true },
  ]
}

/** Needed seldom: behind one button, so that the bar stays quiet. */
export function moreItems(editor: Editor, align: unknown): MenuItem[] {
  const mark = (name: string) => {
    const type = editor.schema.marks[name]
    return {
      checked: editor.isActive(name),
      onselect: () => {
        if (type) editor.chain().toggleMark(type).run()
      },
    }
  }
  const head = appendixAround(editor.state)
  const block = currentBlock(editor.state)
  return [
    { label: m.editor_strike(), keys: 'Ctrl+Shift+S', ...mark('strike') },
    { label: m.editor_superscript(), keys: 'Ctrl+.', ...mark('superscript') },
    { label: m.editor_subscript(), keys: 'Ctrl+,', ...mark('subscript') },
    'line',
    {
      label: m.editor_align_left(),
      checked: align === 'left',
      disabled: !isAlignment(align),
      onselect: inText(editor, setAlignment(align === 'left' ? 'justify' : 'left')),
    },
    'line',
    item(editor, m.clause_restart(), toggleRestart, {
      checked: block ? isRestart(editor.state.doc, block.index) : false,
    }),
    item(editor, m.appendix_landscape(), toggleLandscape, { checked: head?.node.attrs.isLandscape === true }),
  ]
}
