import { AppError } from '$lib/errors.ts'
import { issuedKind } from '$lib/ui/files.ts'
import { shown, signedIn } from '../../../../answers.ts'
import type { RequestHandler } from './$types'

/** The issued PDF, shown in the browser's viewer or saved (`?save`), and the Word file; whatever the name before the dot. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const kind = issuedKind(event.params.file)
  if (!kind) return shown(Promise.reject(new AppError('not_found')))
  const { bytes, name, mediaType } = await shown(event.locals.app.issue.file(person, event.params.id, kind))
  const manner = kind === 'docx' || event.url.searchParams.has('save') ? 'attachment' : 'inline'
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mediaType,
      'content-length': String(bytes.byteLength),
      // RFC 6266: the name carries Vietnamese letters.
      'content-disposition': `${manner}; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'private, no-store',
    },
  })
}
