/** A replacement taken apart by its author, or by whoever decides: nothing of it is changed, each half can be decided by itself. */
import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { takenApart } from '../../src/lib/document/suggest/apart.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import { suggestions } from '../database/tables.ts'
import { newClient } from './client.ts'
import type { Ground } from './ground.ts'
import { needRoom } from './room.ts'
import { parting } from './shapes.ts'

/** What goes keeps its id; what comes gets one, under the same author and time. Throws `stale`, `bad_input` for what has no halves. */
export async function takeApart(ground: Ground, person: Person, input: z.input<typeof parting>): Promise<void> {
  const { draftId, id, revision } = parse(parting, input)
  await ground.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, { draftId }, 'see')
    const own = and(eq(suggestions.id, id), eq(suggestions.draftId, draftId))
    const [row] = await tx.select().from(suggestions).where(own).for('update')
    const isOwn = row?.authorId === person.id && row.outsideAuthor === null
    need(person, isOwn ? 'suggest' : 'decide', draft)
    if (row?.state !== 'open' || row.revision !== revision) throw new AppError('stale')
    const halves = takenApart(row.changes)
    if (!halves) throw new AppError('bad_input', { field: 'id', reason: 'choice' })
    const revised = { changes: [halves.gone], revision: sql`${suggestions.revision} + 1`, updatedAt: sql`now()` }
    await tx.update(suggestions).set(revised).where(own)
    const { authorId, outsideAuthor, createdAt, reason } = row
    const whose = { authorId, outsideAuthor, createdAt }
    const half = { id: randomUUID(), draftId, ...whose, reason, client: newClient(), changes: [halves.put] }
    await tx.insert(suggestions).values(half)
    await needRoom(tx, draftId)
    const detail = { suggestionId: id, halfId: half.id }
    await record(tx, { actorId: person.id, act: 'suggestion.part', draftId, detail })
  })
  ground.notice(draftId, 'suggestions')
}
