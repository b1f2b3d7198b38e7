import { shown, signedIn } from '../../../answers.ts'
import { filterOf, readQuery } from '../query.ts'
import { registerMeant } from '../register-meant.ts'
import type { RequestHandler } from './$types'

/** A year of 5,000 entries takes some seconds; a little more where others wait. */
const FILE_MS = 90_000

/** The register's year, or what is asked for of it, in the form of Phụ lục IV: to be printed and bound, or kept. */
export const GET: RequestHandler = async (event) => {
  const { person } = signedIn(event)
  const asked = readQuery(event.url)
  const { registry } = event.locals.app
  const { register, year } = await shown(registerMeant(registry, person, asked))
  const making = registry.pdf(person, { registerId: register.id, year, ...filterOf(asked) })
  const bytes = await shown(making, { ms: FILE_MS })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-length': String(bytes.byteLength),
      'content-disposition': `attachment; filename="so-dang-ky-${year}.pdf"`,
      'cache-control': 'no-store',
    },
  })
}
