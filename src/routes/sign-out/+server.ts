import { redirect } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

/** Ends the session. Asked for twice, or without one, it still ends at the sign-in page. */
export const POST: RequestHandler = async ({ locals, cookies }) => {
  if (locals.session) {
    const cookie = await locals.app.access.signOut(locals.session)
    cookies.set(cookie.name, cookie.value, cookie.attributes)
  }
  redirect(303, '/sign-in')
}
