/** What is said about a draft beside its text. */
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { bringThreads, editComment, openThread, reopenThread, reply, resolveThread } from './discuss.ts'
import type { Ground } from './ground.ts'
import { readThreads } from './read.ts'
import type { BroughtThread, NewThread, ThreadView } from './shapes.ts'

/** Reading needs `see`, everything else `comment`; throws `not_found`, `not_allowed`, `wrong_state`, `bad_input`. */
export interface Review {
  /** All of a draft, oldest first. */
  threads(person: Person, draftId: string): Promise<ThreadView[]>
  open(person: Person, input: NewThread): Promise<{ threadId: string }>
  /** With a new draft, in the transaction that makes it. */
  bring(tx: Transaction, person: Person, draftId: string, threads: readonly BroughtThread[]): Promise<void>
  /** Replying to a resolved thread opens it again. */
  reply(person: Person, input: { draftId: string; threadId: string; text: string }): Promise<{ commentId: string }>
  /** One's own only. */
  edit(person: Person, input: { draftId: string; commentId: string; text: string }): Promise<void>
  resolve(person: Person, input: { draftId: string; threadId: string }): Promise<void>
  reopen(person: Person, input: { draftId: string; threadId: string }): Promise<void>
}

export function createReview(ground: Ground): Review {
  return {
    threads: (person, draftId) => readThreads(ground, person, draftId),
    open: (person, input) => openThread(ground, person, input),
    bring: bringThreads,
    reply: (person, input) => reply(ground, person, input),
    edit: (person, input) => editComment(ground, person, input),
    resolve: (person, input) => resolveThread(ground, person, input),
    reopen: (person, input) => reopenThread(ground, person, input),
  }
}
