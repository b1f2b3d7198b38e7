/** Ticking off what was said, and opening it again: also while a draft is approved. */
import { and, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { id, parse } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import { threads } from '../database/tables.ts'
import { acting, inDraft, lockThread } from './act.ts'
import type { Ground } from './ground.ts'

export const choosing = z.object({ draftId: z.string(), threadId: id })
type Chosen = z.input<typeof choosing>

/** Resolving what is resolved already changes nothing, nor who did it first. */
export async function resolveThread(ground: Ground, person: Person, input: Chosen): Promise<void> {
  const { draftId, threadId } = parse(choosing, input)
  await acting(ground, draftId, async (tx) => {
    const facts = await lockThread(tx, person, { draftId, threadId }, 'resolve')
    const resolved = { resolvedAt: sql`now()`, resolvedBy: person.id }
    const stillOpen = and(inDraft(draftId, threadId), isNull(threads.resolvedAt))
    const done = await tx.update(threads).set(resolved).where(stillOpen).returning({ id: threads.id })
    if (done.length === 0) return { result: undefined, facts }
    await ground.tell(tx, person, { is: 'resolve', draftId, threadId })
    await record(tx, { actorId: person.id, act: 'thread.resolve', draftId, detail: { threadId } })
    return { result: undefined, facts }
  })
}

export async function reopenThread(ground: Ground, person: Person, input: Chosen): Promise<void> {
  const { draftId, threadId } = parse(choosing, input)
  await acting(ground, draftId, async (tx) => {
    const facts = await lockThread(tx, person, { draftId, threadId }, 'resolve')
    await tx.update(threads).set({ resolvedAt: null, resolvedBy: null }).where(inDraft(draftId, threadId))
    await record(tx, { actorId: person.id, act: 'thread.reopen', draftId, detail: { threadId } })
    return { result: undefined, facts }
  })
}
