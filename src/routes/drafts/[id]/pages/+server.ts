/** Where the pages of a draft end at this moment, or why it cannot be printed; with `?pictures`, also what to fetch to see them. */
import { createHash } from 'node:crypto'
import type { PagesAnswer, UnprintableAnswer } from '$lib/editor/printed/answer.ts'
import { AppError, type ErrorCode } from '$lib/errors.ts'
import { shown, signedIn, TYPESETTING_MS } from '../../../answers.ts'
import type { RequestHandler } from './$types'

/** What somebody who writes may write and cannot print. */
const WRITTEN: ReadonlySet<ErrorCode> = new Set(['cannot_be_printed', 'image_missing', 'too_heavy', 'broken_text'])

function unprintable(failure: unknown): UnprintableAnswer {
  if (!(failure instanceof AppError) || !WRITTEN.has(failure.code)) throw failure
  return { is: 'unprintable', code: failure.code, detail: failure.detail }
}

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const pictures = event.url.searchParams.has('pictures')
  const found: Promise<PagesAnswer | UnprintableAnswer> = event.locals.app.issue.pages
    .look(person, event.params.id, { pictures })
    .catch(unprintable)
  const look = JSON.stringify(await shown(found, { ms: TYPESETTING_MS }))
  const etag = `"${createHash('sha256').update(look).digest('base64url')}"`
  const headers = { etag, 'content-type': 'application/json', 'cache-control': 'private, no-store' }
  const isKnown = event.request.headers.get('if-none-match') === etag
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(look, { headers })
}
