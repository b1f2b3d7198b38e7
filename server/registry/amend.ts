/** What a clerk keeps of an entry: how many copies were made, and a note. Everything else of a register stands for good. */
import { and, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse, parseId, printedLine } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { mayWithRegisters, needWithRegisters } from '../access/registers.ts'
import { record } from '../audit/index.ts'
import type { Database } from '../database/connect.ts'
import { auditLog, registerEntries, registers, users } from '../database/tables.ts'
import type { KeptChange } from './shapes.ts'

const MOST_COPIES = 99_999
const ACT = 'register.amend'

const kept = z.object({
  copies: z.number().int().min(0, 'number').max(MOST_COPIES, 'number'),
  note: printedLine(500, 0),
})
const input = kept.extend({ entryId: z.string(), seen: z.object({ copies: z.number(), note: z.string() }) })

/**
 * By a clerk. `seen` is what stood there when the form was opened: `stale` when another clerk has changed it since. Also
 * throws `not_found`, `not_allowed`, `bad_input`. The record tells what it was and what it is now.
 */
export async function amendEntry(db: Database, person: Person, given: z.input<typeof input>): Promise<void> {
  needWithRegisters(person, 'amend')
  const { entryId, copies, note, seen } = parse(input, given)
  await db.transaction(async (tx) => {
    const own = and(eq(registerEntries.id, parseId(entryId)), eq(registers.agencyId, person.agencyId))
    const [row] = await tx
      .select({ entry: registerEntries })
      .from(registerEntries)
      .innerJoin(registers, eq(registers.id, registerEntries.registerId))
      .where(own)
      .for('update', { of: registerEntries })
    if (!row || row.entry.numberReturned) throw new AppError('not_found')
    const { id, registerId, year, number, draftId } = row.entry
    const from = { copies: row.entry.copies, note: row.entry.note }
    const to = { copies, note }
    if (from.copies !== seen.copies || from.note !== seen.note) throw new AppError('stale')
    if (from.copies === to.copies && from.note === to.note) return
    await tx.update(registerEntries).set(to).where(eq(registerEntries.id, id))
    const detail = { id, registerId, year, number, from, to }
    await record(tx, { actorId: person.id, act: ACT, draftId, detail })
  })
}

/** As it was when it was recorded: the rules may have been others. */
const stood = z.object({ copies: z.number(), note: z.string() })
const recorded = z.object({ from: stood, to: stood })

/** What was changed of the entries of these drafts, by draft, the latest first; for those who read the whole register. */
export async function amendments(
  db: Database,
  person: Person,
  draftIds: string[],
): Promise<Record<string, KeptChange[]>> {
  if (!mayWithRegisters(person, 'read-all') || draftIds.length === 0) return {}
  const of = inArray(auditLog.draftId, draftIds.map(parseId))
  const rows = await db
    .select({ draftId: auditLog.draftId, at: auditLog.at, detail: auditLog.detail, by: users.name })
    .from(auditLog)
    .innerJoin(users, and(eq(users.id, auditLog.actorId), eq(users.agencyId, person.agencyId)))
    .where(and(of, eq(auditLog.act, ACT)))
    .orderBy(desc(auditLog.seq))
  const changes: Record<string, KeptChange[]> = {}
  for (const { draftId, detail, ...change } of rows)
    if (draftId) (changes[draftId] ??= []).push({ ...change, ...recorded.parse(detail) })
  return changes
}
