/** Keeping a version: at each named moment in the transaction of the act, on demand, and while people write. */
import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import type { VersionKind } from '../../src/lib/vocabulary.ts'
import { line, parse } from '../access/border.ts'
import { headOf, lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import type { Transaction } from '../database/connect.ts'
import { drafts, readings, versions } from '../database/tables.ts'
import { countMissing } from './count.ts'
import type { Ground } from './ground.ts'
import { countOpen, suggestedIn, talkOf } from './talk.ts'

/** What a version is called at most. */
export const NAME_LENGTH = 120
/** Versions that people keep of one draft on demand; each holds a copy of what was being said. */
const MOST_NAMED = 200

export interface Kept {
  number: number
  hash: string | null
  position: number
}

interface Wanted {
  kind: VersionKind
  name?: string
  /** Without it, where the log ends. */
  position?: number
}

/**
 * In the caller's transaction, which has locked the draft's row. A text that cannot be read is kept as well, without a
 * hash: that it stood so is worth knowing too.
 */
export async function keep(
  ground: Ground,
  tx: Transaction,
  person: Person | null,
  draftId: string,
  { kind, name = '', position: given }: Wanted,
): Promise<Kept> {
  const position = given ?? (await headOf(tx, draftId))
  const moment = await ground.text.moment(tx, draftId, position)
  if (!moment) throw new AppError('not_found')
  const asked = { urgency: 'save', person: person?.id, about: draftId } as const
  const naming = ground.work.nameText({ updates: moment.updates }, asked).catch(unlessHeavy(kind))
  naming.catch(() => {}) // thrown where it is awaited: until then the queries of this transaction come to their end
  const number = (await lastNumber(tx, draftId)) + 1
  const talk = await talkOf(tx, draftId)
  const said = { talk, openThreads: countOpen(talk), suggested: await suggestedIn(tx, draftId) }
  const { hash, state } = await naming
  if (state) await ground.text.keepKeyframe(tx, draftId, { position, state })
  await tx
    .insert(versions)
    .values({ draftId, number, kind, name, position, hash, actorId: person?.id ?? null, ...said })
  // Whoever acts on a draft has read it.
  if (person && kind !== 'named' && kind !== 'auto') await markRead(tx, draftId, person.id, position)
  return { number, hash, position }
}

/**
 * A text that is too heavy to be read must still go back to its authors (OPEN-1): its version has no hash then. But nobody
 * approves what cannot be named.
 */
const unlessHeavy = (kind: VersionKind) => (error: unknown) => {
  if (kind !== 'approve' && error instanceof AppError && error.code === 'too_heavy') return { hash: null, state: null }
  throw error
}

export async function markRead(tx: Transaction, draftId: string, userId: string, position: number): Promise<void> {
  const row = { position, seen: [], at: sql`now()` }
  await tx
    .insert(readings)
    .values({ draftId, userId, ...row })
    .onConflictDoUpdate({ target: [readings.draftId, readings.userId], set: row })
}

async function lastNumber(tx: Transaction, draftId: string): Promise<number> {
  const [last] = await tx
    .select({ number: versions.number })
    .from(versions)
    .where(eq(versions.draftId, draftId))
    .orderBy(desc(versions.number))
    .limit(1)
  return last?.number ?? 0
}

export const naming = z.object({ draftId: z.string(), name: line(NAME_LENGTH) })

/**
 * On demand, under a name. Needs `comment`: who has a part in the draft while it is under way. Throws `versions_full
 * {most}`.
 */
export async function keepNamed(
  ground: Ground,
  person: Person,
  input: z.input<typeof naming>,
): Promise<{ number: number }> {
  const { draftId, name } = parse(naming, input)
  const kept = await ground.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, { draftId }, 'comment')
    if ((await countOf(tx, draft.id, 'named')) >= MOST_NAMED) throw new AppError('versions_full', { most: MOST_NAMED })
    const { number, hash, position } = await keep(ground, tx, person, draft.id, { kind: 'named', name })
    await record(tx, { actorId: person.id, act: 'version.keep', draftId, detail: { number, name, hash, position } })
    return { number }
  })
  await countMissing(ground, draftId)
  return kept
}

const countOf = (tx: Transaction, draftId: string, kind: VersionKind) =>
  tx.$count(versions, and(eq(versions.draftId, draftId), eq(versions.kind, kind)))

/** Another node may have kept one a moment ago. */
const LEAST_APART_MS = 60_000
/** A draft of which so many were kept while people wrote has one more a day: any moment between is found by its place. */
const MANY_AUTO = 500
const MANY_APART_MS = 24 * 60 * 60_000

/** While people write: only where something came since the last one. */
export async function keepAuto(ground: Ground, draftId: string): Promise<void> {
  const isKept = await ground.db.transaction(async (tx) => {
    const [draft] = await tx.select({ id: drafts.id }).from(drafts).where(eq(drafts.id, draftId)).for('update')
    if (!draft) return false
    const [last] = await tx
      .select({ position: versions.position, at: versions.at, kind: versions.kind })
      .from(versions)
      .where(eq(versions.draftId, draftId))
      .orderBy(desc(versions.number))
      .limit(1)
    if (last?.position === (await headOf(tx, draftId))) return false
    const apart = last ? Date.now() - last.at.getTime() : Infinity
    if (last?.kind === 'auto' && apart < LEAST_APART_MS) return false
    if (apart < MANY_APART_MS && (await countOf(tx, draftId, 'auto')) >= MANY_AUTO) return false
    await keep(ground, tx, null, draftId, { kind: 'auto' })
    return true
  })
  if (isKept) await countMissing(ground, draftId)
}
