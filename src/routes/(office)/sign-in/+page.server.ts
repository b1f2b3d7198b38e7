import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { id } from '../../../../server/access/border.ts'
import type { SignedIn } from '../../../../server/access/shapes.ts'
import { credentials } from '../../../../server/access/sign-in.ts'
import { answer, anybody, ownPath, shown, visitor } from '../../answers.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  if (locals.session) redirect(303, ownPath(url.searchParams.get('to')))
  if (await shown(locals.app.access.setup.isOpen())) redirect(303, '/setup')
  return { people: (await shown(Promise.resolve(locals.app.access.demonstrationPeople?.()))) ?? [] }
}

function enter(event: RequestEvent, { cookie }: SignedIn): never {
  if (cookie) event.cookies.set(cookie.name, cookie.value, cookie.attributes)
  redirect(303, ownPath(event.url.searchParams.get('to')))
}

export const actions: Actions = {
  password: (event) =>
    answer(event, { who: anybody, fields: credentials, form: 'password' }, async (given) =>
      enter(event, await event.locals.app.access.signIn(given, visitor(event), event.locals.session)),
    ),
  as: (event) =>
    answer(event, { who: anybody, fields: z.object({ person: id }), form: 'as' }, async ({ person }) => {
      const { signInAs } = event.locals.app.access
      if (!signInAs) redirect(303, '/sign-in')
      return enter(event, await signInAs(person, visitor(event), event.locals.session))
    }),
}
