/**
 * Keeps one's own caret at its letter while others write in the same clause. y-tiptap 3.0.9 takes any change of the
 * clause's words for a moved block, finds the block again by its attributes, and puts the caret back at its old offset:
 * each letter that a colleague types in front of it moves it one letter back, into the middle of the word being typed.
 * The relative position it had noted is right; here it is used.
 *
 * And on a page that a colleague has emptied there is no place for a caret: everything counts as selected, and stays so
 * when text comes back, so that one's next letter would replace it all. Only who chose everything has chosen it.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import {
  AllSelection,
  type EditorState,
  Plugin,
  PluginKey,
  Selection,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state'
import { type ProsemirrorBinding, relativePositionToAbsolutePosition, ySyncPluginKey } from '@tiptap/y-tiptap'
import { isFromElsewhere } from '../../document/tables.ts'
import { isReplayed } from './undo-steps.ts'

/** Whether the person has selected everything. */
const hasChosenAll = new PluginKey<boolean>('exact-caret')

export const ExactCaret = Extension.create({
  name: 'exactCaret',
  addProseMirrorPlugins: () => [
    new Plugin<boolean>({
      key: hasChosenAll,
      state: {
        init: () => false,
        apply(tr, chosen) {
          if (!(tr.selection instanceof AllSelection)) return false
          if (isFromElsewhere(tr)) return chosen
          return tr.selectionSet || (chosen && !tr.docChanged)
        },
      },
      appendTransaction: (transactions, before, after) =>
        transactions.some((tr) => tr.docChanged && isFromElsewhere(tr) && !isReplayed(tr))
          ? correct(before, after)
          : null,
    }),
  ],
})

function correct(before: EditorState, after: EditorState): Transaction | null {
  if (after.selection instanceof AllSelection) return hasChosenAll.getState(after) ? null : collapse(after)
  const sync: { binding?: ProsemirrorBinding | null } | undefined = ySyncPluginKey.getState(after)
  const noted = sync?.binding?.beforeTransactionSelection
  if (!sync?.binding || !noted || noted.type !== 'text') return null
  const { doc, type, mapping } = sync.binding
  const anchor = relativePositionToAbsolutePosition(doc, type, noted.anchor, mapping)
  const head = relativePositionToAbsolutePosition(doc, type, noted.head, mapping)
  if (anchor === null || head === null) return null
  const { selection } = before
  if (!isSameBlock(before.doc, selection.anchor, after.doc, anchor)) return null
  if (!isSameBlock(before.doc, selection.head, after.doc, head)) return null
  if (after.selection.anchor === anchor && after.selection.head === head) return null
  return select(after, TextSelection.create(after.doc, anchor, head))
}

/** To the first place where one can write; none while the page is empty. */
function collapse(state: EditorState): Transaction | null {
  const start = Selection.atStart(state.doc)
  return start instanceof AllSelection ? null : select(state, start)
}

function select({ tr }: EditorState, selection: Selection): Transaction {
  return tr.setSelection(selection).setMeta(ySyncPluginKey, { isChangeOrigin: true }).setMeta('addToHistory', false)
}

/** Where a block really was moved, y-tiptap's own search is the better guess. */
function isSameBlock(before: Node, at: number, after: Node, now: number): boolean {
  if (now > after.content.size) return false
  const [$before, $after] = [before.resolve(at), after.resolve(now)]
  if (!$after.parent.isTextblock || $before.parent.type !== $after.parent.type) return false
  if ($before.parentOffset > 0 && $after.parentOffset === 0) return false
  return $before.parent.attrs.id === $after.parent.attrs.id
}
