/** A draft in a list: where its line leads and how it is called before it has a subject. */
import { m } from '$lib/paraglide/messages'
import type { StateName } from './states.ts'

export const draftHref = (draft: { id: string; state: StateName }): string =>
  draft.state === 'issued' ? `/documents/${draft.id}` : `/drafts/${draft.id}`

export const subjectOf = (subject: string): string => subject.trim() || m.work_no_subject()
