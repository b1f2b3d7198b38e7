import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { isKindId } from '$lib/document/kinds.ts'
import { answer, shown, signedIn } from '../../../../../answers.ts'
import { deadline } from '../../../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  return { report: (await shown(event.locals.app.wordImport.pending(person, event.params.id))).report }
}

const beginning = z.object({ kind: z.custom(isKindId, 'choice'), dueAt: deadline })

export const actions: Actions = {
  begin: (event) =>
    answer(event, beginning, async ({ kind, dueAt }) => {
      if (!isKindId(kind)) return
      const { person } = signedIn(event)
      const { draftId } = await event.locals.app.wordImport.begin(person, { importId: event.params.id, kind, dueAt })
      redirect(303, `/drafts/${draftId}`)
    }),

  discard: (event) =>
    answer(event, z.object({}), async () => {
      await event.locals.app.wordImport.discard(signedIn(event).person, event.params.id)
      redirect(303, '/drafts/new')
    }),
}
