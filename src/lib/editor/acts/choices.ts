interface Choice {
  value: string
  label: string
  note?: string
}
import { byRank, isHead } from '../../document/rank.ts'
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

/** Who heads the unit of `self` and reviews: whom one asks first. "" where there is nobody, or it is oneself. */
export function ownHead(colleagues: ColleagueItem[], self: string): string {
  const unit = colleagues.find(({ id }) => id === self)?.unit
  if (!unit) return ''
  const reviews = ({ roles }: ColleagueItem) => roles.includes('reviewer') || roles.includes('leader')
  const [head] = byRank(colleagues.filter((one) => one.unit === unit && reviews(one)))
  return head && head.id !== self && isHead(head.position) ? head.id : ''
}

/** Whoever has this part in the draft already; "" when nobody has. */
export function partHolder({ people }: DraftView, part: string): string {
  return people.find(({ parts }) => parts.includes(part))?.id ?? ''
}
