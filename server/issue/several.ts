/** Đóng dấu nhiều văn bản: one PIN, one paper after the other, each with a result of its own. */
import { z } from 'zod'
import { MOST_SEALED_AT_ONCE } from '../../src/lib/document/batch.ts'
import { AppError, type ErrorCode } from '../../src/lib/errors.ts'
import { id, parse, pin as pinSchema, step } from '../access/border.ts'
import { maySeal } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { personNow } from '../access/person-now.ts'
import { needSealRight } from '../access/seal-rights.ts'
import { needDraft } from './draft.ts'
import type { Ground } from './ground.ts'
import { canSign, findKey } from './keys/find.ts'
import { byQuickness } from './keys/quickest.ts'
import { type UnlockedKey, using } from './keys/unlock.ts'
import { publish } from './publish.ts'
import { isSealed } from './requests/row.ts'
import { sealWith } from './seal.ts'

export const sealingSeveral = z.object({
  pin: pinSchema,
  /** `step`: the moment of each that the person saw. */
  papers: z.array(z.object({ id, step })).min(1, 'required').max(MOST_SEALED_AT_ONCE, 'too_long'),
})
export type Batch = z.input<typeof sealingSeveral>

/**
 * What became of one paper. `asked`: its seal waits for the holder's device; `failed` null = unexpected, the log knows more. What
 * failed stays as it was before its step.
 */
export type BatchTold = { paper: string } & ({ step: 'asked' | 'sealed' | 'issued' } | { failed: ErrorCode | null })

/**
 * By a clerk. Before the first paper: `not_allowed`, `no_seal_right`, `bad_input`, `no_key`, `key_unreachable`, `wrong_pin`,
 * `too_many_requests`; nothing has been done then. Afterwards no paper stops the next: each is sealed and issued, or told with its code. What the person
 * may do and whether the key still signs is asked again before each, since a batch takes a minute.
 */
export async function sealSeveral(
  ground: Ground,
  person: Person,
  given: Batch,
  tell: (told: BatchTold) => void,
): Promise<void> {
  if (!maySeal(person)) throw new AppError('not_allowed', { action: 'seal' })
  const { pin, papers } = parse(sealingSeveral, given)
  await needSealRight(ground.db, person)
  const steps = new Map(papers.map((paper) => [paper.id, paper.step]))
  const [key] = await byQuickness(ground, { sealOf: person.agencyId })
  // Each would have a message sent, and each message ends the one before it.
  if (key && ground.providers.get(key.provider)?.device === 'code')
    throw new AppError('key_unreachable', { reason: 'one_by_one' })
  await using(ground, person, { sealOf: person.agencyId }, { pin, ...(key && { keyId: key.id }) }, (unlocked) =>
    sealEach(ground, person, unlocked, steps, tell),
  )
}

/** `steps`: by draft, the moment of each that the person saw. */
async function sealEach(
  ground: Ground,
  person: Person,
  unlocked: UnlockedKey,
  steps: ReadonlyMap<string, number>,
  tell: (told: BatchTold) => void,
): Promise<void> {
  for (const [draftId, seen] of steps) {
    try {
      const now = await personNow(ground.db, person)
      await needSealRight(ground.db, now)
      await needStillUsable(ground, now, unlocked)
      const draft = await needDraft(ground.db, now, 'seal', draftId)
      if (draft.step !== seen) throw new AppError('stale')
      // One whose issue failed the last time has its seal already.
      if (!(await isSealed(ground.db, draftId)) && (await sealWith(ground, now, draft, unlocked)) === 'waiting') {
        tell({ paper: draftId, step: 'asked' })
        continue
      }
      tell({ paper: draftId, step: 'sealed' })
      await publish(ground, now, draftId)
      tell({ paper: draftId, step: 'issued' })
    } catch (failure) {
      if (!(failure instanceof AppError))
        ground.log.error({ err: failure, draftId }, 'a paper of a batch was not sealed')
      tell({ paper: draftId, failed: failure instanceof AppError ? failure.code : null })
    }
  }
}

async function needStillUsable(ground: Ground, person: Person, { id }: UnlockedKey): Promise<void> {
  const { state } = await findKey(ground, { sealOf: person.agencyId }, id)
  if (!canSign(state)) throw new AppError('no_key', { reason: state })
}
