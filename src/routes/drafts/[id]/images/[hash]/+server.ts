/** An image of a draft. What a hash names never changes, so a browser need not ask twice. */
import { shown, signedIn } from '../../../../answers.ts'
import type { RequestHandler } from './$types'

const MEDIA_TYPES = { png: 'image/png', jpg: 'image/jpeg' }

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { id, hash } = event.params
  const { bytes, type } = await shown(event.locals.app.images.read(person, id, hash))
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': MEDIA_TYPES[type],
      'content-length': String(bytes.byteLength),
      'content-security-policy': "default-src 'none'",
      'cache-control': 'private, max-age=31536000, immutable',
    },
  })
}

/** Takes it into this draft from another one that the person may see. */
export const PUT: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  await shown(event.locals.app.images.adopt(person, event.params.id, event.params.hash))
  return new Response(null, { status: 204 })
}
