import { count, desc, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { byRank } from '../../src/lib/document/rank.ts'
import { parse } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { dayOf, onDay } from '../access/validity.ts'
import type { Database } from '../database/connect.ts'
import { archives, drafts, paperSignatures, registerEntries, units, users } from '../database/tables.ts'
import { asked, filtered, inYear, readable } from './filter.ts'
import type { EntryChoices, EntryFilter, EntryPage, EntryQuery, EntryView } from './shapes.ts'

const PAGE_ROWS = 50

const query = filtered.extend({ page: z.number().int().min(1).max(1_000_000).default(1) })

/** A page of a register's year, highest number first. */
export async function listEntries(db: Database, person: Person, input: EntryQuery): Promise<EntryPage> {
  const given = parse(query, input)
  const which = await asked(db, person, given)
  const counting = db.select({ total: count() }).from(registerEntries)
  const [counted] = await counting.innerJoin(drafts, eq(drafts.id, registerEntries.draftId)).where(which)
  const total = counted?.total ?? 0
  const rows = await selectEntries(db, which)
    .orderBy(desc(registerEntries.number), desc(registerEntries.suffix))
    .limit(PAGE_ROWS)
    .offset((given.page - 1) * PAGE_ROWS)
  return { rows: rows.map(asView), total, page: given.page, pages: Math.max(1, Math.ceil(total / PAGE_ROWS)) }
}

/** All of a register's year that is asked for, in the order of its numbers. */
export async function yearOfEntries(
  db: Database,
  person: Person,
  input: EntryFilter & { registerId: string; year: number },
): Promise<EntryView[]> {
  const rows = await selectEntries(db, await asked(db, person, parse(filtered, input))).orderBy(
    registerEntries.number,
    registerEntries.suffix,
  )
  return rows.map(asView)
}

/** What the entries of a register's year can be narrowed down by; signers by rank. */
export async function entryChoices(
  db: Database,
  person: Person,
  input: { registerId: string; year: number },
): Promise<EntryChoices> {
  const which = await readable(db, person, parse(inYear, input))
  const [kinds, inUnits, signers] = await Promise.all([
    db.selectDistinct({ kind: registerEntries.kind }).from(registerEntries).where(which),
    db
      .selectDistinct({ id: units.id, name: onDay(units.name, units.id) })
      .from(registerEntries)
      .innerJoin(units, eq(units.id, registerEntries.unitId))
      .where(which),
    // Whoever signed with several titles has the latest.
    db
      .selectDistinctOn([registerEntries.signerName], {
        name: registerEntries.signerName,
        position: registerEntries.signerPosition,
      })
      .from(registerEntries)
      .where(which)
      .orderBy(registerEntries.signerName, desc(registerEntries.number)),
  ])
  return {
    kinds: kinds.map(({ kind }) => kind),
    units: inUnits.toSorted((a, b) => a.name.localeCompare(b.name, 'vi')),
    signers: byRank(signers),
  }
}

const { id, number, suffix, symbol, documentDate, kind, subject, signerName, signerPosition } = registerEntries
const { recipients, copies, note, draftId, issuedAt, voidReason } = registerEntries

/** Entries that stand, with what the register prints of them. */
export function selectEntries(db: Database, which: SQL | undefined) {
  return db
    .select({
      ...{ id, number, suffix, symbol, documentDate, kind, subject, signerName, signerPosition },
      ...{ recipients, copies, note, draftId, issuedAt, voidReason },
      issuedOn: sql<string | null>`${dayOf(registerEntries.issuedAt)}::text`,
      voidedOn: sql<string | null>`${dayOf(registerEntries.voidedAt)}::text`,
      voidedBy: users.name,
      isByHand: sql<boolean>`exists (select from ${paperSignatures} where ${paperSignatures.draftId} = ${registerEntries.draftId})`,
      unit: onDay(units.abbreviation, units.id, registerEntries.documentDate, registerEntries.createdAt),
      state: drafts.state,
      level: archives.level,
    })
    .from(registerEntries)
    .innerJoin(drafts, eq(drafts.id, registerEntries.draftId))
    .leftJoin(units, eq(units.id, registerEntries.unitId))
    .leftJoin(users, eq(users.id, registerEntries.voidedBy))
    .leftJoin(archives, eq(archives.draftId, registerEntries.draftId))
    .where(which)
    .$dynamic()
}

export function asView(row: Awaited<ReturnType<typeof selectEntries>>[number]): EntryView {
  const { voidedOn, voidedBy, voidReason, ...entry } = row
  return { ...entry, voided: voidedOn === null ? null : { on: voidedOn, by: voidedBy ?? '', reason: voidReason } }
}
