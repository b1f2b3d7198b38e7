/** Which entries of a register's year are asked for: what the person may read, narrowed by choices and by what is typed. */
import { and, between, eq, gte, isNotNull, like, lte, not, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { KIND_IDS } from '../../src/lib/document/kinds.ts'
import { AppError } from '../../src/lib/errors.ts'
import { id, line, parseId } from '../access/border.ts'
import type { Person } from '../access/person.ts'
import { mayWithRegisters } from '../access/registers.ts'
import { dayOf } from '../access/validity.ts'
import { kindWords, literal, numberWords, says, saysAll } from '../access/words.ts'
import type { Database } from '../database/connect.ts'
import { drafts, paperSignatures, registerEntries, registers } from '../database/tables.ts'
import { readSearch, type Wanted } from './search.ts'
import { ENTRY_STATES } from './shapes.ts'

export const inYear = z.object({ registerId: z.string(), year: z.number().int().min(1900).max(9999) })
export const filtered = inYear.extend({
  search: line(300, 0).default(''),
  kind: z.enum(KIND_IDS).optional(),
  unitId: id.optional(),
  signer: line(200).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  state: z.enum(ENTRY_STATES).optional(),
  subject: line(200, 0).optional(),
  recipient: line(200, 0).optional(),
  note: line(200, 0).optional(),
  numberFrom: z.number().int().optional(),
  numberTo: z.number().int().optional(),
  issuedFrom: z.iso.date().optional(),
  issuedTo: z.iso.date().optional(),
  copies: z.number().int().optional(),
  signing: z.enum(['paper', 'key']).optional(),
})

/** Every entry for those who keep or answer for the register; for everybody else what has been issued. */
export async function readable(
  db: Database,
  person: Person,
  { registerId, year }: z.infer<typeof inYear>,
): Promise<SQL | undefined> {
  const own = parseId(registerId)
  const [register] = await db.select({ agencyId: registers.agencyId }).from(registers).where(eq(registers.id, own))
  if (register?.agencyId !== person.agencyId) throw new AppError('not_found')
  const issued = mayWithRegisters(person, 'read-all') ? undefined : isNotNull(registerEntries.issuedAt)
  const stands = not(registerEntries.numberReturned) // a number that was given back is another's now
  return and(eq(registerEntries.registerId, own), eq(registerEntries.year, year), stands, issued)
}

const isByHand = sql`exists (select from ${paperSignatures} where ${paperSignatures.draftId} = ${registerEntries.draftId})`

/** For a query that joins the entry's draft. */
export async function asked(db: Database, person: Person, given: z.infer<typeof filtered>): Promise<SQL | undefined> {
  const { kind, unitId, signer, from, to, state, search, year } = given
  const { signing, numberFrom, numberTo, issuedFrom, issuedTo, copies } = given
  const { number, documentDate, issuedAt, subject, recipients, note } = registerEntries
  return and(
    await readable(db, person, given),
    kind ? eq(registerEntries.kind, kind) : undefined,
    unitId ? eq(registerEntries.unitId, unitId) : undefined,
    signer ? eq(registerEntries.signerName, signer) : undefined,
    from ? gte(documentDate, from) : undefined,
    to ? lte(documentDate, to) : undefined,
    numberFrom === undefined ? undefined : gte(number, numberFrom),
    numberTo === undefined ? undefined : lte(number, numberTo),
    issuedFrom ? gte(dayOf(issuedAt), issuedFrom) : undefined,
    issuedTo ? lte(dayOf(issuedAt), issuedTo) : undefined,
    copies === undefined ? undefined : eq(registerEntries.copies, copies),
    signing === 'paper' ? isByHand : signing === 'key' ? not(isByHand) : undefined,
    ...saysAll(sql`fold_text(${subject})`, given.subject ?? ''),
    ...saysAll(sql`fold_text(${recipients})`, given.recipient ?? ''),
    ...saysAll(sql`fold_text(${note} || ' ' || ${registerEntries.voidReason})`, given.note ?? ''),
    state ? eq(drafts.state, state) : undefined,
    ...readSearch(search, year).map(holds),
  )
}

/** What a row prints, but for its date. Each word in it has a blank before it. */
const words = sql`(' ' || ${registerEntries.folded} || ' ' || ${numberWords(registerEntries)} || ' ' || ${kindWords(registerEntries.kind)} || ' ' || fold_text(${registerEntries.note}))`

/** In what a row prints: number and symbol, date, kind, subject, signer, recipients, note; marks and case do not matter. */
function holds(wanted: Wanted): SQL | undefined {
  if (wanted.is === 'word') return says(words, wanted.word)
  // A day or a number may also be told of another paper, in the subject.
  const named = wanted.printed.map((text) => says(words, ` ${text}`))
  switch (wanted.is) {
    case 'number': {
      const begins = `${literal(wanted.symbol)}%`
      const own = and(
        eq(registerEntries.number, wanted.number),
        like(sql`fold_text(${registerEntries.symbol})`, begins),
      )
      return or(own, ...named)
    }
    case 'numbers':
      return or(between(registerEntries.number, wanted.from, wanted.to), ...named)
    case 'days':
      return or(between(registerEntries.documentDate, wanted.from, wanted.to), ...named)
  }
}
