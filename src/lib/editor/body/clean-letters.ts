/**
 * Characters that nobody sees never get into the body, whether they are typed, pasted or dropped: they go in the same
 * step in which they come, before the shared text has them (the server refuses an update with one). An input method that
 * puts one into a syllable it is composing loses that syllable's frame, not its letters; none for Vietnamese does. Some
 * send a narrow blank for a moment and take it back with a key: blanks are left alone here, and told by the checker.
 * What old drafts hold already stays until its writer takes it out.
 */
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import { cleanNodes } from '../../document/cleaning.ts'
import { unseenIn } from '../../document/letters.ts'

export const CleanLetters = Extension.create({
  name: 'cleanLetters',
  addProseMirrorPlugins: () => [
    new Plugin({
      key: new PluginKey('clean-letters'),
      appendTransaction(transactions, _, { tr }) {
        for (const [from, to] of writtenHere(transactions))
          cleanNodes(tr, tr.mapping.map(from, -1), tr.mapping.map(to), unseenIn)
        return tr.docChanged ? tr : null
      },
    }),
  ],
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
