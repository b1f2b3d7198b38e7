/** Where one begins to write in a draft that has just been made. */
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'

/** Further down no gap of ours is the first one; an empty line in a long text from Word is none at all. */
const BLOCKS = 4

/**
 * The subject while it is empty, else the first gap of the text. Somebody who is at another control already (a dialog, the
 * palette) stays there.
 */
export function beginWriting(sheet: HTMLElement, editor: Editor): void {
  if (document.activeElement !== document.body || editor.isDestroyed) return
  const gap = firstGap(editor.state.doc)
  if (gap) editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, gap.from, gap.to)))
  const subject = sheet.querySelector<HTMLTextAreaElement>('[data-field="subject"] textarea')
  if (subject?.value === '') return subject.focus({ preventScroll: true })
  editor.view.focus()
}

/** An empty line, the end of words that are to be gone on with ("Căn cứ "), before "./.", or the first "…" itself. */
export function firstGap(doc: Node): { from: number; to: number } | null {
  let pos = 0
  for (const block of doc.children.slice(0, BLOCKS)) {
    const start = pos + 1
    const text = block.isTextblock ? block.textContent : null
    pos += block.nodeSize
    if (text === null) continue
    if (text.startsWith('./.')) return { from: start, to: start }
    if (text === '' || text.endsWith(' ')) return { from: pos - 1, to: pos - 1 }
    const dots = text.indexOf('…')
    if (dots >= 0) return { from: start + dots, to: start + dots + 1 }
  }
  return null
}
