import { afterAll, expect, test } from 'vitest'
import { createVisits } from '../../../server/access/visits.ts'
import { freshDatabase } from '../setup/house.ts'
import { outcome } from '../setup/office.ts'

const house = await freshDatabase()
afterAll(house.drop)
const visits = createVisits(house.pool)
const known = () => Promise.resolve(true)
const unknown = () => Promise.resolve(false)
const count = (codes: string[], code: string) => codes.filter((one) => one === code).length

test('BUDGET-1: 30 unknown codes of an address, however many come at once; then the known ones wait, too', async () => {
  const codes = await Promise.all(Array.from({ length: 100 }, () => outcome(visits.isKnown('10.3.0.1', unknown))))
  expect(count(codes, 'done')).toBe(30)
  expect(count(codes, 'too_many_requests')).toBe(70)
  await expect(visits.isKnown('10.3.0.1', known)).rejects.toMatchObject({ detail: { seconds: expect.any(Number) } })
  expect(await visits.isKnown('10.3.0.2', known)).toBe(true)
})

test('known codes are not counted', async () => {
  const codes = await Promise.all(Array.from({ length: 200 }, () => outcome(visits.isKnown('10.3.0.3', known))))
  expect(count(codes, 'done')).toBe(200)
  expect(await visits.isKnown('10.3.0.3', unknown)).toBe(false)
})

test('all addresses of an IPv6 /64 are one visitor', async () => {
  const from = (host: number) => `2001:db8:7:1::${host.toString(16)}`
  const codes = await Promise.all(Array.from({ length: 40 }, (_, i) => outcome(visits.isKnown(from(i), unknown))))
  expect(count(codes, 'done')).toBe(30)
  expect(await visits.isKnown('2001:db8:7:2::1', unknown)).toBe(false)
})

test('a look that fails counts as nothing and holds up nobody', async () => {
  const broken = () => Promise.reject(new Error('no database'))
  await expect(visits.isKnown('10.3.0.4', broken)).rejects.toThrow('no database')
  expect(await visits.isKnown('10.3.0.4', known)).toBe(true)
})

test('uploads: so many at once, so many bytes a minute, of an address and of all', async () => {
  const mb = 1024 * 1024
  const first = await Promise.all([1, 2, 3].map(() => visits.beginUpload('10.4.0.1', mb)))
  expect(await outcome(visits.beginUpload('10.4.0.1', mb))).toBe('too_many_requests')
  for (const end of first) end()
  for (let i = 0; i < 5; i++) (await visits.beginUpload('10.4.0.1', 25 * mb))()
  expect(await outcome(visits.beginUpload('10.4.0.1', 25 * mb))).toBe('too_many_requests')
  const others = await Promise.all([2, 3].flatMap((i) => [1, 2, 3].map(() => visits.beginUpload(`10.4.0.${i}`, mb))))
  expect(await outcome(visits.beginUpload('10.4.0.6', mb))).toBe('too_many_requests')
  for (const end of others) end()
  expect(await outcome(visits.beginUpload('10.4.0.6', mb))).toBe('done')
})
