/** Đang vướng: papers that hang on somebody who cannot sign or seal as things stand, for those who can do something. */
import { and, asc, eq, inArray, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { KeyState } from '../../src/lib/vocabulary.ts'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import type { Person } from '../access/person.ts'
import { draftPeople, drafts, issueSteps, registerEntries, users, type IssueStep } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { findKey } from './keys/find.ts'

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
  /** Null for an administrator with no part in a paper that has no number yet: what it is about is not theirs to know. */
  subject: string | null
  state: 'approved' | 'finalizing' | 'signed'
  /** "15/QĐ-UBND"; null before it is frozen. */
  numberLine: string | null
  signerName: string
  since: Date
}

const MAX_ROWS = 200
/** A ceremony takes seconds: only what is still unsigned after this is worth a look. */
const PATIENCE_MS = 60_000

/**
 * The longest stuck first; of one draft, if it is named. Numbered ones: for clerks and administrators, who can cancel the
 * number. Approved ones, which have none yet: for their owner and holder, who can take them back, and for administrators,
 * who can bring in a key.
 */
export async function listStuck(ground: Ground, person: Person, draftId?: string): Promise<StuckDraft[]> {
  const { db } = ground
  const isAdmin = person.roles.includes('admin')
  const failed = sql<IssueStep | null>`(
    select ${issueSteps.step} from ${issueSteps}
    where ${issueSteps.draftId} = ${drafts.id} and ${issueSteps.doneAt} is null and ${issueSteps.error} <> '' limit 1
  )`
  const isSealed = sql<boolean>`exists (
    select 1 from ${issueSteps}
    where ${issueSteps.draftId} = ${drafts.id} and ${issueSteps.step} = 'sealed' and ${issueSteps.doneAt} is not null
  )`
  const hasPart = (part?: 'owner') => sql<boolean>`exists (
    select 1 from ${draftPeople}
    where ${and(eq(draftPeople.draftId, drafts.id), eq(draftPeople.userId, person.id), part && eq(draftPeople.part, part))}
  )`
  const find = (which: SQL | undefined) =>
    db
      .select({
        draft: drafts,
        entry: registerEntries,
        signer: { id: users.id, name: users.name, roles: users.roles, lockedAt: users.lockedAt },
        ...{ failed, isSealed, hasPart: hasPart() },
      })
      .from(drafts)
      .leftJoin(registerEntries, eq(registerEntries.draftId, drafts.id))
      .leftJoin(users, eq(users.id, drafts.holderId))
      .where(and(eq(drafts.agencyId, person.agencyId), draftId ? eq(drafts.id, draftId) : undefined, which))
      .orderBy(asc(drafts.heldSince))
      .limit(MAX_ROWS)

  const isMine = isAdmin ? undefined : or(hasPart('owner'), eq(drafts.holderId, person.id))
  const [approved, numbered] = await Promise.all([
    find(and(eq(drafts.state, 'approved'), isMine)),
    isAdmin || person.roles.includes('clerk') ? find(inArray(drafts.state, ['finalizing', 'signed'])) : [],
  ])
  const rows = [...approved, ...numbered].sort((a, b) => a.draft.heldSince.getTime() - b.draft.heldSince.getTime())

  const keys = new Map<string, Promise<KeyState>>()
  const keyOf = (userId: string | null) => {
    const holder = userId === null ? { sealOf: person.agencyId } : { userId }
    const known = keys.get(userId ?? '') ?? findKey(db, holder, ground.now()).then(({ state }) => state)
    keys.set(userId ?? '', known)
    return known
  }
  const hasClerk = await isThereAClerk(ground, person.agencyId)

  async function why({ draft, signer, failed, isSealed }: (typeof rows)[number]): Promise<StuckReason | null> {
    if (draft.state === 'signed') {
      if (!hasClerk) return { reason: 'no_clerk' }
    } else {
      if (!signer || signer.lockedAt) return { reason: 'signer_left' }
      if (!signer.roles.includes('leader')) return { reason: 'no_right' }
    }
    // To issue what is sealed already needs no key.
    const key = isSealed ? 'usable' : await keyOf(draft.state === 'signed' ? null : (signer?.id ?? null))
    if (key !== 'usable') return { reason: 'no_key', key }
    if (failed) return { reason: 'failed', step: failed }
    const isLate = ground.now().getTime() - draft.heldSince.getTime() > PATIENCE_MS
    return draft.state === 'finalizing' && isLate ? { reason: 'waiting' } : null
  }

  const found = await Promise.all(
    rows.map(async (row): Promise<StuckDraft[]> => {
      const reason = await why(row)
      const { id, kind, subject, state, heldSince } = row.draft
      if (!reason || (state !== 'approved' && state !== 'finalizing' && state !== 'signed')) return []
      const numberLine = row.entry && numberAndSymbol(row.entry.number, row.entry.symbol)
      const shown = state !== 'approved' || row.hasPart ? subject : null
      const signerName = row.entry?.signerName ?? row.signer?.name ?? ''
      return [{ ...reason, id, kind, subject: shown, state, numberLine, signerName, since: heldSince }]
    }),
  )
  return found.flat()
}

async function isThereAClerk({ db }: Ground, agencyId: string): Promise<boolean> {
  const active = and(eq(users.agencyId, agencyId), isNull(users.lockedAt), sql`'clerk' = any(${users.roles})`)
  const [one] = await db.select({ id: users.id }).from(users).where(active).limit(1)
  return one !== undefined
}
