/** An agency's own word on single rules of format. In a file of its own: it needs the whole checker, the start does not. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { type Policy, RULES } from '../../src/lib/document/check/index.ts'
import { record } from '../audit/index.ts'
import { agencies } from '../database/tables.ts'
import { parse } from './border.ts'
import type { Ground } from './ground.ts'
import { needAdministrator } from './office.ts'
import type { Person } from './person.ts'

const knownRule = z.string().refine((rule) => RULES.some(({ id }) => id === rule), 'choice')
export const policyData = z.record(knownRule, z.enum(['fault', 'advice', 'off'], 'choice'))

/** Only rules on which the agency differs; every other one is as the program has it. */
export async function setFormatPolicy(ground: Ground, person: Person, input: Policy): Promise<void> {
  needAdministrator(person)
  const formatPolicy = parse(policyData, input)
  await ground.db.transaction(async (tx) => {
    await tx.update(agencies).set({ formatPolicy }).where(eq(agencies.id, person.agencyId))
    await record(tx, { actorId: person.id, act: 'office.format-policy', detail: formatPolicy })
  })
}
