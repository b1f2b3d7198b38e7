import { json } from '@sveltejs/kit'
import { z } from 'zod'
import { draftHref, subjectOf } from '$lib/ui/drafts.ts'
import { kindName } from '$lib/ui/kinds.ts'
import { shown, signedIn } from '../answers.ts'
import type { RequestHandler } from './$types'

/** Something odd in the address finds nothing in particular, rather than being a fault. */
const search = z.string().normalize('NFC').max(200).catch('')

/** What Ctrl+K offers beside pages and acts: of "my work" what says these words, or what was last touched. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const asked = { search: search.parse(event.url.searchParams.get('search') ?? '') }
  const found = await shown(event.locals.app.drafts.find(person, asked))
  const drafts = found.map((row) => ({
    id: row.id,
    subject: row.symbol ? `${row.symbol} · ${subjectOf(row.subject)}` : subjectOf(row.subject),
    kind: kindName(row.kind),
    href: draftHref(row),
  }))
  return json({ drafts }, { headers: { 'cache-control': 'no-store' } })
}
