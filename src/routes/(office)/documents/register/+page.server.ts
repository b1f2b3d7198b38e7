import { z } from 'zod'
import { VOLUME_LINES } from '../../../../../server/registry/shapes.ts'
import { shown, signedIn } from '../../../answers.ts'
import { filterOf, readQuery } from '../query.ts'
import { registerMeant } from '../register-meant.ts'
import type { PageServerLoad } from './$types'

const volumeOf = z.coerce.number().int().min(1).max(10_000).default(1).catch(1)

/** The register as it is printed and bound (Điều 16.2.b): cover and ten columns, volume by volume. */
export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { access, registry } = event.locals.app
  const asked = readQuery(event.url)
  const volume = volumeOf.parse(event.url.searchParams.get('volume') ?? undefined)
  const { register, year } = await shown(registerMeant(registry, person, asked))
  const [book, agency] = await shown(
    Promise.all([
      registry.book(person, { registerId: register.id, year, ...filterOf(asked), volume }),
      access.agency(person),
    ]),
  )
  const { parentName, name } = agency
  return { book, year, register: register.name, parentName, agencyName: name, mostLines: VOLUME_LINES }
}
