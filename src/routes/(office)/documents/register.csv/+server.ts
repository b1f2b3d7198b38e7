import { AppError } from '$lib/errors.ts'
import { shown, signedIn } from '../../../answers.ts'
import { filterOf, readQuery } from '../query.ts'
import type { RequestHandler } from './$types'

const FILE_MS = 30_000

/** What the register's page shows, all pages of it, as a file for spreadsheets. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const asked = readQuery(event.url)
  const { register: registerId, year } = asked
  if (!registerId || !year) return shown(Promise.reject(new AppError('not_found')))
  const text = await shown(event.locals.app.registry.csv(person, { registerId, year, ...filterOf(asked) }), {
    ms: FILE_MS,
  })
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="so-dang-ky-${year}.csv"`,
      'cache-control': 'no-store',
    },
  })
}
