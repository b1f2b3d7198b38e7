/** Signing with a token at one's own PC: the program, this browser's pairing, and one's key. */
import { answer, holderOfKeys, shown, signedIn } from '../../../answers.ts'
import { carriedKey, unlessAsked } from '../../admin/keys/bring.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  return {
    name: person.name,
    userId: person.id,
    signs: person.roles.includes('leader'),
    offered: await shown(event.locals.app.companion.offered()),
  }
}

export const actions: Actions = {
  default: (event) =>
    answer(event, { who: holderOfKeys, fields: carriedKey }, ({ key: certificate, ...given }, { person }) =>
      unlessAsked(() => event.locals.app.issue.keys.importPc(person, { ...given, certificate, userId: person.id }), {
        form: '',
        field: 'key',
        holder: person.id,
        values: {},
      }),
    ),
}
