/** Takes an image into a draft: the bytes of the file, as they are. */
import { json } from '@sveltejs/kit'
import { IMAGE_LIMITS } from '$lib/document/image.ts'
import { AppError } from '$lib/errors.ts'
import { shown, signedIn } from '../../../answers.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const bytes = await shown(bodyOf(event.request))
  return json(await shown(event.locals.app.images.add(person, event.params.id, bytes)))
}

const MOST_BYTES = IMAGE_LIMITS.megabytes * 1024 * 1024

/** Stops reading as soon as it is too much, whatever its length was said to be. */
async function bodyOf({ body }: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of body ?? []) {
    length += part.length
    if (length > MOST_BYTES) throw new AppError('bad_image', { reason: 'size' })
    parts.push(part)
  }
  return Buffer.concat(parts)
}
