/** The keys of the tools, and the presses that open the small windows at the caret. */
import { Extension } from '@tiptap/core'
import { NodeSelection, Plugin, PluginKey } from '@tiptap/pm/state'
import { selectedFootnote } from '../core/footnotes.ts'
import { resizeImage, selectedImage } from '../core/images.ts'
import type { Popup } from '../core/popup.ts'
import { runStep } from '../core/step.ts'
import { toggleQuote } from '../structure/levels.ts'
import { widenColumn } from './column-widths.ts'
import { type Look, lookOf, paint } from './format-painter.ts'
import { isAtBottomTable, writeBelowTable } from './insert-table.ts'
import { nextCell } from './next-cell.ts'
import { breakPage } from './page-break.ts'
import { toggleHeadRows } from './table-head.ts'

export const ToolKeys = Extension.create<{ onpopup: (wanted: Popup) => void }>({
  name: 'toolKeys',
  priority: 950, // before Ctrl+Enter of the forced line end
  addOptions: () => ({ onpopup: () => {} }),

  addKeyboardShortcuts() {
    const { onpopup } = this.options
    let look: Look | null = null
    const open = (wanted: Popup) => () => {
      if (this.editor.isEditable) onpopup(wanted)
      return this.editor.isEditable
    }
    return {
      'Mod-Enter': () => runStep(this.editor.view, breakPage),
      'Mod-Alt-r': open({ kind: 'reference', bySign: false }),
      'Mod-Alt-f': open({ kind: 'footnote' }),
      'Mod-Alt-h': () => runStep(this.editor.view, toggleHeadRows),
      'Mod-Alt-s': open({ kind: 'characters' }),
      'Mod-Alt-c': () => {
        look = lookOf(this.editor.state)
        return this.editor.isEditable
      },
      'Mod-Alt-v': () => look !== null && runStep(this.editor.view, paint(look)),
      'Mod-Alt-q': () => runStep(this.editor.view, toggleQuote),
      'Alt-Shift-ArrowRight': () =>
        runStep(this.editor.view, resizeImage(1)) || runStep(this.editor.view, widenColumn(1)),
      'Alt-Shift-ArrowLeft': () =>
        runStep(this.editor.view, resizeImage(-1)) || runStep(this.editor.view, widenColumn(-1)),
      Tab: () => runStep(this.editor.view, nextCell),
      ArrowDown: () => {
        const { view, state } = this.editor
        return isAtBottomTable(state) && view.endOfTextblock('down') && runStep(view, writeBelowTable)
      },
      Enter: () => {
        if (selectedImage(this.editor.state)) {
          if (this.editor.isEditable) onpopup({ kind: 'image' })
          return true
        }
        if (!selectedFootnote(this.editor.state)) return false
        onpopup({ kind: 'footnote' })
        return true
      },
    }
  },

  addProseMirrorPlugins() {
    const { onpopup } = this.options
    return [
      new Plugin({
        key: new PluginKey('tool-presses'),
        props: {
          handleClickOn(view, _pos, node, at, event) {
            if (node.type.name !== 'footnote' || event.button !== 0) return false
            view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)))
            onpopup({ kind: 'footnote' })
            return true
          },
        },
      }),
    ]
  },
})
