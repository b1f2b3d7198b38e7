/**
 * Ký trên giấy: when no key works, the approved text is printed and signed by hand. The number comes after the signature
 * (Decree 30/2020, Điều 15.2), from the same register; then the clerk scans the paper in and the agency signs the copy.
 */
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { id, parse, printedLine, step } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { paperSignatures } from '../database/tables.ts'
import { needDraft } from './draft.ts'
import { freeze } from './freeze.ts'
import type { Ground } from './ground.ts'
import { endOfDay } from './register.ts'
import { endWaiting, lockToSign } from './requests/row.ts'
import { readRevision } from './revision.ts'
import { markDone } from './steps.ts'

/** `reservedId`: the number that was kept for this paper. */
export const signingByHand = z.object({ step, reason: printedLine(500), reservedId: id.optional() })

/**
 * By the leader who has signed the print. What is approved is frozen and takes its number; one that is frozen already, and waits
 * for a signature that does not come, keeps its number while it is still the day that the paper carries. Nobody is asked for a
 * signature any more. Throws as `freeze` does, `day_over {date}`, `bad_input {field: 'reason'}`, and `wrong_state` for a paper
 * within the office.
 */
export async function signByHand(
  ground: Ground,
  person: Person,
  draftId: string,
  given: z.input<typeof signingByHand>,
): Promise<void> {
  const { step, reason, reservedId } = parse(signingByHand, given)
  const draft = await needDraft(ground.db, person, 'finalize', draftId)
  if (draft.step !== step) throw new AppError('stale')
  if (draft.isInternal) throw new AppError('wrong_state', { state: 'internal' })
  if (draft.state === 'approved')
    await ground.freezing(draft.agencyId, () => freeze(ground, person, { draftId, step, reservedId }))
  const { hash, marks } = await readRevision(ground.db, draftId)
  await ground.db.transaction(async (tx) => {
    const locked = await lockToSign(tx, person, draftId, 'signer')
    if (endOfDay(marks.date) <= (await ground.databaseNow(tx))) throw new AppError('day_over', { date: marks.date })
    await endWaiting(tx, draftId, 'replaced')
    await tx.insert(paperSignatures).values({ draftId, signedBy: person.id, reason })
    await markDone(tx, draftId, 'signed')
    const to = { act: 'sign-by-hand', state: 'signed', holderId: null, reason, detail: { hash } } as const
    await ground.drafts.move(tx, person, locked, to)
  })
  ground.drafts.announce(draftId)
}
