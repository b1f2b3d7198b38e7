/** "@" at the start of a word asks for the list of clauses. The sign itself is typed as ever: an address stays an address. */
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'

export const AtSign = Extension.create<{ onsign: () => void }>({
  name: 'atSign',
  addOptions: () => ({ onsign: () => {} }),
  addProseMirrorPlugins() {
    const { onsign } = this.options
    return [
      new Plugin({
        key: new PluginKey('at-sign'),
        props: {
          handleTextInput({ state, composing }, from, to, text) {
            if (text !== '@' || from !== to || composing) return false
            const $from = state.doc.resolve(from)
            const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\uFFFC').slice(-1)
            if (before === '' || /[\s(«"]/.test(before)) setTimeout(onsign)
            return false
          },
        },
      }),
    ]
  },
})
