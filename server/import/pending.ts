/** What was read and waits for its reader: looked at, thrown away, or made a draft. */
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { type ImportReport, importReport } from '../../src/lib/document/import-report.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parseId } from '../access/border.ts'
import { readDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import type { Queryable } from '../database/connect.ts'
import { imports, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import type { Beginning, PendingImport } from './shapes.ts'

/** One's own only; `not_found` otherwise, and once a draft has been made of it. */
export async function readPending(
  { db, reader }: Ground,
  person: Person,
  importId: string,
  kind?: KindId,
): Promise<PendingImport> {
  const row = await waiting(db, person, importId)
  const report = importReport.parse(row.report)
  const chosen = kind ?? report.kind
  return { id: importId, report: chosen ? await reader.reportFor(person, { ...row, kind: chosen }) : report }
}

export async function discard({ db }: Ground, person: Person, importId: string): Promise<void> {
  await db.delete(imports).where(isWaiting(person, importId))
}

/** The draft and its text in one transaction, in which the content is given up and the report goes to the draft. */
export async function beginDraft(
  ground: Ground,
  person: Person,
  { importId, kind, dueAt }: Beginning,
): Promise<{ draftId: string }> {
  const { db, reader } = ground
  const row = await waiting(db, person, importId)
  const { fields, blocks, images, remarks, variants, report } = await reader.makeFor(person, { ...row, kind })
  const { fileName } = report
  const { signerName, ...others } = fields
  const text = { fields: { ...others, ...(await signerOf(ground, person, signerName)) }, blocks }
  const { id } = await ground.createDraft(person, { kind, dueAt, text, fileName }, async (update) => {
    const threads = remarks.length > 0 ? await reader.placeRemarks(person, { remarks, text: update }) : []
    const about = { text: update, base: { fields, blocks }, variants }
    const suggestions = variants.length > 0 ? await reader.placeSuggestions(person, about) : []
    return async (tx, draftId) => {
      const taken = await tx
        .update(imports)
        .set({ draftId, report, content: null })
        .where(isWaiting(person, importId))
        .returning({ id: imports.id })
      if (taken.length === 0) throw new AppError('stale') // pressed twice
      await ground.takeImages(tx, person, draftId, images)
      if (threads.length > 0) await ground.bringThreads(tx, person, draftId, threads)
      if (suggestions.length > 0) await ground.bringSuggestions(tx, person, draftId, suggestions)
    }
  })
  return { draftId: id }
}

/** The leader of this name; whoever else signed there does not sign here. */
async function signerOf({ db }: Ground, person: Person, name: string | undefined) {
  if (!name) return {}
  const found = await db
    .select({ signerId: users.id, signerName: users.name })
    .from(users)
    .where(
      and(
        eq(users.agencyId, person.agencyId),
        eq(users.name, name),
        isNull(users.lockedAt),
        sql`'leader' = any(${users.roles})`,
      ),
    )
  return found.length === 1 ? found[0] : {}
}

/** The report of the file that a draft began with; null when it began without one. For whoever may see the draft. */
export async function reportOfDraft({ db }: Ground, person: Person, draftId: string): Promise<ImportReport | null> {
  const draft = await readDraft(db, person, draftId)
  const [row] = await db.select({ report: imports.report }).from(imports).where(eq(imports.draftId, draft.id))
  return row ? importReport.parse(row.report) : null
}

/** Files of which nobody made a draft. To be called now and then. */
export async function tidy({ db }: Ground): Promise<void> {
  await db.delete(imports).where(and(isNull(imports.draftId), lt(imports.createdAt, sql`now() - interval '1 day'`)))
}

/** As it is kept: a long one is read elsewhere. */
async function waiting(db: Queryable, person: Person, importId: string): Promise<{ report: unknown; content: string }> {
  const [row] = await db
    .select({ report: imports.report, content: sql<string>`${imports.content}::text` })
    .from(imports)
    .where(isWaiting(person, importId))
  if (!row) throw new AppError('not_found')
  return row
}

function isWaiting(person: Person, importId: string) {
  return and(eq(imports.id, parseId(importId)), eq(imports.userId, person.id), isNull(imports.draftId))
}
