/** The find panel: what is asked for, whether it is open, and where the focus goes back to. */
import type { Editor } from '@tiptap/core'
import { tick } from 'svelte'
import type { Query } from './matching.ts'

export class Find {
  isOpen = $state(false)
  /** The line for the new words is shown too. */
  isReplacing = $state(false)
  query = $state<Query>({ text: '', matchCase: false, wholeWord: false, ignoreMarks: false })
  replacement = $state('')
  /** The field that is typed into, once it is there. */
  field = $state<HTMLInputElement>()
  #back: Element | null = null

  /** Opens, or takes the focus again. Words selected in one line are what one wants to find. */
  open(editor: Editor, replacing: boolean): void {
    if (!this.field?.closest('search')?.contains(document.activeElement)) this.#back = document.activeElement
    const selected = selectedWords(editor)
    if (selected && editor.isFocused) this.query.text = selected
    this.isOpen = true
    if (replacing) this.isReplacing = true
    void tick().then(() => this.field?.select())
  }

  /** Closes; the focus is where it was before, in the text at the match that one went to. */
  close(editor: Editor): void {
    this.isOpen = false
    const back = this.#back
    this.#back = null
    if (back instanceof HTMLElement && back.isConnected && back !== document.body && !editor.view.dom.contains(back)) {
      back.focus({ preventScroll: true })
    } else editor.view.focus()
  }
}

/** The selection when it lies within one line, else "". */
function selectedWords({ state }: Editor): string {
  const { selection, doc } = state
  return selection.$from.sameParent(selection.$to) ? doc.textBetween(selection.from, selection.to) : ''
}
