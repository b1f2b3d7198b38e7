import { shown, signedIn } from '../../../answers.ts'
import { filterOf, readQuery } from '../query.ts'
import { registerMeant } from '../register-meant.ts'
import type { RequestHandler } from './$types'

const FILE_MS = 30_000

/** What the register's page shows, all pages of it, as a file for spreadsheets. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const asked = readQuery(event.url)
  const { registry } = event.locals.app
  const { register, year } = await shown(registerMeant(registry, person, asked))
  const query = { registerId: register.id, year, ...filterOf(asked) }
  const text = await shown(registry.csv(person, query), { ms: FILE_MS })
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="so-dang-ky-${year}.csv"`,
      'cache-control': 'no-store',
    },
  })
}
