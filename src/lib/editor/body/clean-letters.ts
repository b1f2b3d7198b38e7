/**
 * Characters that nobody sees never get into the body, whether they are typed, pasted or dropped: they go in the same
 * step in which they come, before the shared text has them (the server refuses an update with one). Only what an input
 * method puts into what it is composing waits until that has ended, for a change there would double its letters. Some
 * methods send a narrow blank for a moment and take it back with a key: blanks are left alone here, and told by the
 * checker. What old drafts hold already stays until its writer takes it out.
 */
import { Extension } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { cleanNodes } from '../../document/cleaning.ts'
import { NEVER_WRITTEN, type Passage, unseenIn } from '../../document/letters.ts'

/** The last letters of a composition come up to this long after its end (composing.ts). */
const SETTLE_MS = 100

export const CleanLetters = Extension.create({
  name: 'cleanLetters',
  addProseMirrorPlugins() {
    const { editor } = this
    let waits = false

    /** While something is composed: what must go at once. */
    const urgentIn = (text: string): Passage[] => {
      const found = unseenIn(text)
      const urgent = found.filter((passage) => NEVER_WRITTEN.test(passage.text))
      waits ||= urgent.length < found.length
      return urgent
    }

    function afterComposing(view: EditorView): void {
      if (!waits || view.isDestroyed || view.composing) return
      waits = false
      const tr = cleanNodes(view.state.tr, 0, view.state.doc.content.size, unseenIn)
      if (tr.docChanged) view.dispatch(tr)
    }

    return [
      new Plugin({
        key: new PluginKey('clean-letters'),
        appendTransaction(transactions, _, { tr }) {
          const find = editor.view.composing ? urgentIn : unseenIn
          for (const [from, to] of writtenHere(transactions))
            cleanNodes(tr, tr.mapping.map(from, -1), tr.mapping.map(to), find)
          return tr.docChanged ? tr : null
        },
        props: {
          handleDOMEvents: {
            compositionend(view) {
              setTimeout(() => afterComposing(view), SETTLE_MS)
              return false
            },
          },
        },
      }),
    ]
  },
})

/** Ranges of the newest document that these transactions wrote, without what came from the shared text. */
function writtenHere(transactions: readonly Transaction[]): [number, number][] {
  let ranges: [number, number][] = []
  for (const transaction of transactions) {
    for (const map of transaction.mapping.maps) {
      ranges = ranges.map(([from, to]) => [map.map(from, -1), map.map(to, 1)])
      if (isChangeOrigin(transaction)) continue
      map.forEach((_start, _end, from, to) => ranges.push([from, to]))
    }
  }
  return ranges
}
