/** One page of a draft as a picture, by the hash of what it shows. */
import { gunzipSync } from 'node:zlib'
import { shown, signedIn, TYPESETTING_MS } from '../../../../answers.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { id, picture } = event.params
  const { bytes } = await shown(event.locals.app.issue.pages.picture(person, id, picture), { ms: TYPESETTING_MS })
  const takesGzip = event.request.headers.get('accept-encoding')?.includes('gzip')
  return new Response(new Uint8Array(takesGzip ? bytes : gunzipSync(bytes)), {
    headers: {
      'content-type': 'image/svg+xml',
      ...(takesGzip ? { 'content-encoding': 'gzip' } : {}),
      vary: 'accept-encoding',
      'content-security-policy': "default-src 'none'; img-src data:",
      'cache-control': 'private, no-store',
    },
  })
}
