import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { answer, anybody, shown, visitor } from '../../answers.ts'
import { budgetFor } from '../../body.ts'
import { file } from '../../inputs.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
  const code = url.searchParams.get('code')?.trim().slice(0, 40)
  if (code) redirect(303, `/verify/${encodeURIComponent(code)}`)
  return { limitBytes: locals.app.config.uploadLimitBytes }
}

/** Counted before a byte of it is read; a length that is not told is the largest there may be. */
async function beginUpload(event: RequestEvent): Promise<() => void> {
  const bytes = Number(event.request.headers.get('content-length') ?? NaN)
  const most = budgetFor(event).bytes
  const { visits } = event.locals.app.access
  return shown(visits.beginUpload(visitor(event).address, bytes <= most ? bytes : most), { event })
}

export const actions: Actions = {
  default: async (event) => {
    const end = await beginUpload(event)
    const asked = { who: anybody, fields: z.object({ pdf: file }) }
    return answer(event, asked, async ({ pdf }) => ({
      fileName: pdf.name,
      result: await event.locals.app.issue.verifyUpload(pdf.bytes, visitor(event).address),
    })).finally(end)
  },
}
