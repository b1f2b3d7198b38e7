import { redirect } from '@sveltejs/kit'
import { z } from 'zod'
import { pin } from '../../../../server/access/border.ts'
import { passwordChange } from '../../../../server/access/sign-out.ts'
import { answer, anybody, shown, signedIn } from '../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

const YEAR_S = 365 * 24 * 3600

export const load: PageServerLoad = async (event) => {
  const { person, session, mustChangePassword } = signedIn(event)
  const { access, issue } = event.locals.app
  const [sessions, units] = await shown(Promise.all([access.sessions.list(person), access.units(person)]))
  return {
    username: person.username,
    unit: units.find((unit) => unit.id === person.unitId)?.name ?? null,
    sessions: sessions.map((one) => ({ ...one, isThis: one.id === session.id })),
    mustChangePassword,
    hasOwnService: issue.keys.hasOwnService,
    now: new Date(),
  }
}

const passwords = passwordChange
  .extend({ repeat: z.string().default('') })
  .refine((given) => given.next === given.repeat, { path: ['repeat'], message: 'mismatch' })

export const actions: Actions = {
  language: (event) =>
    answer(event, { who: anybody, fields: z.object({ language: z.enum(['vi', 'en']) }) }, async ({ language }) => {
      event.cookies.set('language', language, { path: '/', maxAge: YEAR_S, sameSite: 'lax', httpOnly: false })
      redirect(303, '/account')
    }),

  password: (event) =>
    answer(event, { who: signedIn, fields: passwords, form: 'password' }, async ({ present, next }, me) => {
      await event.locals.app.access.changePassword(me, { present, next })
      return { changed: true }
    }),

  /** A test signature, so that a forgotten PIN is found before a document waits for it. */
  pin: (event) =>
    answer(
      event,
      { who: signedIn, fields: z.object({ which: z.enum(['own', 'seal']), pin }), form: 'pin' },
      async ({ which, pin }, { person }) => {
        await event.locals.app.issue.keys.try(person, which, pin)
        return { signs: true }
      },
    ),

  end: (event) =>
    answer(
      event,
      { who: signedIn, fields: z.object({ session: z.string().min(1).max(128) }), form: 'sessions' },
      async ({ session }, me) => {
        await event.locals.app.access.sessions.end(me.person, session)
        if (session === me.session.id) redirect(303, '/sign-in')
        return { ended: true }
      },
    ),

  endAll: async (event) => {
    const me = signedIn(event)
    await shown(event.locals.app.access.sessions.endAll(me.person))
    const cookie = await event.locals.app.access.signOut(me)
    event.cookies.set(cookie.name, cookie.value, cookie.attributes)
    redirect(303, '/sign-in')
  },
}
