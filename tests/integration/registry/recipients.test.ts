/** The office's directory: names are counted, the newest stands first, and it does not grow without end. */
import { afterAll, expect, test } from 'vitest'
import { learnRecipients } from '../../../server/registry/recipients.ts'
import { freshOffice } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { db, registry, pool, agencyId } = office

const reader = await office.person(['specialist'])
const elsewhere = await office.makeAgency('tỉnh Lai Châu')
const foreigner = await office.person(['specialist'], { agencyId: elsewhere, unitId: null })
const learn = (names: string[], day: string, agency = agencyId) =>
  db.transaction((tx) => learnRecipients(tx, agency, { names, at: new Date(`${day}T03:00:00Z`) }))

test('what was written to last stands first, of one day what was written to most; spellings are one name', async () => {
  await learn(['Sở Y tế', 'Bộ Nội vụ'], '2026-11-01')
  await learn(['SỞ Y TẾ'], '2026-11-02')
  await learn(['Sở Y tế', 'Sở Tài chính'], '2026-11-02')
  await learn([], '2026-11-03')
  await learn(['Bộ Tài chính'], '2026-11-05', elsewhere)
  expect(await registry.recipients(reader)).toEqual(['Sở Y tế', 'Sở Tài chính', 'Bộ Nội vụ'])
  expect(await registry.recipients(foreigner)).toEqual(['Bộ Tài chính'])
  const { rows } = await pool.query(`select papers from known_recipients where folded = 'so y te'`)
  expect(rows).toEqual([{ papers: 3 }])
})

test('the names used longest ago go', async () => {
  for (let paper = 0; paper < 25; paper++)
    await learn(
      Array.from({ length: 100 }, (_, at) => `Ủy ban nhân dân xã ${paper * 100 + at}`),
      '2026-11-10',
    )
  const { rows } = await pool.query(`select count(*)::int as n from known_recipients where agency_id = $1`, [agencyId])
  expect(rows).toEqual([{ n: 2_000 }])
  expect(await registry.recipients(reader)).toHaveLength(500)
  expect(await registry.recipients(reader)).not.toContain('Bộ Nội vụ')
})
