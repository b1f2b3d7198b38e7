/**
 * Back from a service's page (server/issue/requests/returns.ts). What its address holds is used here and stays nowhere: the browser
 * goes on at once to the page on which it began, which says what came of it.
 */
import { redirect } from '@sveltejs/kit'
import { AppError } from '$lib/errors.ts'
import { returning } from '../../../../server/issue/providers/journeys.ts'
import { shown, SIGNING_MS } from '../../answers.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async ({ url, locals }) => {
  const { issue } = locals.app
  const read = returning.safeParse(Object.fromEntries(url.searchParams))
  const page = read.success ? await shown(issue.pageToReturnTo(read.data.state)) : null
  if (!read.success || page === null) redirect(303, '/signing/unknown')
  const { session } = locals
  // Whoever signs in first finds things as they were there; this return was of a session that is over.
  if (!session || session.mustChangePassword) redirect(303, `/sign-in?to=${encodeURIComponent(page)}`)
  const coming = issue.comeBack(session.person, session.session.id, read.data)
  redirect(303, page + (await shown(faultOf(coming), { ms: SIGNING_MS })))
}

/** "" where all is well, else what the page reads. */
async function faultOf(coming: Promise<void>): Promise<string> {
  try {
    await coming
    return ''
  } catch (failure) {
    if (!(failure instanceof AppError)) throw failure
    const { reason } = failure.detail
    return `?${new URLSearchParams({ returned: failure.code, ...(typeof reason === 'string' && { reason }) }).toString()}`
  }
}
