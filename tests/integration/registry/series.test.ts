/** Series as offices keep them (Điều 15): by kind, group, council and year; numbers kept ahead and by decision; NUM-1 holds. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { registerEntries, registers, registerYears, reservedNumbers } from '../../../server/database/tables.ts'
import { calendarDay, findRegister, takeNumber, voidNumber } from '../../../server/issue/register.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { pdfText } from '../issue/office.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { db, drafts, registry, pool, agencyId } = office
const clerk = await office.person(['clerk'], { name: 'Cầm Thị Vân' })
const specialist = await office.person(['specialist'])
const today = calendarDay(new Date())
const reason = 'Quyết định giao dự toán, Chủ tịch ký sau'
const DAY_MS = 24 * 60 * 60 * 1000
const dayAfter = (days: number) => calendarDay(new Date(Date.now() + days * DAY_MS)).date

let registerId: string
/** Number and symbol name one paper of the year: each test has a symbol of its own. */
let mine = ''
let tests = 0
beforeEach(async () => {
  mine = `QĐ-UBND${++tests}`
  await db.update(registers).set({ closedAt: new Date() })
  registerId = (await registry.createRegister(clerk, { name: 'Sổ chung', kinds: [] })).id
})

async function give(over: { kind?: string; symbol?: string; reservedId?: string; clock?: Date[] } = {}) {
  const { kind = 'quyet-dinh', symbol = mine, reservedId, clock = [] } = over
  const { id } = await drafts.create(specialist, { kind: 'quyet-dinh' })
  return db.transaction(async (tx) => {
    const taken = await takeNumber(tx, { agencyId, kind, symbol, reservedId }, async () => clock.shift() ?? new Date())
    const [entry] = await tx
      .insert(registerEntries)
      .values({
        ...{ registerId: taken.registerId, year: taken.year, number: taken.number, suffix: taken.suffix ?? '', symbol },
        ...{ documentDate: taken.date, kind, subject: 'x', signerName: 'A', signerPosition: 'Chủ tịch', draftId: id },
        reservedId: taken.reservedId ?? null,
      })
      .returning()
    if (!entry) throw new Error('no entry')
    return entry
  })
}
const refusalOf = async (verb: Promise<unknown>) =>
  verb.then(
    () => 'done',
    (failure: unknown) => (failure instanceof AppError ? (failure.detail.reason ?? failure.code) : failure),
  )
const keep = (forDate = today.date, count = 1) => registry.keepNumbers(clerk, { registerId, forDate, count, reason })
const kept = async () => registry.reserved(clerk, { registerId, year: today.year })
const linesOf = async () => (await registry.csv(clerk, { registerId, year: today.year })).split('\r\n').slice(1, -1)

describe('which series a paper is numbered in', () => {
  test('one of its kind, one of a group of kinds, else the common one; a council’s own by its symbol', async () => {
    const group = await registry.createRegister(clerk, { name: 'Sổ QĐ, CT', kinds: ['quyet-dinh', 'chi-thi'] })
    const council = await registry.createRegister(clerk, {
      ...{ name: 'Hội đồng thi đua', kinds: [], body: 'Hội đồng Thi đua - Khen thưởng tỉnh', bodySymbol: 'HĐTĐKT' },
    })
    const found = async (kind: string, symbol: string) =>
      (await findRegister(db, { agencyId, kind, symbol }, today.year))?.id
    expect(await found('quyet-dinh', 'QĐ-UBND')).toBe(group.id)
    expect(await found('chi-thi', 'CT-UBND')).toBe(group.id)
    expect(await found('cong-van', 'UBND-NC')).toBe(registerId)
    expect(await found('quyet-dinh', 'QĐ-HĐTĐKT')).toBe(council.id)
    expect(await found('cong-van', 'hđtđkt-vp')).toBe(council.id)
    expect(await found('cong-van', 'HĐTĐKT2-VP')).toBe(registerId)
    for (const symbol of [mine, 'QĐ-HĐTĐKT']) expect((await give({ symbol })).number).toBe(1)
  })

  test('a kind stands in one open series of a year, a council’s beside the agency’s', async () => {
    const open = (over: object) => registry.createRegister(clerk, { name: 'x', kinds: [], ...over })
    expect(await refusalOf(open({}))).toBe('taken')
    await open({ kinds: ['quyet-dinh'] })
    expect(await refusalOf(open({ kinds: ['chi-thi', 'quyet-dinh'] }))).toBe('taken')
    await open({ body: 'Ban Chỉ đạo', bodySymbol: 'BCĐ', kinds: ['quyet-dinh'] })
    expect(await refusalOf(open({ body: 'Ban Chỉ đạo', bodySymbol: 'bcđ', kinds: ['quyet-dinh'] }))).toBe('taken')
    for (const bodySymbol of ['', 'A-B', 'A B', 'a'.repeat(31)])
      expect(await outcome(open({ body: 'Ban', bodySymbol })), bodySymbol).toBe('bad_input')
    expect(await refusalOf(open({ kinds: ['ke-hoach'], fromYear: today.year - 1 }))).toBe('past')
    expect(await outcome(registry.createRegister(specialist, { name: 'x', kinds: [] }))).toBe('not_allowed')
  })

  test('next year’s series are set before it begins: the old one ends with this year', async () => {
    const next = { name: 'Sổ năm sau', kinds: [], fromYear: today.year + 1 }
    expect(await refusalOf(registry.createRegister(clerk, next))).toBe('taken')
    await registry.closeRegister(clerk, registerId, 'year-end')
    const { id } = await registry.createRegister(clerk, next)
    expect((await give()).registerId).toBe(registerId)
    const newYear = new Date(`${today.year}-12-31T17:00:00Z`)
    const before = await give({ clock: Array.from({ length: 3 }, () => new Date(newYear.getTime() - 1)) })
    expect(before).toMatchObject({ registerId, year: today.year, number: 2 })
    expect(await give({ clock: [newYear, newYear, newYear] })).toMatchObject({
      registerId: id,
      year: today.year + 1,
      number: 1,
    })
  })

  test('New Year between the look and the lock: the paper has the register and the number of its day', async () => {
    await registry.closeRegister(clerk, registerId, 'year-end')
    const { id } = await registry.createRegister(clerk, { name: 'Năm sau', kinds: [], fromYear: today.year + 1 })
    const after = new Date(`${today.year}-12-31T17:00:01Z`)
    const taken = await give({ clock: [new Date(`${today.year}-12-31T16:59:59Z`), after, after, after] })
    expect(taken).toMatchObject({ registerId: id, year: today.year + 1, documentDate: `${today.year + 1}-01-01` })
  })

  test('a register that is closed between the look and the lock gives no number', async () => {
    const closing = db.transaction(async (tx) => {
      await tx.update(registers).set({ closedAt: new Date() }).where(eq(registers.id, registerId))
      const giving = give().then(
        () => 'done',
        (failure: unknown) => (failure instanceof AppError ? failure.code : failure),
      )
      await new Promise((resolve) => setTimeout(resolve, 100))
      return { giving }
    })
    expect(await (await closing).giving).toBe('no_register')
  })

  test('number and symbol name one paper of the agency’s year, whatever the register', async () => {
    await registry.createRegister(clerk, { name: 'Sổ thông báo', kinds: ['thong-bao'] })
    expect((await give()).number).toBe(1)
    expect(await outcome(give({ kind: 'thong-bao' }))).toBe('number_taken')
    expect((await give({ kind: 'thong-bao', symbol: `TB-${mine}` })).number).toBe(1)
    const double = `insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id)
      select (select id from registers where name = 'Sổ thông báo' and closed_at is null), ${today.year}, 1, '${mine}', now(), 'thong-bao', 'x', 'A', 'B', id
      from drafts d where not exists (select from register_entries e where e.draft_id = d.id) limit 1`
    await drafts.create(specialist, { kind: 'quyet-dinh' })
    await expect(pool.query(double)).rejects.toThrow('register_entries_')
  })
})

describe('numbers kept ahead', () => {
  test('are the next ones, for a day and a reason; the paper of that day takes it, and nobody else does', async () => {
    expect((await give()).number).toBe(1)
    expect(await keep(today.date, 2)).toEqual({ from: 2, to: 3 })
    expect((await give()).number).toBe(4)
    const [three, two] = await kept()
    expect([three, two]).toMatchObject([
      { number: 3, state: 'open', reason, by: 'Cầm Thị Vân', forDate: today.date },
      { number: 2, state: 'open' },
    ])
    expect(await give({ reservedId: two?.id ?? '' })).toMatchObject({ number: 2, documentDate: today.date })
    expect(await refusalOf(give({ reservedId: two?.id ?? '' }))).toBe('used')
    expect((await kept()).map(({ state }) => state)).toEqual(['open', 'used'])
    expect(await registry.checkNumbers(clerk)).toEqual([])
    expect((await linesOf()).map((line) => line.split(',')[0])).toEqual([
      ...[`"01/${mine}"`, `"02/${mine}"`, '"03"', `"04/${mine}"`],
    ])
    expect(await checkChain(db)).toMatchObject({ intact: true })
  })

  test('are for their day and register only', async () => {
    const tomorrow = dayAfter(1)
    if (tomorrow.startsWith(String(today.year))) {
      await keep(tomorrow)
      expect(await refusalOf(give({ reservedId: (await kept())[0]?.id ?? '' }))).toBe('other_day')
    }
    await keep()
    await registry.createRegister(clerk, { name: 'Sổ thông báo', kinds: ['thong-bao'] })
    const held = (await kept()).find(({ forDate }) => forDate === today.date)
    const other = give({ kind: 'thong-bao', reservedId: held?.id ?? '' })
    expect(await refusalOf(other)).toBe('other_register')
  })

  test('go back to the series while they are the newest, and stand as void with their reason behind a later one', async () => {
    await keep()
    const back = { reason: 'Không ký nữa' }
    expect(await registry.giveBack(clerk, { id: (await kept())[0]?.id ?? '', ...back })).toEqual({ isReturned: true })
    expect((await give()).number).toBe(1)
    await keep()
    expect((await give()).number).toBe(3)
    const held = (await kept()).find(({ number }) => number === 2)
    expect(await registry.giveBack(clerk, { id: held?.id ?? '', ...back })).toEqual({ isReturned: false })
    expect(await outcome(registry.giveBack(clerk, { id: held?.id ?? '', ...back }))).toBe('stale')
    expect(await refusalOf(give({ reservedId: held?.id ?? '' }))).toBe('gone')
    expect((await linesOf())[1]).toContain('"Số giữ trước, không dùng: hủy số"')
    expect((await linesOf())[1]).toContain(`"${reason}; Không ký nữa"`)
    expect(await registry.checkNumbers(clerk)).toEqual([])
    const printed = pdfText(await registry.pdf(clerk, { registerId, year: today.year }))
    expect(printed).toMatch(/Tổng số\s+3/)
    expect(printed).toMatch(/Số đã hủy\s+1/)
  })

  test('whose day has passed stand as late with who kept them: the clerks are told once, and they go as void', async () => {
    const yesterday = dayAfter(-1)
    const [year, number] = [Number(yesterday.slice(0, 4)), 1]
    await db.insert(registerYears).values({ registerId, year, lastNumber: number })
    const held = { registerId, year, number, forDate: yesterday, reason: 'Chờ họp', createdBy: clerk.id }
    const [row] = await db.insert(reservedNumbers).values(held).returning({ id: reservedNumbers.id })
    const late = (await registry.reserved(clerk, { year })).find(({ id }) => id === row?.id)
    expect(late).toMatchObject({ state: 'late', by: clerk.name, reason: 'Chờ họp' })
    for (let i = 0; i < 2; i++) await office.news.warn(await registry.lateNumbers())
    const told = (await office.news.list(clerk, {})).lines.filter(({ event }) => event === 'number_late')
    expect(told).toMatchObject([{ about: expect.stringMatching(/^01, /) }])
    // The newest of its register, and yet no other paper's: it carries a day that is over.
    expect(await registry.giveBack(clerk, { id: row?.id ?? '', reason: 'Quá ngày' })).toEqual({ isReturned: false })
    expect(await registry.lateNumbers()).toEqual([])
    expect(await registry.checkNumbers(clerk)).toEqual([])
  })

  test('a void paper that had one gives nothing back', async () => {
    await keep()
    const entry = await give({ reservedId: (await kept())[0]?.id ?? '' })
    const by = { userId: clerk.id, reason: 'Nhầm' }
    const voided = await db.transaction((tx) => voidNumber(tx, entry, by, async () => new Date()))
    expect(voided.isReturned).toBe(false)
    expect((await give()).number).toBe(2)
  })

  test('not for the past, nor far ahead, nor by others, nor without a reason', async () => {
    expect(await refusalOf(keep(dayAfter(-1)))).toBe('past')
    expect(await refusalOf(keep(dayAfter(400)))).toBe('far')
    for (const count of [0, 21, 1.5]) expect(await outcome(keep(today.date, count))).toBe('bad_input')
    const given = { registerId, forDate: today.date, count: 1, reason }
    expect(await outcome(registry.keepNumbers(clerk, { ...given, reason: ' ' }))).toBe('bad_input')
    expect(await outcome(registry.keepNumbers(specialist, given))).toBe('not_allowed')
    const elsewhere = await office.person(['clerk'], { agencyId: await office.makeAgency('tỉnh Khác'), unitId: null })
    expect(await outcome(registry.keepNumbers(elsewhere, given))).toBe('not_found')
    await keep()
    const held = (await kept())[0]?.id ?? ''
    expect(await outcome(registry.giveBack(elsewhere, { id: held, reason }))).toBe('not_found')
    expect(await registry.reserved(specialist, { registerId, year: today.year })).toEqual([])
  })
})

describe('a number with a letter', () => {
  const add = (over: object = {}) =>
    registry.addSuffixed(clerk, {
      ...{ registerId, number: 1, suffix: 'a', forDate: today.date, decision: '10/QĐ-UBND ngày 05/01', reason },
      ...over,
    })

  test('stands beside one that was given, by decision, once; the series goes on as if it were not there', async () => {
    expect(await refusalOf(add())).toBe('number_not_given')
    expect((await give()).number).toBe(1)
    expect(await add()).toEqual({ number: '1a' })
    expect(await refusalOf(add())).toBe('taken')
    expect((await give()).number).toBe(2)
    const [held] = (await kept()).filter(({ suffix }) => suffix === 'a')
    expect(await give({ reservedId: held?.id ?? '' })).toMatchObject({ number: 1, suffix: 'a' })
    expect((await linesOf()).map((line) => line.split(',')[0])).toEqual([
      ...[`"01/${mine}"`, `"01a/${mine}"`, `"02/${mine}"`],
    ])
    const found = await registry.entries(clerk, { registerId, year: today.year, search: `01a/${mine}` })
    expect(found.rows.map(({ suffix }) => suffix)).toEqual(['a'])
    expect(await registry.checkNumbers(clerk)).toEqual([])
  })

  test('needs a decision, and is one letter', async () => {
    await give()
    expect(await outcome(add({ decision: ' ' }))).toBe('bad_input')
    for (const suffix of ['', 'ab', '1', '-', 'f']) expect(await outcome(add({ suffix })), suffix).toBe('bad_input')
    expect(await outcome(add({ suffix: 'Đ' }))).toBe('done')
  })

  test('is never given without having been kept', async () => {
    await give()
    const bare = `insert into register_entries (register_id, year, number, suffix, symbol, document_date, kind, subject, signer_name, signer_position, draft_id)
      select $1, ${today.year}, 1, 'b', 'QĐ-UBND', now(), 'quyet-dinh', 'x', 'A', 'B', id from drafts d
      where not exists (select from register_entries e where e.draft_id = d.id) limit 1`
    await drafts.create(specialist, { kind: 'quyet-dinh' })
    await expect(pool.query(bare, [registerId])).rejects.toThrow('was not kept')
  })
})

test('NUM-1: keeping, giving back and giving at once leave no gap and no double', async () => {
  const acts = Array.from({ length: 60 }, (_, i) => async () => {
    if (i % 5 === 1) return keep()
    if (i % 5 === 3) {
      const [one] = (await kept()).filter(({ state }) => state === 'open')
      return one && registry.giveBack(clerk, { id: one.id, reason }).catch(() => null)
    }
    return give()
  })
  await Promise.all(acts.map((act) => act()))
  expect(await registry.checkNumbers(clerk)).toEqual([])
  const { rows } = await pool.query(
    'select number from register_entries where register_id = $1 and not number_returned',
    [registerId],
  )
  expect(new Set(rows.map(({ number }) => number)).size).toBe(36)
})

test('what stands of a kept number cannot be changed in the database', async () => {
  await keep()
  const own = `register_id = '${registerId}'`
  const { owner } = office.house
  await expect(owner.query(`update reserved_numbers set number = 9 where ${own}`)).rejects.toThrow('stands')
  await expect(owner.query('delete from reserved_numbers')).rejects.toThrow('refused')
  await expect(pool.query(`update reserved_numbers set reason = 'x' where ${own}`)).rejects.toThrow('permission')
  const lower = `update register_years set last_number = 0 where ${own}`
  await expect(pool.query(lower)).rejects.toThrow('the register stands')
})

test('NUM-1: what is missing is told, from the rows that there are', async () => {
  const year = 1990
  const years = 'insert into register_years (register_id, year, last_number) values ($1, $2, $3)'
  await pool.query(years, [registerId, year, 99_999])
  const outside = async (from: number, to: number) =>
    pool.query(
      `insert into outside_numbers (register_id, year, from_number, to_number, reason, created_by) values ($1, $2, $3, $4, 'x', $5)`,
      [registerId, year, from, to, clerk.id],
    )
  const told = async () => (await registry.checkNumbers(clerk)).filter((fault) => fault.year === year)
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
  expect(await told()).toEqual([{ registerId, year, missing: numbers(1, 20), count: 99_999 }])
  await outside(3, 40_000)
  await outside(40_003, 99_998)
  const missing = [1, 2, 40_001, 40_002, 99_999]
  expect(await told()).toEqual([{ registerId, year, missing, count: missing.length }])
  await outside(1, 2)
  await outside(40_001, 40_002)
  await outside(99_999, 99_999)
  expect(await told()).toEqual([])
})

test('letters that nobody can print are told at once, those that nobody sees go', async () => {
  const keepFor = (why: string) =>
    registry.keepNumbers(clerk, { registerId, forDate: today.date, count: 1, reason: why })
  expect(await refusalOf(keepFor('Họp 😀'))).toBe('unprintable')
  expect(await refusalOf(registry.createRegister(clerk, { name: 'Sổ \u{1F600}', kinds: ['ke-hoach'] }))).toBe(
    'unprintable',
  )
  await keepFor('Ngày\u202E 12\u202C\u200B, \uF0B7 họp\uE000')
  expect((await kept()).map((one) => one.reason)).toContain('Ngày 12, • họp')
})

describe('what would grow without an end is bounded, since everybody reads it (BUDGET-1)', () => {
  test('numbers that are kept and not used, void ones too; a used one makes room', async () => {
    for (let i = 0; i < 14; i++) await keep(today.date, 20)
    expect(await refusalOf(keep(today.date, 21))).toBe('number')
    await keep(today.date, 19)
    const [first] = (await kept()).toReversed()
    if (!first) throw new Error('nothing was kept')
    await registry.giveBack(clerk, { id: first.id, reason }) // void: it is not the newest
    expect(await refusalOf(keep(today.date, 2))).toBe('too_many_kept')
    await keep()
    expect(await refusalOf(keep())).toBe('too_many_kept')
    const beside = { registerId, number: 3, suffix: 'a', forDate: today.date, decision: 'QĐ 1', reason }
    expect(await refusalOf(registry.addSuffixed(clerk, beside))).toBe('too_many_kept')
    const [, second] = (await kept()).toReversed()
    await give({ reservedId: second?.id ?? '' })
    await keep()
  })

  test('a volume of the book has the ranges that lie in it, however many there are', async () => {
    await keep(today.date, 20)
    await give()
    await keep(today.date, 2)
    const book = await registry.book(clerk, { registerId, year: today.year })
    expect(book.volumes).toBe(1)
    expect(book.lines).toHaveLength(23)
    expect(
      (await registry.book(clerk, { registerId, year: today.year, volume: 2 })).lines,
      'a volume that is not there',
    ).toEqual([])
  })

  test('registers of an office', async () => {
    const council = (i: number) => ({ name: 'Hội đồng', kinds: [], body: 'Hội đồng', bodySymbol: `HĐ${i}` })
    let refused: unknown = 'done'
    for (let i = 0; i < 210 && refused === 'done'; i++)
      refused = await refusalOf(registry.createRegister(clerk, council(i)))
    expect(refused).toBe('too_many_series')
    expect((await registry.registers(clerk)).length).toBe(200)
  })
})
