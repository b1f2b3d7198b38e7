/** A register narrowed down by kind, unit, signer, days and state; what is exported is what is shown. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import type { EntryFilter } from '../../../server/registry/shapes.ts'
import type { DraftState } from '../../../src/lib/vocabulary.ts'
import { freshOffice, outcome } from '../setup/office.ts'

const office = await freshOffice()
afterAll(office.drop)
const { drafts, registry, pool } = office
let clerk: Person, specialist: Person, registerId: string, otherUnit: string

interface Given {
  kind: string
  day: string
  signer: [name: string, position: string]
  unit?: string
  state?: DraftState
}
const CHAIR: Given['signer'] = ['Lê Đức Thắng', 'Chủ tịch']
const DEPUTY: Given['signer'] = ['Cầm Thị Vân', 'Phó Chủ tịch']

beforeAll(async () => {
  clerk = await office.person(['clerk'])
  specialist = await office.person(['specialist'])
  registerId = (await registry.registers(clerk))[0]?.id ?? ''
  const { rows } = await pool.query(
    `insert into units (agency_id, name, abbreviation) values ($1, 'Phòng Tổng hợp', 'TH') returning id`,
    [office.agencyId],
  )
  otherUnit = rows[0]?.id
  const given: Given[] = [
    { kind: 'quyet-dinh', day: '2026-01-05', signer: CHAIR },
    { kind: 'quyet-dinh', day: '2026-02-10', signer: DEPUTY, unit: otherUnit },
    { kind: 'ke-hoach', day: '2026-02-28', signer: DEPUTY },
    { kind: 'cong-van', day: '2026-11-29', signer: CHAIR, state: 'signed' },
    { kind: 'cong-van', day: '2026-11-29', signer: CHAIR, state: 'finalizing' },
  ]
  for (const [at, { kind, day, signer, unit = office.unitId, state = 'issued' }] of given.entries()) {
    const { id } = await drafts.create(specialist, { kind: 'quyet-dinh' })
    await pool.query('update drafts set state = $2 where id = $1', [id, state])
    await pool.query(
      `insert into register_entries (register_id, year, number, symbol, document_date, kind, subject, signer_name, signer_position, draft_id, unit_id, issued_at)
       values ($1, 2026, $2, 'X-UBND', $3, $4, $5, $6, $7, $8, $9, $10)`,
      [registerId, at + 1, day, kind, `Việc ${at + 1}`, ...signer, id, unit, state === 'issued' ? new Date() : null],
    )
  }
})

const find = async (filter: EntryFilter, person = clerk) =>
  (await registry.entries(person, { registerId, year: 2026, ...filter })).rows.map(({ number }) => number)

test('each choice narrows it, and all of them together', async () => {
  expect(await find({})).toEqual([5, 4, 3, 2, 1])
  expect(await find({ kind: 'quyet-dinh' })).toEqual([2, 1])
  expect(await find({ signer: 'Cầm Thị Vân' })).toEqual([3, 2])
  expect(await find({ unitId: otherUnit })).toEqual([2])
  expect(await find({ from: '2026-02-10' })).toEqual([5, 4, 3, 2])
  expect(await find({ to: '2026-02-10' })).toEqual([2, 1])
  expect(await find({ from: '2026-02-10', to: '2026-02-28' })).toEqual([3, 2])
  expect(await find({ state: 'signed' })).toEqual([4])
  expect(await find({ state: 'finalizing' })).toEqual([5])
  expect(await find({ kind: 'quyet-dinh', signer: 'Cầm Thị Vân', to: '2026-12-31', search: 'viec 2' })).toEqual([2])
  expect(await find({ kind: 'thong-bao' })).toEqual([])
  expect(await outcome(find({ kind: 'la-lung' }))).toBe('bad_input')
  expect(await outcome(find({ from: '2026-02-31' }))).toBe('bad_input')
})

test('a filter shows nobody what they may not read', async () => {
  expect(await find({ state: 'signed' }, specialist)).toEqual([])
  expect((await registry.choices(specialist, { registerId, year: 2026 })).kinds.toSorted()).toEqual([
    'ke-hoach',
    'quyet-dinh',
  ])
})

test('the choices are those of the year; signers stand by rank', async () => {
  const choices = await registry.choices(clerk, { registerId, year: 2026 })
  expect(choices.kinds.toSorted()).toEqual(['cong-van', 'ke-hoach', 'quyet-dinh'])
  expect(choices.signers.map(({ name, position }) => [name, position])).toEqual([CHAIR, DEPUTY])
  expect(choices.units.map(({ name }) => name).toSorted()).toEqual(['Phòng Nội chính', 'Phòng Tổng hợp'])
  expect(await registry.choices(clerk, { registerId, year: 2025 })).toEqual({ kinds: [], units: [], signers: [] })
})

test('what is exported is what is shown', async () => {
  const csv = await registry.csv(clerk, { registerId, year: 2026, kind: 'quyet-dinh', signer: 'Cầm Thị Vân' })
  expect(csv.split('\r\n').filter((line) => line.includes('X-UBND'))).toHaveLength(1)
  expect(csv).toContain('"02/X-UBND"')
})
