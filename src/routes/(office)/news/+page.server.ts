import { z } from 'zod'
import { id } from '../../../../server/access/border.ts'
import { answer, shown, signedIn } from '../../answers.ts'
import type { Actions, PageServerLoad } from './$types'

/** Something odd in the address shows the list from its beginning. */
const query = z.object({ before: z.coerce.number().int().positive().optional().catch(undefined) })

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  event.depends('news:list')
  const { before } = query.parse(Object.fromEntries(event.url.searchParams))
  const news = await shown(event.locals.app.news.list(person, { before }))
  return { news, isFirst: before === undefined, now: new Date(), isAdministrator: person.roles.includes('admin') }
}

const number = z.coerce.number().int().positive()

export const actions: Actions = {
  /** One line, named by its newest event. */
  line: (event) =>
    answer(event, { who: signedIn, fields: z.object({ line: number }), form: 'line' }, async ({ line }, { person }) => {
      await event.locals.app.news.read(person, { line })
    }),
  /** All that the page showed when it was sent. */
  all: (event) =>
    answer(event, { who: signedIn, fields: z.object({ upTo: number }), form: 'all' }, async ({ upTo }, { person }) => {
      await event.locals.app.news.read(person, { upTo })
    }),
  /** All of a draft: its page is being looked at. */
  draft: (event) =>
    answer(
      event,
      { who: signedIn, fields: z.object({ draftId: id }), form: 'draft' },
      async ({ draftId }, { person }) => {
        await event.locals.app.news.read(person, { draftId })
      },
    ),
}
