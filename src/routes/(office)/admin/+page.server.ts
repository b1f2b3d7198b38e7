import { administrator, shown } from '../../answers.ts'
import { pageOf } from '../../inputs.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const me = administrator(event)
  const { access, registry, issue } = event.locals.app
  const [units, people, registers, keys, authorities, stuck] = await shown(
    Promise.all([
      access.units(me),
      access.colleagues(me),
      registry.registers(me),
      issue.keys.list(me),
      issue.authorities.list(),
      issue.stuck(me, pageOf(event.url, 'stuck')),
    ]),
  )
  const usable = keys.filter((key) => key.state === 'usable')
  const leaders = people.filter(({ roles }) => roles.includes('leader'))
  return {
    stuck,
    now: new Date(),
    units: units.filter((unit) => !unit.closedAt).length,
    people: people.length,
    leaders: leaders.length,
    leadersWithKey: leaders.filter((leader) => usable.some((key) => key.holder?.id === leader.id)).length,
    hasClerk: people.some(({ roles }) => roles.includes('clerk')),
    registers: registers.filter((register) => !register.closedAt).length,
    authorities: authorities.length,
    hasSeal: usable.some((key) => key.holder === null),
  }
}
