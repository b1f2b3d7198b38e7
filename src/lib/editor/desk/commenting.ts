/** Between the selected passage on the page and the threads in the margin. */
import type { Editor } from '@tiptap/core'
import type { Transaction } from '@tiptap/pm/state'
import { anchorSelection, type Highlight, highlightsKey } from '../core/highlights.ts'
import { DRAFTED, fieldElement, lineTop, threadPassage } from '../core/passages.ts'
import type { SpokenField } from '../core/spoken-field.ts'
import type { Passage, Threads } from '../margin/threads.svelte.ts'
import type { ThreadItem } from '../types.ts'

/** Try again this much later while an input method is at work. */
const LATER_MS = 150

/** Begins a thread about the selected words; false when none are selected. */
export function commentOnSelection(editor: Editor, threads: Threads): boolean {
  const passage = anchorSelection(editor.state)
  if (!passage) return false
  threads.drafted = passage
  threads.active = null
  return true
}

/** Begins a thread about a field of the page, or the words chosen in it. */
export function commentOnField(field: SpokenField, threads: Threads): void {
  threads.drafted = { anchor: null, ...field }
  threads.active = null
}

/** Height on the page at which the selection can be commented on, px from the top of `sheet`; null without one. */
export function selectionTop(editor: Editor, sheet: HTMLElement): number | null {
  const { empty, head } = editor.state.selection
  return empty ? null : lineTop(editor, head, sheet)
}

/** Opens a thread where its passage stands: what the address asked for. */
export function showThread(editor: Editor, threads: Threads, id: string): void {
  const thread = threads.list.find((one) => one.id === id)
  if (!thread) return
  threads.active = id
  if (thread.field) {
    const field = fieldElement(editor.view.dom.closest<HTMLElement>('.paper') ?? document.body, thread.field)
    return field?.scrollIntoView({ block: 'center' })
  }
  const passage = threadPassage(editor, thread)
  const { node } = editor.view.domAtPos(passage?.from ?? 0)
  const element = node instanceof HTMLElement ? node : node.parentElement
  if (passage) element?.scrollIntoView({ block: 'center' })
}

/** Tells when passages stand elsewhere though no letter has changed: found again, or told by a colleague. Returns what ends it. */
export function onPassages(editor: Editor, act: () => void): () => void {
  const hear = ({ transaction }: { transaction: Transaction }) => {
    if (transaction.getMeta(highlightsKey) !== undefined) act()
  }
  editor.on('transaction', hear)
  return () => editor.off('transaction', hear)
}

/** Draws the passages that are spoken about. Changes no text; waits while a syllable is being composed. */
export function showHighlights(
  editor: Editor,
  threads: readonly ThreadItem[],
  drafted: Passage | null,
  active: string | null,
): void {
  if (editor.isDestroyed) return
  if (editor.view.composing) {
    setTimeout(() => showHighlights(editor, threads, drafted, active), LATER_MS)
    return
  }
  // Of what is said about a suggestion only the place is followed: the suggestion itself is drawn.
  const wanted: Highlight[] = threads.flatMap(({ id, anchor, quote, resolved, suggestionId }) =>
    anchor ? [{ id, anchor, quote, kind: 'thread', isShown: !suggestionId && (!resolved || id === active) }] : [],
  )
  if (drafted?.anchor && !drafted.suggestionId)
    wanted.push({ id: DRAFTED, anchor: drafted.anchor, quote: drafted.quote, kind: 'draft', isShown: true })
  const before = highlightsKey.getState(editor.state)
  if (before && before.active === active && sameHighlights(before.wanted, wanted)) return
  editor.view.dispatch(editor.state.tr.setMeta(highlightsKey, { wanted, active }).setMeta('addToHistory', false))
}

function sameHighlights(before: readonly Highlight[], after: readonly Highlight[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ id, anchor, kind, isShown }, at) => {
      const other = after[at]
      return other?.id === id && other.kind === kind && other.anchor === anchor && other.isShown === isShown
    })
  )
}
