/** Đang vướng: papers that hang on somebody who cannot sign or seal as things stand, for those who can do something. */
import { and, asc, count, eq, inArray, isNotNull, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm'
import { numberAndSymbol } from '../../src/lib/document/print/lines.ts'
import type { IssueStep, KeyState } from '../../src/lib/vocabulary.ts'
import type { Person } from '../access/person.ts'
import { draftPeople, drafts, issueSteps, registerEntries, signingRequests, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { findKey } from './keys/find.ts'
import { calendarDay } from './register.ts'

/**
 * `signer_left`: the account is locked. `no_right`: no longer a leader. `no_key`: nothing to sign or seal with. `no_clerk`:
 * nobody keeps the seal. `day_over`: the paper carries a day that has passed. `failed`: the last try of this step. `waiting`:
 * none of these, and yet not signed.
 */
export type StuckReason =
  | { reason: 'signer_left' | 'no_right' | 'no_clerk' | 'day_over' | 'waiting' }
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

export interface StuckPage {
  rows: StuckDraft[]
  total: number
  page: number
  pages: number
}

const PAGE_ROWS = 20
/** A ceremony takes seconds: only what is still unsigned after this is worth a look. */
const PATIENCE_MS = 60_000

/**
 * The longest stuck first. Numbered ones: for clerks and administrators, who can cancel the number. Approved ones, which
 * have none yet: for their owner and holder, who can take them back, and for administrators, who can bring in a key.
 */
export async function listStuck(ground: Ground, person: Person, page = 1): Promise<StuckPage> {
  const where = await stuckFor(ground, person)
  const [rows, total] = await Promise.all([where.read(PAGE_ROWS, (page - 1) * PAGE_ROWS), where.count()])
  return { rows, total, page, pages: Math.max(1, Math.ceil(total / PAGE_ROWS)) }
}

/** What holds up this one, for whoever has it on that list. */
export async function stuckOf(ground: Ground, person: Person, draftId: string): Promise<StuckDraft | null> {
  const [row] = await (await stuckFor(ground, person, eq(drafts.id, draftId))).read(1, 0)
  return row ?? null
}

const failed = sql<IssueStep | null>`(
  select ${issueSteps.step} from ${issueSteps}
  where ${issueSteps.draftId} = ${drafts.id} and ${issueSteps.doneAt} is null and ${issueSteps.error} <> '' limit 1
)`
const isSealed = sql<boolean>`exists (
  select 1 from ${issueSteps}
  where ${issueSteps.draftId} = ${drafts.id} and ${issueSteps.step} = 'sealed' and ${issueSteps.doneAt} is not null
)`

/** Somebody has been asked on their own device, and may still answer. */
const isAsked = (now: Date) => sql<boolean>`exists (
  select 1 from ${signingRequests} where ${signingRequests.draftId} = ${drafts.id}
    and ${signingRequests.state} = 'waiting' and ${signingRequests.goodUntil} > ${now}
)`

/**
 * Everything that makes a paper stuck is asked of the database, so that a page can be counted. Keys are looked at here, once
 * for each who has to sign something: an office has a handful of leaders.
 */
async function stuckFor(ground: Ground, person: Person, which?: SQL) {
  const { db } = ground
  const isAdmin = person.roles.includes('admin')
  const keepsNumbers = isAdmin || person.roles.includes('clerk')
  const hasPart = (part?: 'owner') => sql<boolean>`exists (
    select 1 from ${draftPeople}
    where ${and(eq(draftPeople.draftId, drafts.id), eq(draftPeople.userId, person.id), part && eq(draftPeople.part, part))}
  )`
  const toSign = inArray(drafts.state, ['approved', 'finalizing'])
  const ofAgency = and(eq(drafts.agencyId, person.agencyId), which)
  const [signers, seal, hasClerk] = await Promise.all([
    db.selectDistinct({ id: drafts.holderId }).from(drafts).where(and(ofAgency, toSign)),
    findKey(ground, { sealOf: person.agencyId }),
    isThereAClerk(ground, person.agencyId),
  ])
  const keys = new Map<string, KeyState>()
  for (const { id } of signers) if (id) keys.set(id, (await findKey(ground, { userId: id })).state)
  const keyless = [...keys].flatMap(([id, state]) => (state === 'usable' ? [] : [id]))

  const isMine = isAdmin ? undefined : or(hasPart('owner'), eq(drafts.holderId, person.id))
  const late = new Date(ground.now().getTime() - PATIENCE_MS)
  const cannotSign = or(
    isNull(users.id),
    isNotNull(users.lockedAt),
    not(sql`'leader' = any(${users.roles})`),
    keyless.length > 0 ? inArray(drafts.holderId, keyless) : undefined,
    isNotNull(failed),
    and(eq(drafts.state, 'finalizing'), lt(drafts.heldSince, late), not(isAsked(ground.now()))),
  )
  const canSeal = hasClerk && seal.state === 'usable'
  const cannotSeal = canSeal ? isNotNull(failed) : hasClerk ? or(not(isSealed), isNotNull(failed)) : undefined
  const condition = and(
    ofAgency,
    or(
      and(eq(drafts.state, 'approved'), isMine, cannotSign),
      keepsNumbers ? and(eq(drafts.state, 'finalizing'), cannotSign) : undefined,
      keepsNumbers ? and(eq(drafts.state, 'signed'), cannotSeal) : undefined,
    ),
  )

  type Row = Awaited<ReturnType<typeof select>>[number]
  const select = (limit: number, offset: number) =>
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
      .where(condition)
      .orderBy(asc(drafts.heldSince), asc(drafts.id))
      .limit(limit)
      .offset(offset)

  function why({ draft, entry, signer, failed, isSealed }: Row): StuckReason {
    if (draft.state === 'signed') {
      if (!hasClerk) return { reason: 'no_clerk' }
    } else {
      if (!signer || signer.lockedAt) return { reason: 'signer_left' }
      if (!signer.roles.includes('leader')) return { reason: 'no_right' }
    }
    const today = calendarDay(ground.now()).date
    if (draft.state === 'finalizing' && entry && entry.documentDate < today) return { reason: 'day_over' }
    // To issue what is sealed already needs no key.
    const key = isSealed ? 'usable' : draft.state === 'signed' ? seal.state : (keys.get(signer?.id ?? '') ?? 'none')
    if (key !== 'usable') return { reason: 'no_key', key }
    return failed ? { reason: 'failed', step: failed } : { reason: 'waiting' }
  }

  return {
    async read(limit: number, offset: number): Promise<StuckDraft[]> {
      const rows = await select(limit, offset)
      return rows.flatMap((row): StuckDraft[] => {
        const { id, kind, subject, state, heldSince } = row.draft
        if (state !== 'approved' && state !== 'finalizing' && state !== 'signed') return []
        const numberLine = row.entry && numberAndSymbol(row.entry.number, row.entry.symbol, row.entry.suffix)
        const shown = state !== 'approved' || row.hasPart ? subject : null
        const signerName = row.entry?.signerName ?? row.signer?.name ?? ''
        return [{ ...why(row), id, kind, subject: shown, state, numberLine, signerName, since: heldSince }]
      })
    },
    async count(): Promise<number> {
      const counting = db.select({ n: count() }).from(drafts)
      const [counted] = await counting.leftJoin(users, eq(users.id, drafts.holderId)).where(condition)
      return counted?.n ?? 0
    },
  }
}

async function isThereAClerk({ db }: Ground, agencyId: string): Promise<boolean> {
  const active = and(eq(users.agencyId, agencyId), isNull(users.lockedAt), sql`'clerk' = any(${users.roles})`)
  const [one] = await db.select({ id: users.id }).from(users).where(active).limit(1)
  return one !== undefined
}
