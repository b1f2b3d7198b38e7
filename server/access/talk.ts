/** Who may know of what is said about a draft, and who may change it. On top of `mayReadReview`, which comes first. */
import { and, eq, or, type SQL } from 'drizzle-orm'
import { AppError } from '../../src/lib/errors.ts'
import type { Audience } from '../../src/lib/vocabulary.ts'
import { threads } from '../database/tables.ts'
import type { Person } from './person.ts'

/** A thread as rights see it. */
export interface ThreadFacts {
  audience: Audience
  /** Whose people; only where the audience is a unit. */
  unitId: string | null
  createdBy: string
}

/** Whoever moves to another unit keeps what they began themselves. */
export function mayReadThread(person: Pick<Person, 'id' | 'unitId'>, thread: ThreadFacts): boolean {
  if (thread.createdBy === person.id) return true
  switch (thread.audience) {
    case 'all':
      return true
    case 'unit':
      return person.unitId !== null && person.unitId === thread.unitId
    case 'private':
      return false
  }
}

/** The same as a condition on `threads`. */
export function readableThreads({ id, unitId }: Person): SQL | undefined {
  return or(
    eq(threads.audience, 'all'),
    eq(threads.createdBy, id),
    unitId === null ? undefined : and(eq(threads.audience, 'unit'), eq(threads.unitId, unitId)),
  )
}

/** The unit a new thread is kept within. Throws `no_unit` for who belongs to none. */
export function unitOf({ unitId }: Person, audience: Audience): string | null {
  if (audience !== 'unit') return null
  if (unitId === null) throw new AppError('no_unit')
  return unitId
}

interface CommentFacts {
  authorId: string
  outsideAuthor: string | null
  deletedAt: Date | null
}

/** One's own words alone are one's own to change; what was deleted stays so. Throws `not_allowed`, `comment_deleted`. */
export function needOwnComment(person: Person, comment: CommentFacts): void {
  if (comment.authorId !== person.id || comment.outsideAuthor !== null)
    throw new AppError('not_allowed', { action: 'edit' })
  if (comment.deletedAt) throw new AppError('comment_deleted')
}
