/** A draft in a list: where its line leads and how it is called before it has a subject. */
import { m } from '$lib/paraglide/messages'
import type { DraftState } from '../vocabulary.ts'

export const draftHref = (draft: { id: string; state: DraftState }): string =>
  draft.state === 'issued' ? `/documents/${draft.id}` : `/drafts/${draft.id}`

export const subjectOf = (subject: string): string => subject.trim() || m.work_no_subject()

/** A deadline is nobody's matter any more once a paper is issued, cancelled, or without its number. */
export function dueOf({ state, dueAt }: { state: DraftState; dueAt: Date | null }): Date | null {
  return state === 'issued' || state === 'cancelled' || state === 'voided' ? null : dueAt
}
