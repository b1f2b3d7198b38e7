/**
 * Reading with a caret, for who may write. The page lets the caret and an input method into the text as into any text
 * box, and the first thing that is done to the text begins the writing: no letter is lost, and a syllable that is being
 * composed is composed on. For the editor the text is not editable before that: a click mends no table, Tab leads on, and
 * the fields of the page are print.
 */
import { type Editor, Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { hearSelection } from '../core/reading.ts'

export interface ReadyOptions {
  /** Somebody begins to write. Answers whether that is allowed now. */
  onbegin: () => boolean
}

/** What the browser would do to the page by itself; while one reads these keys and menus do nothing. */
const NOT_WRITTEN = /^(history|format)/

export const Ready = Extension.create<ReadyOptions>({
  name: 'ready',
  addOptions: () => ({ onbegin: () => false }),
  addProseMirrorPlugins() {
    const { editor } = this
    const { onbegin } = this.options
    return [
      new Plugin({
        key: new PluginKey('ready'),
        view(view) {
          const end = listen(view, () => {
            hearSelection(view)
            if (onbegin()) editor.setEditable(true, false)
          })
          return { destroy: end }
        },
      }),
    ]
  },
})

/** Lets the caret into the text while it is read, or keeps it out. */
export function setReady({ view, isEditable }: Editor, isReady: boolean): void {
  if (isEditable) return
  view.dom.contentEditable = String(isReady)
  view.dom.setAttribute('aria-readonly', String(!isReady))
}

/** Whether the first letter would be taken. */
export const isReady = (view: EditorView): boolean => !view.editable && view.dom.contentEditable === 'true'

/** In front of the editor's own listeners: it must be editable before it hears of what is done. */
function listen(view: EditorView, begin: () => void): () => void {
  const { dom } = view
  const isHere = ({ target }: Event) => isReady(view) && !(target instanceof Element && target.closest('.closing-part'))
  const onkey = (event: KeyboardEvent) => {
    if (isHere(event) && writes(event)) begin()
  }
  const oninput = (event: InputEvent) => {
    if (!isHere(event)) return
    if (NOT_WRITTEN.test(event.inputType)) event.preventDefault()
    else begin()
  }
  const onact = (event: Event) => {
    if (isHere(event)) begin()
  }
  /** A slip of the mouse over chosen words would move them. */
  const ondrag = (event: Event) => {
    if (isHere(event)) event.preventDefault()
  }
  const acts = ['compositionstart', 'paste', 'cut', 'drop']
  dom.addEventListener('keydown', onkey, true)
  dom.addEventListener('beforeinput', oninput, true)
  dom.addEventListener('dragstart', ondrag, true)
  for (const act of acts) dom.addEventListener(act, onact, true)
  return () => {
    dom.removeEventListener('keydown', onkey, true)
    dom.removeEventListener('beforeinput', oninput, true)
    dom.removeEventListener('dragstart', ondrag, true)
    for (const act of acts) dom.removeEventListener(act, onact, true)
  }
}

/** A letter, the beginning of a composition, or one of the keys that change the text. */
function writes(event: KeyboardEvent): boolean {
  const { key, isComposing, ctrlKey, altKey, metaKey } = event
  if (isComposing || key === 'Process' || key === 'Dead') return true
  if ((ctrlKey || altKey || metaKey) && !event.getModifierState('AltGraph')) return false
  return [...key].length === 1 || key === 'Enter' || key === 'Backspace' || key === 'Delete'
}
