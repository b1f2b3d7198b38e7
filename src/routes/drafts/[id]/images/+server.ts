/** Takes an image into a draft: the bytes of the file, as they are. */
import { json } from '@sveltejs/kit'
import { AppError } from '$lib/errors.ts'
import { shown, signedIn, TYPESETTING_MS } from '../../../answers.ts'
import { budgetFor, bytesOf } from '../../../body.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { drafts, images } = event.locals.app
  const { id } = event.params
  await shown(drafts.need(person, id, ['suggest']))
  const bytes = await shown(bytesOf(event.request, budgetFor(event)).catch(asImageFault), { ms: TYPESETTING_MS })
  return json(await shown(images.add(person, id, bytes), { ms: TYPESETTING_MS, event }))
}

/** The editor knows a sentence for an image that is too large. */
function asImageFault(failure: unknown): never {
  if (failure instanceof AppError && failure.code === 'too_large') throw new AppError('bad_image', { reason: 'size' })
  throw failure
}
