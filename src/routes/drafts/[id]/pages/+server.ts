/** Where the pages of a draft end at this moment; with `?pictures`, also what to fetch to see them. */
import { createHash } from 'node:crypto'
import { shown, signedIn, TYPESETTING_MS } from '../../../answers.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const pictures = event.url.searchParams.has('pictures')
  const found = event.locals.app.issue.pages.look(person, event.params.id, { pictures })
  const look = JSON.stringify(await shown(found, { ms: TYPESETTING_MS }))
  const etag = `"${createHash('sha256').update(look).digest('base64url')}"`
  const headers = { etag, 'content-type': 'application/json', 'cache-control': 'private, no-store' }
  const isKnown = event.request.headers.get('if-none-match') === etag
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(look, { headers })
}
