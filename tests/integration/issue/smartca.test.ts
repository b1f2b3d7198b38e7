/** Signing with a phone, over the wire of VNPT SmartCA, with a service in small that lies when it is told to. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { issuedFiles, signingKeys, signingRequests, trustedAuthorities } from '../../../server/database/tables.ts'
import { servicesOf } from '../../../server/issue/providers/remote/services.ts'
import { makePng } from '../../fixtures/png.ts'
import { makeAuthorityOf } from '../../tools/holders.ts'
import { openSmartCa, type Subscriber } from '../../tools/smartca.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
const { leader, otherLeader, clerk, admin, db } = office
const AGENCY = 'Ủy ban nhân dân tỉnh Sơn La'
const LEADER = '014086000123'
const OTHER = '014086000456'
const SEAL = '5500154321'

const authority = makeAuthorityOf('VNPT thử nghiệm')
const subscribers = new Map<string, Subscriber>([
  [LEADER, { holder: authority.issue(leader.name), authority: authority.der }],
  [OTHER, { holder: authority.issue(otherLeader.name), authority: authority.der }],
  [SEAL, { holder: authority.issue(AGENCY, AGENCY), authority: authority.der, isSeal: true }],
])
const service = await openSmartCa(subscribers)
const room = (later = 0) =>
  office.issueWith({
    typeset: smallPdf,
    services: servicesOf({ smartCa: service.settings }),
    now: () => new Date(Date.now() + later),
  })
const issue = room()
afterAll(async () => {
  await service.close()
  await office.drop()
})
beforeEach(() => {
  for (const call of ['get_certificate', 'sign', 'status'] as const) service.fail(call, null)
})

const bring = (subscriber: string, userId: string | null, more: object = {}) =>
  issue.keys.importPhone(admin, {
    service: 'smartca',
    subscriber,
    serial: `5401${subscriber}`,
    userId,
    imagePng: null,
    ...more,
  })
const seal = makePng({ width: 200, height: 200 })

let keyId = ''
beforeAll(async () => {
  const trusted = { name: 'VNPT thử nghiệm', certificatePem: authority.pem, isEvaluation: false }
  await db.insert(trustedAuthorities).values(trusted)
  keyId = (await bring(LEADER, leader.id)).id
})

async function asked() {
  const draft = await office.approvedDraft()
  const told: string[] = []
  await issue.finalize(leader, draft.id, { keyId, step: draft.step }, ({ step }) => told.push(step))
  expect(told.at(-1)).toBe('asked')
  return draft.id
}
async function pulse(on = issue) {
  await office.pool.query('update signing_requests set looked_at = null')
  await on.pulse()
}
const requestOf = async (draftId: string) =>
  (await db.select().from(signingRequests).where(eq(signingRequests.draftId, draftId)))[0]
const filesOf = async (draftId: string) =>
  (await db.select({ kind: issuedFiles.kind }).from(issuedFiles).where(eq(issuedFiles.draftId, draftId))).map(
    ({ kind }) => kind,
  )

describe('bringing in a key', () => {
  test('an administrator sees what a subscriber has, and nobody else does', async () => {
    expect(await issue.keys.ofPhone(admin, { service: 'smartca', subscriber: LEADER })).toMatchObject([
      { subject: leader.name, isSeal: false },
    ])
    expect(await issue.keys.ofPhone(admin, { service: 'smartca', subscriber: SEAL })).toMatchObject([
      { subject: AGENCY, isSeal: true },
    ])
    expect(await outcome(issue.keys.ofPhone(clerk, { service: 'smartca', subscriber: LEADER }))).toBe('not_allowed')
    expect(
      await outcome(
        issue.keys.importPhone(leader, {
          service: 'smartca',
          subscriber: LEADER,
          serial: 'x',
          userId: null,
          imagePng: null,
        }),
      ),
    ).toBe('not_allowed')
    expect([issue.keys.phoneServices(admin), office.issue.keys.phoneServices(admin)]).toEqual([['smartca'], []])
    expect(service.asked).toEqual([]) // nobody's phone rings
  })

  test.each([
    ['a number that is none', '01; drop', { code: 'bad_input' }],
    ['a subscriber that it does not know', '000000000000', { detail: { reason: 'service_credentials' } }],
  ])('%s is refused in words', async (_what, subscriber, expected) => {
    const failure = await issue.keys
      .ofPhone(admin, { service: 'smartca', subscriber: subscriber })
      .catch((error: unknown) => error)
    expect(failure).toMatchObject(expected)
  })

  test('somebody else’s is taken only with a word, and stands beside the file that its holder has', async () => {
    const failure = await bring(OTHER, leader.id).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'bad_key', detail: { reason: 'other_name', expected: leader.name } })
    const draft = await office.approvedDraft()
    const { ways } = await issue.preview(leader, draft.id)
    expect(ways.map(({ device, needsPin, names }) => [device, needsPin, names.isSame])).toEqual([
      ['phone', false, true],
      ['server', true, true],
    ])
    // Where the house has no contract any more, what is left is offered.
    expect((await office.issue.preview(leader, draft.id)).ways.map(({ device }) => device)).toEqual(['server'])
  })
})

test('the leader confirms on the phone, then the agency’s seal does: name, code and digest are those of the page', async () => {
  const id = await asked()
  const order = service.last()
  const status = await issue.status(leader, id)
  expect(order.title).toMatch(/^Thông báo số \d+\/TB-/)
  expect(status.asked).toMatchObject({ state: 'waiting', device: 'phone', code: order.code })
  expect(order.digest).toHaveLength(32)
  await pulse()
  expect((await issue.status(leader, id)).state).toBe('finalizing')
  service.confirm()
  await pulse(room()) // another node
  expect(await issue.status(leader, id)).toMatchObject({ state: 'signed', asked: null })
  expect(pdfsig((await issue.file(leader, id, 'pdf-signed')).bytes, authority.pem)).toEqual(['valid trusted'])

  const { id: sealId } = await bring(SEAL, null, { imagePng: seal })
  expect(await issue.seal(clerk, id, { keyId: sealId })).toBe('waiting')
  expect((await issue.status(clerk, id)).asked).toMatchObject({ part: 'seal', name: clerk.name, state: 'waiting' })
  service.confirm()
  await pulse()
  expect(pdfsig((await issue.file(clerk, id, 'pdf-sealed')).bytes, authority.pem)).toEqual([
    'valid trusted',
    'valid trusted',
  ])
  await issue.publish(clerk, id)
  expect((await issue.status(clerk, id)).state).toBe('issued')
})

describe('before the freeze', () => {
  test.each([
    ['get_certificate', 'down', 'service_down'],
    ['get_certificate', 'error', 'service_down'],
    ['get_certificate', 'page', 'service_odd'],
    ['get_certificate', 'odd', 'service_odd'],
    ['get_certificate', 'huge', 'service_odd'],
    ['get_certificate', 'moved', 'service_down'],
    ['get_certificate', 'credentials', 'service_credentials'],
    ['get_certificate', 'status', 'service_certificate'],
  ] as const)('%s answers with %s: told as such, and nothing has changed', async (call, fault, reason) => {
    const draft = await office.approvedDraft()
    service.fail(call, fault)
    const failure = await issue.finalize(leader, draft.id, { keyId, step: draft.step }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'key_unreachable', detail: { reason } })
    expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'approved', entry: null, asked: null })
  })

  test('a certificate that is locked at the service, or was renewed, is told as such', async () => {
    const draft = await office.approvedDraft()
    const own = subscribers.get(LEADER)
    if (!own) throw new Error('no subscriber')
    for (const other of [
      { ...own, status: 'Tạm dừng' },
      { ...own, holder: authority.issue(leader.name) },
    ]) {
      subscribers.set(LEADER, other)
      const failure = await issue
        .finalize(leader, draft.id, { keyId, step: draft.step })
        .catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'key_unreachable', detail: { reason: 'service_certificate' } })
    }
    subscribers.set(LEADER, own)
    expect((await issue.status(leader, draft.id)).state).toBe('approved')
  })
})

describe('after the freeze', () => {
  test.each(['down', 'error', 'page', 'odd', 'huge', 'moved', 'credentials', 'status'] as const)(
    'asking answers with %s: the number is safe, and it is asked again',
    async (fault) => {
      const draft = await office.approvedDraft()
      service.fail('sign', fault)
      expect(await outcome(issue.finalize(leader, draft.id, { keyId, step: draft.step }))).toBe('key_unreachable')
      const stopped = await issue.status(leader, draft.id)
      expect(stopped).toMatchObject({ state: 'finalizing', canResume: true, asked: { state: 'failed' } })
      service.fail('sign', null)
      await issue.resume(leader, draft.id, { keyId })
      service.confirm()
      await pulse()
      expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'signed', entry: stopped.entry })
    },
  )

  test.each(['down', 'error', 'page', 'odd', 'huge', 'moved', 'credentials', 'status'] as const)(
    'a look answers with %s: it waits on, and the answer comes with a later look',
    async (fault) => {
      const id = await asked()
      service.confirm()
      service.fail('status', fault)
      await pulse()
      expect(await issue.status(leader, id)).toMatchObject({ state: 'finalizing', asked: { state: 'waiting' } })
      service.fail('status', null)
      await pulse()
      expect((await issue.status(leader, id)).state).toBe('signed')
    },
  )

  test.each([
    ['EXPIRED', 'expired', 'not_answered'],
    ['REJECTED_BY_USER', 'refused', 'sign_refused'],
  ])('%s ends it, and another key of theirs signs the same bytes', async (message, state, error) => {
    const id = await asked()
    service.say(service.last(), { message })
    await pulse()
    expect((await issue.status(leader, id)).asked).toMatchObject({ state, error })
    const [file] = (await issue.status(leader, id)).ways.filter(({ device }) => device === 'server')
    await issue.resume(leader, id, { keyId: file?.id, pin: SIGNER_PIN })
    expect((await issue.status(leader, id)).state).toBe('signed')
  })

  test.each([
    ['of another key', () => subscribers.get(OTHER)?.holder.signDigest(service.last().digest)],
    ['over another digest', () => subscribers.get(LEADER)?.holder.signDigest(Buffer.alloc(32))],
    ['that is a CMS', () => Buffer.from('308006092a864886f70d010702a080', 'hex')],
    ['that is a word', () => Buffer.from('xin chào')],
  ])('a value %s is kept, and gets into no file', async (_what, made) => {
    const id = await asked()
    const value = Buffer.from(made() ?? [])
    service.say(service.last(), { signature: value.toString('base64') })
    await pulse()
    expect(await requestOf(id)).toMatchObject({ state: 'failed', error: 'wrong_signature', answer: value })
    expect(await filesOf(id)).toEqual(['pdf'])
  })

  test('who confirms after five minutes, or after the number was cancelled, is on record and in no file', async () => {
    const late = await asked()
    const lateOrder = service.last()
    await pulse(room(301_000))
    const cancelled = await asked()
    const { step } = await issue.status(leader, cancelled)
    await issue.void(leader, cancelled, { reason: 'Chưa xác nhận được.', step })
    const values = [service.confirm(lateOrder), service.confirm()]
    await pulse()
    await pulse() // the same again: it is kept once
    const rows = [await requestOf(late), await requestOf(cancelled)]
    expect(rows.map((row) => row?.state)).toEqual(['expired', 'cancelled'])
    expect(rows.map((row) => row?.answer)).toEqual(values.map((value) => Buffer.from(value)))
    expect([await filesOf(late), await filesOf(cancelled)]).toEqual([['pdf'], ['pdf']])
    const { rows: acts } = await office.pool.query(
      `select draft_id from audit_log where act = 'request.late-answer' and draft_id = any($1)`,
      [[late, cancelled]],
    )
    expect(acts).toHaveLength(2)
  })

  test('its password stands in no answer, record or log', async () => {
    const lines: string[] = []
    const talkative = office.issueWith({
      services: servicesOf({ smartCa: service.settings }),
      log: office.logTo(lines),
    })
    service.fail('get_certificate', 'odd')
    const failure = await talkative.keys
      .ofPhone(admin, { service: 'smartca', subscriber: LEADER })
      .catch((error: unknown) => error)
    const keys = await db.select().from(signingKeys).where(eq(signingKeys.provider, 'smartca'))
    expect(JSON.stringify([String(failure), failure, lines, keys])).not.toContain(service.settings.spPassword)
  })
})
