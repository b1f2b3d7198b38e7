/** Ban hành: the Word file is filed beside the PDF, the register gets its date of issue, everyone may read. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { recipientNames } from '../../src/lib/document/recipient-names.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parse, step } from '../access/border.ts'
import { lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { registerEntries } from '../database/tables.ts'
import { needDraft } from './draft.ts'
import { addFile } from './generations.ts'
import type { Ground } from './ground.ts'
import { queueArchive } from './levels.ts'
import { makeWord } from './make-word.ts'
import { readRevision } from './revision.ts'
import { attempt, markDone, readSteps } from './steps.ts'

export const issuing = z.object({ step: step.optional() })

/**
 * By a clerk, once it is sealed (`wrong_state {state: 'not_sealed'}` before). `step`, when given, must be the draft's.
 * Throws `word_failed` when the Word file cannot be made; nothing is issued then, and it can be tried again.
 */
export async function publish(
  ground: Ground,
  person: Person,
  draftId: string,
  given: { step?: number | undefined } = {},
): Promise<void> {
  const { step } = parse(issuing, given)
  const draft = await needDraft(ground.db, person, 'issue', draftId)
  if (step !== undefined && step !== draft.step) throw new AppError('stale')
  const sealed = (await readSteps(ground.db, draftId)).find((done) => done.step === 'sealed')
  if (!sealed?.doneAt) throw new AppError('wrong_state', { state: 'not_sealed' })

  await attempt(ground, draftId, 'issued', 'word_failed', async () => {
    const revision = await readRevision(ground.db, draftId)
    const { hash } = revision
    const word = await makeWord(ground, person, draftId, revision)
    await ground.db.transaction(async (tx) => {
      const locked = await lockDraft(tx, person, { draftId, step: draft.step }, 'issue')
      await addFile(tx, draftId, { kind: 'docx', bytes: word })
      const issuedAt = await ground.databaseNow(tx)
      await tx.update(registerEntries).set({ issuedAt }).where(eq(registerEntries.draftId, draftId))
      await markDone(tx, draftId, 'issued')
      await queueArchive(tx, draftId)
      const names = recipientNames(revision.document.fields)
      await ground.learnRecipients(tx, locked.agencyId, { names, at: issuedAt })
      await ground.drafts.move(tx, person, locked, { act: 'issue', state: 'issued', holderId: null, detail: { hash } })
    })
  })
  ground.drafts.announce(draftId)
}
