/** The list of versions, and one of them, or any moment, as it read then. */
import { setTimeout as sleep } from 'node:timers/promises'
import { and, desc, eq, sql } from 'drizzle-orm'
import type { Around } from '../../src/lib/document/drawn/html.ts'
import { headOf } from '../access/facts.ts'
import { may } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { versions } from '../database/tables.ts'
import { countMissing } from './count.ts'
import { asWritten, find, needPart, rowsOf } from './find.ts'
import type { Ground } from './ground.ts'
import type { PastText, VersionList, VersionName, Which } from './shapes.ts'
import { readSuggested, readTalk } from './talk.ts'

/** So long a list waits for what has not been counted yet. */
const COUNT_MS = 1_500
/** States in which an approval stands. */
const APPROVED: ReadonlySet<string> = new Set(['approved', 'finalizing', 'signed', 'issued'])

/** Of one look at the list. */
const MOST_LISTED = 50
/** To be chosen from when two are compared, or marked on the line of the draft's life. */
const MOST_NAMED = 300

/** `before`: only what is older than the version of this number. */
export async function listVersions(
  ground: Ground,
  person: Person,
  draftId: string,
  before?: number,
): Promise<VersionList> {
  const draft = await needPart(ground, person, draftId)
  await Promise.race([countMissing(ground, draft.id), sleep(COUNT_MS, undefined, { ref: false })])
  const rows = await rowsOf(ground.db, draft.id, { most: MOST_LISTED + 1, before })
  const listed = rows.slice(0, MOST_LISTED)
  return {
    versions: listed,
    older: rows[MOST_LISTED] ?? null,
    names: await namesOfVersions(ground, draft.id),
    head: await headOf(ground.db, draft.id),
    approved: APPROVED.has(draft.state) ? await approvedOf(ground, draft.id) : null,
    mayKeep: may(person, 'comment', draft),
    mayRestore: may(person, 'write', draft),
  }
}

const namesOfVersions = (ground: Ground, draftId: string): Promise<VersionName[]> =>
  ground.db
    .select({ number: versions.number, kind: versions.kind, name: versions.name, position: versions.position })
    .from(versions)
    .where(eq(versions.draftId, draftId))
    .orderBy(desc(versions.number))
    .limit(MOST_NAMED)

async function approvedOf(ground: Ground, draftId: string) {
  const [approved] = await ground.db
    .select({ number: versions.number, hash: versions.hash })
    .from(versions)
    .where(and(eq(versions.draftId, draftId), eq(versions.kind, 'approve')))
    .orderBy(desc(versions.number))
    .limit(1)
  return approved ?? null
}

/** The line of a draft's life: where it ends, and the newest versions on it, newest first. */
export async function readMarks(
  ground: Ground,
  person: Person,
  draftId: string,
): Promise<{ marks: number[]; head: number; mayRestore: boolean }> {
  const draft = await needPart(ground, person, draftId)
  const names = await namesOfVersions(ground, draft.id)
  return {
    marks: names.map(({ position }) => position),
    head: await headOf(ground.db, draft.id),
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

/** Letters of JSON. More was said before there was a bound (review/room.ts); no page can show it. */
const MOST_TALK = 8_000_000

async function saidThen(ground: Ground, person: Person, draftId: string, number: number) {
  const [row] = await ground.db
    .select({
      talk: sql<unknown>`case when octet_length(${versions.talk}::text) <= ${MOST_TALK} then ${versions.talk} end`,
      suggested: versions.suggested,
    })
    .from(versions)
    .where(and(eq(versions.draftId, draftId), eq(versions.number, number)))
  const talk = row?.talk ? readTalk(row.talk, person) : null
  return { talk, suggested: readSuggested(row?.suggested ?? null) }
}
