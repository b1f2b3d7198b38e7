interface Choice {
  value: string
  label: string
  note?: string
}
import { byRank } from '../../document/rank.ts'
import type { ColleagueItem, DraftView } from '../types.ts'

/** Colleagues with any of these roles, as a list to choose from: by rank, each with their title. */
export function choicesOf(colleagues: ColleagueItem[], roles: string[]): Choice[] {
  return byRank(colleagues.filter((colleague) => colleague.roles.some((role) => roles.includes(role)))).map(
    ({ id, name, position, unit }) => ({
      value: id,
      label: name,
      note: [position, unit].filter(Boolean).join(', '),
    }),
  )
}

/** Whoever has this part in the draft already; "" when nobody has. */
export function partHolder({ people }: DraftView, part: string): string {
  return people.find(({ parts }) => parts.includes(part))?.id ?? ''
}
