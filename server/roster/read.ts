/** Reads and plans in processes of their own: bounded in memory and time, whatever is in a file. */
import { AppError } from '../../src/lib/errors.ts'
import type { Person } from '../access/person.ts'
import { type Doing, work } from '../compute/contract.ts'
import { digestOf } from '../compute/digest.ts'
import type { Plan, RosterOrder } from './plan.ts'

/** 5,000 rows take less than a second. */
export const rosterWorks = {
  planRoster: work({ ms: 10_000, mb: 500 }, async () => (await import('./work.ts')).planFile),
}

export type PlanFile = (order: RosterOrder, person: Pick<Person, 'id'>) => Promise<Plan>

/** Throws `bad_sheet {reason}`, or `too_many_requests` when too many files wait. */
export function rosterPlanner(planRoster: Doing<typeof rosterWorks.planRoster>): PlanFile {
  return async (order, person) => {
    const text = await digestOf(order.bytes)
    try {
      return await planRoster(order, { urgency: 'answer', person: person.id, text })
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'too_heavy')) throw error
      throw new AppError('bad_sheet', { reason: 'bomb' })
    }
  }
}
