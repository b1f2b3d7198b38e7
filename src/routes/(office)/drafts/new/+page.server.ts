import { redirect } from '@sveltejs/kit'
import { needWriter } from '../../../../../server/access/may.ts'
import type { SignedIn } from '../../../../../server/access/shapes.ts'
import { emptyDraft } from '../../../../../server/drafts/create.ts'
import { answer, shown, signedIn } from '../../../answers.ts'
import { deadline } from '../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { config, templates } = event.locals.app
  return { limitBytes: config.uploadLimitBytes, templates: await shown(templates.list(person)) }
}

export const actions: Actions = {
  default: (event) => {
    const right = async ({ person }: SignedIn) => needWriter(person)
    const how = { who: signedIn, right, fields: emptyDraft, written: { dueAt: deadline } }
    return answer(event, how, async (given, { person }) => {
      const { id } = await event.locals.app.drafts.create(person, given)
      redirect(303, `/drafts/${id}`)
    })
  },
}
