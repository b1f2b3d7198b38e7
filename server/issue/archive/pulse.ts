/**
 * Works on the papers that are due, one at a time: collects what says that no certificate was revoked, puts it behind the file,
 * and a time stamp over all of it; again before the last stamp can no longer be checked. Any node may, and a restart changes
 * nothing: a paper that is claimed by one that has died falls free, and nothing is stored before it is whole.
 */
import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { ArchiveFault, SignatureLevel } from '../../../src/lib/vocabulary.ts'
import { record } from '../../audit/index.ts'
import { archives, drafts, trustedAuthorities } from '../../database/tables.ts'
import { addFile, newestFile, newestPdf } from '../generations.ts'
import type { Ground } from '../ground.ts'
import { type ArchiveRow, claimedBy } from '../levels.ts'
import { digestOf, filled } from '../sign/sign.ts'
import type { Plan } from '../verify/assess.ts'
import { collect } from '../verify/collect.ts'

/** Longer than all servers' patience together; a node that has died holds a paper up no longer. */
const CLAIM_SECONDS = 15 * 60
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** After the first failure, the second …; the last of them from then on. */
const WAITS_MS = [60_000, 5 * 60_000, 15 * 60_000, HOUR_MS, 6 * HOUR_MS, DAY_MS]
/** What no waiting mends is looked at now and then all the same: settings change, and authorities are added. */
const SELDOM_MS = 7 * DAY_MS
/** A stamp is renewed while there is time for all that may go wrong, and never every day. */
const RENEW_BEFORE_MS = 90 * DAY_MS
/** So late it is renewed although nobody answers about revocation. */
const RENEW_WITHOUT_ANSWERS_MS = 30 * DAY_MS
const RENEW_AT_MOST_EVERY_MS = 30 * DAY_MS
const RESERVE_BYTES = 28 * 1024

/** One paper, if any is due; whether there was. */
export async function archiveOne(ground: Ground): Promise<boolean> {
  const row = await claim(ground)
  if (!row) return false
  try {
    await workOn(ground, row)
  } catch (failure) {
    ground.log.warn({ err: failure, draftId: row.draftId }, 'a paper could not be archived')
    await settle(ground, row, { reason: 'failed', about: '', level: row.level, holdsUntil: row.holdsUntil })
  }
  return true
}

async function claim({ db }: Ground): Promise<ArchiveRow | null> {
  const due = sql`
    select ${archives.draftId} from ${archives}
    where ${archives.dueAt} <= clock_timestamp() and coalesce(${archives.claimedUntil}, '-infinity') < clock_timestamp()
    order by ${archives.dueAt} limit 1 for update skip locked`
  const [row] = await db
    .update(archives)
    .set({
      triedAt: sql`clock_timestamp()`,
      claimedUntil: sql`date_trunc('milliseconds', clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS}))`,
    })
    .where(sql`${archives.draftId} in (${due})`)
    .returning()
  return row ?? null
}

/** What no later try brings. */
const FOR_GOOD = new Set<ArchiveFault>(['no_source', 'too_large', 'revoked'])

interface Came {
  level: SignatureLevel
  reason: ArchiveFault | ''
  about: string
  holdsUntil: Date | null
  /** With something behind it; null when nothing was added. */
  added?: { bytes: Uint8Array; madeFrom: Uint8Array } | null
}

async function workOn(ground: Ground, row: ArchiveRow): Promise<void> {
  const { draftId } = row
  const file = await newestPdf(ground.db, draftId)
  if (!file) throw new Error('there is no PDF to archive')
  const came = await lengthen(ground, row, file.bytes)
  await settle(ground, row, came)
  if (came.added) ground.drafts.announce(draftId)
}

/** What can be done for a file now, and how long it can then be checked. */
async function lengthen(ground: Ground, { draftId }: ArchiveRow, before: Uint8Array): Promise<Came> {
  let pdf = before
  let noStamp: string | null = null
  let plan = await planOf(ground, draftId, pdf)
  const stamp = async () => {
    const stamped = await stampOver(ground, draftId, pdf)
    if (typeof stamped === 'string') noStamp = stamped
    else {
      pdf = stamped
      plan = await planOf(ground, draftId, pdf)
    }
  }
  const left = (plan.holdsUntil?.getTime() ?? Infinity) - ground.now().getTime()
  // First of all the proof of when: what is asked afterwards tells of a signature that was there.
  if (plan.needsTime && ground.stamps.isSet) await stamp()
  const { fault, ...answers } = await collect(ground, plan.missing)
  // What is missing for a while is waited for, a proof of when too; what never comes holds up nothing.
  const isWaiting = plan.needsTime && ground.stamps.isSet
  const isWhole = fault === null || FOR_GOOD.has(fault.reason)
  if (isWhole && !isWaiting && answers.ocsps.length + answers.lists.length > 0) {
    const { certificates } = plan
    pdf = await ground.appendStore({ pdf, certificates, ...answers }, { urgency: 'look', about: draftId })
    plan = await planOf(ground, draftId, pdf)
  }
  // Where the level goes no higher, a stamp over the file still holds it at what it has.
  const isFirst = fault !== null && plan.holdsUntil === null
  const isDue = isWhole && (plan.needsStamp || left <= RENEW_BEFORE_MS || isFirst)
  if (ground.stamps.isSet && noStamp === null && (isDue || left <= RENEW_WITHOUT_ANSWERS_MS)) await stamp()

  const [reason, about] = whyNot(plan, fault, noStamp, ground.stamps.isSet)
  const { level, holdsUntil } = plan
  const isLonger = pdf !== before
  if (isLonger && !plan.isSound) throw new Error('what was put behind the file does not leave it whole')
  return { level: level ?? 'B-B', holdsUntil, reason, about, added: isLonger ? { bytes: pdf, madeFrom: before } : null }
}

function whyNot(
  { level, untrusted }: Plan,
  fault: Awaited<ReturnType<typeof collect>>['fault'],
  noStamp: string | null,
  isSet: boolean,
): [ArchiveFault | '', string] {
  if (level === 'B-LTA' && noStamp === null) return ['', '']
  if (noStamp !== null) return ['no_stamp', noStamp]
  if (fault?.reason === 'revoked') return [fault.reason, fault.about]
  if (!isSet) return ['no_tsa', '']
  if (untrusted !== null) return ['untrusted', untrusted]
  return fault ? [fault.reason, fault.about] : ['failed', '']
}

async function planOf(ground: Ground, draftId: string, pdf: Uint8Array): Promise<Plan> {
  const authorities = await ground.db.select().from(trustedAuthorities)
  return ground.planArchive({ pdf, trust: { authorities, now: ground.now() } }, { urgency: 'look', about: draftId })
}

/** Or why there is no stamp. */
async function stampOver(ground: Ground, draftId: string, pdf: Uint8Array): Promise<Uint8Array | string> {
  const name = `Stamp-${createHash('sha256').update(pdf).digest('hex').slice(0, 12)}`
  const prepared = await ground.appendStamp({ pdf, name, reserve: RESERVE_BYTES }, { urgency: 'look', about: draftId })
  const stamped = await ground.stamps.stamp(digestOf(prepared))
  if ('fault' in stamped) return stamped.fault
  return stamped.token.length > RESERVE_BYTES ? 'too_large' : filled(prepared, stamped.token)
}

const WAITS_SELDOM = new Set<ArchiveFault | ''>(['no_tsa', 'no_source', 'untrusted', 'revoked', 'too_large'])

/** Stores what came of it: the file, if there is a new one, and when it is due again. Nothing, when another node took it over. */
async function settle(
  ground: Ground,
  row: ArchiveRow,
  { level, reason, about, holdsUntil, added }: Came,
): Promise<void> {
  const { draftId } = row
  await ground.db.transaction(async (tx) => {
    await tx.select({ id: drafts.id }).from(drafts).where(eq(drafts.id, draftId)).for('update')
    const now = await ground.databaseNow(tx)
    const tries = reason === '' ? 0 : added && level !== row.level ? 1 : row.tries + 1
    const set = {
      ...{ level, reason, about, holdsUntil, tries, claimedUntil: null },
      dueAt: new Date(now.getTime() + waitOf(reason, tries, holdsUntil, now)),
    }
    const kept = await tx.update(archives).set(set).where(claimedBy(row)).returning({ draftId: archives.draftId })
    if (kept.length === 0 || !added) return
    const n = await addFile(tx, draftId, { kind: 'pdf-archived', level, ...added })
    const sha256 = (await newestFile(tx, draftId, 'pdf-archived'))?.sha256
    await record(tx, { actorId: null, act: 'archive.add', draftId, detail: { n, level, sha256, reason, about } })
  })
}

function waitOf(reason: ArchiveFault | '', tries: number, holdsUntil: Date | null, now: Date): number {
  const untilRenewal = holdsUntil ? holdsUntil.getTime() - RENEW_BEFORE_MS - now.getTime() : Infinity
  if (reason === '') return Math.max(RENEW_AT_MOST_EVERY_MS, untilRenewal)
  if (WAITS_SELDOM.has(reason)) return Math.min(SELDOM_MS, Math.max(DAY_MS, untilRenewal))
  return WAITS_MS[Math.min(tries, WAITS_MS.length) - 1] ?? DAY_MS
}

/** At the start: what waited for an authority to be set is due when one is. */
export async function wakeArchives({ db, stamps }: Ground): Promise<void> {
  if (!stamps.isSet) return
  await db
    .update(archives)
    .set({ dueAt: sql`clock_timestamp()` })
    .where(sql`${archives.dueAt} is not null and ${archives.reason} = 'no_tsa'`)
}
