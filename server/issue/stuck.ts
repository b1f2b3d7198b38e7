/** Đang vướng: numbers that hang on somebody who cannot sign or seal as things stand, for those who can cancel them. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import type { Person } from '../access/person.ts'
import { drafts, issueSteps, registerEntries, users, type IssueStep } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { findKey, type KeyState } from './keys/find.ts'

/**
 * `signer_left`: the account is locked. `no_right`: no longer a leader. `no_key`: nothing to sign or seal with. `no_clerk`:
 * nobody keeps the seal. `failed`: the last try of this step. `waiting`: none of these, and yet not signed.
 */
export type StuckReason =
  | { reason: 'signer_left' | 'no_right' | 'no_clerk' | 'waiting' }
  | { reason: 'no_key'; key: KeyState }
  | { reason: 'failed'; step: IssueStep }

export type StuckDraft = StuckReason & {
  id: string
  kind: string
  subject: string
  state: 'finalizing' | 'signed'
  /** "15/QĐ-UBND". */
  numberLine: string
  /** yyyy-MM-dd. */
  documentDate: string
  signerName: string
  since: Date
}

const MAX_ROWS = 200
/** A ceremony takes seconds: only what is still unsigned after this is worth a look. */
const PATIENCE_MS = 60_000

/** Empty for everybody but clerks and administrators. The longest stuck first. */
export async function listStuck(ground: Ground, person: Person): Promise<StuckDraft[]> {
  if (!person.roles.some((role) => role === 'clerk' || role === 'admin')) return []
  const { db } = ground
  const failed = sql<IssueStep | null>`(
    select ${issueSteps.step} from ${issueSteps}
    where ${issueSteps.draftId} = ${drafts.id} and ${issueSteps.doneAt} is null and ${issueSteps.error} <> '' limit 1
  )`
  const rows = await db
    .select({
      draft: drafts,
      entry: registerEntries,
      signer: { id: users.id, roles: users.roles, lockedAt: users.lockedAt },
      failed,
    })
    .from(drafts)
    .innerJoin(registerEntries, eq(registerEntries.draftId, drafts.id))
    .leftJoin(users, eq(users.id, drafts.holderId))
    .where(and(eq(drafts.agencyId, person.agencyId), inArray(drafts.state, ['finalizing', 'signed'])))
    .orderBy(asc(drafts.heldSince))
    .limit(MAX_ROWS)

  const keys = new Map<string, Promise<KeyState>>()
  const keyOf = (userId: string | null) => {
    const holder = userId === null ? { sealOf: person.agencyId } : { userId }
    const known = keys.get(userId ?? '') ?? findKey(db, holder, ground.now()).then(({ state }) => state)
    keys.set(userId ?? '', known)
    return known
  }
  const hasClerk = await isThereAClerk(ground, person.agencyId)

  async function why({ draft, signer, failed }: (typeof rows)[number]): Promise<StuckReason | null> {
    if (draft.state === 'signed') {
      if (!hasClerk) return { reason: 'no_clerk' }
    } else {
      if (!signer || signer.lockedAt) return { reason: 'signer_left' }
      if (!signer.roles.includes('leader')) return { reason: 'no_right' }
    }
    const key = await keyOf(draft.state === 'signed' ? null : (signer?.id ?? null))
    if (key !== 'usable') return { reason: 'no_key', key }
    if (failed) return { reason: 'failed', step: failed }
    const isLate = ground.now().getTime() - draft.heldSince.getTime() > PATIENCE_MS
    return draft.state === 'finalizing' && isLate ? { reason: 'waiting' } : null
  }

  const found = await Promise.all(
    rows.map(async (row): Promise<StuckDraft[]> => {
      const reason = await why(row)
      const { id, kind, subject, state, heldSince } = row.draft
      if (!reason || (state !== 'finalizing' && state !== 'signed')) return []
      const { number, symbol, documentDate, signerName } = row.entry
      const numberLine = numberAndSymbol(number, symbol)
      return [{ ...reason, id, kind, subject, state, numberLine, documentDate, signerName, since: heldSince }]
    }),
  )
  return found.flat()
}

async function isThereAClerk({ db }: Ground, agencyId: string): Promise<boolean> {
  const active = and(eq(users.agencyId, agencyId), isNull(users.lockedAt), sql`'clerk' = any(${users.roles})`)
  const [one] = await db.select({ id: users.id }).from(users).where(active).limit(1)
  return one !== undefined
}
