/** Signing several papers: the work itself, told paper by paper. */
import { z } from 'zod'
import { MOST_SEALED_AT_ONCE } from '$lib/document/batch.ts'
import { AppError } from '$lib/errors.ts'
import type { BatchEvent } from '$lib/ui/seal/told.ts'
import { needSigner } from '../../../../../server/access/may.ts'
import { signedIn } from '../../../answers.ts'
import { accepted } from '../../../drafts/accepted.ts'
import { keyFailure } from '../../../key-failure.ts'
import { told } from '../../../told.ts'
import type { RequestHandler } from './$types'

const batch = z.object({
  pin: z.string().min(1).max(256).optional(),
  papers: z
    .array(z.object({ id: z.uuid(), step: z.number().int().nonnegative() }))
    .min(1)
    .max(MOST_SEALED_AT_ONCE),
})

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { issue, log } = event.locals.app
  const given = await accepted(event, batch, async () => needSigner(person))
  return told<BatchEvent>(async (tell) => {
    try {
      await issue.signSeveral(person, given, tell)
      tell({ done: true })
    } catch (failure) {
      if (!(failure instanceof AppError)) log.error({ err: failure }, 'a batch of signatures failed unexpectedly')
      tell({ refused: failure instanceof AppError ? failure.code : null, ...keyFailure(failure) })
    }
  })
}
