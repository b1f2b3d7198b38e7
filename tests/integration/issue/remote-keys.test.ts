/** Keys at signing services: CSC v1 and v2, both generations of Viettel MySign; each with a service in small that lies when it is told to. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { issuedFiles, signingKeys, signingRequests, trustedAuthorities } from '../../../server/database/tables.ts'
import { type ServiceSettings, servicesOf } from '../../../server/issue/providers/remote/services.ts'
import { type Csc, openCsc } from '../../tools/csc.ts'
import { makeAuthorityOf } from '../../tools/holders.ts'
import { type MySign, openMySign } from '../../tools/mysign.ts'
import { type Asked, type Fault, FAULTS, SOME_FAULTS, type Subscriber } from '../../tools/remote-service.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
const { leader, otherLeader, admin, clerk, db } = office
const LEADER = '014086000123'
const OTHER = '014086000456'
const PINNED = '014086000789'
const PIN = '246810'
const authority = makeAuthorityOf('Nơi cấp thử nghiệm')
const own = authority.issue(leader.name)
const others = authority.issue(otherLeader.name)
const subscribers = new Map<string, Subscriber>([
  [LEADER, { holder: own, authority: authority.der }],
  [OTHER, { holder: others, authority: authority.der }],
  [PINNED, { holder: own, authority: authority.der, pin: PIN }],
])

/** What a person does on their phone, and what is found out about it, whatever the service. */
interface Stage {
  settings: ServiceSettings
  service: 'csc' | 'mysign'
  asked: Asked[]
  yes(): void
  no(): void
  late(): void
  /** Confirmed, with a value that is none of the right ones. */
  lie(value: (digest: Buffer) => Uint8Array): void
  fail(call: string, fault: Fault | null): void
  failNone(): void
  close(): Promise<void>
  /** Its calls: before the freeze, while asking, and while looking; and what goes wrong in them. */
  calls: {
    before: string[]
    asking: string[]
    looking: string[]
    faults: readonly Fault[]
    whileAsked?: readonly Fault[]
  }
}

function cscStage(csc: Csc, service: 'csc' | 'mysign', settings: ServiceSettings, calls: Stage['calls']): Stage {
  return {
    ...{ settings, service, asked: csc.asked, fail: csc.fail, close: csc.close, calls },
    yes: () => csc.say('yes'),
    no: () => csc.say('no'),
    late: () => csc.say('late'),
    lie(value) {
      csc.lie = (digest) => value(digest)
      csc.say('yes')
    },
    failNone() {
      csc.failNone()
      csc.lie = null
      csc.forget()
    },
  }
}
function mySignStage(mySign: MySign): Stage {
  const settings = { mySign: { ...mySign.settings, isOld: false } }
  return {
    ...{ settings, service: 'mysign', asked: mySign.asked, fail: mySign.fail, failNone: mySign.failNone },
    close: mySign.close,
    calls: {
      ...{ before: ['login', 'info'], asking: ['signHash'], looking: ['login', 'status'], faults: FAULTS },
      whileAsked: [...FAULTS, 'slow'],
    },
    yes: () => void mySign.confirm(),
    no: () => mySign.say({ status: '4002' }),
    late: () => mySign.say({ status: '4001' }),
    lie: (value) => mySign.say({ value: value(mySign.last().digest) }),
  }
}

const v1 = await openCsc(subscribers)
const v2 = await openCsc(subscribers, { version: 2 })
const old = await openCsc(subscribers, { login: '/adss/service/ras/v1/login' })
const gateway = await openMySign(subscribers)
const account = {
  clientId: old.settings.clientId,
  clientSecret: old.settings.clientSecret,
  profileId: 'adss:ras:profile:001',
}
const oldUrl = old.settings.url.replace('/adss/service/ras/csc/v1', '')
const over = (login: string, looking: string[], faults: readonly Fault[]) => ({
  ...{ before: [login, 'info'], asking: ['authorize'], looking, faults },
})
const oldSettings = { mySign: { url: oldUrl, ...account, isOld: true } }
const stages: [string, Stage][] = [
  ['CSC v1.0.4', cscStage(v1, 'csc', { csc: v1.settings }, over('token', [], SOME_FAULTS))],
  ['CSC v2', cscStage(v2, 'csc', { csc: v2.settings }, over('token', ['authorizeCheck', 'signHash'], SOME_FAULTS))],
  ['MySign (vtss)', mySignStage(gateway)],
  ['MySign (adss)', cscStage(old, 'mysign', oldSettings, over('login', [], ['down']))],
]
afterAll(async () => {
  for (const [, stage] of stages) await stage.close()
  await office.drop()
})
beforeAll(async () => {
  const trusted = { name: 'Nơi cấp thử nghiệm', certificatePem: authority.pem, isEvaluation: false }
  await db.insert(trustedAuthorities).values(trusted)
})

const requestOf = async (draftId: string) =>
  (await db.select().from(signingRequests).where(eq(signingRequests.draftId, draftId)))[0]
const filesOf = async (draftId: string) =>
  (await db.select({ kind: issuedFiles.kind }).from(issuedFiles).where(eq(issuedFiles.draftId, draftId))).map(
    ({ kind }) => kind,
  )

describe.each(stages)('%s', (_name, stage) => {
  const room = (later = 0) =>
    office.issueWith({
      typeset: smallPdf,
      services: servicesOf(stage.settings),
      now: () => new Date(Date.now() + later),
    })
  const issue = room()
  const ask = { service: stage.service, subscriber: LEADER }
  let keyId = ''
  beforeAll(async () => {
    const given = { ...ask, serial: `cred-${LEADER}`, userId: leader.id, imagePng: null }
    keyId = (await issue.keys.importPhone(admin, given)).id
  })
  beforeEach(() => stage.failNone())
  afterAll(() => stage.failNone())

  async function pulse(on = issue) {
    await office.pool.query('update signing_requests set looked_at = null')
    await on.pulse()
  }
  async function asked() {
    const draft = await office.approvedDraft()
    const told: string[] = []
    const before = stage.asked.length
    await issue.finalize(leader, draft.id, { keyId, step: draft.step }, ({ step }) => told.push(step))
    expect(told.at(-1)).toBe('asked')
    expect(stage.asked).toHaveLength(before + 1)
    return draft.id
  }
  const state = async (id: string) => (await issue.status(leader, id)).state
  /** The line over which v1 answers takes its time to come back. */
  const settled = (id: string, wanted: string) =>
    expect.poll(() => pulse().then(() => requestOf(id)), { timeout: 20_000 }).toMatchObject({ state: wanted })

  test('an administrator sees what a subscriber has; nobody’s phone rings', async () => {
    expect(await issue.keys.ofPhone(admin, ask)).toMatchObject([{ serial: `cred-${LEADER}`, subject: leader.name }])
    expect(await outcome(issue.keys.ofPhone(clerk, ask))).toBe('not_allowed')
    expect(stage.asked).toEqual([])
    const other = { ...ask, subscriber: OTHER, serial: `cred-${OTHER}`, userId: leader.id, imagePng: null }
    const failure = await issue.keys.importPhone(admin, other).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'bad_key', detail: { reason: 'other_name' } })
  })

  test('the leader confirms; what is signed is the paper’s own', async () => {
    const id = await asked()
    const order = stage.asked.at(-1)
    expect(order).toMatchObject({ subscriber: LEADER, title: expect.stringMatching(/^Thông báo số \d+\/TB-/) })
    expect(order?.digest).toHaveLength(32)
    await pulse()
    expect(await state(id)).toBe('finalizing')
    stage.yes()
    await settled(id, 'embedded')
    expect(pdfsig((await issue.file(leader, id, 'pdf-signed')).bytes, authority.pem)).toEqual(['valid trusted'])
  })

  test('who refuses, or lets the time pass, is told of as such, and can be asked again', async () => {
    for (const [say, is] of [
      ['no', 'refused'],
      ['late', 'expired'],
    ] as const) {
      const id = await asked()
      stage[say]()
      await settled(id, is)
      const number = (await issue.status(leader, id)).entry?.number
      await issue.resume(leader, id, { keyId })
      stage.yes()
      await expect.poll(() => pulse().then(() => state(id)), { timeout: 20_000 }).toBe('signed')
      expect((await issue.status(leader, id)).entry?.number).toBe(number)
    }
  })

  test('who waits is looked after, however many that are over might be asked about', async () => {
    const over = await asked()
    stage.no()
    await settled(over, 'refused')
    await office.pool.query(
      `insert into signing_requests select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
       from signing_requests one, generate_series(1, 25) where one.draft_id = $1`,
      [over],
    )
    const id = await asked()
    await pulse()
    expect((await requestOf(id))?.lookedAt).not.toBeNull()
  })

  test.each([
    ['of another key', (digest: Buffer) => others.signDigest(digest)],
    ['over another digest', () => own.signDigest(Buffer.alloc(32))],
    ['that is a CMS', () => Buffer.from('308006092a864886f70d010702a080', 'hex')],
    ['that is words', () => Buffer.from('xin chào')],
  ])('a value %s is kept, and gets into no file', async (_what, value) => {
    const id = await asked()
    stage.lie(value)
    await settled(id, 'failed')
    expect(await requestOf(id)).toMatchObject({ error: 'wrong_signature', answer: expect.anything() })
    expect(await filesOf(id)).toEqual(['pdf'])
  })

  test.each(stage.calls.faults)('before anything is frozen: %s', async (fault) => {
    for (const call of stage.calls.before) {
      stage.failNone()
      const draft = await office.approvedDraft()
      stage.fail(call, fault)
      // A token that is kept is not asked for again.
      const failure = await room()
        .finalize(leader, draft.id, { keyId, step: draft.step })
        .catch((e: unknown) => e)
      expect(failure).toMatchObject({ code: 'key_unreachable' })
      expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'approved', entry: null })
    }
  })

  test.each(stage.calls.whileAsked ?? stage.calls.faults)(
    'while it is asked: %s; the number is safe, and it is asked again',
    async (fault) => {
      for (const call of stage.calls.asking) {
        const draft = await office.approvedDraft()
        stage.fail(call, fault)
        const failure = await issue.finalize(leader, draft.id, { keyId, step: draft.step }).catch((e: unknown) => e)
        expect(failure).toMatchObject({ code: 'key_unreachable' })
        stage.failNone()
        await issue.resume(leader, draft.id, { keyId })
        stage.yes()
        await expect.poll(() => pulse().then(() => state(draft.id)), { timeout: 20_000 }).toBe('signed')
      }
    },
  )

  test.each(stage.calls.faults)('while it is looked after: %s; it waits on', async (fault) => {
    for (const call of stage.calls.looking) {
      const id = await asked()
      stage.fail(call, fault)
      stage.yes()
      await pulse()
      await pulse()
      expect(await requestOf(id)).toMatchObject({ state: 'waiting' })
      stage.fail(call, null)
      await expect.poll(() => pulse().then(() => state(id)), { timeout: 20_000 }).toBe('signed')
    }
  })

  test('its secret stands in no answer, record or log', async () => {
    const lines: string[] = []
    const talkative = office.issueWith({ services: servicesOf(stage.settings), log: office.logTo(lines) })
    stage.fail(stage.calls.before[1] ?? '', 'odd')
    const failure = await talkative.keys.ofPhone(admin, ask).catch((error: unknown) => error)
    const keys = await db.select().from(signingKeys)
    expect(JSON.stringify([String(failure), failure, lines, keys])).not.toContain('secret-of-a-test')
  })
})

describe.each([
  ['v1.0.4', v1],
  ['v2', v2],
] as const)('a PIN that a CSC %s service takes from us', (_name, csc) => {
  const issue = office.issueWith({ typeset: smallPdf, services: servicesOf({ csc: csc.settings }) })
  let keyId = ''
  beforeAll(async () => {
    const given = { service: 'csc', subscriber: PINNED, serial: `cred-${PINNED}` } as const
    keyId = (await issue.keys.importPhone(admin, { ...given, userId: leader.id, imagePng: null })).id
  })

  test('is tried before the freeze, signs in the same breath, and is kept nowhere', async () => {
    csc.failNone()
    csc.lie = null
    const draft = await office.approvedDraft()
    const { ways } = await issue.preview(leader, draft.id)
    expect(ways.find(({ id }) => id === keyId)).toMatchObject({ device: 'service', needsPin: true })
    const wrong = await issue
      .finalize(leader, draft.id, { keyId, pin: '000000', step: draft.step })
      .catch((e: unknown) => e)
    expect(wrong).toMatchObject({ code: 'wrong_pin', detail: { remaining: 4 } })
    expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'approved', entry: null })
    const before = { signed: csc.signed, left: csc.left }
    await issue.finalize(leader, draft.id, { keyId, pin: PIN, step: draft.step })
    expect(csc.signed - before.signed).toBe(1) // the trial of the PIN signs nothing
    expect(csc.left - before.left).toBe(2)
    expect(pdfsig((await issue.file(leader, draft.id, 'pdf-signed')).bytes, authority.pem)).toEqual(['valid trusted'])
    const { rows } = await office.pool.query('select detail from audit_log')
    expect(JSON.stringify([rows, await db.select().from(signingKeys)])).not.toContain(PIN)
  })

  test('a value that is none gets into no file; the number is safe, and it is asked again', async () => {
    const draft = await office.approvedDraft()
    csc.lie = () => Buffer.from('xin chào')
    const failure = await issue
      .finalize(leader, draft.id, { keyId, pin: PIN, step: draft.step })
      .catch((e: unknown) => e)
    csc.lie = null
    expect(failure).toMatchObject({ code: 'wrong_signature' })
    const { entry } = await issue.status(leader, draft.id)
    expect(await filesOf(draft.id)).toEqual(['pdf'])
    await issue.resume(leader, draft.id, { keyId, pin: PIN })
    const after = await issue.status(leader, draft.id)
    expect([after.state, after.entry?.number]).toEqual(['signed', entry?.number])
  })

  test('such a key is tried the whole way where an administrator asks for it', async () => {
    await issue.keys.tryWhole(admin, { keyId, pin: PIN })
    csc.lie = () => Buffer.from('xin chào')
    const failure = await issue.keys.tryWhole(admin, { keyId, pin: PIN }).catch((e: unknown) => e)
    csc.lie = null
    expect(failure).toMatchObject({ code: 'key_unreachable', detail: { reason: 'service_value' } })
  })
})

test('a request of CSC v2 outlives the process that asked, and a signature that the line lost is asked for again', async () => {
  const on = () => office.issueWith({ typeset: smallPdf, services: servicesOf({ csc: v2.settings }) })
  await on().keys.importPhone(admin, {
    service: 'csc',
    subscriber: LEADER,
    serial: `cred-${LEADER}`,
    userId: leader.id,
    imagePng: null,
  })
  const draft = await office.approvedDraft()
  const { ways } = await on().preview(leader, draft.id)
  await on().finalize(leader, draft.id, { keyId: ways.find(({ device }) => device === 'phone')?.id, step: draft.step })
  v2.say('yes')
  const after = on() // it knows nothing of what was asked
  v2.fail('signHash', 'down')
  await office.pool.query('update signing_requests set looked_at = null')
  await after.pulse()
  expect(await requestOf(draft.id)).toMatchObject({ state: 'waiting' })
  v2.failNone()
  await office.pool.query('update signing_requests set looked_at = null')
  await after.pulse()
  expect((await after.status(leader, draft.id)).state).toBe('signed')
})
