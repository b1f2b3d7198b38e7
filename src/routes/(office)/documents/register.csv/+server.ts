import { z } from 'zod'
import { AppError } from '$lib/errors.ts'
import { shown, signedIn } from '../../../answers.ts'
import type { RequestHandler } from './$types'

const query = z.object({ register: z.uuid(), year: z.coerce.number().int().min(1945).max(9999) })

const FILE_MS = 30_000

/** A register's year as a file for spreadsheets. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const asked = query.safeParse(Object.fromEntries(event.url.searchParams))
  if (!asked.success) return shown(Promise.reject(new AppError('not_found')))
  const { register: registerId, year } = asked.data
  const text = await shown(event.locals.app.registry.csv(person, { registerId, year }), { ms: FILE_MS })
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="register-${year}.csv"`,
      'cache-control': 'no-store',
    },
  })
}
