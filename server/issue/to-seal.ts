/** Chờ đóng dấu: what is signed and waits for the agency's seal, in the order of the numbers. */
import { and, asc, count, eq, sql } from 'drizzle-orm'
import { MOST_SEALED_AT_ONCE } from '../../src/lib/document/batch.ts'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import { AppError } from '../../src/lib/errors.ts'
import { maySeal } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { hasSealRight, sealersToday } from '../access/seal-rights.ts'
import { drafts, issuedFiles, issueSteps, paperSignatures, registerEntries } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { asStatus, findKey, type KeyStatus } from './keys/find.ts'

export interface ToSeal {
  rows: {
    id: string
    step: number
    kind: string
    subject: string
    /** "15/QĐ-UBND". */
    numberLine: string
    /** yyyy-MM-dd. */
    documentDate: string
    signerName: string
    signedAt: Date
    /** Sealed already: only its issue failed. */
    isSealed: boolean
    /** Signed on paper, not with a key. */
    isByHand: boolean
    /** Signed by hand: it waits for its scan. */
    needsScan: boolean
    /** The last try of a step failed. */
    hasFailed: boolean
  }[]
  total: number
  page: number
  pages: number
  key: KeyStatus
  /** Whether the person is on record for the seal today. */
  hasSealRight: boolean
  /** Who is, where the person is not. */
  sealers: string[]
}

/** A page is as many as may be sealed at once. By a clerk; others get `not_allowed`. */
export async function listToSeal(ground: Ground, person: Person, page = 1): Promise<ToSeal> {
  if (!maySeal(person)) throw new AppError('not_allowed', { action: 'seal' })
  const { db } = ground
  const waits = and(eq(drafts.agencyId, person.agencyId), eq(drafts.state, 'signed'))
  const step = (which: ReturnType<typeof sql>) => sql<boolean>`exists (
    select 1 from ${issueSteps} where ${issueSteps.draftId} = ${drafts.id} and ${which}
  )`
  const [rows, [counted], key, mayUseSeal] = await Promise.all([
    db
      .select({
        draft: drafts,
        entry: registerEntries,
        isSealed: step(sql`${issueSteps.step} = 'sealed' and ${issueSteps.doneAt} is not null`),
        isByHand: sql<boolean>`exists (select from ${paperSignatures} where ${paperSignatures.draftId} = ${drafts.id})`,
        needsScan: sql<boolean>`exists (select from ${paperSignatures} where ${paperSignatures.draftId} = ${drafts.id})
          and not exists (select from ${issuedFiles} where ${issuedFiles.draftId} = ${drafts.id} and ${issuedFiles.kind} = 'pdf-signed')`,
        hasFailed: step(sql`${issueSteps.error} <> '' and ${issueSteps.doneAt} is null`),
      })
      .from(drafts)
      .innerJoin(registerEntries, eq(registerEntries.draftId, drafts.id))
      .where(waits)
      .orderBy(asc(registerEntries.documentDate), asc(registerEntries.number), asc(drafts.id))
      .limit(MOST_SEALED_AT_ONCE)
      .offset((page - 1) * MOST_SEALED_AT_ONCE),
    db.select({ total: count() }).from(drafts).where(waits),
    findKey(ground, { sealOf: person.agencyId }),
    hasSealRight(db, person),
  ])
  const total = counted?.total ?? 0
  return {
    rows: rows.map(({ draft, entry, ...how }) => ({
      ...{ id: draft.id, step: draft.step, kind: draft.kind, subject: draft.subject, signedAt: draft.heldSince },
      ...{ numberLine: numberAndSymbol(entry.number, entry.symbol, entry.suffix), documentDate: entry.documentDate },
      signerName: entry.signerName,
      ...how,
    })),
    ...{ total, page, pages: Math.max(1, Math.ceil(total / MOST_SEALED_AT_ONCE)) },
    key: asStatus(key),
    hasSealRight: mayUseSeal,
    sealers: mayUseSeal ? [] : await sealersToday(db, person),
  }
}
