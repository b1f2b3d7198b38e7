import { shown, signedIn } from '../../../answers.ts'
import { filterOf, readQuery } from '../query.ts'
import { registerMeant } from '../register-meant.ts'
import type { RequestHandler } from './$types'

const FILE_MS = 30_000

/** What the register's page shows, all pages of it, as a workbook. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const asked = readQuery(event.url)
  const { registry } = event.locals.app
  const { register, year } = await shown(registerMeant(registry, person, asked))
  const query = { registerId: register.id, year, ...filterOf(asked) }
  const making = registry.workbook(person, query)
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
