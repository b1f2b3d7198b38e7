/** Every decision on a suggestion, for good: who, when, the words before and after, and what was said with it. */
import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { fold } from '../../src/lib/document/fold.ts'
import type { Change } from '../../src/lib/document/suggest/shapes.ts'
import { toldOf } from '../../src/lib/document/suggest/words.ts'
import type { SuggestionDecision } from '../../src/lib/vocabulary.ts'
import { optionalLine, parse } from '../access/border.ts'
import { readDraft } from '../access/facts.ts'
import { mayReadReview } from '../access/may.ts'
import { writerOf } from '../access/outside.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { suggestionDecisions, suggestions, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { DecisionPage, DecisionView } from './shapes.ts'

/** Who wants to read more of a chapter that went reads it in a version of the draft. */
const MOST_WORDS = 20_000
/** Of all decisions of one draft: some thousand pages. From then on only the first words of each are kept. */
const MOST_BYTES = 16 * 1024 * 1024
const FIRST_WORDS = 200

interface Made {
  rows: readonly { id: string; draftId: string; changes: Change[] }[]
  how: SuggestionDecision
  reply?: string
}

/** In the transaction of the decision, before it is recorded. */
export async function keepDecisions(tx: Transaction, person: Person, { rows, how, reply = '' }: Made): Promise<void> {
  const [first] = rows
  if (!first) return
  let left = MOST_BYTES - (await bytesKept(tx, first.draftId))
  await tx.insert(suggestionDecisions).values(
    rows.map(({ id, draftId, changes }) => {
      const most = left > 0 ? MOST_WORDS : FIRST_WORDS
      const kept = (words: string) => words.slice(0, most).toWellFormed()
      const told = toldOf(changes)
      const [was, put] = [kept(told.was), kept(told.put)] as const
      left -= Buffer.byteLength(was) + Buffer.byteLength(put)
      return { draftId, suggestionId: id, how, kind: told.kind, was, put, reply, byId: person.id }
    }),
  )
}

/** As Postgres counts them without unfolding them. */
async function bytesKept(tx: Transaction, draftId: string): Promise<number> {
  const { was, put } = suggestionDecisions
  const [kept] = await tx
    .select({ bytes: sql<number>`coalesce(sum(octet_length(${was}) + octet_length(${put})), 0)::float8` })
    .from(suggestionDecisions)
    .where(eq(suggestionDecisions.draftId, draftId))
  return kept?.bytes ?? 0
}

const A_PAGE = 50
const LONGEST = 200
export const searching = z.object({
  draftId: z.string(),
  words: optionalLine(LONGEST),
  /** As the page before gave it. */
  before: z.coerce.number().int().positive().optional(),
})

const author = alias(users, 'author')
const decider = alias(users, 'decider')

/** The newest first; with `words`, those in which they stand: in the text, the reply or a name. */
export async function readDecisions(
  ground: Ground,
  person: Person,
  input: z.input<typeof searching>,
): Promise<DecisionPage> {
  const { draftId, words, before } = parse(searching, input)
  const draft = await readDraft(ground.db, person, draftId)
  if (!mayReadReview(person, draft)) return { list: [], before: null }
  const { id, how, kind, was, put, reply, at } = suggestionDecisions
  const writer = sql`coalesce(${suggestions.outsideAuthor}, ${author.name})`
  const has = (text: unknown) => sql<boolean>`position(${fold(words)} in fold_text(${text})) > 0`
  const isFound = words === '' ? undefined : or(has(was), has(put), has(reply), has(writer), has(decider.name))
  const rows = await ground.db
    .select({
      ...{ id, how, kind, was, put, reply, at },
      suggestionId: suggestions.id,
      reason: suggestions.reason,
      outsideAuthor: suggestions.outsideAuthor,
      own: { id: author.id, name: author.name },
      by: { id: decider.id, name: decider.name },
    })
    .from(suggestionDecisions)
    .innerJoin(suggestions, eq(suggestions.id, suggestionDecisions.suggestionId))
    .innerJoin(author, eq(author.id, suggestions.authorId))
    .innerJoin(decider, eq(decider.id, suggestionDecisions.byId))
    .where(and(eq(suggestionDecisions.draftId, draft.id), before === undefined ? undefined : lt(id, before), isFound))
    .orderBy(desc(id))
    .limit(A_PAGE + 1)
  const list = rows.slice(0, A_PAGE).map(({ own, outsideAuthor, ...row }): DecisionView => {
    const { id, name, isOutside } = writerOf({ ...own, position: '' }, outsideAuthor)
    return { ...row, author: { id, name, isOutside } }
  })
  return { list, before: rows.length > A_PAGE ? (list.at(-1)?.id ?? null) : null }
}
