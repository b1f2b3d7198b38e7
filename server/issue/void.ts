/**
 * Hủy số: what was frozen and numbered will not be issued, because its signer cannot sign it or the clerk refuses the seal.
 * The frozen revision, its files and its entry in the register stay; the text goes on in a new draft of the same people.
 */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { LIMITS } from '../../src/lib/limits.ts'
import { parse, printedProse, step } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { registerEntries } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { voidNumber } from './register.ts'
import { endWaiting } from './requests/row.ts'

export const voiding = z.object({ reason: printedProse(LIMITS.reason), step })

export interface Voided {
  /** "15/QĐ-UBND"; null for a paper within the office. */
  numberLine: string | null
  /** The next document of the register has the number. */
  isReturned: boolean
  /** The draft that goes on. */
  newDraftId: string
}

/**
 * By a clerk, an administrator, or the leader who finalized while it is unsigned. One transaction, behind the draft's lock:
 * of this, a signature, a seal and the issue at the same moment one happens, and the others throw `stale` or
 * `wrong_state`. Throws `not_found`, `not_allowed`, `bad_input {field: 'reason'}`.
 */
export async function voidDraft(
  ground: Ground,
  person: Person,
  draftId: string,
  given: { reason: string; step: number },
): Promise<Voided> {
  const { reason, step } = parse(voiding, given)
  const voided = await ground.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, { draftId, step }, 'void')
    const [entry] = await tx.select().from(registerEntries).where(eq(registerEntries.draftId, draft.id))
    await endWaiting(tx, draft.id, 'cancelled')
    // A paper within the office has no number to give back.
    const number = entry && (await voidNumber(tx, entry, { userId: person.id, reason }, ground.databaseNow))
    const isReturned = number?.isReturned ?? false

    const { id: newDraftId } = await ground.drafts.restart(tx, person, draft, { reason })
    await ground.threads.carry(tx, draft.id, newDraftId)
    await ground.images.carry(tx, draft.id, newDraftId)

    const detail = { ...(entry && { ...identityOf(entry), isReturned }), newDraftId }
    await ground.drafts.move(tx, person, draft, { act: 'void', state: 'voided', holderId: null, reason, detail })
    return {
      numberLine: entry ? numberAndSymbol(entry.number, entry.symbol, entry.suffix) : null,
      isReturned,
      newDraftId,
    }
  })
  ground.drafts.announce(draftId)
  ground.drafts.announce(voided.newDraftId)
  return voided
}

const identityOf = ({ registerId, year, number, suffix, symbol }: typeof registerEntries.$inferSelect) => ({
  ...{ registerId, year, number, symbol },
  ...(suffix && { suffix }),
})
