/** Which ways to sign an office uses, and trying a key the whole way. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { signingKeys, signingRequests, trustedAuthorities } from '../../../server/database/tables.ts'
import { servicesOf } from '../../../server/issue/providers/remote/services.ts'
import { makeAuthorityOf } from '../../tools/holders.ts'
import { openMySign } from '../../tools/mysign.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
const { leader, otherLeader, clerk, admin, db } = office
const LEADER = '014086000123'
const authority = makeAuthorityOf('Nơi cấp thử nghiệm')
const holder = authority.issue(leader.name)
const service = await openMySign(new Map([[LEADER, { holder, authority: authority.der }]]))
const issue = office.issueWith({
  typeset: smallPdf,
  services: servicesOf({ mySign: { ...service.settings, isOld: false } }),
})
afterAll(async () => {
  await service.close()
  await office.drop()
})
let phone = ''
let file = ''
beforeAll(async () => {
  const trusted = { name: 'Nơi cấp thử nghiệm', certificatePem: authority.pem, isEvaluation: false }
  await db.insert(trustedAuthorities).values(trusted)
  const given = {
    service: 'mysign',
    subscriber: LEADER,
    serial: `cred-${LEADER}`,
    userId: leader.id,
    imagePng: null,
  } as const
  phone = (await issue.keys.importPhone(admin, given)).id
  const own = await db.select().from(signingKeys).where(eq(signingKeys.userId, leader.id))
  file = own.find(({ provider }) => provider === 'pkcs12')?.id ?? ''
})

const waysOf = async () => {
  const draft = await office.approvedDraft()
  return (await issue.preview(leader, draft.id)).ways.map(({ device }) => device)
}
const pulse = async () => {
  await office.pool.query('update signing_requests set looked_at = null')
  await issue.pulse()
}

describe('the ways of an office', () => {
  test('an administrator chooses them; what can be done here is told apart from what is used', async () => {
    expect(await outcome(issue.keys.ways(leader))).toBe('not_allowed')
    expect(await outcome(issue.keys.chooseWay(clerk, { way: 'pkcs12', isUsed: false }))).toBe('not_allowed')
    const ways = await issue.keys.ways(admin)
    expect(ways.filter(({ isPossible }) => isPossible).map(({ way }) => way)).toEqual(['pkcs12', 'companion', 'mysign'])
    expect(ways.every(({ isUsed }) => isUsed)).toBe(true)
    expect(ways.find(({ way }) => way === 'mysign')?.keys).toBe(1)
  })

  test('keys of a way that is not used stay, and sign nothing; used again, they do', async () => {
    expect(await waysOf()).toEqual(['phone', 'server'])
    await issue.keys.chooseWay(admin, { way: 'mysign', isUsed: false })
    await issue.keys.chooseWay(admin, { way: 'mysign', isUsed: false }) // pressed twice
    expect(await waysOf()).toEqual(['server'])
    const draft = await office.approvedDraft()
    const chosen = { keyId: phone, step: draft.step }
    const failure = await issue.finalize(leader, draft.id, chosen).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'no_key' })
    expect((await issue.keys.list(admin)).find(({ id }) => id === phone)).toMatchObject({ device: null })
    expect(await outcome(issue.keys.tryWhole(admin, { keyId: phone }))).toBe('key_unreachable')
    await issue.keys.chooseWay(admin, { way: 'mysign', isUsed: true })
    expect(await waysOf()).toEqual(['phone', 'server'])
    const { rows } = await office.pool.query(`select act from audit_log where act like 'way.%' order by seq`)
    expect(rows.map(({ act }: { act: string }) => act)).toEqual(['way.withdraw', 'way.withdraw', 'way.use'])
  })

  test('withdrawn while somebody is asked: the answer is on record, and in no file', async () => {
    const draft = await office.approvedDraft()
    await issue.finalize(leader, draft.id, { keyId: phone, step: draft.step })
    await issue.keys.chooseWay(admin, { way: 'mysign', isUsed: false })
    service.confirm()
    await pulse()
    const [request] = await db.select().from(signingRequests).where(eq(signingRequests.draftId, draft.id))
    await issue.keys.chooseWay(admin, { way: 'mysign', isUsed: true })
    expect(request).toMatchObject({ state: 'failed', error: 'no_key', answer: expect.anything() })
    expect((await issue.status(leader, draft.id)).state).toBe('finalizing')
  })

  test('the last one stays', async () => {
    for (const way of ['pkcs11', 'companion', 'smartca', 'mysign', 'csc'] as const)
      await issue.keys.chooseWay(admin, { way, isUsed: false })
    const failure = await issue.keys.chooseWay(admin, { way: 'pkcs12', isUsed: false }).catch((e: unknown) => e)
    expect(failure).toMatchObject({ code: 'bad_input', detail: { reason: 'last_way' } })
    expect((await issue.keys.ways(admin)).filter(({ isUsed }) => isUsed).map(({ way }) => way)).toEqual(['pkcs12'])
    for (const way of ['pkcs11', 'companion', 'smartca', 'mysign', 'csc'] as const)
      await issue.keys.chooseWay(admin, { way, isUsed: true })
  })
})

describe('trying a key', () => {
  test('a file with its PIN; a wrong one is counted as ever', async () => {
    await issue.keys.tryWhole(leader, { keyId: file, pin: SIGNER_PIN })
    const wrong = await issue.keys.tryWhole(admin, { keyId: file, pin: '000000' }).catch((e: unknown) => e)
    expect(wrong).toMatchObject({ code: 'wrong_pin', detail: { remaining: 4 } })
    expect(await outcome(issue.keys.tryWhole(admin, { keyId: file }))).toBe('bad_input')
    await issue.keys.tryWhole(admin, { keyId: file, pin: SIGNER_PIN })
    expect(await outcome(issue.keys.tryWhole(otherLeader, { keyId: file, pin: SIGNER_PIN }))).toBe('not_allowed')
  })

  test('a phone, whose holder is asked with a code', async () => {
    const told: string[] = []
    const trying = issue.keys.tryWhole(admin, { keyId: phone }, ({ code }) => told.push(code))
    await expect.poll(() => told.length).toBe(1)
    expect(service.last().title).toMatch(/^Thử khóa ký/)
    service.confirm()
    await trying
    const lied = issue.keys.tryWhole(admin, { keyId: phone }, ({ code }) => told.push(code)).catch((e: unknown) => e)
    await expect.poll(() => told.length).toBe(2)
    service.say({ value: Buffer.from('xin chào') })
    expect(await lied).toMatchObject({ code: 'key_unreachable', detail: { reason: 'service_value' } })
    const refused = issue.keys.tryWhole(admin, { keyId: phone }, ({ code }) => told.push(code)).catch((e: unknown) => e)
    await expect.poll(() => told.length).toBe(3)
    service.say({ status: '4002' })
    expect(await refused).toMatchObject({ code: 'sign_refused' })
  })

  test('a service that is down is told of in its word; nothing is frozen for a trial', async () => {
    const { rows: before } = await office.pool.query('select count(*) from signing_requests')
    service.fail('login', 'down')
    const failure = await issue.keys.tryWhole(admin, { keyId: phone }).catch((e: unknown) => e)
    service.failNone()
    expect(failure).toMatchObject({ code: 'key_unreachable', detail: { reason: 'service_down' } })
    expect((await office.pool.query('select count(*) from signing_requests')).rows).toEqual(before)
  })
})

test('a service that calls makes the look come sooner; late, doubled and invented calls do nothing', async () => {
  const draft = await office.approvedDraft()
  await issue.finalize(leader, draft.id, { keyId: phone, step: draft.step })
  const lookedAt = `update signing_requests set looked_at = now() + interval '1 hour' where draft_id = $1`
  await office.pool.query(lookedAt, [draft.id]) // the next look is far away
  service.confirm()
  await issue.pulse()
  expect((await issue.status(leader, draft.id)).state).toBe('finalizing')
  await issue.nudge('nobody-asked-for-this')
  await issue.nudge("' or true --")
  await issue.pulse()
  expect((await issue.status(leader, draft.id)).state).toBe('finalizing')
  const { id } = service.last()
  await Promise.all([issue.nudge(id), issue.nudge(id)])
  await Promise.all([issue.pulse(), issue.pulse()])
  expect((await issue.status(leader, draft.id)).state).toBe('signed')
  await issue.nudge(id) // once more, behind it
  await issue.pulse()
  const rows = await db.select().from(signingRequests).where(eq(signingRequests.draftId, draft.id))
  expect(rows.map(({ state }) => state)).toEqual(['embedded'])
})

test('a crowd of invented calls asks the database a few times, and the one that is meant is heard in it (BUDGET-1)', async () => {
  const draft = await office.approvedDraft()
  await issue.finalize(leader, draft.id, { keyId: phone, step: draft.step })
  await office.pool.query(`update signing_requests set looked_at = now() where draft_id = $1`, [draft.id])
  const { id } = service.last()
  const asked = vi.spyOn(db, 'update')
  await Promise.all([...Array.from({ length: 400 }, (_, i) => issue.nudge(`nobody-${i}`)), issue.nudge(id)])
  expect(asked.mock.calls.length).toBeLessThanOrEqual(2)
  asked.mockRestore()
  const [row] = await db.select().from(signingRequests).where(eq(signingRequests.draftId, draft.id))
  expect(row?.lookedAt).toBeNull()
})
