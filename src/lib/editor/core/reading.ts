/**
 * Reading by keyboard. Who may not write has no caret with which to choose a passage to speak about, so the arrows choose
 * one line after the other (for who may write, see ready.ts); Shift and an arrow then change what is chosen, as the browser does anywhere.
 */
import { type Editor, Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

export const Reading = Extension.create({
  name: 'reading',
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        key: new PluginKey('reading'),
        props: {
          attributes: (): Record<string, string> =>
            editor.isEditable ? {} : { tabindex: '0', 'aria-readonly': 'true' },
          handleDOMEvents: { keydown: chooseLine },
        },
      }),
    ]
  },
})

/** Gives the text the focus, to write in it or to read on: ProseMirror's own `focus` does nothing for a reader. */
export function focusText(editor: Editor | undefined): void {
  if (!editor) return
  if (editor.isEditable) return editor.view.focus()
  const { view, state } = editor
  view.dom.focus({ preventScroll: true })
  if (view.dom.contentEditable === 'true') choose(view, state.selection.anchor, state.selection.head)
}

/** Through the page's own selection, of which the editor hears: it sets none itself where it is not written in. */
function choose(view: EditorView, anchor: number, head: number): Node {
  const [start, end] = [view.domAtPos(anchor), view.domAtPos(head)]
  getSelection()?.setBaseAndExtent(start.node, start.offset, end.node, end.offset)
  hearSelection(view)
  return start.node
}

/** Browsers tell of a new selection in a task of its own, after a key that waits already: it would act at the old place. */
export function hearSelection({ dom }: EditorView): void {
  dom.ownerDocument.dispatchEvent(new Event('selectionchange'))
}

function chooseLine(view: EditorView, event: KeyboardEvent): boolean {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const isPlain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey
  const hasCaret = view.dom.contentEditable === 'true'
  const line = by !== 0 && isPlain && !hasCaret && nextLine(view.state, by)
  if (!line) return false
  event.preventDefault()
  const node = choose(view, line.from, line.to)
  const element = node instanceof HTMLElement ? node : node.parentElement
  element?.scrollIntoView({ block: 'center' })
  return true
}

/** The words of the next line with words, before or after what is chosen now; the one at the place of a bare caret. */
function nextLine({ doc, selection }: EditorState, by: 1 | -1): { from: number; to: number } | null {
  const lines: { from: number; to: number }[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock && node.content.size > 0) lines.push({ from: pos + 1, to: pos + 1 + node.content.size })
  })
  const { empty, from, to } = selection
  if (by > 0) return lines.find((line) => (empty ? line.to >= from : line.from >= to)) ?? null
  return lines.findLast((line) => (empty ? line.from <= from : line.to <= from)) ?? null
}
