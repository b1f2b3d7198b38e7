import { and, asc, eq, inArray, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { AppError } from '../../src/lib/errors.ts'
import { readDraft } from '../access/facts.ts'
import { mayReadReview } from '../access/may.ts'
import { writerOf } from '../access/outside.ts'
import { acceptsOwn, mayAccept } from '../access/own-suggestions.ts'
import type { Person } from '../access/person.ts'
import { dayOf, onDay } from '../access/validity.ts'
import type { Queryable } from '../database/connect.ts'
import { suggestions, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { decidedLast } from './room.ts'
import type { SuggestionView } from './shapes.ts'

const author = alias(users, 'author')
const decider = alias(users, 'decider')

/** Those of a draft that are shown, oldest first: all open ones, and what was decided last; none for whoever only reads what was issued. */
export async function readSuggestions(ground: Ground, person: Person, draftId: string): Promise<SuggestionView[]> {
  const draft = await readDraft(ground.db, person, draftId)
  if (!mayReadReview(person, draft)) return []
  const isOwnAccepted = await acceptsOwn(ground.db, person)
  const rows = await ground.db
    .select({
      suggestion: suggestions,
      own: {
        id: author.id,
        name: author.name,
        position: onDay(author.position, author.id, dayOf(suggestions.createdAt)),
      },
      decider: { id: decider.id, name: decider.name },
    })
    .from(suggestions)
    .innerJoin(author, eq(author.id, suggestions.authorId))
    .leftJoin(decider, eq(decider.id, suggestions.decidedBy))
    .where(
      or(
        and(eq(suggestions.draftId, draft.id), eq(suggestions.state, 'open')),
        inArray(suggestions.id, decidedLast(ground.db, draft.id)),
      ),
    )
    .orderBy(asc(suggestions.createdAt), asc(suggestions.id))
  return rows.map(({ suggestion, own, decider }) => {
    const { id, client, changes, revision, createdAt, reason, state, decidedAt, reply, outsideAuthor } = suggestion
    const isMine = outsideAuthor === null && own.id === person.id
    const decided = decidedAt && decider ? { at: decidedAt, by: decider, reply } : null
    const author = writerOf(own, outsideAuthor)
    return {
      ...{ id, author, isMine, client, changes, revision, createdAt, reason, state, decided },
      needsAnother: !mayAccept(person, suggestion, isOwnAccepted),
    }
  })
}

/** What is approved is what everybody sees: nothing may be left to decide. Throws `open_suggestions {count}`. */
export async function needNoneOpen(db: Queryable, draftId: string): Promise<void> {
  const count = await db.$count(suggestions, and(eq(suggestions.draftId, draftId), eq(suggestions.state, 'open')))
  if (count > 0) throw new AppError('open_suggestions', { count })
}
