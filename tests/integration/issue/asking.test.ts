/** Signatures that are asked for: answered in minutes, late, twice, wrongly, or never (decision 19). */
import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import {
  issuedFiles,
  signingKeys,
  signingRequests,
  trustedAuthorities,
  users,
} from '../../../server/database/tables.ts'
import { makeAuthority } from '../../../server/demonstration/authority.ts'
import { type OpenKey, openKey } from '../../../server/issue/pki/open.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig, qpdfFaults, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { openPhone, type Phone } from './phone.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, otherLeader, clerk, owner, db } = office

/** A second key of the leader, with its service, and the key of somebody else. */
let phone: Phone
let keyId = ''
let ownKey: OpenKey
let otherKey: OpenKey
let rootPem = ''
beforeAll(async () => {
  const made = await makeAuthority({
    agency: { id: office.agencyId, fullName: 'Ủy ban nhân dân tỉnh Sơn La', place: 'Sơn La' },
    signers: [leader, otherLeader].map(({ id, name, position }) => ({ userId: id, name, position })),
    ...{ signerPin: SIGNER_PIN, sealPin: SEAL_PIN, root: process.cwd() },
  })
  await db.insert(trustedAuthorities).values(made.authorities)
  rootPem = made.authorities[0]?.certificatePem ?? ''
  const [own, other] = [leader, otherLeader].map(({ id }) => made.keys.find(({ userId }) => userId === id))
  if (!own || !other) throw new Error('no key')
  ownKey = await openKey(own.pkcs12, SIGNER_PIN)
  otherKey = await openKey(other.pkcs12, SIGNER_PIN)
  phone = openPhone(ownKey)
  const [row] = await db
    .insert(signingKeys)
    .values({ ...own, provider: 'phone', pkcs12: null, place: { service: 'test' } })
    .returning({ id: signingKeys.id })
  keyId = row?.id ?? ''
})

/** The room on one node; `later` moves its clock. */
const room = (later = 0, on = phone) =>
  office.issueWith({ typeset: smallPdf, moreProviders: on.providers, now: () => new Date(Date.now() + later) })

/** Frozen, numbered, and asked on the phone. */
async function asked(on = phone) {
  const draft = await office.approvedDraft()
  const told: string[] = []
  await room(0, on).finalize(leader, draft.id, { keyId, step: draft.step }, ({ step }) => told.push(step))
  expect(told).toEqual(['frozen', 'numbered', 'typeset', 'asked'])
  return { id: draft.id, order: on.last() }
}

const requestsOf = (draftId: string) =>
  db.select().from(signingRequests).where(eq(signingRequests.draftId, draftId)).orderBy(desc(signingRequests.askedAt))
/** As if the seconds between two looks had passed. */
async function pulse(on = room()) {
  await office.pool.query('update signing_requests set looked_at = null')
  await on.pulse()
}
const filesOf = async (draftId: string) =>
  (await db.select({ kind: issuedFiles.kind }).from(issuedFiles).where(eq(issuedFiles.draftId, draftId))).map(
    ({ kind }) => kind,
  )

describe('a signer who answers in minutes', () => {
  test('is asked once the number is given; the page says who, where and until when, also after a restart', async () => {
    const { id, order } = await asked()
    expect(order.title).toMatch(/^Thông báo số \d+\/TB-/)
    const status = await room().status(leader, id)
    expect(status).toMatchObject({
      state: 'finalizing',
      asked: { device: 'phone', name: leader.name, state: 'waiting', part: 'signer', error: null },
    })
    const left = (status.asked?.goodUntil.getTime() ?? 0) - Date.now()
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(300_000)
    await pulse()
    expect((await room().status(clerk, id)).asked).toMatchObject({ state: 'waiting' })

    await phone.confirm(order)
    await pulse(room()) // another node, which knows nothing but the row
    expect(await room().status(leader, id)).toMatchObject({ state: 'signed', asked: null })
    const { bytes } = await room().file(leader, id, 'pdf-signed')
    expect(pdfsig(bytes, rootPem)).toEqual(['valid trusted'])
    expect(qpdfFaults(bytes)).toBe('')
    const [request] = await requestsOf(id)
    expect(request).toMatchObject({ state: 'embedded', keyId, askedOf: leader.id })
    await room().seal(clerk, id, { pin: SEAL_PIN })
    expect((await requestsOf(id)).map(({ part, state }) => `${part} ${state}`)).toEqual([
      'seal embedded',
      'signer embedded',
    ])
  })

  test('whose answer two nodes fetch at once signs once', async () => {
    const { id, order } = await asked()
    await phone.confirm(order)
    await office.pool.query('update signing_requests set looked_at = null')
    await Promise.all([room().pulse(), room().pulse(), room().pulse()])
    expect((await room().status(leader, id)).state).toBe('signed')
    expect(await filesOf(id)).toEqual(['pdf', 'pdf-signed'])
  })

  test('refuses: number and text are safe, and they can be asked again', async () => {
    const { id, order } = await asked()
    phone.say(order, { is: 'refused' })
    await pulse()
    const refused = await room().status(leader, id)
    expect(refused).toMatchObject({ state: 'finalizing', asked: { state: 'refused', error: 'sign_refused' } })
    expect(refused.steps.find(({ step }) => step === 'signed')).toMatchObject({ error: 'sign_refused' })
    await room().resume(leader, id, { keyId })
    await phone.confirm(phone.last())
    await pulse()
    expect(await room().status(leader, id)).toMatchObject({ state: 'signed', entry: refused.entry })
  })

  test('never answers: it ends at its time, and the same bytes are asked for with another key of theirs', async () => {
    const { id, order } = await asked()
    await pulse(room(301_000))
    expect(await room(301_000).status(leader, id)).toMatchObject({ asked: { state: 'expired', error: 'not_answered' } })
    const late = await phone.confirm(order)
    await pulse()
    const [before] = await requestsOf(id)
    expect(before).toMatchObject({ state: 'expired', answer: Buffer.from(late) })
    expect(await filesOf(id)).toEqual(['pdf'])

    const [own] = (await room().status(leader, id)).ways.filter((way) => way.id !== keyId)
    expect(own).toMatchObject({ device: 'server', needsPin: true })
    await room().resume(leader, id, { keyId: own?.id, pin: SIGNER_PIN })
    expect((await room().status(leader, id)).state).toBe('signed')
    const [after] = await requestsOf(id)
    expect(after).toMatchObject({ state: 'embedded', baseN: before?.baseN })
    await pulse()
    expect(await filesOf(id)).toEqual(['pdf', 'pdf-signed'])
  })
})

describe('an answer that does not belong into the file', () => {
  test('by another key is kept on record, and the request has failed', async () => {
    const { id, order } = await asked()
    const wrong = await phone.confirm(order, otherKey)
    await pulse()
    expect((await requestsOf(id))[0]).toMatchObject({
      state: 'failed',
      error: 'wrong_signature',
      answer: Buffer.from(wrong),
    })
    expect(await filesOf(id)).toEqual(['pdf'])
    expect((await room().status(leader, id)).asked).toMatchObject({ state: 'failed', error: 'wrong_signature' })
  })

  test.each([
    ['nothing', Buffer.of()],
    ['a CMS in place of the bare value', Buffer.from('308006092a864886f70d010702a080', 'hex')],
  ])('%s likewise', async (_what, signature) => {
    const { id, order } = await asked()
    phone.say(order, { is: 'signed', signature })
    await pulse()
    expect((await requestsOf(id))[0]).toMatchObject({ state: 'failed', error: 'wrong_signature' })
  })

  test('to a request that was asked again: the newer one counts, the older answer is kept', async () => {
    const { id, order: first } = await asked()
    await room().resume(leader, id, { keyId })
    const second = phone.last()
    expect(second.requestId).not.toBe(first.requestId)
    const late = await phone.confirm(first)
    await pulse()
    expect((await room().status(leader, id)).state).toBe('finalizing')
    await phone.confirm(second)
    await pulse()
    expect((await room().status(leader, id)).state).toBe('signed')
    const rows = await requestsOf(id)
    expect(rows.map(({ state }) => state)).toEqual(['embedded', 'replaced'])
    expect(rows[1]?.answer).toEqual(Buffer.from(late))
  })

  test('after the number was cancelled: the new draft has its text, and nothing of the answer', async () => {
    const { id, order } = await asked()
    const { step } = await room().status(leader, id)
    const voided = await room().void(leader, id, { reason: 'Chưa xác nhận được.', step })
    expect(voided.isReturned).toBe(true)
    await phone.confirm(order)
    await pulse()
    expect((await requestsOf(id))[0]).toMatchObject({ state: 'cancelled', answer: expect.any(Buffer) })
    expect(await filesOf(id)).toEqual(['pdf'])
    expect((await room().status(owner, id)).state).toBe('voided')
    const acts = await office.pool.query(`select act from audit_log where draft_id = $1 order by seq`, [id])
    expect(acts.rows.map(({ act }) => act)).toEqual([
      'draft.freeze',
      'request.ask',
      'draft.void',
      'request.late-answer',
    ])
  })

  test('of a signer who is a leader no more, or is locked, by then', async () => {
    const { id, order } = await asked()
    await db.update(users).set({ lockedAt: new Date() }).where(eq(users.id, leader.id))
    await phone.confirm(order)
    await pulse()
    await db.update(users).set({ lockedAt: null }).where(eq(users.id, leader.id))
    expect(await filesOf(id)).toEqual(['pdf'])
    const { step } = await room().status(clerk, id)
    await room().void(clerk, id, { reason: 'Người ký bị khóa tài khoản.', step })
    expect((await requestsOf(id))[0]?.state).toBe('cancelled')
  })
})

test('a key that was retired since it was asked signs nothing: its answer is kept', async () => {
  const { id, order } = await asked()
  const retire = (at: Date | null) => db.update(signingKeys).set({ retiredAt: at }).where(eq(signingKeys.id, keyId))
  await retire(new Date())
  const value = await phone.confirm(order)
  await pulse()
  await retire(null)
  expect((await requestsOf(id))[0]).toMatchObject({ state: 'failed', error: 'no_key', answer: Buffer.from(value) })
  expect(await filesOf(id)).toEqual(['pdf'])
  expect((await room().status(leader, id)).state).toBe('finalizing')
})

describe('the day on the paper', () => {
  const toMidnight = () => {
    const now = new Date()
    const vietnam = new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
    return new Date(`${vietnam}T00:00:00+07:00`).getTime() + 86_400_000 - now.getTime()
  }

  test('a request ends with it, however long the service would wait, and is not asked again after', async () => {
    const patient = openPhone(ownKey, 30 * 24 * 3_600_000)
    const { id, order } = await asked(patient)
    const midnight = toMidnight()
    const [request] = await requestsOf(id)
    expect(Math.abs((request?.goodUntil.getTime() ?? 0) - Date.now() - midnight)).toBeLessThan(2_000)

    await patient.confirm(order) // between the digest and the answer it struck twelve
    const tomorrow = room(midnight + 1_000, patient)
    await pulse(tomorrow)
    expect((await requestsOf(id))[0]).toMatchObject({ state: 'expired', answer: expect.any(Buffer) })
    expect(await tomorrow.status(leader, id)).toMatchObject({ state: 'finalizing', isDayOver: true })
    expect(await outcome(tomorrow.resume(leader, id, { keyId }))).toBe('day_over')
    expect(await outcome(tomorrow.resume(leader, id, { pin: '000000' }))).toBe('day_over') // before a PIN is tried
    expect(await tomorrow.stuck(clerk)).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ id, reason: 'day_over' })]),
    })
    const { step } = await tomorrow.status(clerk, id)
    const voided = await tomorrow.void(clerk, id, { reason: 'Quá ngày chưa ký.', step })
    expect(voided.isReturned).toBe(false) // the day is another
  })
})

describe('before anything is frozen', () => {
  test('a service that is down is told, and nothing has changed', async () => {
    const draft = await office.approvedDraft()
    phone.isDown = true
    expect(await outcome(room().finalize(leader, draft.id, { keyId, step: draft.step }))).toBe('key_unreachable')
    phone.isDown = false
    expect(await room().status(leader, draft.id)).toMatchObject({ state: 'approved', step: draft.step, entry: null })
  })

  test('a key of somebody else, one that is not there, and a PIN that is missing are refused', async () => {
    const draft = await office.approvedDraft()
    const [theirs] = await db.select().from(signingKeys).where(eq(signingKeys.userId, otherLeader.id))
    const [mine] = (await room().preview(leader, draft.id)).ways.filter(({ needsPin }) => needsPin)
    const tries = [{ keyId: theirs?.id, pin: SIGNER_PIN }, { keyId: draft.id }, { keyId: mine?.id }]
    const said = []
    for (const how of tries) said.push(await outcome(room().finalize(leader, draft.id, { ...how, step: draft.step })))
    expect(said).toEqual(['no_key', 'no_key', 'bad_input'])
  })

  test('after the freeze it goes down: nothing is lost, the request has failed, and it is asked again', async () => {
    const { id, order } = await asked()
    phone.isDown = true
    await pulse()
    expect((await room().status(leader, id)).asked).toMatchObject({ state: 'waiting' })
    expect(await outcome(room().resume(leader, id, { keyId }))).toBe('key_unreachable')
    phone.isDown = false
    await phone.confirm(order)
    await pulse()
    expect((await room().status(leader, id)).state).toBe('signed')
  })
})

describe('what Postgres holds', () => {
  test('from the first request on no other base is added, and what was asked and how it ended stands', async () => {
    const { id } = await asked()
    const base = `insert into issued_files (draft_id, kind, n, sha256, bytes, signature_box)
      select draft_id, kind, 2, sha256, bytes, signature_box from issued_files where draft_id = $1`
    const refused = { code: '23001' }
    await expect(office.pool.query(base, [id])).rejects.toMatchObject(refused)
    const change = (set: string) =>
      office.house.owner.query(`update signing_requests set ${set} where draft_id = $1`, [id])
    await expect(change(`good_until = good_until + interval '1 day'`)).rejects.toMatchObject(refused)
    await expect(change(`asked_of = '${otherLeader.id}'`)).rejects.toMatchObject(refused)
    await change(`state = 'cancelled', ended_at = now()`)
    await expect(change(`state = 'waiting', ended_at = null`)).rejects.toMatchObject(refused)
    await expect(office.house.owner.query('delete from signing_requests')).rejects.toMatchObject({ code: 'P0001' })
    expect(await checkChain(db)).toMatchObject({ intact: true })
  })
})
