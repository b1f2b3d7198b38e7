/** A key with a one-time password, alone or beside a PIN: typed while the request waits, handed straight on, and kept nowhere. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rateLimits, signingKeys, signingRequests, trustedAuthorities } from '../../../server/database/tables.ts'
import { servicesOf } from '../../../server/issue/providers/remote/services.ts'
import { makePng } from '../../fixtures/png.ts'
import { type Csc, openCsc, OWN_OTP } from '../../tools/csc.ts'
import { makeAuthorityOf } from '../../tools/holders.ts'
import { SOME_FAULTS, type Subscriber } from '../../tools/remote-service.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
const { leader, otherLeader, admin, clerk, db } = office
const SENT = '014086000123'
const OWN = '014086000456'
const BOTH = '014086000789'
const SEAL = '5500154321'
const PIN = '975310'
const AGENCY = 'Ủy ban nhân dân tỉnh Sơn La'
const authority = makeAuthorityOf('Nơi cấp thử nghiệm')
const own = { holder: authority.issue(leader.name), authority: authority.der }
const subscribers = new Map<string, Subscriber>([
  [SENT, { ...own, otp: 'sent' }],
  [OWN, { ...own, otp: 'own' }],
  [BOTH, { ...own, otp: 'sent', pin: PIN }],
  [SEAL, { holder: authority.issue(AGENCY, AGENCY), authority: authority.der, otp: 'sent' }],
])
const v1 = await openCsc(subscribers)
const v2 = await openCsc(subscribers, { version: 2 })
afterAll(async () => {
  await Promise.all([v1.close(), v2.close()])
  await office.drop()
})
beforeAll(async () => {
  const trusted = { name: 'Nơi cấp thử nghiệm', certificatePem: authority.pem, isEvaluation: false }
  await db.insert(trustedAuthorities).values(trusted)
})

const requestOf = async (draftId: string) => {
  const found = await db
    .select()
    .from(signingRequests)
    .where(eq(signingRequests.draftId, draftId))
    .orderBy(signingRequests.askedAt)
  const last = found.at(-1)
  if (!last) throw new Error('nobody was asked')
  return last
}
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (failure: unknown) => failure,
  )
const lastSent = (csc: Csc) => csc.sent.at(-1) ?? ''
const wrong = (csc: Csc) => (lastSent(csc) === '111111' ? '222222' : '111111')

describe.each([
  ['v1.0.4', v1, 'sendOTP'],
  ['v2', v2, 'getChallenge'],
] as const)('CSC %s', (_name, csc, send) => {
  const room = (later = 0) =>
    office.issueWith({
      typeset: smallPdf,
      services: servicesOf({ csc: csc.settings }),
      now: () => new Date(Date.now() + later),
    })
  const issue = room()
  const bring = (subscriber: string, userId: string | null, more: object = {}) =>
    issue.keys.importPhone(admin, {
      ...{ service: 'csc', subscriber, serial: `cred-${subscriber}`, userId, imagePng: null },
      ...more,
    })
  beforeEach(async () => {
    csc.failNone()
    csc.lie = null
    await db.delete(rateLimits)
  })

  async function asked(subscriber = SENT) {
    const { id: keyId } = await bring(subscriber, leader.id)
    const draft = await office.approvedDraft()
    const told: string[] = []
    await issue.finalize(leader, draft.id, { keyId, step: draft.step }, ({ step }) => told.push(step))
    expect(told.at(-1)).toBe('asked')
    return { id: draft.id, keyId, requestId: (await requestOf(draft.id)).id }
  }
  const stateOf = async (id: string) => (await issue.status(leader, id)).state
  async function pulse(on = issue) {
    await office.pool.query('update signing_requests set looked_at = null')
    await on.pulse()
  }

  test('it is sent when the paper waits; a wrong one changes nothing, the right one signs', async () => {
    const lines: string[] = []
    const talkative = office.issueWith({
      ...{ typeset: smallPdf, services: servicesOf({ csc: csc.settings }), log: office.logTo(lines) },
    })
    const before = csc.sent.length
    const { id, requestId } = await asked()
    expect(csc.sent).toHaveLength(before + 1)
    const { asked: shown } = await issue.status(leader, id)
    expect(shown).toMatchObject({ device: 'code', isMe: true, typed: { requestId, needsPin: false } })
    expect(shown?.typed?.sentAt).toBeInstanceOf(Date)
    const mistyped = wrong(csc)
    const failure = await failureOf(talkative.answerTyped(leader, id, { requestId, code: mistyped }))
    expect(failure).toMatchObject({ code: 'wrong_otp', detail: { remaining: 4 } })
    await pulse()
    expect(await requestOf(id)).toMatchObject({ state: 'waiting' })
    const code = lastSent(csc)
    await talkative.answerTyped(leader, id, { requestId, code: ` ${code} ` })
    expect(await stateOf(id)).toBe('signed')
    expect(pdfsig((await issue.file(leader, id, 'pdf-signed')).bytes, authority.pem)).toEqual(['valid trusted'])
    const { rows } = await office.pool.query('select detail from audit_log')
    const kept = JSON.stringify([rows, lines, await requestOf(id), await db.select().from(signingKeys), failure])
    for (const secret of [code, mistyped]) expect(kept).not.toMatch(new RegExp(`\\b${secret}\\b`))
  })

  test('one that is too old is no use; another is sent, not more often than each 20 seconds', async () => {
    const { id, requestId } = await asked()
    const old = lastSent(csc)
    csc.expireOtp()
    expect(await outcome(issue.answerTyped(leader, id, { requestId, code: old }))).toBe('wrong_otp')
    expect(await failureOf(issue.sendAgain(leader, id))).toMatchObject({ code: 'too_many_requests' })
    const later = room(21_000)
    const before = csc.sent.length
    const both = await Promise.all([failureOf(later.sendAgain(leader, id)), failureOf(later.sendAgain(leader, id))])
    expect(both.filter((one) => one === null)).toHaveLength(1)
    expect(csc.sent).toHaveLength(before + 1)
    await issue.answerTyped(leader, id, { requestId, code: lastSent(csc) })
    expect(await stateOf(id)).toBe('signed')
  })

  test('a PIN beside it: both are asked for, and each wrong one is told as that', async () => {
    const { id, requestId } = await asked(BOTH)
    expect((await issue.status(leader, id)).asked).toMatchObject({ typed: { needsPin: true } })
    const code = lastSent(csc)
    const answer = (given: object) => failureOf(issue.answerTyped(leader, id, { requestId, code, ...given }))
    expect(await answer({})).toMatchObject({ code: 'bad_input', detail: { field: 'pin' } })
    // v2 does not say which of the two it was.
    const either = { code: 'wrong_otp', detail: { reason: 'either', remaining: 4 } }
    const wrongPin = csc === v2 ? either : { code: 'wrong_pin', detail: { remaining: 4 } }
    expect(await answer({ pin: '000000' })).toMatchObject(wrongPin)
    expect(await answer({ pin: PIN, code: wrong(csc) })).toMatchObject({ code: 'wrong_otp', detail: { remaining: 3 } })
    expect(await answer({ pin: PIN })).toBeNull()
    expect(await stateOf(id)).toBe('signed')
    const { rows } = await office.pool.query('select detail from audit_log')
    expect(JSON.stringify([rows, await requestOf(id), await db.select().from(signingKeys)])).not.toContain(PIN)
  })

  test('one that the holder’s own device makes is sent by nobody', async () => {
    const before = csc.sent.length
    const { id, requestId } = await asked(OWN)
    expect((await issue.status(leader, id)).asked).toMatchObject({ typed: { sentAt: null } })
    expect(await outcome(room(60_000).sendAgain(leader, id))).toBe('not_found')
    await issue.answerTyped(leader, id, { requestId, code: OWN_OTP })
    expect([await stateOf(id), csc.sent.length]).toEqual(['signed', before])
  })

  test('nobody else answers, nor one for a request that was asked anew, nor after its time', async () => {
    const { id, requestId, keyId } = await asked()
    const code = lastSent(csc)
    for (const person of [otherLeader, clerk]) {
      expect(await outcome(issue.answerTyped(person, id, { requestId, code }))).toBe('not_found')
      expect(await outcome(issue.sendAgain(person, id))).toBe('not_found')
    }
    expect(await outcome(room(16 * 60_000).answerTyped(leader, id, { requestId, code }))).toBe('not_answered')
    await issue.resume(leader, id, { keyId })
    expect(await outcome(issue.answerTyped(leader, id, { requestId, code: lastSent(csc) }))).toBe('stale')
    const again = await requestOf(id)
    await issue.answerTyped(leader, id, { requestId: again.id, code: lastSent(csc) })
    expect(await stateOf(id)).toBe('signed')
    expect(await outcome(issue.answerTyped(leader, id, { requestId: again.id, code }))).toBe('not_found')
  })

  test('five wrong ones close the key for a while; the request waits on', async () => {
    const { id, requestId } = await asked()
    const answer = () => outcome(issue.answerTyped(leader, id, { requestId, code: wrong(csc) }))
    for (let i = 0; i < 5; i++) expect(await answer()).toBe('wrong_otp')
    expect(await answer()).toBe('too_many_requests')
    expect(await requestOf(id)).toMatchObject({ state: 'waiting' })
  })

  test.each(SOME_FAULTS)('while it is sent: %s; the number is safe, and it is asked again', async (fault) => {
    const { id: keyId } = await bring(SENT, leader.id)
    const draft = await office.approvedDraft()
    csc.fail(send, fault)
    const failure = await failureOf(issue.finalize(leader, draft.id, { keyId, step: draft.step }))
    // What it says in another shape is not read: that it was taken is all that is asked.
    if (fault === 'odd' || fault === 'page') expect(failure).toBeNull()
    else expect(failure).toMatchObject({ code: 'key_unreachable' })
    const number = (await issue.status(leader, draft.id)).entry?.number
    csc.failNone()
    await issue.resume(leader, draft.id, { keyId })
    await issue.answerTyped(leader, draft.id, { requestId: (await requestOf(draft.id)).id, code: lastSent(csc) })
    const after = await issue.status(leader, draft.id)
    expect([after.state, after.entry?.number]).toEqual(['signed', number])
  })

  test.each(SOME_FAULTS)('while it is handed on: %s; it waits, and the same one still counts', async (fault) => {
    const { id, requestId } = await asked()
    csc.fail('authorize', fault)
    const given = { requestId, code: lastSent(csc) }
    expect(await failureOf(issue.answerTyped(leader, id, given))).toMatchObject({ code: 'key_unreachable' })
    expect(await requestOf(id)).toMatchObject({ state: 'waiting' })
    csc.failNone()
    await issue.answerTyped(leader, id, given)
    expect(await stateOf(id)).toBe('signed')
  })

  test('a leave that is good for years is used again as well', async () => {
    csc.leaveSeconds = 100_000_000
    const { id, requestId } = await asked()
    csc.fail('signHash', 'down')
    await failureOf(issue.answerTyped(leader, id, { requestId, code: lastSent(csc) }))
    csc.failNone()
    csc.leaveSeconds = 300
    await new Promise((resolve) => setTimeout(resolve, 20)) // a timer that is too long for Node is over after a millisecond
    await pulse()
    expect(await stateOf(id)).toBe('signed')
  })

  test.each(SOME_FAULTS)('while it signs: %s; nobody types twice', async (fault) => {
    const { id, requestId } = await asked()
    csc.fail('signHash', fault)
    const failure = await failureOf(issue.answerTyped(leader, id, { requestId, code: lastSent(csc) }))
    expect(failure).toMatchObject({ code: 'key_unreachable' })
    expect(await requestOf(id)).toMatchObject({ state: 'waiting' })
    csc.failNone()
    const sent = csc.sent.length
    await pulse()
    expect([await stateOf(id), csc.sent.length]).toEqual(['signed', sent])
  })

  test('the seal too; and not several at once', async () => {
    const { id, requestId } = await asked()
    await issue.answerTyped(leader, id, { requestId, code: lastSent(csc) })
    const { id: sealId } = await bring(SEAL, null, { imagePng: makePng({ width: 200, height: 200 }) })
    expect(await issue.seal(clerk, id, { keyId: sealId })).toBe('waiting')
    await issue.answerTyped(clerk, id, { requestId: (await requestOf(id)).id, code: lastSent(csc) })
    const sealed = (await issue.file(clerk, id, 'pdf-sealed')).bytes
    expect(pdfsig(sealed, authority.pem)).toEqual(['valid trusted', 'valid trusted'])
    await issue.publish(clerk, id)
    await issue.keys.retire(admin, sealId)
  })
})

test('a challenge that is to be answered stands on the page, the newest of them', async () => {
  const room = (later = 0) =>
    office.issueWith({
      ...{ typeset: smallPdf, services: servicesOf({ csc: v2.settings }), now: () => new Date(Date.now() + later) },
    })
  const issue = room()
  await db.delete(rateLimits)
  v2.challenge = 'Nhập 4711 vào thẻ'
  const given = { service: 'csc', subscriber: SENT, serial: `cred-${SENT}`, userId: leader.id, imagePng: null } as const
  const { id: keyId } = await issue.keys.importPhone(admin, given)
  const { id, step } = await office.approvedDraft()
  await issue.finalize(leader, id, { keyId, step })
  expect((await issue.status(leader, id)).asked?.typed).toMatchObject({ challenge: 'Nhập 4711 vào thẻ' })
  v2.challenge = 'Nhập 4712 vào thẻ'
  await room(21_000).sendAgain(leader, id)
  expect((await issue.status(leader, id)).asked?.typed).toMatchObject({ challenge: 'Nhập 4712 vào thẻ' })
  await issue.answerTyped(leader, id, { requestId: (await requestOf(id)).id, code: lastSent(v2) })
  expect((await issue.status(leader, id)).state).toBe('signed')
  v2.challenge = null
})
