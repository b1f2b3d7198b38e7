/** What signing stands on: tried, shown to administrators, and told to whom it concerns before it ends. */
import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { news, signingKeys, trustedAuthorities } from '../../../server/database/tables.ts'
import { warningAt } from '../../../server/issue/standing/index.ts'
import { type Holder, openPki } from '../../tools/pki.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice } from './office.ts'

const office = await freshIssuingOffice()
const pki = await openPki()
afterAll(async () => {
  await office.drop()
  await pki.close()
})
const { leader, clerk, admin, owner, db, pool } = office
await db.insert(trustedAuthorities).values({ name: 'CA gốc thử nghiệm', certificatePem: pki.root.pem })
const DAY_MS = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)

beforeEach(async () => {
  await pool.query('delete from news')
  pki.fail('tsa', null)
})

async function giveKey(userId: string | null, holder: Holder): Promise<string> {
  const { certificate, pem, issuer } = holder
  await db
    .update(signingKeys)
    .set({ retiredAt: new Date() })
    .where(userId === null ? isNull(signingKeys.userId) : eq(signingKeys.userId, userId))
  const [row] = await db
    .insert(signingKeys)
    .values({
      ...{ agencyId: office.agencyId, userId, provider: 'pkcs12', locked: Buffer.of(1), imagePng: Buffer.of(1) },
      ...{ certificatePem: pem, chainPem: issuer?.pem ?? '', subject: holder.name, serial: holder.pem.slice(40, 60) },
      ...{ validFrom: certificate.notBefore.value, validTo: certificate.notAfter.value },
    })
    .returning({ id: signingKeys.id })
  return row?.id ?? ''
}

const roomWith = (now?: () => Date) =>
  office.issueWith({ tsaUrls: [pki.tsaUrl], pkiHosts: [pki.host], ...(now ? { now } : {}) })
const told = async (person: typeof owner) => {
  const { lines } = await office.news.list(person, {})
  return lines.map(({ event, about }) => `${event} ${about}`).toSorted()
}

test('a warning is the nearest of 60, 30 and 7 days that has been reached, and the end itself', () => {
  const now = new Date('2026-11-30T00:00:00Z')
  const at = (days: number) => warningAt(new Date(now.getTime() + days * DAY_MS), now)
  expect([61, 60, 31, 30, 8, 7, 1, 0, -5].map(at)).toEqual([null, 60, 60, 30, 30, 7, 7, 0, 0])
})

test('only administrators see it, and before the first try it says nothing', async () => {
  const room = roomWith()
  for (const person of [leader, clerk, owner]) expect(await outcome(room.standing.try(person))).toBe('not_allowed')
  expect(() => room.standing.read(owner)).toThrow()
  expect(room.standing.read(admin)).toBeNull()
})

describe('time stamps and the clock', () => {
  test('one that is well says who stamps, until when, and what time it is', async () => {
    const { stamps, clockMs } = await roomWith().standing.try(admin)
    expect(stamps).toMatchObject([{ host: pki.host, fault: null, stamper: { name: 'Cấp dấu thời gian thử nghiệm' } }])
    expect(Math.abs(clockMs ?? Infinity)).toBeLessThan(10_000)
  })

  test('one that is not says why', async () => {
    pki.fail('tsa', 'down')
    const { stamps, clockMs } = await roomWith().standing.try(admin)
    expect([stamps, clockMs]).toMatchObject([[{ fault: 'unreachable', stamper: null }], null])
  })

  test('a clock that is an hour off is told, by how much', async () => {
    const { stamps, clockMs } = await roomWith(() => new Date(Date.now() + 3_600_000)).standing.try(admin)
    expect(stamps).toMatchObject([{ fault: 'wrong_clock' }])
    expect(Math.round((clockMs ?? 0) / 60_000)).toBe(60)
  })
})

describe('what ends', () => {
  test('is told once to its holder and the administrators, of a seal to the clerks, and again as it comes nearer', async () => {
    await giveKey(leader.id, await pki.person('Nguyễn Thị Hồng Phượng', { to: inDays(50) }))
    await giveKey(null, await pki.person('Ủy ban nhân dân tỉnh Sơn La', { to: inDays(20) }))
    const room = roomWith()
    const [key, seal] = ['key_ends Nguyễn Thị Hồng Phượng', 'seal_ends Ủy ban nhân dân tỉnh Sơn La']
    for (let i = 0; i < 2; i++) await room.standing.try(admin)
    expect(await told(leader)).toEqual([key])
    expect(await told(clerk)).toEqual([seal])
    expect(await told(admin)).toEqual([key, seal].toSorted())
    expect([await told(owner), await office.news.unread(admin)]).toEqual([[], 2])

    await roomWith(() => inDays(45)).standing.try(admin)
    expect(await told(leader)).toEqual([key, key])
    const [line] = (await office.news.list(leader, {})).lines
    await office.news.read(leader, { line: line?.id ?? 0 })
    expect(await office.news.unread(leader)).toBe(1)
    const marks = await db
      .select()
      .from(news)
      .where(and(eq(news.personId, leader.id)))
    expect(new Set(marks.map(({ mark }) => mark)).size).toBe(2)
  })

  test('also an authority, and one that stamps', async () => {
    const soon = await openPki()
    await db.insert(trustedAuthorities).values({ name: 'Gốc kia', certificatePem: soon.root.pem })
    const late = new Date(soon.root.certificate.notAfter.value.getTime() - 5 * DAY_MS)
    await roomWith(() => late).standing.try(admin)
    expect(await told(admin)).toContain('authority_ends Gốc kia')
    await soon.close()
  })
})

describe('a key whose certificate was revoked', () => {
  test('signs no more as soon as that is known, and says so; nobody who does not answer stops one that is good', async () => {
    const holder = await pki.person('Nguyễn Thị Hồng Phượng')
    const id = await giveKey(leader.id, holder)
    pki.fail('ocsp', 'silent')
    expect(await outcome(roomWith().keys.try(leader, 'own', '111111'))).toBe('no_key') // of the file, which is none
    pki.fail('ocsp', null)
    pki.revoke(holder)
    const failure = await roomWith()
      .keys.try(leader, 'own', '111111')
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'no_key', detail: { reason: 'revoked' } })
    const rows = await roomWith().keys.list(admin)
    expect(rows.find((row) => row.id === id)?.state).toBe('revoked')
  })

  test('is found by the daily try as well', async () => {
    const holder = await pki.person('Nguyễn Thị Hồng Phượng')
    const id = await giveKey(leader.id, holder)
    pki.revoke(holder)
    const { endings } = await roomWith().standing.try(admin)
    expect(endings.find((one) => one.id === id)).toMatchObject({ state: 'revoked', what: 'key' })
  })
})
