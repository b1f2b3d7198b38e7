/** What is said about a draft beside its text. */
import type { z } from 'zod'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { bringThreads, deleteComment, editComment, openThread, reply } from './discuss.ts'
import type { Ground } from './ground.ts'
import { type marking, markThreads } from './mark.ts'
import { readMarks, readThreads } from './read.ts'
import { type choosing, reopenThread, resolveThread } from './settle.ts'
import type { BroughtThread, deleting, editing, NewThread, replying, ThreadView } from './shapes.ts'

/**
 * Reading needs `see` and a part in the draft, settling `resolve`, everything else `comment`; throws `not_found`,
 * `not_allowed`, `wrong_state`, `bad_input`. A thread for one unit or for oneself is not there for anybody else.
 */
export interface Review {
  /** All of a draft that are for this person, oldest first. */
  threads(person: Person, draftId: string): Promise<ThreadView[]>
  /** How far this person has read, by thread. */
  marks(person: Person, draftId: string): Promise<Record<string, number>>
  mark(person: Person, input: z.input<typeof marking>): Promise<void>
  /** Throws `suggestion_withdrawn`, `mention_unreadable`, `no_unit`. */
  open(person: Person, input: NewThread): Promise<{ threadId: string }>
  /** With a new draft, in the transaction that makes it. */
  bring(tx: Transaction, person: Person, draftId: string, threads: readonly BroughtThread[]): Promise<void>
  /** Replying to a resolved thread opens it again. */
  reply(person: Person, input: z.input<typeof replying>): Promise<{ commentId: string }>
  /** One's own only. */
  edit(person: Person, input: z.input<typeof editing>): Promise<void>
  delete(person: Person, input: z.input<typeof deleting>): Promise<void>
  resolve(person: Person, input: z.input<typeof choosing>): Promise<void>
  reopen(person: Person, input: z.input<typeof choosing>): Promise<void>
}

export function createReview(ground: Ground): Review {
  return {
    threads: (person, draftId) => readThreads(ground, person, draftId),
    marks: (person, draftId) => readMarks(ground, person, draftId),
    mark: (person, input) => markThreads(ground, person, input),
    open: (person, input) => openThread(ground, person, input),
    bring: bringThreads,
    reply: (person, input) => reply(ground, person, input),
    edit: (person, input) => editComment(ground, person, input),
    delete: (person, input) => deleteComment(ground, person, input),
    resolve: (person, input) => resolveThread(ground, person, input),
    reopen: (person, input) => reopenThread(ground, person, input),
  }
}
