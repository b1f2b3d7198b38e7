import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { AppError } from '$lib/errors.ts'
import { answer, shown, visitor } from '../../answers.ts'
import { line, lines, newPassword, optionalLine, username } from '../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
  if (!(await shown(locals.app.access.setup.isOpen()))) redirect(303, '/sign-in')
  return { token: url.searchParams.get('token') ?? '' }
}

const office = z
  .object({
    token: z.string('required').trim().min(1, 'required').max(200, 'too_long'),
    parentName: lines(),
    name: lines().pipe(z.string().min(1, 'required')),
    fullName: line(),
    abbreviation: line(40),
    place: line(100),
    contact: lines(500),
    code: optionalLine(35),
    personName: line(120),
    position: line(120),
    username,
    password: newPassword,
    repeat: z.string().default(''),
  })
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
