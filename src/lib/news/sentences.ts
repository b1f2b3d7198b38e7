/** What a line of news says, in the decree's verbs. */
import { m } from '$lib/paraglide/messages'
import { formatDate } from '../ui/dates.ts'
import type { NewsAct, NewsDue, NewsEnds, NewsEvent, NewsSuggest, NewsTalk } from '../vocabulary.ts'

export interface Said {
  event: NewsEvent
  count: number
  actor: string | null
  others: number
  /** What ends, and when. */
  about?: string
  dueAt?: Date | null
}

const ACTS: Record<NewsAct, (name: { name: string }) => string> = {
  sent: m.news_sent,
  passed: m.news_passed,
  withdrawn: m.news_withdrawn,
  returned: m.news_returned,
  approved: m.news_approved,
  signed: m.news_signed,
  sealed: m.news_sealed,
  issued: m.news_issued,
  cancelled: m.news_cancelled,
  voided: m.news_voided,
  restarted: m.news_restarted,
  invited: m.news_invited,
  consulted: m.news_consulted,
}

const isDue = (event: NewsEvent): event is NewsDue => event === 'due_soon' || event === 'overdue'
const isTalk = (event: NewsEvent): event is NewsTalk =>
  event === 'comment' || event === 'answer' || event === 'resolved' || event === 'mentioned'

const SUGGESTED: Record<NewsSuggest, (names: { names: string }) => string> = {
  suggested: m.news_suggested,
  accepted: m.news_accepted,
  rejected: m.news_rejected,
  reopened: m.news_reopened,
}
const isSuggest = (event: NewsEvent): event is NewsSuggest => Object.hasOwn(SUGGESTED, event)

const ENDS: Record<NewsEnds, (given: { about: string; date: string }) => string> = {
  key_ends: m.news_key_ends,
  seal_ends: m.news_seal_ends,
  authority_ends: m.news_authority_ends,
  stamper_ends: m.news_stamper_ends,
  number_late: m.news_number_late,
}
export const isEnds = (event: NewsEvent): event is NewsEnds => Object.hasOwn(ENDS, event)

/** "Nguyễn Văn An và 2 người khác đã góp ý (5)". */
export function sentence({ event, count, actor, others, about = '', dueAt = null }: Said): string {
  if (isEnds(event)) return ENDS[event]({ about, date: dueAt ? formatDate(dueAt) : '' })
  if (isDue(event)) return event === 'overdue' ? m.news_overdue() : m.news_due_soon()
  const name = actor ?? m.news_somebody()
  const names = others > 0 ? m.news_and_others({ name, count: others }) : name
  if (isSuggest(event)) return count > 1 ? m.news_suggestions({ names, count }) : SUGGESTED[event]({ names })
  if (!isTalk(event)) return ACTS[event]({ name })
  if (event === 'mentioned') return count > 1 ? m.news_mentions({ names, count }) : m.news_mentioned({ names })
  if (count > 1) return m.news_talk({ names, count })
  if (event === 'comment') return m.news_comment({ names })
  return event === 'answer' ? m.news_answer({ names }) : m.news_resolved({ names })
}
