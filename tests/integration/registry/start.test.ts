/** NUM-1: an office that joins mid-year goes on with its own number, and every number before it is explained. */
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import { checkChain } from '../../../server/audit/index.ts'
import { registerEntries, registers, registerYears } from '../../../server/database/tables.ts'
import { nextNumber, takeNumber, voidNumber } from '../../../server/issue/register.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { db, drafts, registry, pool } = office
const clerk = await office.person(['clerk'], { name: 'Bùi Thị Lan' })
const admin = await office.person(['admin'])
const specialist = await office.person(['specialist'])
const reason = 'Đã cấp trong sổ giấy từ đầu năm.'
const year = Number(new Intl.DateTimeFormat('en', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric' }).format(new Date()))

let registerId: string
/** Number and symbol name one paper of the year: each register has a symbol of its own. */
let symbol = ''
let symbols = 0
/** A register of its own for each test; the ones before it are closed. */
beforeEach(async () => {
  await db.update(registers).set({ closedAt: new Date() })
  const row = { agencyId: office.agencyId, name: 'Sổ mới' }
  const [made] = await db.insert(registers).values(row).returning({ id: registers.id })
  registerId = made?.id ?? ''
  symbol = `QĐ-UBND${++symbols}`
})

const start = (next: number, person = clerk) => registry.setNextNumber(person, { registerId, year, next, reason })

async function give(): Promise<number> {
  const { id } = await drafts.create(specialist, { kind: 'quyet-dinh' })
  return db.transaction(async (tx) => {
    const taken = await takeNumber(
      tx,
      { agencyId: office.agencyId, kind: 'quyet-dinh', symbol },
      async () => new Date(),
    )
    await tx.insert(registerEntries).values({
      ...{ registerId, year: taken.year, number: taken.number, symbol, documentDate: taken.date },
      ...{ kind: 'quyet-dinh', subject: 'x', signerName: 'A', signerPosition: 'Chủ tịch', draftId: id },
    })
    return taken.number
  })
}

const ranges = async () => {
  const found = (await registry.registers(clerk)).find(({ id }) => id === registerId)
  return found?.years[0]?.outside.map(({ from, to }) => [from, to]) ?? []
}

describe('the next number of a register', () => {
  test('is set before the first; the ones before it were given outside, and nothing is missing', async () => {
    expect(await start(413)).toEqual({ outside: { from: 1, to: 412 } })
    expect(await nextNumber(db, registerId, year)).toBe(413)
    expect(await give()).toBe(413)
    expect(await give()).toBe(414)
    const [found] = (await registry.registers(clerk)).filter(({ id }) => id === registerId)
    expect(found?.years).toMatchObject([
      { year, lastNumber: 414, outside: [{ from: 1, to: 412, reason, by: 'Bùi Thị Lan' }] },
    ])
    expect(await registry.checkNumbers(clerk)).toEqual([])
    expect(await registry.csv(clerk, { registerId, year })).toContain(
      `"01–412","","Đã cấp ngoài hệ thống","","","","","","","${reason}"\r\n"413/${symbol}"`,
    )
  })

  test('is set later only to a greater one', async () => {
    expect(await give()).toBe(1)
    expect(await give()).toBe(2)
    for (const next of [1, 2, 3]) expect(await outcome(start(next)), String(next)).toBe('bad_input')
    expect(await start(10, admin)).toEqual({ outside: { from: 3, to: 9 } })
    expect(await give()).toBe(10)
    expect(await ranges()).toEqual([[3, 9]])
    expect(await outcome(start(9))).toBe('bad_input')
    expect(await registry.checkNumbers(admin)).toEqual([])
  })

  test('is set anew while nothing was given behind it, and what was withdrawn stays on record', async () => {
    await start(500)
    await start(50)
    expect(await ranges()).toEqual([[1, 49]])
    await start(60)
    expect(await ranges()).toEqual([[1, 59]])
    expect(await start(1)).toEqual({ outside: null })
    expect(await ranges()).toEqual([])
    expect(await give()).toBe(1)
    const { rows } = await pool.query(
      'select from_number, to_number, withdrawn_by from outside_numbers where register_id = $1 order by created_at',
      [registerId],
    )
    expect(rows).toEqual([
      { from_number: 1, to_number: 499, withdrawn_by: clerk.id },
      { from_number: 1, to_number: 49, withdrawn_by: clerk.id },
      { from_number: 1, to_number: 59, withdrawn_by: clerk.id },
    ])
    const acts = await pool.query(
      `select detail from audit_log where act = 'register.next-number' and detail ->> 'id' = $1 order by seq`,
      [registerId],
    )
    expect(acts.rows.map(({ detail }) => [detail.before, detail.next, detail.reason])).toEqual([
      [1, 500, reason],
      [500, 50, reason],
      [50, 60, reason],
      [60, 1, reason],
    ])
    expect(await checkChain(db)).toMatchObject({ intact: true })
  })

  test('a number behind a start that is given back is given again, and the start stays', async () => {
    await start(20)
    expect(await give()).toBe(20)
    const [entry] = await db.select().from(registerEntries).where(eq(registerEntries.registerId, registerId))
    if (!entry) throw new Error('no entry')
    const by = { userId: clerk.id, reason: 'Nhầm' }
    expect(await db.transaction((tx) => voidNumber(tx, entry, by, async () => new Date()))).toMatchObject({
      isReturned: true,
    })
    expect(await nextNumber(db, registerId, year)).toBe(20)
    expect(await give()).toBe(20)
    expect(await registry.checkNumbers(clerk)).toEqual([])
  })

  test('at the same moment as numbers are given: one after the other, no gap, no duplicate', async () => {
    const acts = Array.from({ length: 24 }, (_, i) => (i % 4 === 1 ? start(20 * (i + 1)).catch(() => null) : give()))
    await Promise.all(acts)
    expect(await registry.checkNumbers(clerk)).toEqual([])
    const { rows } = await pool.query(
      'select number from register_entries where register_id = $1 and not number_returned order by number',
      [registerId],
    )
    const given = rows.map(({ number }) => number)
    expect(new Set(given).size).toBe(18)
    const explained = (await ranges()).reduce((sum, [from = 0, to = 0]) => sum + to - from + 1, 0)
    expect(await nextNumber(db, registerId, year)).toBe(given.length + explained + 1)
  })

  test('nobody else sets it; not of another agency, year, or closed register; not without a reason', async () => {
    for (const role of ['specialist', 'reviewer', 'leader'] as const)
      expect(await outcome(start(5, await office.person([role])))).toBe('not_allowed')
    const agencyId = await office.makeAgency('tỉnh Khác')
    const elsewhere: Person = await office.person(['clerk', 'admin'], { agencyId, unitId: null })
    expect(await outcome(start(5, elsewhere))).toBe('not_found')
    expect(await registry.checkNumbers(elsewhere)).toEqual([])
    const given = { registerId, year, next: 5, reason }
    expect(await outcome(registry.setNextNumber(clerk, { ...given, year: year - 1 }))).toBe('stale')
    expect(await outcome(registry.setNextNumber(clerk, { ...given, reason: ' ' }))).toBe('bad_input')
    for (const next of [0, -1, 1.5, 100_000]) expect(await outcome(start(next))).toBe('bad_input')
    await registry.closeRegister(admin, registerId)
    expect(await outcome(start(5))).toBe('wrong_state')
    expect(await ranges()).toEqual([])
  })
})

describe('the database itself', () => {
  test('gives no number that was given outside, and takes no range back behind one that was given here', async () => {
    await start(10)
    const entry = (number: number) => `insert into register_entries
      (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id)
      select '${registerId}', ${year}, ${number}, 'X', '2026-01-01', 'quyet-dinh', 'x', 'A', 'B', id from drafts
      where not exists (select from register_entries e where e.draft_id = drafts.id) limit 1`
    await drafts.create(specialist, { kind: 'quyet-dinh' })
    await expect(pool.query(entry(9))).rejects.toThrow('given outside')
    const lower = db
      .update(registerYears)
      .set({ lastNumber: 3 })
      .where(and(eq(registerYears.registerId, registerId), eq(registerYears.year, year)))
    await expect(lower).rejects.toThrow()
    expect(await give()).toBe(10)
    const own = `register_id = '${registerId}'`
    const withdraw = `update outside_numbers set withdrawn_at = now(), withdrawn_by = created_by where ${own}`
    await expect(pool.query(withdraw)).rejects.toThrow('have been given')
    const overlap = `insert into outside_numbers (register_id, year, from_number, to_number, reason, created_by)
      select register_id, year, 5, 10, 'x', created_by from outside_numbers where ${own}`
    await expect(pool.query(overlap)).rejects.toThrow('are taken')
    await expect(pool.query(`update outside_numbers set to_number = 3 where ${own}`)).rejects.toThrow(
      'permission denied',
    )
    await expect(office.house.owner.query(`update outside_numbers set to_number = 3 where ${own}`)).rejects.toThrow(
      'stand',
    )
    await expect(office.house.owner.query('delete from outside_numbers')).rejects.toThrow('refused')
  })

  test('a number that is missing all the same is found', async () => {
    expect(await give()).toBe(1)
    await pool.query('update register_years set last_number = 4 where register_id = $1', [registerId])
    expect(await registry.checkNumbers(admin)).toEqual([{ registerId, year, missing: [2, 3, 4], count: 3 }])
  })
})
