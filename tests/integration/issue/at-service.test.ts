/** A key whose holder confirms on the page of its service (oauth2code): there and back with their browser, and what goes wrong on the way. */
import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../../server/access/person.ts'
import {
  issuedFiles,
  serviceSignIns,
  signingKeys,
  signingRequests,
  trustedAuthorities,
} from '../../../server/database/tables.ts'
import { createAccounts } from '../../../server/issue/keys/service-accounts.ts'
import { codeOf } from '../../../server/issue/providers/provider.ts'
import { servicesOf } from '../../../server/issue/providers/remote/services.ts'
import { makePng } from '../../fixtures/png.ts'
import { openCsc } from '../../tools/csc.ts'
import { makeAuthorityOf } from '../../tools/holders.ts'
import { SOME_FAULTS, type Subscriber } from '../../tools/remote-service.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, ORIGIN, pdfsig } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
const { leader, otherLeader, admin, clerk, db } = office
const LEADER = '014086000123'
const SEAL = '5500154321'
const AGENCY = 'Ủy ban nhân dân tỉnh Sơn La'
const HERE = 'the session of this browser'
const MINUTE_MS = 60_000
const authority = makeAuthorityOf('Nơi cấp thử nghiệm')
const others = authority.issue(otherLeader.name)
const subscribers = new Map<string, Subscriber>([
  [LEADER, { holder: authority.issue(leader.name), authority: authority.der, isOnPage: true }],
  [SEAL, { holder: authority.issue(AGENCY, AGENCY), authority: authority.der, isOnPage: true }],
])
const v1 = await openCsc(subscribers)
const v2 = await openCsc(subscribers, { version: 2 })
const withDetails = await openCsc(subscribers, { version: 2, byDetails: true })
const all = [v1, v2, withDetails]
afterAll(async () => {
  for (const csc of all) await csc.close()
  await office.drop()
})
beforeAll(async () => {
  const trusted = { name: 'Nơi cấp thử nghiệm', certificatePem: authority.pem, isEvaluation: false }
  await db.insert(trustedAuthorities).values(trusted)
  for (const csc of all) csc.returnsTo = `${ORIGIN}/signing/return`
})

const requestsOf = (draftId: string) =>
  db.select().from(signingRequests).where(eq(signingRequests.draftId, draftId)).orderBy(signingRequests.askedAt)
const filesOf = async (draftId: string) =>
  (await db.select({ kind: issuedFiles.kind }).from(issuedFiles).where(eq(issuedFiles.draftId, draftId))).map(
    ({ kind }) => kind,
  )
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (failure: unknown) => failure,
  )

describe.each([
  ['v1.0.4', v1],
  ['v2', v2],
  ['v2 with authorization_details', withDetails],
] as const)('CSC %s', (_name, csc) => {
  const room = (later = 0) =>
    office.issueWith({
      typeset: smallPdf,
      services: servicesOf({ csc: csc.settings }),
      now: () => new Date(Date.now() + later),
    })
  const issue = room()
  let keyId = ''
  const bring = (subscriber: string, userId: string | null, more: object = {}) =>
    issue.keys.importPhone(admin, {
      ...{ service: 'csc', subscriber, serial: `cred-${subscriber}`, userId, imagePng: null },
      ...more,
    })
  beforeAll(async () => {
    keyId = (await bring(LEADER, leader.id)).id
  })
  beforeEach(() => {
    csc.failNone()
    csc.lie = null
  })

  async function asked() {
    const draft = await office.approvedDraft()
    const told: string[] = []
    await issue.finalize(leader, draft.id, { keyId, step: draft.step }, ({ step }) => told.push(step))
    expect(told.at(-1)).toBe('asked')
    return draft.id
  }
  const away = async (id: string, session = HERE, on = issue) => (await on.goThere(leader, id, session)).address
  const home = (
    from: URL,
    on = issue,
    { session = HERE, person = leader }: { session?: string; person?: Person } = {},
  ) => on.comeBack(person, session, Object.fromEntries(from.searchParams) as { state: string })
  const stateOf = async (id: string) => (await issue.status(leader, id)).state
  const waits = async (id: string) => (await requestsOf(id)).at(-1)?.state === 'waiting'
  async function pulse(on = issue) {
    await office.pool.query('update signing_requests set looked_at = null')
    await on.pulse()
  }

  test('the leader confirms there and comes back; what is signed is the paper’s own', async () => {
    const lines: string[] = []
    const talkative = office.issueWith({
      ...{ typeset: smallPdf, services: servicesOf({ csc: csc.settings }), log: office.logTo(lines) },
    })
    const id = await asked()
    expect((await issue.status(leader, id)).asked).toMatchObject({ device: 'page', isMe: true, state: 'waiting' })
    expect((await issue.status(clerk, id)).asked).toMatchObject({ isMe: false })
    await pulse() // nobody is asked anything
    const [request] = await requestsOf(id)
    const before = { signed: csc.signed, left: csc.left }
    const address = await away(id, HERE, talkative)
    expect(address.startsWith(`${csc.settings.authorizeUrl}?`)).toBe(true)
    const back = await csc.visit(address, 'yes')
    const shown = csc.pages.at(-1)
    expect(shown?.description).toMatch(/ – Thông báo số \d+\/TB-/)
    expect(shown?.description.startsWith(codeOf(request?.id ?? ''))).toBe(true)
    const digest = createHash('sha256')
      .update(request?.signedAttributes ?? '')
      .digest()
    expect(shown?.digest.equals(digest)).toBe(true)
    await home(back, talkative)
    expect(await stateOf(id)).toBe('signed')
    expect([csc.left - before.left, csc.signed - before.signed]).toEqual([1, 1])
    expect(pdfsig((await issue.file(leader, id, 'pdf-signed')).bytes, authority.pem)).toEqual(['valid trusted'])
    const { rows } = await office.pool.query('select detail from audit_log')
    const kept = JSON.stringify([rows, lines, await requestsOf(id), await db.select().from(signingKeys)])
    for (const secret of [back.searchParams.get('code'), back.searchParams.get('state'), csc.settings.clientSecret])
      expect(kept).not.toContain(secret)
  })

  test('who refuses there is told so, and can be asked again over the same number', async () => {
    const id = await asked()
    const failure = await failureOf(home(await csc.visit(await away(id), 'no')))
    expect(failure).toMatchObject({ code: 'sign_refused' })
    expect((await requestsOf(id))[0]).toMatchObject({ state: 'refused', error: 'sign_refused' })
    const number = (await issue.status(leader, id)).entry?.number
    await issue.resume(leader, id, { keyId })
    await home(await csc.visit(await away(id), 'yes'))
    expect((await issue.status(leader, id)).entry?.number).toBe(number)
    expect(await stateOf(id)).toBe('signed')
  })

  test('a return that is not of this browser’s last journey signs nothing; the right one still counts', async () => {
    const id = await asked()
    const older = await csc.visit(await away(id), 'yes')
    const back = await csc.visit(await away(id), 'yes')
    const left = csc.left
    const invented = new URL(`nowhere:?state=${crypto.randomUUID()}.${'A'.repeat(32)}&code=x`)
    const altered = new URL(back)
    altered.searchParams.set('state', `${altered.searchParams.get('state')?.slice(0, -1)}_`)
    for (const trial of [
      () => home(back, issue, { session: 'another session of theirs' }),
      () => home(back, issue, { person: otherLeader }),
      () => home(older),
      () => home(invented),
      () => home(altered),
      () => home(new URL('nowhere:?state=&code=x')),
    ])
      expect(await failureOf(trial())).toMatchObject({ code: 'return_foreign' })
    expect([await waits(id), csc.left]).toEqual([true, left])
    await home(back)
    expect(await stateOf(id)).toBe('signed')
  })

  test('a return counts once: also of two at once, and on two nodes', async () => {
    const id = await asked()
    const back = await csc.visit(await away(id), 'yes')
    const before = csc.signed
    const said = await Promise.all([failureOf(home(back)), failureOf(home(back, room()))])
    expect(said.filter((one) => one === null)).toHaveLength(1)
    expect(said.find((one) => one !== null)).toMatchObject({ code: 'return_used' })
    expect(await failureOf(home(back))).toMatchObject({ code: 'return_used' })
    expect([await stateOf(id), csc.signed - before]).toEqual(['signed', 1])
  })

  test('a return that is late signs nothing: of the journey, of the request, and of one that was asked anew', async () => {
    const id = await asked()
    const slow = await csc.visit(await away(id), 'yes')
    const left = csc.left
    expect(await failureOf(home(slow, room(11 * MINUTE_MS)))).toMatchObject({ code: 'return_late' })
    expect(await waits(id)).toBe(true)
    expect(await outcome(room(16 * MINUTE_MS).goThere(leader, id, HERE))).toBe('not_answered')
    const replaced = await csc.visit(await away(id), 'yes')
    await issue.resume(leader, id, { keyId })
    expect(await failureOf(home(replaced))).toMatchObject({ code: 'return_late' })
    expect([csc.left, await waits(id)]).toEqual([left, true])
    const number = (await issue.status(leader, id)).entry?.number
    const ended = await csc.visit(await away(id), 'yes')
    const { step } = await issue.status(leader, id)
    await issue.void(leader, id, { reason: 'Thu hồi để sửa', step })
    expect(await failureOf(home(ended))).toMatchObject({ code: 'return_late' })
    expect([csc.left, await filesOf(id), number === undefined]).toEqual([left, ['pdf'], false])
  })

  test('a tab that was closed costs nothing: the page goes on where it waits, on another node too', async () => {
    const id = await asked()
    await away(id)
    const after = room()
    expect((await after.status(leader, id)).asked).toMatchObject({ device: 'page', state: 'waiting' })
    const back = await csc.visit(await away(id, 'a session after signing in again', after), 'yes')
    await home(back, room(), { session: 'a session after signing in again' })
    expect(await stateOf(id)).toBe('signed')
  })

  test('a code that is none, and what the service says instead of one, are told as they are; it waits on', async () => {
    const id = await asked()
    for (const [given, reason] of [
      ['code=invented', 'service_leave'],
      ['error=server_error', 'service_down'],
      ['error=temporarily_unavailable', 'service_down'],
      ['error=unauthorized_client', 'service_credentials'],
      ['error=invalid_request', 'service_odd'],
      ['', 'service_odd'],
    ] as const) {
      const state = new URL(await away(id)).searchParams.get('state') ?? ''
      const failure = await failureOf(home(new URL(`nowhere:?${given}&state=${encodeURIComponent(state)}`)))
      expect(failure).toMatchObject({ code: 'key_unreachable', detail: { reason } })
      expect(await waits(id)).toBe(true)
    }
    await home(await csc.visit(await away(id), 'yes'))
    expect(await stateOf(id)).toBe('signed')
  })

  test.each(SOME_FAULTS)('when its code is exchanged: %s; it waits, and is confirmed again', async (fault) => {
    const id = await asked()
    const back = await csc.visit(await away(id), 'yes')
    csc.fail('token', fault)
    expect(await failureOf(home(back))).toMatchObject({ code: 'key_unreachable' })
    csc.failNone()
    expect(await waits(id)).toBe(true)
    await home(await csc.visit(await away(id), 'yes'))
    expect(await stateOf(id)).toBe('signed')
  })

  test.each(SOME_FAULTS)('while it signs: %s; nobody confirms twice', async (fault) => {
    const id = await asked()
    const back = await csc.visit(await away(id), 'yes')
    csc.fail('signHash', fault)
    expect(await failureOf(home(back))).toMatchObject({ code: 'key_unreachable' })
    await pulse()
    expect(await waits(id)).toBe(true)
    csc.failNone()
    const left = csc.left
    await pulse()
    expect([await stateOf(id), csc.left]).toEqual(['signed', left])
  })

  test.each(SOME_FAULTS)('before anything is frozen: %s', async (fault) => {
    const draft = await office.approvedDraft()
    csc.fail('info', fault)
    const failure = await failureOf(issue.finalize(leader, draft.id, { keyId, step: draft.step }))
    expect(failure).toMatchObject({ code: 'key_unreachable' })
    expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'approved', entry: null })
  })

  test.each([
    ['of another key', (digest: Buffer) => others.signDigest(digest)],
    ['that is words', () => Buffer.from('xin chào')],
  ])('a value %s is kept, and gets into no file', async (_what, value) => {
    const id = await asked()
    csc.lie = value
    expect(await failureOf(home(await csc.visit(await away(id), 'yes')))).toMatchObject({ code: 'wrong_signature' })
    expect((await requestsOf(id))[0]).toMatchObject({ state: 'failed', answer: expect.anything() })
    expect(await filesOf(id)).toEqual(['pdf'])
  })

  test('nobody else is sent, and what is none of its kind is not', async () => {
    const id = await asked()
    expect(await outcome(issue.goThere(otherLeader, id, HERE))).toBe('not_found')
    expect(await outcome(issue.goThere(clerk, id, HERE))).toBe('not_found')
    expect(await outcome(issue.toCarry(leader, id))).toBe('not_found')
    expect(await outcome(issue.answerTyped(leader, id, { requestId: crypto.randomUUID(), code: '1' }))).toBe(
      'not_found',
    )
  })

  test('the seal is confirmed the same way, and papers one by one', async () => {
    const id = await asked()
    await home(await csc.visit(await away(id), 'yes'))
    const { id: sealId } = await bring(SEAL, null, { imagePng: makePng({ width: 200, height: 200 }) })
    expect(await issue.seal(clerk, id, { keyId: sealId })).toBe('waiting')
    const { address } = await issue.goThere(clerk, id, HERE)
    const back = await csc.visit(address, 'yes')
    await issue.comeBack(clerk, HERE, Object.fromEntries(back.searchParams) as { state: string })
    const sealed = (await issue.file(clerk, id, 'pdf-sealed')).bytes
    expect(pdfsig(sealed, authority.pem)).toEqual(['valid trusted', 'valid trusted'])
    await issue.publish(clerk, id)
    await issue.keys.retire(admin, sealId)
  })

  test('an administrator’s trial asks the service, and signs nothing', async () => {
    const before = csc.signed
    await issue.keys.tryWhole(admin, { keyId })
    csc.fail('info', 'down')
    expect(await failureOf(issue.keys.tryWhole(admin, { keyId }))).toMatchObject({ code: 'key_unreachable' })
    expect(csc.signed).toBe(before)
  })

  test('the service in small is not fooled', async () => {
    const id = await asked()
    const address = await away(id)
    const altered = (name: string, value: string | null) => {
      const other = new URL(address)
      if (value === null) other.searchParams.delete(name)
      else other.searchParams.set(name, value)
      return csc.visit(other.href, 'yes')
    }
    for (const [name, value] of [
      ['redirect_uri', 'https://evil.example/signing/return'],
      ['client_id', 'another'],
      ['code_challenge', null],
      ['code_challenge_method', 'plain'],
      ['state', null],
    ] as const)
      await expect(altered(name, value)).rejects.toThrow('the service’s page says'.replace('’', "'"))
    const code = (await csc.visit(address, 'yes')).searchParams.get('code') ?? ''
    const { clientId, clientSecret, tokenUrl } = csc.settings
    const given = { client_id: clientId, client_secret: clientSecret, redirect_uri: csc.returnsTo, code }
    const asks = { grant_type: 'authorization_code', ...given, code_verifier: 'x'.repeat(43) }
    const said = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(asks) })
    expect([said.status, await said.json()]).toEqual([400, { error: 'invalid_grant', error_description: '' }])
  })
})

test('many papers at once are not signed with a key that is confirmed one by one', async () => {
  const issue = office.issueWith({ typeset: smallPdf, services: servicesOf({ csc: v2.settings }) })
  await office.pool.query(`update signing_keys set retired_at = now() where provider = 'pkcs12' and user_id = $1`, [
    leader.id,
  ])
  const draft = await office.approvedDraft()
  const failure = await failureOf(issue.signSeveral(leader, { papers: [{ id: draft.id, step: draft.step }] }, () => {}))
  expect(failure).toMatchObject({ code: 'key_unreachable', detail: { reason: 'one_by_one' } })
  expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'approved', entry: null })
})

describe.each([
  ['v1.0.4', await openCsc(subscribers, { byHolder: true })],
  ['v2', await openCsc(subscribers, { version: 2, byHolder: true })],
] as const)('a service where each holder signs in themselves, CSC %s', (_name, csc) => {
  const secret = Buffer.from('the secret of an office in a test')
  const room = (later = 0, keySecret = secret) =>
    office.issueWith({
      ...{ typeset: smallPdf, keySecret },
      services: servicesOf({ csc: csc.settings, accounts: createAccounts(db, keySecret) }),
      now: () => new Date(Date.now() + later),
    })
  const issue = room()
  afterAll(() => csc.close())
  beforeAll(async () => {
    csc.returnsTo = `${ORIGIN}/signing/return`
    csc.account = LEADER
    await office.house.owner.query('delete from service_sign_ins')
  })
  const away = async (on = issue) => (await on.keys.signInThere(leader, HERE, '/account/service')).address
  const home = (from: URL, on = issue, session = HERE, person = leader) =>
    on.comeBack(person, session, Object.fromEntries(from.searchParams) as { state: string })
  const signIn = async () => home(await csc.visit(await away(), 'yes'))
  const needsSignIn = { code: 'key_unreachable', detail: { reason: 'service_sign_in' } }
  const ask = { service: 'csc', serial: `cred-${LEADER}` } as const

  test('the holder signs in there, finds their key and brings it; an administrator cannot for them', async () => {
    expect(issue.keys.hasOwnService).toBe(true)
    expect(await issue.keys.ownService(leader)).toEqual({ service: 'csc', keys: null, trouble: null })
    expect(await failureOf(issue.keys.importOwn(leader, ask))).toMatchObject(needsSignIn)
    const back = await csc.visit(await away(), 'yes')
    expect(await issue.pageToReturnTo(back.searchParams.get('state') ?? '')).toBe('/account/service')
    for (const [session, person] of [
      ['another session', leader],
      [HERE, otherLeader],
    ] as const)
      expect(await failureOf(home(back, issue, session, person))).toMatchObject({ code: 'return_foreign' })
    expect(await failureOf(home(back, room(11 * MINUTE_MS)))).toMatchObject({ code: 'return_late' })
    await home(back)
    expect(await failureOf(home(back))).toMatchObject({ code: 'return_used' })
    expect(await issue.keys.ownService(leader)).toMatchObject({ keys: [{ subject: leader.name }] })
    expect(await issue.keys.ownService(otherLeader)).toMatchObject({ keys: null })
    expect(await outcome(issue.keys.ownService(clerk))).toBe('not_allowed')
    expect(await outcome(issue.keys.importOwn(clerk, ask))).toBe('not_allowed')
    for (const trial of [
      () => issue.keys.ofPhone(admin, { service: 'csc', subscriber: LEADER }),
      () => issue.keys.importPhone(admin, { ...ask, subscriber: LEADER, userId: leader.id, imagePng: null }),
    ])
      expect(await failureOf(trial())).toMatchObject({ detail: { reason: 'service_own' } })
    await issue.keys.importOwn(leader, ask)
    const refused = await failureOf(home(await csc.visit(await away(), 'no')))
    expect(refused).toMatchObject(needsSignIn)
  })

  test('their paper is signed; a sign-in that is over is told before anything is frozen, and a new one goes on', async () => {
    await signIn()
    const { id: keyId } = await issue.keys.importOwn(leader, ask)
    csc.endTokens(false) // and renewed without the person
    const first = await office.approvedDraft()
    await room().finalize(leader, first.id, { keyId, step: first.step })
    csc.endTokens(true)
    const second = await office.approvedDraft()
    const failure = await failureOf(room().finalize(leader, second.id, { keyId, step: second.step }))
    expect(failure).toMatchObject(needsSignIn)
    expect(await issue.status(leader, second.id)).toMatchObject({ state: 'approved', entry: null })
    await signIn()
    const { address } = await issue.goThere(leader, first.id, HERE)
    await home(await csc.visit(address, 'yes'))
    expect((await issue.status(leader, first.id)).state).toBe('signed')
    await issue.finalize(leader, second.id, { keyId, step: second.step })
    expect((await issue.status(leader, second.id)).asked).toMatchObject({ device: 'page' })
  })

  test('its tokens lie locked, and open with no other secret', async () => {
    await signIn()
    const rows = await db.select().from(serviceSignIns)
    const kept = rows.map(({ journey, locked }) => `${journey} ${Buffer.from(locked ?? []).toString('latin1')}`).join()
    const { bearer = '' } = (await createAccounts(db, secret).read(leader.id)) ?? {}
    expect(bearer).toMatch(/^[0-9a-f-]{36}$/)
    expect(kept).not.toContain(bearer)
    expect(await createAccounts(db, Buffer.from('another secret')).read(leader.id)).toBeNull()
    expect(await createAccounts(db, secret).read('014086000123')).toBeNull()
  })
})
