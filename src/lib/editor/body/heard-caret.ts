/**
 * A key that moves the caret moves it on the page; the editor hears of it a task later. Whatever comes to the page in between
 * (a colleague's letter, their caret, a finding) is drawn with the selection as the editor knows it, and the key would be lost.
 */
import { type Editor, Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type * as Y from 'yjs'
import { hearSelection } from '../core/reading.ts'

/** Keys with which the browser itself moves the caret. */
const MOVING_KEYS = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'])

export class HeardCaret {
  #hasMoved = false
  /** The editor itself is writing, or drawing what came. */
  #isAtWork = false
  #editor: Editor | null = null

  readonly extension = Extension.create({
    name: 'heardCaret',
    onCreate: ({ editor }) => void (this.#editor = editor),
    onDestroy: () => void (this.#editor = null),
    dispatchTransaction: ({ transaction, next }) => {
      if (!transaction.docChanged && !transaction.selectionSet && this.#hear()) {
        const { state } = this.#editor?.view ?? {}
        if (state?.doc === transaction.before && !state.selection.eq(transaction.selection))
          transaction.setSelection(state.selection)
      }
      const wasAtWork = this.#isAtWork
      this.#isAtWork = true
      try {
        next(transaction)
      } finally {
        this.#isAtWork = wasAtWork
      }
    },
    addProseMirrorPlugins: () => [
      new Plugin({
        key: new PluginKey('heard-caret'),
        props: {
          handleDOMEvents: {
            keydown: (view, event) => {
              if (this.#hasMoved && !view.composing) hearSelection(view) // End and Enter at one go: the line breaks at its end
              this.#hasMoved = MOVING_KEYS.has(event.key)
              return false
            },
            mouseup: (view) => {
              hearSelection(view)
              return false
            },
          },
        },
      }),
    ],
  })

  /** Call it before the editor is made: y-tiptap notes the selection at the same moment. Gives back how to end it. */
  beforeChangesOf(doc: Y.Doc): () => void {
    const hear = () => void this.#hear()
    doc.on('beforeAllTransactions', hear)
    return () => doc.off('beforeAllTransactions', hear)
  }

  /** Whether there was anything to hear. */
  #hear(): boolean {
    const view = this.#editor?.view
    if (!view || !this.#hasMoved || this.#isAtWork || view.composing) return false
    this.#hasMoved = false
    hearSelection(view)
    return true
  }
}
