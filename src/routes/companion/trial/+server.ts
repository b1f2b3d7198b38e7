/** What a token at a person's own PC signs to be tried. */
import { json } from '@sveltejs/kit'
import { pcTrial } from '../../../../server/issue/keys/import-pc.ts'
import { holderOfKeys, shown } from '../../answers.ts'
import { accepted } from '../../drafts/accepted.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { person } = holderOfKeys(event)
  const given = await accepted(event, pcTrial)
  return json(await shown(event.locals.app.issue.keys.tryPc(person, given)))
}
