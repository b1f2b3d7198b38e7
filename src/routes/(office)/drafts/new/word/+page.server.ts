import { redirect, type RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { answer, shown, signedIn } from '../../../../answers.ts'
import { file } from '../../../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
  signedIn(event)
  return { limitBytes: event.locals.app.config.uploadLimitBytes }
}

/** Who asks, when they may: before a byte of the file is read. */
async function writer(event: RequestEvent) {
  const session = signedIn(event)
  await shown(event.locals.app.wordImport.need(session.person))
  return session
}

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: writer, fields: z.object({ docx: file }), form: 'word' }, async ({ docx }, { person }) => {
      const { id } = await event.locals.app.wordImport.take(person, { fileName: docx.name, bytes: docx.bytes })
      redirect(303, `/drafts/new/word/${id}`)
    }),
}
