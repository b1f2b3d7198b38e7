/** A comparison as a Word file with changes. */
import { shown, signedIn, WORD_MS, wordFile } from '../../../../../../answers.ts'
import { textAsked } from '../asked.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { versions } = event.locals.app
  const [from, to] = [textAsked(event.url, 'from'), textAsked(event.url, 'to')]
  const bytes = await shown(versions.word(person, { draftId: event.params.id, from, to }), { ms: WORD_MS })
  return wordFile(bytes, 'so-sanh.docx')
}
