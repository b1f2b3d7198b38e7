import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { isKindId } from '$lib/document/kinds.ts'
import { answer, signedIn } from '../../../answers.ts'
import { deadline, optionalLine } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  signedIn(event)
  return { limitBytes: event.locals.app.config.uploadLimitBytes }
}

const draft = z.object({ kind: z.custom(isKindId, 'choice'), subject: optionalLine(500), dueAt: deadline })

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: signedIn, fields: draft }, async ({ kind, subject, dueAt }, { person }) => {
      if (!isKindId(kind)) return
      const { id } = await event.locals.app.drafts.create(person, { kind, subject, dueAt })
      redirect(303, `/drafts/${id}`)
    }),
}
