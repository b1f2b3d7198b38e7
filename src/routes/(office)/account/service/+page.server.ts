/** A key at a service where each holder signs in themselves: signed in there, found, and brought here. */
import { z } from 'zod'
import { ownImport } from '../../../../../server/issue/keys/own-service.ts'
import { answer, holderOfKeys, shown, SIGNING_MS } from '../../../answers.ts'
import { returnedFrom } from '../../../returned.ts'
import { unlessAsked } from '../../admin/keys/bring.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = holderOfKeys(event)
  return {
    own: await shown(event.locals.app.issue.keys.ownService(person), { ms: SIGNING_MS }),
    signs: person.roles.includes('leader'),
    name: person.name,
    returned: returnedFrom(event.url.searchParams),
  }
}

const given = ownImport.pick({ service: true }).extend({ key: z.string('choice').min(1, 'choice').max(200, 'choice') })

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: holderOfKeys, fields: given }, ({ key: serial, ...how }, { person }) =>
      unlessAsked(() => event.locals.app.issue.keys.importOwn(person, { ...how, serial }), {
        ...{ form: '', field: 'key', holder: person.id, values: { key: serial } },
      }),
    ),
}
