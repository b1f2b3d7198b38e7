/** The picture of a signature, or of the seal, for its holder and administrators. */
import { AppError } from '$lib/errors.ts'
import { shown, signedIn } from '../../../answers.ts'
import { holderOf } from '../holder.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { png } = await shown(event.locals.app.issue.keys.picture(person, holderOf(event.params.holder)))
  if (!png) return shown(Promise.reject(new AppError('not_found')))
  return new Response(new Uint8Array(png), {
    headers: {
      'content-type': 'image/png',
      'content-length': String(png.byteLength),
      'content-security-policy': "default-src 'none'",
      'cache-control': 'private, no-store',
    },
  })
}
