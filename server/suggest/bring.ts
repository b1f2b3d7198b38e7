/** Suggestions that come with a file: in the transaction that makes the draft, in the names of their authors elsewhere. */
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { recordAll } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { suggestions } from '../database/tables.ts'
import { newClient } from './client.ts'
import { needRoom } from './room.ts'
import type { Brought } from './shapes.ts'

/** In the order of the file. Throws `too_large {field: 'suggestions'}`. */
export async function bringSuggestions(
  tx: Transaction,
  person: Person,
  draftId: string,
  brought: readonly Brought[],
): Promise<void> {
  if (brought.length === 0) return
  await lockDraft(tx, person, { draftId }, 'suggest')
  // What comes to one place stands there in the order of these.
  const clients = brought.map(newClient).toSorted((a, b) => a - b)
  const rows = brought.map(({ author, at, changes }, place) => ({
    ...{ id: crypto.randomUUID(), draftId, authorId: person.id, outsideAuthor: author, changes },
    ...{ client: clients[place] ?? newClient() },
    ...(at && { createdAt: at, updatedAt: at }),
  }))
  await tx.insert(suggestions).values(rows)
  await needRoom(tx, draftId)
  const act = { actorId: person.id, act: 'suggestion.bring', draftId }
  await recordAll(
    tx,
    rows.map(({ id, outsideAuthor }) => ({ ...act, detail: { suggestionId: id, outsideAuthor } })),
  )
}
