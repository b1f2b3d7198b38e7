/** Finding the text that is meant, for whoever has a part in the draft. */
import { and, desc, eq, inArray, lt, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { type DraftRow, headOf, readDraft } from '../access/facts.ts'
import { mayReadReview } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { Queryable, Transaction } from '../database/connect.ts'
import { users, versions } from '../database/tables.ts'
import type { Ground, Moment } from './ground.ts'
import type { Name, Named, VersionRow, Which } from './shapes.ts'

/**
 * How a text was made holds words that were taken out of it: that is for those with a part in the draft, as its comments
 * are (docs/decisions/0007-reading.md). For everybody else there are no versions: `not_found`.
 */
export async function needPart(ground: Ground, person: Person, draftId: string): Promise<DraftRow> {
  const draft = await readDraft(ground.db, person, draftId)
  if (!mayReadReview(person, draft)) throw new AppError('not_found')
  return draft
}

const MOST = 1_000_000_000

/** As addresses write it: "7" a version, "@1203" a moment of the log, "now". */
export const which = z.string().transform((text, context): Which => {
  if (text === 'now') return { is: 'now' }
  const isMoment = text.startsWith('@')
  const digits = isMoment ? text.slice(1) : text
  const number = /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : 0
  if (number < 1 || number > MOST) {
    context.addIssue({ code: 'custom', message: 'choice' })
    return z.NEVER
  }
  return isMoment ? { is: 'moment', position: number } : { is: 'version', number }
})

export const asWritten = (one: Which): string =>
  one.is === 'now' ? 'now' : one.is === 'moment' ? `@${one.position}` : String(one.number)

const actor = alias(users, 'actor')

/** So many, from the newest, or from the newest before `before` on. */
interface Part {
  most: number
  before?: number | undefined
}

/** Newest first. */
export const rowsOf = (db: Queryable, draftId: string, { most, before }: Part): Promise<VersionRow[]> =>
  rowsWhere(db, draftId, before === undefined ? undefined : lt(versions.number, before), most)

const rowOfNumber = async (db: Queryable, draftId: string, number: number): Promise<VersionRow | null> =>
  (await rowsWhere(db, draftId, eq(versions.number, number), 1))[0] ?? null

async function rowsWhere(
  db: Queryable,
  draftId: string,
  condition: SQL | undefined,
  most: number,
): Promise<VersionRow[]> {
  const rows = await db
    .select({ version: versionColumns, actor: { id: actor.id, name: actor.name } })
    .from(versions)
    .leftJoin(actor, eq(actor.id, versions.actorId))
    .where(and(eq(versions.draftId, draftId), condition))
    .orderBy(desc(versions.number))
    .limit(most)
  const names = await namesOf(
    db,
    rows.flatMap(({ version }) => version.authors ?? []),
  )
  return rows.map(({ version, actor }) => rowOf(version, actor, names))
}

const versionColumns = {
  number: versions.number,
  kind: versions.kind,
  name: versions.name,
  at: versions.at,
  position: versions.position,
  hash: versions.hash,
  words: versions.words,
  wordsIn: versions.wordsIn,
  wordsOut: versions.wordsOut,
  authors: versions.authors,
  openThreads: versions.openThreads,
}

/** `talk` stays where it is: a list has no need of it. */
function rowOf(
  { authors, ...version }: Pick<typeof versions.$inferSelect, keyof typeof versionColumns>,
  actor: Name | null,
  names: ReadonlyMap<string, string>,
): VersionRow {
  return { ...version, actor, authors: named(authors ?? [], names) }
}

export async function namesOf(db: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...new Set(ids)]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export const named = (ids: readonly string[], names: ReadonlyMap<string, string>): Name[] =>
  ids.flatMap((id) => {
    const name = names.get(id)
    return name === undefined ? [] : [{ id, name }]
  })

interface Found {
  named: Named
  moment: Moment
}

/** Throws `not_found` where there is no such version or moment. */
export async function find(ground: Ground, tx: Transaction, draftId: string, wanted: Which): Promise<Found> {
  const version = wanted.is === 'version' ? await rowOfNumber(tx, draftId, wanted.number) : null
  if (wanted.is === 'version' && !version) throw new AppError('not_found')
  const position = version?.position ?? (wanted.is === 'moment' ? wanted.position : await headOf(tx, draftId))
  const moment = await ground.text.moment(tx, draftId, position)
  if (!moment) throw new AppError('not_found')
  const by = moment.userId === null ? [] : named([moment.userId], await namesOf(tx, [moment.userId]))
  return { named: { which: wanted, position, at: moment.at, by: by[0] ?? null, version }, moment }
}
