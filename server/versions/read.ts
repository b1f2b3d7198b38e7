/** The list of versions, and one of them, or any moment, as it read then. */
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import type { Around } from '../../src/lib/document/drawn/html.ts'
import { headOf } from '../access/facts.ts'
import { may } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { versions } from '../database/tables.ts'
import { countMissing } from './count.ts'
import { asWritten, find, needPart, rowsOf } from './find.ts'
import type { Ground } from './ground.ts'
import type { PastText, VersionList, Which } from './shapes.ts'
import { readSuggested, readTalk } from './talk.ts'

/** So long a list waits for what has not been counted yet. */
const COUNT_MS = 1_500
/** States in which an approval stands. */
const APPROVED: ReadonlySet<string> = new Set(['approved', 'finalizing', 'signed', 'issued'])

export async function listVersions(ground: Ground, person: Person, draftId: string): Promise<VersionList> {
  const draft = await needPart(ground, person, draftId)
  await Promise.race([countMissing(ground, draft.id), sleep(COUNT_MS, undefined, { ref: false })])
  const rows = await rowsOf(ground.db, draft.id)
  const approved = APPROVED.has(draft.state) ? rows.find(({ kind }) => kind === 'approve') : undefined
  return {
    versions: rows,
    head: await headOf(ground.db, draft.id),
    approved: approved ? { number: approved.number, hash: approved.hash } : null,
    mayKeep: may(person, 'comment', draft),
    mayRestore: may(person, 'write', draft),
  }
}

/** Throws `not_found`, or `broken_text` where nobody could read it then. */
export async function readPast(
  ground: Ground,
  person: Person,
  input: { draftId: string; which: Which; around: Around },
): Promise<PastText> {
  const draft = await needPart(ground, person, input.draftId)
  const { named, moment } = await ground.db.transaction((tx) => find(ground, tx, draft.id, input.which))
  const { updates, position, isFar } = moment
  const same = `${draft.id} ${position} ${asWritten(named.which)} ${JSON.stringify(input.around)}`
  const asked = { urgency: 'answer', person: person.id, about: draft.id, same } as const
  const { fields, html, state } = await ground.work.drawMoment({ updates, around: input.around }, asked)
  if (isFar) await ground.db.transaction((tx) => ground.text.keepKeyframe(tx, draft.id, { position, state }))
  return {
    ...named,
    ...{ fields, html },
    ...(named.version ? await saidThen(ground, person, draft.id, named.version.number) : NOTHING_SAID),
    head: await headOf(ground.db, draft.id),
    mayRestore: may(person, 'write', draft),
  }
}

const NOTHING_SAID = { talk: null, suggested: null }

async function saidThen(ground: Ground, person: Person, draftId: string, number: number) {
  const [row] = await ground.db
    .select({ talk: versions.talk, suggested: versions.suggested })
    .from(versions)
    .where(and(eq(versions.draftId, draftId), eq(versions.number, number)))
  return { talk: readTalk(row?.talk ?? [], person), suggested: readSuggested(row?.suggested ?? null) }
}
