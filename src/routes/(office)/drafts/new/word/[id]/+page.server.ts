import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { isKindId } from '$lib/document/kinds.ts'
import type { SignedIn } from '../../../../../../../server/access/shapes.ts'
import { beginning } from '../../../../../../../server/drafts/create.ts'
import { answer, shown, signedIn } from '../../../../../answers.ts'
import { deadline } from '../../../../../inputs.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const asked = event.url.searchParams.get('kind')
  const chosen = isKindId(asked) ? asked : undefined
  const { report } = await shown(event.locals.app.wordImport.pending(person, event.params.id, chosen))
  return { report, chosen }
}

const owns =
  (event: RequestEvent) =>
  ({ person }: SignedIn) =>
    event.locals.app.wordImport.pending(person, event.params.id ?? '')

export const actions: Actions = {
  begin: (event) =>
    answer(
      event,
      { who: signedIn, right: owns(event), fields: beginning, written: { dueAt: deadline } },
      async (given, { person }) => {
        const { draftId } = await event.locals.app.wordImport.begin(person, { importId: event.params.id, ...given })
        redirect(303, `/drafts/${draftId}`)
      },
    ),

  discard: (event) =>
    answer(event, { who: signedIn, fields: z.object({}) }, async (_, { person }) => {
      await event.locals.app.wordImport.discard(person, event.params.id)
      redirect(303, '/drafts/new')
    }),
}
