/** Sums and sorting from the menu: done as one step of undo, or refused with a sentence that says what stands in the way. */
import type { Editor } from '@tiptap/core'
import { m } from '$lib/paraglide/messages'
import { toasts } from '../../ui/toasts.svelte.ts'
import { runStep } from '../core/step.ts'
import { sortRows } from './table-sort.ts'
import { sumCells } from './table-sum.ts'

const LONGEST_WORDS = 40

export function writeSum({ view }: Editor, from: 'above' | 'left'): void {
  const done = sumCells(view.state, from)
  if (!done) return
  if (done.is === 'refused') {
    const { words } = done
    if (words === null) toasts.show(from === 'above' ? m.table_sum_none_above() : m.table_sum_none_left())
    else toasts.show(m.table_sum_no_number({ words: shortened(words) }))
    return
  }
  const { tr, cells, sum } = done
  const isDone = runStep(view, (_, dispatch) => {
    dispatch?.(tr)
    return true
  })
  if (isDone) toasts.show(m.table_summed({ cells, sum }))
}

export function sortTable({ view }: Editor, way: 'up' | 'down'): void {
  const done = sortRows(view.state, way)
  if (!done) return
  if (done.is === 'refused') {
    toasts.show(done.why === 'merged' ? m.table_sort_merged() : m.table_sort_few())
    return
  }
  runStep(view, (_, dispatch) => {
    dispatch?.(done.tr)
    return true
  })
}

const shortened = (words: string) => (words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words)
