/** How many words the body has, counted as Word counts: what stands between blanks and holds a letter or a digit. */
import type { Node } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'
import { numbersKey } from '../core/numbering.ts'

const PARTS = /\S+/gu
const WRITTEN = /[\p{L}\p{N}]/u

const known = new WeakMap<Node, number>()

/** `selected` is null when nothing is selected. Numbers of clauses are not counted, references are. */
export function wordCount(state: EditorState): { all: number; selected: number | null } {
  const cites = numbersKey.getState(state)?.cites
  const leafText = (leaf: Node) =>
    leaf.type.name === 'reference' ? (cites?.().get(String(leaf.attrs.target)) ?? ' ') : ' '
  const count = (node: Node, from: number, to: number) => {
    // "\u2028" parts the lines of a table's cells; between words of one line nothing is put.
    const parts = node.textBetween(from, to, '\u2028', leafText).match(PARTS) ?? []
    return parts.filter((part) => WRITTEN.test(part)).length
  }
  let all = 0
  state.doc.forEach((block) => {
    const words = known.get(block) ?? count(block, 0, block.content.size)
    known.set(block, words)
    all += words
  })
  const { from, to, empty } = state.selection
  return { all, selected: empty ? null : count(state.doc, from, to) }
}
