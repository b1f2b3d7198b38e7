import { z } from 'zod'
import { AsJson } from '$lib/as-json.ts'
import { AppError } from '$lib/errors.ts'
import { administrator, answer } from '../../../../answers.ts'
import { ROSTER_BYTES } from '../../../../budgets.ts'
import type { Upload } from '../../../../form.ts'
import { file } from '../../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  administrator(event)
  return { limitBytes: ROSTER_BYTES }
}

const given = ({ name, bytes }: Upload) => ({ fileName: name, bytes })
const agreed = z.object({ list: file, digest: z.string().length(64), skipFaulty: z.literal('on').optional() })

export const actions: Actions = {
  /** Nothing is written: the report says what would be. */
  look: (event) =>
    answer(event, { who: administrator, fields: z.object({ list: file }), form: 'list' }, async ({ list }, me) => ({
      report: new AsJson(await event.locals.app.roster.look(me, given(list))),
    })),
  /** The file comes a second time, so that nobody's data waits on the server for an answer. */
  bring: (event) =>
    answer(event, { who: administrator, fields: agreed, form: 'list' }, async ({ list, digest, skipFaulty }, me) => {
      const { roster } = event.locals.app
      const again = given(list)
      try {
        return { done: new AsJson(await roster.bring(me, again, { digest, skipFaulty: skipFaulty === 'on' })) }
      } catch (failure) {
        const isTold = failure instanceof AppError && (failure.code === 'stale' || failure.code === 'bad_input')
        if (!isTold) throw failure
        return { report: new AsJson(await roster.look(me, again)), isStale: failure.code === 'stale' }
      }
    }),
}
