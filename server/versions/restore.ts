/**
 * Back to an earlier text, whole or one clause of it, as a forward change of the live one: nothing of the log is undone, and
 * what colleagues are typing meanwhile joins with it as with any other edit.
 */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import { headOf, lockDraft } from '../access/facts.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { drafts } from '../database/tables.ts'
import { countMissing } from './count.ts'
import { find, needPart, which } from './find.ts'
import type { Ground } from './ground.ts'
import { keep } from './keep.ts'

export const restoring = z.object({
  draftId: z.string(),
  /** As in an address: see `which`. */
  to: z.string().refine((text) => which.safeParse(text).success, 'choice'),
  /** Id of a clause; without it the whole text. */
  clause: z.string().max(64).optional(),
})

/** Others' commits come milliseconds apart; one of these finds a gap. */
const TRIES = 50

export interface Restored {
  /** Null where nothing differed. */
  versions: { before: number; after: number } | null
}

/** Needs `write`. Throws `not_found` for a version or clause that there is not, `broken_text`, `wrong_state`. */
export async function restoreVersion(
  ground: Ground,
  person: Person,
  input: z.input<typeof restoring>,
): Promise<Restored> {
  const { draftId, to, clause } = parse(restoring, input)
  const draft = await needPart(ground, person, draftId)
  need(person, 'write', draft)
  const { now, wanted } = await ground.db.transaction(async (tx) => ({
    now: await find(ground, tx, draft.id, { is: 'now' }),
    wanted: await find(ground, tx, draft.id, which.parse(to)),
  }))
  const way = await ground.work.changeBack(
    { now: now.moment.updates, wanted: wanted.moment.updates, clause: clause ?? null },
    { urgency: 'answer', person: person.id, about: draft.id },
  )
  if (way.is === 'gone') throw new AppError('not_found')
  if (way.is === 'same') return { versions: null }
  const before = await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId: draft.id }, 'write')
    return keep(ground, tx, person, draft.id, { kind: 'before-restore' })
  })
  // By itself: from here on until its commit, everybody's letters wait.
  const position = await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId: draft.id }, 'write')
    const position = await append(ground, tx, draft.id, { update: way.update, userId: person.id })
    const detail = { to, clause: clause ?? null, before: before.number, position }
    await record(tx, { actorId: person.id, act: 'version.restore', draftId: draft.id, detail })
    return position
  })
  ground.text.appended(draft.id, 'change')
  const after = await ground.db.transaction(async (tx) => {
    await tx.select({ id: drafts.id }).from(drafts).where(eq(drafts.id, draft.id)).for('update')
    return keep(ground, tx, person, draft.id, { kind: 'restore', position })
  })
  await countMissing(ground, draft.id)
  return { versions: { before: before.number, after: after.number } }
}

/** Behind whatever came meanwhile: as a colleague's edit would. Gives back its position. */
async function append(
  ground: Ground,
  tx: Transaction,
  draftId: string,
  change: { update: Uint8Array; userId: string },
): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const position = await headOf(tx, draftId)
    if (await ground.text.append(tx, draftId, { position, ...change })) return position + 1
  }
  throw new AppError('stale')
}
