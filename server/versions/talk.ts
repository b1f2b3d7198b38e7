/** What is being said about a draft, copied as it reads now: comments are edited, answered and settled later. */
import { and, asc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { SHOWN_FIELDS } from '../../src/lib/document/fields.ts'
import { toldOf } from '../../src/lib/document/suggest/words.ts'
import { AUDIENCES } from '../../src/lib/vocabulary.ts'
import type { Person } from '../access/person.ts'
import { mayReadThread } from '../access/talk.ts'
import type { Queryable } from '../database/connect.ts'
import { comments, suggestions, threads, users } from '../database/tables.ts'
import type { ThenSuggestion, ThenThread } from './shapes.ts'

const author = alias(users, 'author')
const resolver = alias(users, 'resolver')

/** All of it, whoever it is for: that is asked when it is read. */
export async function talkOf(tx: Queryable, draftId: string): Promise<StoredThread[]> {
  const rows = await tx
    .select({ thread: threads, resolver: resolver.name, comment: comments, author: author.name })
    .from(threads)
    .innerJoin(comments, eq(comments.threadId, threads.id))
    .innerJoin(author, eq(author.id, comments.authorId))
    .leftJoin(resolver, eq(resolver.id, threads.resolvedBy))
    .where(eq(threads.draftId, draftId))
    .orderBy(asc(threads.createdAt), asc(threads.id), asc(comments.seq))
  const talk = new Map<string, StoredThread>()
  for (const { thread, resolver, comment, author } of rows) {
    const { text, createdAt, editedAt, deletedAt, outsideAuthor } = comment
    const traces = { isEdited: editedAt !== null, isDeleted: deletedAt !== null }
    const said = { author: outsideAuthor ?? author, text, createdAt: createdAt.toISOString(), ...traces }
    const known = talk.get(thread.id)
    if (known) known.comments.push(said)
    else {
      const resolved = thread.resolvedAt && { at: thread.resolvedAt.toISOString(), by: resolver ?? '' }
      const { id, quote, field, suggestionId, audience, unitId, createdBy, createdAt } = thread
      const about = { quote, field, isOnSuggestion: suggestionId !== null }
      const facts = { audience, unitId, createdBy }
      talk.set(id, { id, ...about, ...facts, createdAt: createdAt.toISOString(), resolved, comments: [said] })
    }
  }
  return [...talk.values()]
}

/** So much of the words of one suggestion is kept with a version; the whole of it stands in its own record. */
const MOST_WORDS = 2_000

/** What is suggested and not decided, in words: it is changed, decided and taken back later. */
export async function suggestedIn(tx: Queryable, draftId: string): Promise<ThenSuggestion[]> {
  const rows = await tx
    .select({ suggestion: suggestions, author: author.name })
    .from(suggestions)
    .innerJoin(author, eq(author.id, suggestions.authorId))
    .where(and(eq(suggestions.draftId, draftId), eq(suggestions.state, 'open')))
    .orderBy(asc(suggestions.createdAt), asc(suggestions.id))
  return rows.map(({ suggestion, author }) => {
    const { id, changes, createdAt, outsideAuthor } = suggestion
    const { kind, was, put } = toldOf(changes)
    return {
      id,
      author: outsideAuthor ?? author,
      kind,
      was: short(was),
      put: short(put),
      createdAt: createdAt.toISOString(),
    }
  })
}

const short = (words: string) => words.slice(0, MOST_WORDS).toWellFormed()

/** Of those, the ones that were not settled and that everybody may see. */
export const countOpen = (talk: readonly StoredThread[]): number =>
  talk.filter(({ resolved, audience }) => !resolved && audience === 'all').length

const storedTalk = z.array(
  z.object({
    id: z.string(),
    quote: z.string(),
    createdAt: z.string(),
    resolved: z.object({ at: z.string(), by: z.string() }).nullable(),
    comments: z.array(
      z.object({
        author: z.string(),
        text: z.string(),
        createdAt: z.string(),
        isEdited: z.boolean(),
        isDeleted: z.boolean().default(false),
      }),
    ),
    // Versions from before these were kept: everything was for all then, and about words.
    field: z.enum(SHOWN_FIELDS).nullable().default(null),
    isOnSuggestion: z.boolean().default(false),
    audience: z.enum(AUDIENCES).default('all'),
    unitId: z.string().nullable().default(null),
    createdBy: z.string().default(''),
  }),
)
type StoredThread = z.infer<typeof storedTalk>[number]

const storedSuggestions = z.array(
  z.object({
    id: z.string(),
    author: z.string(),
    kind: z
      .enum(['put', 'gone', 'replaced', 'look', 'form', 'split', 'join', 'move', 'field', 'several'])
      .catch('several'),
    was: z.string(),
    put: z.string(),
    createdAt: z.string(),
  }),
)

/** As it was stored with a version, of that what is for this person. */
export function readTalk(stored: unknown, person: Person): ThenThread[] {
  return storedTalk
    .parse(stored)
    .filter((thread) => mayReadThread(person, thread))
    .map(({ unitId: _, createdBy: __, ...thread }) => thread)
}

/** Null in a version from before it was kept. */
export const readSuggested = (stored: unknown): ThenSuggestion[] | null => storedSuggestions.nullable().parse(stored)
