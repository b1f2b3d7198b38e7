/** NUM-1 at its hardest: two hundred papers at once over two nodes, by series of their own, while it turns New Year. */
import { afterAll, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { connect } from '../../../server/database/connect.ts'
import { registerEntries, registers } from '../../../server/database/tables.ts'
import { takeNumber, voidNumber } from '../../../server/issue/register.ts'
import { drawSeed, seeded } from '../../fuzz/random.ts'
import { freshOffice } from '../setup/office.ts'

const office = await freshOffice()
/** The other node: its own connections, as a second program has them. */
const other = connect(office.house.url, () => {})
afterAll(async () => {
  await other.pool.end()
  await office.drop()
})
const PAPERS = 200
const random = seeded(drawSeed('many numbers'))

test('200 at once over two nodes, some cut off, some void, at New Year: no gap and no double in any series', async () => {
  const { agencyId, db } = office
  const clerk = await office.person(['clerk'])
  const specialist = await office.person(['specialist'])
  await db.insert(registers).values([
    { agencyId, name: 'Sổ thông báo', kinds: ['thong-bao'] },
    { agencyId, name: 'Hội đồng', body: 'Hội đồng Thi đua - Khen thưởng tỉnh', bodySymbol: 'HĐTĐKT' },
  ])
  const drafts: string[] = []
  for (let n = 0; n < PAPERS; n++) drafts.push((await office.drafts.create(specialist, { kind: 'quyet-dinh' })).id)

  // Both nodes read one clock, the database's: here one that passes midnight while they wait for each other.
  let looks = 0
  const midnight = Date.parse('2026-12-31T17:00:00Z')
  const now = async () => new Date(midnight + (looks++ - PAPERS) * 10)
  const papers = [
    { kind: 'quyet-dinh', symbol: 'QĐ-UBND' },
    { kind: 'thong-bao', symbol: 'TB-UBND' },
    { kind: 'quyet-dinh', symbol: 'QĐ-HĐTĐKT' },
  ]

  async function finalize(draftId: string, at: number): Promise<void> {
    const node = at % 2 ? db : other.db
    const paper = papers[at % papers.length] ?? papers[0]
    if (!paper) throw new Error('no paper')
    const isCut = random.chance(0.1)
    try {
      const entry = await node.transaction(async (tx) => {
        const taken = await takeNumber(tx, { agencyId, ...paper }, now)
        const [row] = await tx
          .insert(registerEntries)
          .values({
            ...{ registerId: taken.registerId, year: taken.year, number: taken.number, documentDate: taken.date },
            ...{ ...paper, subject: 'x', signerName: 'A', signerPosition: 'Chủ tịch', draftId },
          })
          .returning()
        if (isCut) throw new Error('cut off')
        return row
      })
      if (entry && random.chance(0.1)) {
        const by = { userId: clerk.id, reason: 'Ký hỏng' }
        await node.transaction((tx) => voidNumber(tx, entry, by, now))
      }
    } catch (failure) {
      if (!(failure instanceof Error && failure.message === 'cut off')) throw failure
      await finalize(draftId, at)
    }
  }
  await Promise.all(drafts.map(finalize))

  const { rows } = await office.pool.query<{ register_id: string; year: number; numbers: number[]; days: string[] }>(
    `select register_id, year, array_agg(number order by number) as numbers,
       array_agg(document_date::text order by number) as days
     from register_entries where not number_returned group by register_id, year`,
  )
  expect(new Set(rows.map(({ year }) => year))).toEqual(new Set([2026, 2027]))
  expect(rows.length).toBe(6)
  for (const { numbers, days, year } of rows) {
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    // Numbers and days grow together, each year with its own.
    expect(days).toEqual(days.toSorted())
    expect(days.every((day) => day.startsWith(String(year)))).toBe(true)
  }
  expect(await office.registry.checkNumbers(clerk)).toEqual([])
  expect(await checkChain(db)).toMatchObject({ intact: true })
}, 120_000)
