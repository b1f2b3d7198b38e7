/** The sheet on which a document is finalized, sealed and issued: everything one must see before, and how far it is. */
import { shown, signedIn, TYPESETTING_MS } from '../../../answers.ts'
import { voids } from '../../voids.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { app } = event.locals
  event.depends('draft:state')
  const { id } = event.params
  const [draft, status] = await Promise.all([shown(app.drafts.get(person, id)), shown(app.issue.status(person, id))])
  // Once it is frozen, the file itself is shown, and the preview would only repeat it.
  const seen = status.revision ? null : await shown(app.issue.preview(person, id), { ms: TYPESETTING_MS })
  const preview = seen && { ...seen, pdf: undefined }
  // Of a text that is frozen nothing can be made good any more.
  const threads = seen ? await shown(app.review.threads(person, id)) : []
  return {
    draft,
    status,
    preview,
    hasPdf: seen === null || seen.pdf !== null,
    // One's own notes hold nobody up.
    openThreads: threads.filter(({ resolved, audience }) => !resolved && audience !== 'private'),
  }
}

export const actions: Actions = {
  void: voids,
}
