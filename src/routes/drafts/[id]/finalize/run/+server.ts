/**
 * Finalizing, resuming, sealing, issuing: the work itself, told step by step as it really happens. The answer is one
 * JSON event a line (finalize/events.ts); a page that is closed meanwhile does not stop the work.
 */
import { z } from 'zod'
import type { CeremonyEvent } from '$lib/editor/finalize/events.ts'
import { AppError } from '$lib/errors.ts'
import { finalizing, resuming } from '../../../../../../server/issue/finalize.ts'
import { issuing } from '../../../../../../server/issue/publish.ts'
import { sealing } from '../../../../../../server/issue/seal.ts'
import { signedIn } from '../../../../answers.ts'
import { keyFailure } from '../../../../key-failure.ts'
import { told } from '../../../../told.ts'
import { accepted } from '../../../accepted.ts'
import type { RequestHandler } from './$types'

const wanted = z.discriminatedUnion('act', [
  finalizing.extend({ act: z.literal('finalize') }),
  resuming.extend({ act: z.literal('resume') }),
  sealing.required({ step: true }).extend({ act: z.literal('seal') }),
  issuing.required().extend({ act: z.literal('issue') }),
])

type Tell = (event: CeremonyEvent) => void

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, issue, log } = event.locals.app
  const { id } = event.params
  const right = () => drafts.need(person, id, ['finalize', 'seal', 'issue'])
  const input = await accepted(event, wanted, right)
  const how = 'pin' in input || 'keyId' in input ? { pin: input.pin, keyId: input.keyId } : {}

  const work = async (tell: Tell) => {
    switch (input.act) {
      case 'finalize':
        return issue.finalize(person, id, { ...how, step: input.step, reservedId: input.reservedId }, tell)
      case 'resume':
        return issue.resume(person, id, how, tell)
      case 'seal':
        if ((await issue.seal(person, id, { ...how, step: input.step })) === 'waiting') return tell({ step: 'asked' })
        tell({ step: 'sealed' })
        await issue.publish(person, id)
        return tell({ step: 'issued' })
      case 'issue':
        await issue.publish(person, id, { step: input.step })
        return tell({ step: 'issued' })
    }
  }

  return told<CeremonyEvent>(async (tell) => {
    try {
      await work(tell)
      tell({ done: true })
    } catch (failure) {
      if (!(failure instanceof AppError)) log.error({ err: failure, draftId: id }, 'a ceremony failed unexpectedly')
      tell({ failed: failure instanceof AppError ? failure.code : null, ...keyFailure(failure) })
    }
  })
}
