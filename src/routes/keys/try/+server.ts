/** Tries a key the whole way, told as it goes: one JSON event a line (lib/ui/keys-import/trial.ts). */
import { AppError } from '$lib/errors.ts'
import type { TrialEvent } from '$lib/ui/keys-import/trial.ts'
import { keyTrial } from '../../../../server/issue/keys/try-whole.ts'
import { holderOfKeys } from '../../answers.ts'
import { accepted } from '../../drafts/accepted.ts'
import { keyFailure } from '../../key-failure.ts'
import { told } from '../../told.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { person } = holderOfKeys(event)
  const given = await accepted(event, keyTrial)
  const { issue, log } = event.locals.app
  const { signal } = event.request
  return told<TrialEvent>(async (tell) => {
    try {
      await issue.keys.tryWhole(person, given, tell, () => signal.aborted)
      tell({ done: true })
    } catch (failure) {
      if (!(failure instanceof AppError)) log.error({ err: failure }, 'a key could not be tried')
      tell({ failed: failure instanceof AppError ? failure.code : null, ...keyFailure(failure) })
    }
  })
}
