/** What the frame of every page needs to know. */
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals }) => ({
  person: locals.person && {
    id: locals.person.id,
    name: locals.person.name,
    position: locals.person.position,
    roles: locals.person.roles,
  },
  evaluation: locals.app.isEvaluation,
})
