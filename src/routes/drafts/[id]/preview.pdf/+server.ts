/**
 * The document as it would be printed now; once it is frozen, the file itself, with the signatures it has. With `?view`, what
 * is suggested is in it as that view of the desk shows it.
 */
import type { Change } from '$lib/document/suggest/shapes.ts'
import { kindWords } from '$lib/editor/core/suggestion-words.ts'
import { toldLines } from '$lib/editor/margin/told-lines.ts'
import { AppError } from '$lib/errors.ts'
import { shown, signedIn, TYPESETTING_MS } from '../../../answers.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const bytes = await shown(read(event.locals.app, person, event.params.id, event.url.searchParams.get('view')), {
    ms: TYPESETTING_MS,
  })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-length': String(bytes.byteLength),
      'content-disposition': 'inline',
      'cache-control': 'private, no-store',
    },
  })
}

type App = globalThis.App.Locals['app']

async function read(
  { issue, suggest }: App,
  person: NonNullable<globalThis.App.Locals['person']>,
  draftId: string,
  view: string | null,
): Promise<Uint8Array> {
  const { files } = await issue.status(person, draftId)
  const kind = (['pdf-sealed', 'pdf-signed', 'pdf'] as const).find((wanted) => files.includes(wanted))
  if (kind) return (await issue.file(person, draftId, kind)).bytes
  if (view !== null) return issue.previewOf(person, draftId, await suggest.textOf(person, { draftId, view }, noteOf))
  const { pdf, pdfFault } = await issue.preview(person, draftId)
  if (!pdf) throw new AppError(pdfFault?.code ?? 'cannot_be_printed', pdfFault?.detail)
  return pdf
}

/** What the card of a suggestion says of a change of look or form. */
function noteOf(change: Change): string {
  if (change.is !== 'look' && change.is !== 'form') return ''
  return toldLines([change], true, kindWords)
    .lines.map(({ label }) => label)
    .join('; ')
}
