/** Whether what a thread is about is still there, and what is said where it is not: its quote then tells what it was. */
import type { Editor } from '@tiptap/core'
import { m } from '$lib/paraglide/messages'
import { type Fields, TEXT_FIELDS } from '../../document/model.ts'
import { threadPassage } from '../core/passages.ts'
import type { SuggestionItem, ThreadItem } from '../types.ts'

interface Around {
  editor: Editor
  values: Fields
  suggestions: readonly SuggestionItem[]
}

/** Those of which it is gone, by id. */
export function orphansIn(threads: readonly ThreadItem[], around: Around): ReadonlyMap<string, string> {
  const told = new Map<string, string>()
  for (const thread of threads) {
    const words = orphanOf(thread, around)
    if (words !== null) told.set(thread.id, words)
  }
  return told
}

/** Null while it is there. */
function orphanOf(thread: ThreadItem, { editor, values, suggestions }: Around): string | null {
  const { field, suggestionId, anchor, quote } = thread
  if (field) return isInField(thread, values) ? null : m.review_field_changed()
  if (suggestionId) return ofSuggestion(suggestions.find(({ id }) => id === suggestionId))
  if (anchor) return threadPassage(editor, thread) ? null : m.review_passage_deleted()
  return quote ? m.review_passage_deleted() : null
}

/** What a list of choices shows is told by its label, which is not in the draft. */
function isInField({ field, quote }: ThreadItem, values: Fields): boolean {
  const name = TEXT_FIELDS.find((one) => one === field)
  if (name === undefined || quote === '') return true
  const plain = (text: string) => text.replace(/\s+/gu, ' ').trim()
  return plain(values[name]).includes(plain(quote))
}

function ofSuggestion(suggestion: SuggestionItem | undefined): string | null {
  switch (suggestion?.state) {
    case 'open':
      return null
    case 'accepted':
      return m.review_suggestion_accepted()
    case 'rejected':
      return m.review_suggestion_rejected()
    default:
      return m.review_suggestion_withdrawn()
  }
}
