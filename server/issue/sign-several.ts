/** Ký nhiều văn bản: one confirmation, one paper after the other, each with its number and a result of its own. */
import { and, asc, count, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { MOST_SEALED_AT_ONCE } from '../../src/lib/document/batch.ts'
import { AppError, type ErrorCode } from '../../src/lib/errors.ts'
import type { SigningDevice } from '../../src/lib/vocabulary.ts'
import { id, parse, pin as pinSchema, step } from '../access/border.ts'
import { needSigner } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { personNow } from '../access/person-now.ts'
import { draftPeople, drafts, readings, textUpdates } from '../database/tables.ts'
import { begin, needSignable, signNew } from './finalize.ts'
import type { Ground } from './ground.ts'
import { asStatus, findKey, type KeyStatus } from './keys/find.ts'
import { byQuickness, needSeveralAtOnce } from './keys/quickest.ts'
import { type UnlockedKey, using } from './keys/unlock.ts'

/** Whether who is to sign has looked at it: never, before its text became another, or as it is. */
export type Opened = 'never' | 'before' | 'now'

export interface ToSign {
  rows: { id: string; step: number; kind: string; subject: string; approvedAt: Date; opened: Opened }[]
  total: number
  page: number
  pages: number
  key: KeyStatus & {
    /** Where one confirmation is enough, it is a PIN that is typed here; a phone asks for each paper, and a PC cannot be asked. */
    device: SigningDevice | null
    needsPin: boolean
  }
}

/** What is approved and waits for this leader's signature, the oldest first; a page is as many as may be signed at once. */
export async function listToSign(ground: Ground, person: Person, page = 1): Promise<ToSign> {
  needSigner(person)
  const { db } = ground
  const waits = and(eq(drafts.agencyId, person.agencyId), eq(drafts.state, 'approved'), eq(drafts.holderId, person.id))
  const ofReader = sql`${readings.draftId} = ${drafts.id} and ${readings.userId} = ${person.id}`
  const isWriter = sql`exists (select from ${draftPeople} where ${draftPeople.draftId} = ${drafts.id}
    and ${draftPeople.userId} = ${person.id} and ${draftPeople.part} in ('owner', 'author'))`
  const isOpened = sql`exists (select from ${readings} where ${ofReader})`
  const isOther = sql`exists (select from ${readings}, ${textUpdates} where ${ofReader}
    and ${textUpdates.draftId} = ${drafts.id} and ${textUpdates.position} > ${readings.position}
    and ${textUpdates.userId} is distinct from ${person.id})`
  const opened = sql<Opened>`case when ${isWriter} then 'now' when not ${isOpened} then 'never'
    when ${isOther} then 'before' else 'now' end`
  const [rows, [counted], keys, status] = await Promise.all([
    db
      .select({
        ...{ id: drafts.id, step: drafts.step, kind: drafts.kind, subject: drafts.subject },
        ...{ approvedAt: drafts.heldSince, opened },
      })
      .from(drafts)
      .where(waits)
      .orderBy(asc(drafts.heldSince), asc(drafts.id))
      .limit(MOST_SEALED_AT_ONCE)
      .offset((page - 1) * MOST_SEALED_AT_ONCE),
    db.select({ total: count() }).from(drafts).where(waits),
    byQuickness(ground, { userId: person.id }),
    findKey(ground, { userId: person.id }),
  ])
  const [row] = keys
  const provider = row && ground.providers.get(row.provider)
  const total = counted?.total ?? 0
  return {
    rows,
    ...{ total, page, pages: Math.max(1, Math.ceil(total / MOST_SEALED_AT_ONCE)) },
    key: {
      ...asStatus(row ? { state: 'usable', row } : status),
      ...{ device: provider?.device ?? null, needsPin: provider?.needsPin ?? true },
    },
  }
}

export const signingSeveral = z.object({
  pin: pinSchema.optional(),
  /** `step`: the moment of each that the person saw. */
  papers: z.array(z.object({ id, step })).min(1, 'required').max(MOST_SEALED_AT_ONCE, 'too_long'),
})
export type SignBatch = z.input<typeof signingSeveral>

/** What became of one paper. `asked`: its signer confirms it on their device. `failed` null = unexpected, the log knows more. */
export type SignTold = { paper: string } & (
  { step: 'numbered'; number: string } | { step: 'asked' | 'signed' } | { failed: ErrorCode | null }
)

/**
 * By the leader who holds them. Before the first paper: `not_allowed`, `bad_input`, `no_key`, `key_unreachable`, `wrong_pin`, `too_many_requests`;
 * nothing has been done then. Afterwards no paper stops the next: each is numbered and signed in this order, or told with its code, as
 * `finalize` throws it. What the person may do and whether the key still signs is asked again before each.
 */
export async function signSeveral(
  ground: Ground,
  person: Person,
  given: SignBatch,
  tell: (told: SignTold) => void,
): Promise<void> {
  needSigner(person)
  const { pin, papers } = parse(signingSeveral, given)
  const [key] = await byQuickness(ground, { userId: person.id })
  needSeveralAtOnce(ground, key)
  const how = { ...(pin !== undefined && { pin }), ...(key && { keyId: key.id }) }
  const steps = new Map(papers.map((paper) => [paper.id, paper.step]))
  await using(ground, person, { userId: person.id }, how, (unlocked) => signEach(ground, person, unlocked, steps, tell))
}

async function signEach(
  ground: Ground,
  person: Person,
  unlocked: UnlockedKey,
  steps: ReadonlyMap<string, number>,
  tell: (told: SignTold) => void,
): Promise<void> {
  for (const [paper, seen] of steps) {
    try {
      const now = await personNow(ground.db, person)
      const { state } = await findKey(ground, { userId: now.id }, unlocked.id)
      if (state !== 'usable') throw new AppError('no_key', { reason: state })
      const draft = await needSignable(ground, now, paper, seen)
      const begun = await begin(ground, now, draft, { step: seen })
      await signNew(ground, now, begun, unlocked, (event) => {
        if (event.step === 'numbered') tell({ paper, step: 'numbered', number: event.number ?? '' })
        if (event.step === 'asked' || event.step === 'signed') tell({ paper, step: event.step })
      })
    } catch (failure) {
      if (!(failure instanceof AppError)) ground.log.error({ err: failure, paper }, 'a paper of a batch was not signed')
      tell({ paper, failed: failure instanceof AppError ? failure.code : null })
    }
  }
}
