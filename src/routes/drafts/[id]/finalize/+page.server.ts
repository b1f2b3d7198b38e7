/** The sheet on which a document is finalized, sealed and issued: everything one must see before, and how far it is. */
import { z } from 'zod'
import { id, printedLine, step } from '../../../../../server/access/border.ts'
import type { SignedIn } from '../../../../../server/access/shapes.ts'
import { answer, shown, signedIn, TYPESETTING_MS } from '../../../answers.ts'
import type { Upload } from '../../../form.ts'
import { file } from '../../../inputs.ts'
import { returnedFrom } from '../../../returned.ts'
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
    returned: returnedFrom(event.url.searchParams),
    // One's own notes hold nobody up.
    openThreads: threads.filter(({ resolved, audience }) => !resolved && audience !== 'private'),
  }
}

const byHand = z.object({ step, reason: printedLine(500), reservedId: id.or(z.literal('')).optional() })
const scan = z.object({ step, file: z.custom<Upload>() })

export const actions: Actions = {
  void: voids,
  /** The leader has signed the print. */
  byHand: (event) => {
    const { drafts, issue } = event.locals.app
    const right = ({ person }: SignedIn) => drafts.need(person, event.params.id, ['finalize'])
    return answer(event, { who: signedIn, right, fields: byHand, form: 'by-hand' }, async (given, { person }) => {
      const { step, reason, reservedId } = given
      await issue.signByHand(person, event.params.id, { step, reason, ...(reservedId && { reservedId }) })
      return { saved: true }
    })
  },
  /** The clerk has scanned the paper in. */
  scan: (event) => {
    const { drafts, issue } = event.locals.app
    const right = ({ person }: SignedIn) => drafts.need(person, event.params.id, ['seal'])
    const how = { who: signedIn, right, fields: scan, written: { file }, form: 'scan' }
    return answer(event, how, async ({ step, file: given }, { person }) => {
      const { pages, dpi } = await issue.addScan(person, event.params.id, { step, pdf: given.bytes })
      return { saved: true, pages, dpi }
    })
  },
}
