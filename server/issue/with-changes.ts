/** A draft as a Word file with everything that waits beside its text. */
import { isKindId, kindOf } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import { readDraft } from '../access/facts.ts'
import { mayReadReview } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { IssuedFile } from './file.ts'
import type { Ground } from './ground.ts'
import type { WaitingSuggestion, WaitingThread } from './handed-in.ts'
import { readBytesNow } from './ready.ts'
import type { Marked } from './word/marked.ts'

/**
 * For whoever may read suggestions and comments; `words`: what is said of those that have no place in the text. Throws
 * `not_found`, `not_allowed` for whoever only reads what was issued, and `broken_text` where nobody could read it.
 */
export async function withChanges(
  ground: Ground,
  person: Person,
  draftId: string,
  words: Marked['words'],
): Promise<Pick<IssuedFile, 'bytes' | 'name'>> {
  const draft = await readDraft(ground.db, person, draftId)
  if (!mayReadReview(person, draft)) throw new AppError('not_allowed', { action: 'see' })
  const [state, suggestions, threads] = await Promise.all([
    readBytesNow(ground, draftId),
    ground.review.suggestions(person, draftId),
    ground.review.threads(person, draftId),
  ])
  const open = suggestions.filter((one) => one.state === 'open')
  const suggested = open.map(({ client, changes, ...one }) => ({ client, changes, ...stampOf(one) }))
  const bytes = await ground.markedWord(
    { state, suggested, threads: [...talksOf(threads, open), ...reasonsOf(open)], words },
    { urgency: 'answer', person: person.id, about: draftId },
    ({ hashes }) => ground.images.own(draftId, hashes),
  )
  const title = `${isKindId(draft.kind) ? kindOf(draft.kind).name : draft.kind} ${draft.subject}`
    .slice(0, MOST_OF_NAME)
    .trim()
  return { bytes, name: `${title.replaceAll(/[/\\:*?"<>|]/g, '-')}.docx` }
}

const stampOf = ({ author, createdAt }: Pick<WaitingSuggestion, 'author' | 'createdAt'>) => ({
  author: author.name,
  date: createdAt.toISOString(),
})

/** A file goes anywhere: what was said to one's own unit, or to oneself, stays here, and so does what was deleted. */
function talksOf(threads: readonly WaitingThread[], open: readonly WaitingSuggestion[]): Marked['threads'] {
  return threads.flatMap(({ id, anchor, field, suggestionId, quote, audience, resolved, comments }) => {
    const said = comments.filter(({ deletedAt }) => deletedAt === null)
    if (audience !== 'all' || said.length === 0) return []
    const suggestion = open.findIndex((one) => one.id === suggestionId)
    return {
      ...{ id, anchor, quote, field, isSettled: resolved !== null },
      ...(suggestion >= 0 && { suggestion }),
      said: said.map(({ text, ...one }) => ({ ...stampOf(one), text })),
    }
  })
}

/** Why something is suggested stands beside it, as its author's word. */
const reasonsOf = (open: readonly WaitingSuggestion[]): Marked['threads'] =>
  open.flatMap(({ id, reason, ...one }, suggestion) =>
    reason === ''
      ? []
      : {
          ...{ id: `reason ${id}`, anchor: null, quote: '', field: null, isSettled: false, suggestion },
          said: [{ ...stampOf(one), text: reason }],
        },
  )

/** In letters: names of files have their limits. */
const MOST_OF_NAME = 80
