/**
 * Nơi nhận and the signatures stand behind the text and before the first appendix, as on paper. The page makes them; here
 * they are put into the row of the editor's blocks, so that eyes, Tab and screen readers meet them where they are printed,
 * and they move with the blocks in the same frame. They are not part of the text, and the editor ignores events in them.
 * Without an appendix they stay where the page has put them, outside the editor.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, Selection } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { positionOf, roleOf } from './blocks.ts'

interface Place {
  /** Position before the first appendix; null without one. */
  pos: number | null
  drawn: DecorationSet
}

const OUTSIDE: Place = { pos: null, drawn: DecorationSet.empty }
const closingKey = new PluginKey<Place>('closing')

export const Closing = Extension.create<{ element: HTMLElement | null }>({
  name: 'closing',
  priority: 10, // in a table or a clause Tab has its own sense
  addOptions: () => ({ element: null }),
  addProseMirrorPlugins() {
    const { element } = this.options
    return element ? [closingPlugin(element)] : []
  },
})

/** Where the closing part stands in the text; null while it stands outside. */
export const closingPlace = (state: EditorState): number | null => closingKey.getState(state)?.pos ?? null

function beforeAppendix(doc: Node): number | null {
  const index = doc.children.findIndex((block) => roleOf(block) === 'appendix')
  return index === -1 ? null : positionOf(doc, index)
}

export function closingPlugin(element: HTMLElement): Plugin<Place> {
  const home = element.parentElement
  /** The control with the focus, while the closing part may have to move: taken out of the page, it would lose it. */
  let focused: HTMLElement | null = null
  const holdFocus = () => {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && element.contains(activeElement)) focused = activeElement
  }
  const put = () => {
    holdFocus()
    return element
  }
  const spec = {
    key: 'closing', // the same one for good: it is never drawn anew
    side: -1,
    stopEvent: () => true,
    ignoreSelection: true,
    destroy: holdFocus,
  }
  const placed = (doc: Node): Place => {
    const pos = beforeAppendix(doc)
    return pos === null ? OUTSIDE : { pos, drawn: DecorationSet.create(doc, [Decoration.widget(pos, put, spec)]) }
  }

  return new Plugin<Place>({
    key: closingKey,
    state: {
      init: (_, { doc }) => placed(doc),
      apply(tr, before) {
        if (!tr.docChanged) return before
        // Carried along while one writes; where that does not lead before the first appendix it is put there anew.
        const drawn = before.drawn.map(tr.mapping, tr.doc)
        const pos = beforeAppendix(tr.doc)
        return pos !== null && drawn.find(pos, pos).length === 1 ? { pos, drawn } : placed(tr.doc)
      },
    },
    props: {
      decorations: (state) => closingKey.getState(state)?.drawn,
      handleKeyDown: (view, event) => isTab(event) && tabBehind(view, element, event.shiftKey),
    },
    view(view) {
      const press = (event: MouseEvent) => {
        // A press between its fields would take the focus to the text, where the caret is elsewhere; press-blank.ts leads it.
        const isField = event.target instanceof Element && event.target.closest('textarea, select, button')
        if (!isField && view.editable && view.dom.contains(element)) event.preventDefault()
      }
      const key = (event: KeyboardEvent) => {
        if (isTab(event) && view.editable && tabWithin(view, element, event)) event.preventDefault()
      }
      element.addEventListener('mousedown', press)
      element.addEventListener('keydown', key)
      return {
        update({ state }) {
          if (closingPlace(state) === null && element.parentElement !== home) home?.append(element)
          if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true })
          focused = null
        },
        destroy() {
          element.removeEventListener('mousedown', press)
          element.removeEventListener('keydown', key)
          home?.append(element)
        },
      }
    },
  })
}

const isTab = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent) => key === 'Tab' && !ctrlKey && !altKey && !metaKey

/** Tab from an appendix goes on behind the text, Shift+Tab back into the closing part. */
function tabBehind({ state, editable, dom }: EditorView, element: HTMLElement, isBack: boolean): boolean {
  const pos = closingPlace(state)
  if (pos === null || !editable || state.selection.head < pos) return false
  if (isBack) {
    const last = controlsIn(element).at(-1)
    last?.focus()
    return last !== undefined
  }
  // For the one step that the browser takes now; where it leads nowhere the text keeps the focus.
  const open = () => (element.inert = false)
  element.inert = true
  dom.addEventListener('blur', open, { once: true })
  setTimeout(open)
  return false
}

/** From the first field back into the text above, from the last one on into the appendix: to the caret, when it is there. */
function tabWithin(view: EditorView, element: HTMLElement, { target, shiftKey }: KeyboardEvent): boolean {
  const { state } = view
  const pos = closingPlace(state)
  if (pos === null || controlsIn(element).at(shiftKey ? 0 : -1) !== target) return false
  const { head } = state.selection
  const isThere = shiftKey ? head < pos : head > pos
  view.focus()
  const tr = isThere ? state.tr : state.tr.setSelection(Selection.near(state.doc.resolve(pos), shiftKey ? -1 : 1))
  view.dispatch(tr.scrollIntoView())
  return true
}

const controlsIn = (element: HTMLElement) => [...element.querySelectorAll<HTMLElement>('textarea, select, button')]
