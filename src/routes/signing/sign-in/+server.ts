/** Where the browser goes so that its user signs in at a service that wants that: a page that the settings name. */
import { json } from '@sveltejs/kit'
import { z } from 'zod'
import { holderOfKeys, ownPath, shown } from '../../answers.ts'
import { accepted } from '../../drafts/accepted.ts'
import type { RequestHandler } from './$types'

const asked = z.object({ backTo: z.string().max(200) })

export const POST: RequestHandler = async (event) => {
  const { person, session } = holderOfKeys(event)
  const { backTo } = await accepted(event, asked)
  const [path = '/'] = ownPath(backTo).split(/[?#]/)
  const going = event.locals.app.issue.keys.signInThere(person, session.id, path)
  return json(await shown(going), { headers: { 'cache-control': 'no-store' } })
}
