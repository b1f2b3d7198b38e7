/** Each use of the agency's seal key: by whom, when, on which paper; for those who answer for it. */
import { and, desc, eq } from 'drizzle-orm'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import type { Person } from '../access/person.ts'
import { needWithRegisters } from '../access/registers.ts'
import { drafts, registerEntries, signingKeys, signingRequests, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'

const SHOWN = 50

export interface SealUse {
  at: Date
  by: string
  draftId: string
  /** "15/QĐ-UBND". */
  numberLine: string
  /** Of the certificate. */
  subject: string
}

/** The latest, newest first. By clerks, leaders and administrators; others get `not_allowed`. */
export async function listSealUses(ground: Ground, person: Person): Promise<SealUse[]> {
  needWithRegisters(person, 'read-all')
  const rows = await ground.db
    .select({
      at: signingRequests.signingTime,
      by: users.name,
      draftId: signingRequests.draftId,
      entry: registerEntries,
      subject: signingKeys.subject,
    })
    .from(signingRequests)
    .innerJoin(drafts, eq(drafts.id, signingRequests.draftId))
    .innerJoin(registerEntries, eq(registerEntries.draftId, signingRequests.draftId))
    .innerJoin(users, eq(users.id, signingRequests.askedOf))
    .innerJoin(signingKeys, eq(signingKeys.id, signingRequests.keyId))
    .where(
      and(
        eq(drafts.agencyId, person.agencyId),
        eq(signingRequests.part, 'seal'),
        eq(signingRequests.state, 'embedded'),
      ),
    )
    .orderBy(desc(signingRequests.signingTime))
    .limit(SHOWN)
  return rows.map(({ entry, ...use }) => ({
    ...use,
    numberLine: numberAndSymbol(entry.number, entry.symbol, entry.suffix),
  }))
}
