/** What was read and waits for its reader: looked at, thrown away, or made a draft. */
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import { importReport, type ImportReport } from '../../src/lib/document/import-report.ts'
import { imagesIn } from '../../src/lib/document/image.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import { parseId } from '../access/border.ts'
import { readDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import { imports, users } from '../database/tables.ts'
import type { Ground } from './ground.ts'
import { forKind } from './kind.ts'
import { anchored } from './remarks.ts'
import { content, type Beginning, type PendingImport } from './shapes.ts'

/** One's own only; `not_found` otherwise, and once a draft has been made of it. */
export async function readPending(
  { db }: Ground,
  person: Person,
  importId: string,
  kind?: KindId,
): Promise<PendingImport> {
  const [row] = await db
    .select({ id: imports.id, report: imports.report, content: imports.content })
    .from(imports)
    .where(isWaiting(person, importId))
  if (!row) throw new AppError('not_found')
  const report = importReport.parse(row.report)
  const chosen = kind ?? report.kind
  return { id: row.id, report: chosen ? forKind({ ...content.parse(row.content), report }, chosen).report : report }
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
  const { db } = ground
  const [row] = await db
    .select({ content: imports.content, report: imports.report })
    .from(imports)
    .where(isWaiting(person, importId))
  if (!row) throw new AppError('not_found')
  const read = content.parse(row.content)
  const { fields, blocks, report } = forKind({ ...read, report: importReport.parse(row.report) }, kind)
  const { fileName } = report
  const { signerName, ...others } = fields
  const text = { fields: { ...others, ...(await signerOf(ground, person, signerName)) }, blocks }
  const { id } = await ground.createDraft(person, { kind, dueAt, text, fileName }, async (tx, draftId) => {
    const taken = await tx
      .update(imports)
      .set({ draftId, report, content: null })
      .where(isWaiting(person, importId))
      .returning({ id: imports.id })
    if (taken.length === 0) throw new AppError('stale') // pressed twice
    await ground.takeImages(tx, person, draftId, imagesIn({ type: 'doc', content: blocks }))
    const threads = read.remarks.length > 0 ? anchored(read.remarks, await ground.readText(tx, draftId)) : []
    await ground.bringThreads(tx, person, draftId, threads)
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

function isWaiting(person: Person, importId: string) {
  return and(eq(imports.id, parseId(importId)), eq(imports.userId, person.id), isNull(imports.draftId))
}
