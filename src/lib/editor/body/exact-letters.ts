/**
 * Of "aaa" the letter that was deleted is the one that goes. y-tiptap compares the words before and after, and takes the last
 * that fits: a comment or a suggestion about the other one would lose its words. Here the letters are changed where the person
 * changed them, before y-tiptap looks; it then finds nothing left to do.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { ReplaceStep } from '@tiptap/pm/transform'
import { type ProsemirrorBinding, ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { isFromElsewhere } from '../../document/tables.ts'

/** One change of letters within a line, as it was made. */
interface Edit {
  before: Node
  after: Node
  step: ReplaceStep
}

const editKey = new PluginKey<Edit | null>('exact-letters')

export const ExactLetters = Extension.create({
  name: 'exactLetters',
  priority: 1_500, // behind the steps of undo, before y-tiptap
  addProseMirrorPlugins: () => [
    new Plugin<Edit | null>({
      key: editKey,
      state: {
        init: () => null,
        apply(tr, edit) {
          if (!tr.docChanged) return edit
          const [step, ...more] = tr.steps
          const isOne = step instanceof ReplaceStep && more.length === 0 && !isFromElsewhere(tr)
          return isOne ? { before: tr.before, after: tr.doc, step } : null
        },
      },
      view: () => ({
        update({ state }, { doc }) {
          const edit = editKey.getState(state)
          if (!edit || edit.before !== doc || edit.after !== state.doc) return
          const sync: Sync | undefined = ySyncPluginKey.getState(state)
          const { binding } = sync ?? {}
          if (!binding) return
          binding.mux(() => {
            binding.doc.transact((tr) => {
              tr.meta.set('addToHistory', sync?.addToHistory)
              writeExactly(binding.type, edit.before, edit.step)
            }, ySyncPluginKey)
          })
        },
      }),
    }),
  ],
})

interface Sync {
  binding?: ProsemirrorBinding | null
  addToHistory?: boolean
}

/** False, and nothing is done, for what y-tiptap does as well: more than letters of one line, or letters that stand once. */
export function writeExactly(body: Y.XmlFragment, before: Node, { from, to, slice }: ReplaceStep): boolean {
  const start = before.resolve(from)
  const { content, openStart, openEnd } = slice
  const isPlain =
    openStart === 0 && openEnd === 0 && content.content.every(({ isText, marks }) => isText && marks.length === 0)
  if (!isPlain || !start.parent.isTextblock || to > start.end()) return false
  const put = content.textBetween(0, content.size)
  const found = textAt(body, before, from)
  if (!found) return false
  const { text, index } = found
  const length = to - from
  const words = letters(text)
  // A mark or an inline node, or letters that no other could be taken for.
  if (words === null || index + length > words.length || !isDoubtful(words, index, length, put)) return false
  text.delete(index, length)
  if (put !== '') text.insert(index, put)
  return true
}

/** The same words come out when letters beside these go: those that y-tiptap would take stand elsewhere. */
function isDoubtful(words: string, index: number, length: number, put: string): boolean {
  const now = words.slice(0, index) + put + words.slice(index + length)
  let same = 0
  while (same < now.length && same < words.length && now[same] === words[same]) same++
  return same > index
}

/** Its letters, where they have no marks. */
function letters(text: Y.XmlText): string | null {
  let words = ''
  for (let item = text._start; item; item = item.right) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentString) words += item.content.str
    else return null
  }
  return words
}

/** The text in which a place stands, as y-tiptap keeps a document: block by block, an inline node as an element. */
function textAt(body: Y.XmlFragment, doc: Node, pos: number): { text: Y.XmlText; index: number } | null {
  const place = doc.resolve(pos)
  let at: Y.XmlFragment = body
  for (let depth = 0; depth < place.depth; depth++) {
    const child: unknown = at.get(place.index(depth))
    if (!(child instanceof Y.XmlElement)) return null
    at = child
  }
  let left = place.parentOffset
  for (const child of at.toArray()) {
    const size = child instanceof Y.XmlText ? child.length : 1
    if (child instanceof Y.XmlText && left < size) return { text: child, index: left }
    left -= size
  }
  return null
}
