/** What goes into and comes out of the verbs of this room. */
import type { DraftState, InvitedPart, MoveAct, NewsEnds, NewsEvent, NewsTopic } from '../../src/lib/vocabulary.ts'

/** What happened to a draft, as the room that did it tells it. */
export type Happening =
  /** Before and after: in whose hands it was and is. */
  | { is: 'move'; draftId: string; act: MoveAct; holderBefore: string | null; holderId: string | null }
  /** A new draft goes on from the text of one whose number was cancelled. */
  | { is: 'restart'; draftId: string; ownerId: string }
  | { is: 'invite'; draftId: string; userId: string; as: InvitedPart }
  /** `mentioned`: who is spoken to in it (@); of words that were put right, only those who were not before. */
  | { is: 'comment' | 'answer' | 'mention'; draftId: string; threadId: string; mentioned: readonly string[] }
  | { is: 'resolve'; draftId: string; threadId: string }
  | { is: 'suggest'; draftId: string; suggestionId: string }
  /** `of`: whose suggestions, and one of theirs. */
  | { is: 'decide'; draftId: string; how: 'accept' | 'reject' | 'reopen'; of: ReadonlyMap<string, string> }

/** One line of the list: all news of one topic on one draft that is unread, or that was read in one go. */
export interface NewsLine {
  /** Of its newest event; names the line, and its place in the list. */
  id: number
  topic: NewsTopic
  /** The newest of them. */
  event: NewsEvent
  count: number
  /** Who did the newest; null where the calendar did. */
  actor: string | null
  /** How many others took part in the line. */
  others: number
  at: Date
  isRead: boolean
  threadId: string | null
  suggestionId: string | null
  dueAt: Date | null
  /** What ends, as it is called; "" of a draft's news. */
  about: string
  /** Null of what ends by itself. */
  draft: { id: string; kind: string; subject: string; state: DraftState; numberLine: string | null } | null
}

/** Something that ends by itself, and who is to know. */
export interface Warning {
  event: NewsEnds
  about: string
  endsAt: Date
  /** Which warning: of each, a person is told once. */
  mark: string
  personIds: readonly string[]
}

export interface NewsPage {
  /** The newest first. */
  lines: NewsLine[]
  /** What to ask for next; null at the end. */
  before: number | null
}
