/**
 * Where a step of undo ends in the text. Left to itself Yjs joins whatever comes within half a second of each other, so
 * that who types without a pause has one step for a page; and y-tiptap ends the step at the first sign of life of the
 * editor behind a colleague's letter, so that next to somebody who types each letter is a step.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from '@tiptap/pm/state'
import { ReplaceStep } from '@tiptap/pm/transform'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { isFromElsewhere } from '../../document/tables.ts'
import { beginRun, type Edit, goOn, type Run } from '../core/typing-run.ts'
import { endUndoStep } from '../core/undo.ts'

interface Steps {
  /** Grows with each step that begins. */
  count: number
  /** What is being typed; null after anything else. */
  run: Run | null
}

const stepsKey = new PluginKey<Steps>('undo-steps')

export const UndoSteps = Extension.create({
  name: 'undoSteps',
  priority: 2_000, // before y-tiptap, which writes what was done into the step that is open
  addProseMirrorPlugins: () => [undoSteps()],
})

export function undoSteps(): Plugin<Steps> {
  return new Plugin<Steps>({
    key: stepsKey,
    state: { init: () => ({ count: 0, run: null }), apply: follow },
    appendTransaction: (transactions, before, after) =>
      transactions.some(isReplayed) ? toWhatChanged(before, after) : null,
    view: () => ({ update: ({ state }, before) => endStepBetween(before, state) }),
  })
}

/** Where a step begins between two states, the one before it is over: told before y-tiptap writes what was done. */
export function endStepBetween(before: EditorState, after: EditorState): void {
  if (stepsKey.getState(before)?.count !== stepsKey.getState(after)?.count) endUndoStep(after)
}

function follow(tr: Transaction, steps: Steps, before: EditorState): Steps {
  // What others do, and what the editor adds to a person's act or does by itself, neither begins nor ends a step.
  if (isFromElsewhere(tr)) return isReplayed(tr) ? { ...steps, run: null } : steps
  if (tr.getMeta('appendedTransaction') || tr.getMeta('addToHistory') === false) return steps
  if (!tr.docChanged) {
    const isMoved = tr.selectionSet && !tr.selection.eq(before.selection)
    return isMoved && steps.run ? { ...steps, run: { ...steps.run, isLeft: true } } : steps
  }
  const edit = typedIn(tr, before)
  const run = edit && goOn(steps.run, edit)
  return run ? { ...steps, run } : { count: steps.count + 1, run: edit ? beginRun(edit) : typedOver(tr, before) }
}

/** The chosen words gave way to what is being typed over them, which belongs to the same step; null for every other act. */
function typedOver(tr: Transaction, { selection }: EditorState): Run | null {
  const [step] = tr.steps
  if (tr.steps.length !== 1 || !(step instanceof ReplaceStep) || tr.getMeta('uiEvent') !== undefined) return null
  if (selection.empty || !tr.selection.empty || step.from !== selection.from || step.to !== selection.to) return null
  const { content, openStart, openEnd } = step.slice
  if (openStart > 0 || openEnd > 0 || !content.content.every(isText)) return null
  const composition: unknown = tr.getMeta('composition')
  return {
    typed: content.size,
    erased: null,
    at: tr.time,
    composition: typeof composition === 'number' ? composition : null,
    isLeft: false,
  }
}

/** Undone, or done again: what is typed next is a step of its own. */
export function isReplayed(tr: Transaction): boolean {
  const meta: unknown = tr.getMeta(ySyncPluginKey)
  return typeof meta === 'object' && meta !== null && 'isUndoRedoOperation' in meta && meta.isUndoRedoOperation === true
}

/** The caret goes behind what was undone or done again, where one goes on, as in Word; y-tiptap leaves it in front. */
function toWhatChanged(before: EditorState, { doc, tr }: EditorState): Transaction | null {
  const start = before.doc.content.findDiffStart(doc.content)
  const ends = before.doc.content.findDiffEnd(doc.content)
  if (start === null || !ends) return null
  // In "nn" that becomes "nnn" both ends run over the same letters.
  const end = ends.b + Math.max(0, start - Math.min(ends.a, ends.b))
  return tr
    .setSelection(TextSelection.near(doc.resolve(end), -1))
    .setMeta(ySyncPluginKey, { isChangeOrigin: true })
    .setMeta('addToHistory', false)
    .scrollIntoView()
}

/** Letters put in, taken away or put in the place of others at the caret; null for every other act. */
function typedIn(tr: Transaction, before: EditorState): Edit | null {
  const [step] = tr.steps
  if (tr.steps.length !== 1 || !(step instanceof ReplaceStep) || tr.getMeta('uiEvent') !== undefined) return null
  const { from, to, slice } = step
  const letters = slice.content
  if (slice.openStart > 0 || slice.openEnd > 0 || !letters.content.every(isText)) return null
  const [$from, $to] = [before.doc.resolve(from), before.doc.resolve(to)]
  if (!$from.sameParent($to) || !$from.parent.isTextblock) return null
  const { selection } = before
  const composition: unknown = tr.getMeta('composition')
  const isComposed = typeof composition === 'number'
  if (!isComposed && !selection.empty) return null
  if (!isComposed && (selection.head < from || selection.head > to)) return null
  const words = $from.parent.textBetween($from.parentOffset, $to.parentOffset, undefined, '\uFFFC')
  return {
    removed: words,
    inserted: letters.textBetween(0, letters.size),
    before: $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, undefined, '\uFFFC'),
    side: from < selection.head || isComposed ? 'before' : 'behind',
    at: tr.time,
    composition: isComposed ? composition : null,
  }
}

const isText = (node: Node) => node.isText
