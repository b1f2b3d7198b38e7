import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { AppError } from '$lib/errors.ts'
import { setup } from '../../../../server/access/setup.ts'
import { answer, shown, visitor } from '../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  if (!(await shown(locals.app.access.setup.isOpen()))) redirect(303, '/sign-in')
  return { token: url.searchParams.get('token') ?? '' }
}

/** The form has one level: the agency's name and the administrator's stand beside each other. */
const { name: personName, ...administrator } = setup.shape.administrator.shape
const office = setup.shape.agency
  .extend({ token: setup.shape.token, personName, ...administrator, repeat: z.string().default('') })
  .refine((given) => given.password === given.repeat, { path: ['repeat'], message: 'mismatch' })

async function untilSetUp({ locals }: { locals: App.Locals }): Promise<void> {
  if (!(await locals.app.access.setup.isOpen())) await shown(Promise.reject(new AppError('already_set_up')))
}

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: untilSetUp, fields: office }, async (given) => {
      const { access } = event.locals.app
      const { parentName, name, fullName, abbreviation, place, contact, code, position, password } = given
      await access.setup.complete(
        {
          token: given.token,
          agency: { parentName, name, fullName, abbreviation, place, contact, code },
          administrator: { username: given.username, name: given.personName, position, password },
        },
        visitor(event),
      )
      const { cookie } = await access.signIn({ username: given.username, password }, visitor(event))
      if (cookie) event.cookies.set(cookie.name, cookie.value, cookie.attributes)
      redirect(303, '/admin')
    }),
}
