/** Mending what holds today, where a change holds, and how the data of changes is kept. */
import { and, desc, eq } from 'drizzle-orm'
import type { Transaction } from '../database/connect.ts'
import { agencies, datedChanges } from '../database/tables.ts'
import { holdsOn, today } from './validity.ts'

/** Data is kept under the names of the columns that it stands for, where `change_on` looks for it. */
const COLUMNS: Readonly<Record<string, string>> = {
  parentName: agencies.parentName.name,
  fullName: agencies.fullName.name,
}

export function toColumns(data: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [COLUMNS[name] ?? name, value]))
}

export function fromColumns(data: Record<string, string>): Record<string, string> {
  const nameOf = (column: string) => Object.keys(COLUMNS).find((name) => COLUMNS[name] === column) ?? column
  return Object.fromEntries(Object.entries(data).map(([column, value]) => [nameOf(column), value]))
}

/** Corrects what holds today; false when it is the row itself that holds, and not a change. */
export async function correctHolding(
  tx: Transaction,
  subjectId: string,
  given: Record<string, string>,
): Promise<boolean> {
  const [holding] = await tx
    .select({ id: datedChanges.id, data: datedChanges.data })
    .from(datedChanges)
    .where(and(eq(datedChanges.subjectId, subjectId), holdsOn(today)))
    .orderBy(desc(datedChanges.validFrom))
    .limit(1)
  if (!holding) return false
  const data = { ...holding.data, ...toColumns(given) }
  await tx.update(datedChanges).set({ data }).where(eq(datedChanges.id, holding.id))
  return true
}
