/** The text as it was, at a version or at any moment, and the way back to it. */
import { error } from '@sveltejs/kit'
import { AppError } from '$lib/errors.ts'
import { m } from '$lib/paraglide/messages'
import { which } from '../../../../../../../server/versions/find.ts'
import { restoring } from '../../../../../../../server/versions/restore.ts'
import { answer, shown, signedIn } from '../../../../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

/** Letters of HTML; about seven pages. */
const LONG_PAGE = 50_000

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { versions } = event.locals.app
  const { id } = event.params
  const wanted = which.safeParse(event.params.which)
  if (!wanted.success) error(404, { message: 'not_found', code: 'not_found' })
  const around = { address: `/drafts/${id}`, undescribed: m.image_undescribed() }
  const reading = versions.read(person, { draftId: id, which: wanted.data, around }).catch(unreadable)
  const [read, life] = await shown(Promise.all([reading, versions.marks(person, id)]))
  const text = typeof read === 'string' ? null : read
  const unread = typeof read === 'string' ? read : null
  if (text && text.html.main.length + text.html.appendices.length > LONG_PAGE) await event.locals.app.pace.turn()
  return { id, which: event.params.which, text, unread, ...life }
}

/** The slider goes on from a moment that nobody can read, or that takes too much to be shown. */
function unreadable(failure: unknown): 'broken' | 'heavy' {
  if (failure instanceof AppError && failure.code === 'broken_text') return 'broken'
  if (failure instanceof AppError && failure.code === 'too_heavy') return 'heavy'
  throw failure
}

export const actions: Actions = {
  restore: (event) =>
    answer(
      event,
      {
        who: signedIn,
        right: ({ person }) => event.locals.app.drafts.need(person, event.params.id, ['write']),
        fields: restoring,
        known: { draftId: event.params.id, to: event.params.which },
        form: 'restore',
      },
      (input, { person }) => event.locals.app.versions.restore(person, input),
    ),
}
