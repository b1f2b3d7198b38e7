import { json } from '@sveltejs/kit'
import { kindName } from '$lib/ui/kinds.ts'
import { draftHref, subjectOf } from '$lib/ui/drafts.ts'
import { shown, signedIn } from '../answers.ts'
import type { RequestHandler } from './$types'

/** Of each list: the palette finds among them while one types; the lists' own pages find the rest. */
const MOST_OF_EACH = 200

/** What Ctrl+K offers beside pages and acts: whatever stands in "my work". */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const { waiting, written, following, issued } = await shown(event.locals.app.drafts.work(person, MOST_OF_EACH))
  const drafts = [...waiting, ...written, ...following, ...issued].map((row) => ({
    id: row.id,
    subject: row.symbol ? `${row.symbol} · ${subjectOf(row.subject)}` : subjectOf(row.subject),
    kind: kindName(row.kind),
    href: draftHref(row),
  }))
  return json({ drafts }, { headers: { 'cache-control': 'no-store' } })
}
