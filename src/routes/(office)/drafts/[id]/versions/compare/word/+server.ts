/** A comparison as a Word file with changes. */
import { fieldNames } from '$lib/editor/versions/sentences.ts'
import { m } from '$lib/paraglide/messages'
import { shown, signedIn } from '../../../../../../answers.ts'
import { textAsked } from '../asked.ts'
import type { RequestHandler } from './$types'

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
/** The process that makes it gives up by itself. */
const MAKING_MS = 22_000

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { versions } = event.locals.app
  const [from, to] = [textAsked(event.url, 'from'), textAsked(event.url, 'to')]
  const words = { title: m.versions_compare_two(), fields: fieldNames() }
  const bytes = await shown(versions.redline(person, { draftId: event.params.id, from, to, words }), { ms: MAKING_MS })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': WORD,
      'content-length': String(bytes.byteLength),
      'content-disposition': 'attachment; filename="so-sanh.docx"',
      'cache-control': 'private, no-store',
    },
  })
}
