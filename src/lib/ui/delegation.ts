/** Why somebody may not sign as the closing part says, from the detail of `no_delegation`. */
import { m } from '$lib/paraglide/messages'
import { formatCalendarDate } from './dates.ts'

export function delegationText({ form, title, reason, date }: Record<string, unknown>): string {
  const line = `${String(form)}. ${String(title)}`
  const day = typeof date === 'string' ? formatCalendarDate(date) : '…'
  switch (reason) {
    case 'over':
      return m.finalize_delegation_over({ line, date: day })
    case 'not_yet':
      return m.finalize_delegation_not_yet({ line, date: day })
    case 'ended':
      return m.finalize_delegation_ended({ line })
    case 'other_kind':
      return m.finalize_delegation_other_kind({ line })
    default:
      return m.finalize_delegation_none({ line })
  }
}
