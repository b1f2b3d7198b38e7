import { AppError } from '$lib/errors.ts'
import { shown, signedIn } from '../../../answers.ts'
import { filterOf, readQuery } from '../query.ts'
import type { RequestHandler } from './$types'

const FILE_MS = 30_000

/** What the register's page shows, all pages of it, as a workbook. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const asked = readQuery(event.url)
  const { register: registerId, year } = asked
  if (!registerId || !year) return shown(Promise.reject(new AppError('not_found')))
  const making = event.locals.app.registry.workbook(person, { registerId, year, ...filterOf(asked) })
  const bytes = await shown(making, { ms: FILE_MS })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-length': String(bytes.byteLength),
      'content-disposition': `attachment; filename="so-dang-ky-${year}.xlsx"`,
      'cache-control': 'no-store',
    },
  })
}
