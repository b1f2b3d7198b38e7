import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { answer } from '../../answers.ts'
import { file } from '../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  const code = url.searchParams.get('code')?.trim().slice(0, 40)
  if (code) redirect(303, `/verify/${encodeURIComponent(code)}`)
  return { limitBytes: locals.app.config.uploadLimitBytes }
}

export const actions: Actions = {
  default: (event) =>
    answer(event, z.object({ pdf: file }), async ({ pdf }) => ({
      fileName: pdf.name,
      result: await event.locals.app.issue.verifyUpload(new Uint8Array(await pdf.arrayBuffer())),
    })),
}
