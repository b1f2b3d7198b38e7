/** The draft as a Word file: its suggestions as changes, its threads as comments. */
import { fieldNames } from '$lib/editor/margin/field-name'
import { m } from '$lib/paraglide/messages'
import { shown, signedIn, WORD_MS, wordFile } from '../../../../answers.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  // They are filled in where the words are known.
  const words = {
    left: m.suggest_word_left({ was: '{was}', put: '{put}' }),
    lost: m.suggest_word_lost({ quote: '{quote}' }),
    fields: fieldNames(),
  }
  const made = event.locals.app.issue.withChanges(person, event.params.id, words)
  const { bytes, name } = await shown(made, { ms: WORD_MS })
  return wordFile(bytes, name)
}
