import { redirect } from '@sveltejs/kit'
import { shown, signedIn } from '../../../answers.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { drafts, issue } = event.locals.app
  const draft = await shown(drafts.get(person, event.params.id))
  if (draft.state !== 'issued') redirect(303, `/drafts/${draft.id}`)
  const status = await shown(issue.status(person, draft.id))
  const known = status.revision && (await shown(issue.verifyCode(status.revision.verifyCode)))
  return {
    id: draft.id,
    kind: draft.kind,
    subject: draft.subject,
    path: draft.path,
    numberLine: status.entry?.numberLine ?? '',
    register: status.entry?.register ?? '',
    archive: status.archive,
    hasWord: status.files.includes('docx'),
    public: known,
  }
}
