/** Copies and note of an entry: the clerk's, on record; the rest of the register stands. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import { checkChain } from '../../../server/audit/index.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, registry, pool } = office
let clerk: Person, entryId: string, draftId: string, registerId: string
const query = { year: 2026 }

beforeAll(async () => {
  clerk = await office.person(['clerk'], { name: 'Bùi Thị Lan' })
  draftId = (await drafts.create(await office.person(['specialist']), { kind: 'quyet-dinh' })).id
  registerId = (await registry.registers(clerk))[0]?.id ?? ''
  await pool.query(
    `insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id, issued_at)
     values ($1, 2026, 1, 'QĐ-UBND', '2026-03-01', 'quyet-dinh', 'Việc', 'A', 'Chủ tịch', $2, now())`,
    [registerId, draftId],
  )
  entryId = (await registry.entries(clerk, { registerId, ...query })).rows[0]?.id ?? ''
})

const amend = (to: { copies: number; note: string }, seen = { copies: 1, note: '' }, person = clerk) =>
  registry.amend(person, { entryId, ...to, seen })

test('a clerk writes them; the record tells old and new, who and when', async () => {
  await amend({ copies: 25, note: 'Phát hành thêm cho các xã' })
  await amend({ copies: 30, note: '' }, { copies: 25, note: 'Phát hành thêm cho các xã' })
  expect((await registry.entries(clerk, { registerId, ...query })).rows).toMatchObject([{ copies: 30, note: '' }])
  expect((await registry.amendments(clerk, [draftId]))[draftId]).toMatchObject([
    { by: 'Bùi Thị Lan', from: { copies: 25, note: 'Phát hành thêm cho các xã' }, to: { copies: 30, note: '' } },
    { by: 'Bùi Thị Lan', from: { copies: 1, note: '' }, to: { copies: 25, note: 'Phát hành thêm cho các xã' } },
  ])
  expect(await checkChain(office.db)).toMatchObject({ intact: true })
})

test('the same once more is no change, and an older look is told', async () => {
  await amend({ copies: 30, note: '' }, { copies: 30, note: '' })
  expect((await registry.amendments(clerk, [draftId]))[draftId]).toHaveLength(2)
  expect(await outcome(amend({ copies: 5, note: '' }))).toBe('stale')
  const both = [7, 8].map((copies) => outcome(amend({ copies, note: '' }, { copies: 30, note: '' })))
  expect((await Promise.all(both)).toSorted()).toEqual(['done', 'stale'])
})

test('nobody else, nothing of another agency, and nothing that is no count', async () => {
  const { copies } = (await registry.entries(clerk, { registerId, ...query })).rows[0] ?? { copies: 0 }
  const seen = { copies, note: '' }
  for (const role of ['specialist', 'leader', 'admin', 'reviewer'] as const)
    expect(await outcome(amend({ copies: 9, note: '' }, seen, await office.person([role])))).toBe('not_allowed')
  const elsewhere = await office.person(['clerk'], { agencyId: await office.makeAgency('tỉnh Khác'), unitId: null })
  expect(await outcome(amend({ copies: 9, note: '' }, seen, elsewhere))).toBe('not_found')
  expect(await registry.amendments(elsewhere, [draftId])).toEqual({})
  expect(await registry.amendments(await office.person(['specialist']), [draftId])).toEqual({})
  for (const wrong of [-1, 1.5, 100_000, Number.NaN])
    expect(await outcome(amend({ copies: wrong, note: '' }, seen))).toBe('bad_input')
  expect(await outcome(amend({ copies: 9, note: 'x'.repeat(501) }, seen))).toBe('bad_input')
})

test('NUM-1: the database itself keeps number and facts, whoever asks', async () => {
  for (const change of [
    `number = 2`,
    `subject = 'khác'`,
    `signer_name = 'B'`,
    `recipients = 'khác'`,
    `kind = 'ke-hoach'`,
    `document_date = '2026-03-02'`,
    `issued_at = null`,
  ])
    await expect(office.house.owner.query(`update register_entries set ${change}`), change).rejects.toThrow('refused')
})
