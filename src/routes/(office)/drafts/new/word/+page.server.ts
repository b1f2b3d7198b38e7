import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { answer, signedIn } from '../../../../answers.ts'
import { file } from '../../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  signedIn(event)
  return { limitBytes: event.locals.app.config.uploadLimitBytes }
}

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: signedIn, fields: z.object({ docx: file }), form: 'word' }, async ({ docx }, { person }) => {
      const { id } = await event.locals.app.wordImport.take(person, { fileName: docx.name, bytes: docx.bytes })
      redirect(303, `/drafts/new/word/${id}`)
    }),
}
