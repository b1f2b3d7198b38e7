/**
 * "/" and the first letters of a name or of "ngày" offer what is meant. Only what is typed asks: not a caret that passes by,
 * nor a colleague's letters. The text itself is typed as ever, also while a syllable is composed, and stays when nothing is
 * picked.
 */
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { askedBy, LONGEST_ASKED } from './asked.ts'

export interface Asked {
  typed: string
  /** Where the sign stands, and the caret. */
  from: number
  to: number
}

/** What shows the offers and knows which is chosen. */
export interface Offering {
  /** Something is asked for, or no longer. */
  onasked: (asked: Asked | null) => void
  /** A key while something is asked for; true when it was meant for the list. */
  onkey: (key: string) => boolean
}

export const BySlash = Extension.create<{ offering: Offering }>({
  name: 'bySlash',
  priority: 1_000, // the keys of an open list are its own before they indent or break a line
  addOptions: () => ({ offering: { onasked: () => {}, onkey: () => false } }),
  addProseMirrorPlugins() {
    return [slashPlugin(this.options.offering)]
  },
})

const KEYS = new Set(['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape'])

function slashPlugin({ onasked, onkey }: Offering): Plugin {
  let asked: Asked | null = null
  /** Put aside with Escape, until it is something else that is asked for. */
  let refused: number | null = null
  const tell = (now: Asked | null) => {
    if (now === null && asked === null) return
    asked = now
    onasked(now)
  }
  return new Plugin({
    key: new PluginKey('by-slash'),
    view: () => ({
      update(view: EditorView, before: EditorState) {
        const now = view.editable && view.hasFocus() ? askedIn(view.state) : null
        if (now?.from !== refused) refused = null
        if (now === null || refused !== null) return tell(null)
        const isTyped = view.state.doc !== before.doc && askedIn(before)?.typed !== now.typed
        if (asked !== null || isTyped) tell(now)
      },
      destroy: () => tell(null),
    }),
    props: {
      handleKeyDown(view, event) {
        const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
        if (asked === null || !isPlain || !KEYS.has(event.key) || event.isComposing || view.composing) return false
        if (!onkey(event.key)) return false
        if (event.key === 'Escape') {
          refused = asked?.from ?? null
          tell(null)
        }
        return true
      },
      handleDOMEvents: {
        blur: () => {
          tell(null)
          return false
        },
      },
    },
  })
}

/** What the words before the caret ask for. */
export function askedIn({ selection }: EditorState): Asked | null {
  const { $from, empty } = selection
  if (!empty || !$from.parent.isTextblock) return null
  const start = Math.max(0, $from.parentOffset - LONGEST_ASKED - 2)
  const typed = askedBy($from.parent.textBetween(start, $from.parentOffset, undefined, '\uFFFC'))
  return typed === null ? null : { typed, from: $from.pos - typed.length - 1, to: $from.pos }
}
