/** A token at the signer's own PC, as the server sees it: what the browser carries there, and what it brings back. */
import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultOfAttributes } from '../../../companion/attributes.ts'
import { issuedFiles, signingRequests, trustedAuthorities } from '../../../server/database/tables.ts'
import { makePng } from '../../fixtures/png.ts'
import { type Holder, makeAuthorityOf } from '../../tools/holders.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(() => office.drop())
const { leader, otherLeader, clerk, admin, owner, db } = office
const AGENCY = 'Ủy ban nhân dân tỉnh Sơn La'
const authority = makeAuthorityOf('Ban Cơ yếu thử nghiệm')
const own = authority.issue(leader.name)
const others = authority.issue(otherLeader.name)
const seal = authority.issue(AGENCY, AGENCY)
const room = (later = 0) => office.issueWith({ typeset: smallPdf, now: () => new Date(Date.now() + later) })
const issue = room()

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const sign = ({ signDigest }: Holder, attributes: string) =>
  base64(signDigest(createHash('sha256').update(Buffer.from(attributes, 'base64')).digest()))
async function bring(holder: Holder, userId: string | null, by = admin, more: object = {}) {
  const certificate = base64(holder.certificate)
  const { attributes } = await issue.keys.tryPc(by, { certificate, userId })
  const given = { certificate, attributes, signature: sign(holder, attributes), userId, imagePng: null, ...more }
  return issue.keys.importPc(by, given)
}

let keyId = ''
beforeAll(async () => {
  const trusted = { name: 'Ban Cơ yếu thử nghiệm', certificatePem: authority.pem, isEvaluation: false }
  await db.insert(trustedAuthorities).values(trusted)
  keyId = (await bring(own, leader.id, leader)).id
})

async function asked() {
  const draft = await office.approvedDraft()
  const told: string[] = []
  await issue.finalize(leader, draft.id, { keyId, step: draft.step }, ({ step }) => told.push(step))
  expect(told.at(-1)).toBe('asked')
  return draft.id
}
const requestOf = async (draftId: string) =>
  (await db.select().from(signingRequests).where(eq(signingRequests.draftId, draftId)))[0]
const filesOf = async (draftId: string) =>
  (await db.select({ kind: issuedFiles.kind }).from(issuedFiles).where(eq(issuedFiles.draftId, draftId))).map(
    ({ kind }) => kind,
  )
const back = async (draftId: string, holder = own, on = issue) => {
  const { requestId, attributes } = await on.toCarry(leader, draftId)
  return { requestId, signature: sign(holder, attributes) }
}

describe('bringing in a key', () => {
  test('a leader brings their own; the seal, and what names another, an administrator does', async () => {
    expect(await outcome(bring(seal, null, clerk))).toBe('not_allowed')
    expect(await outcome(bring(own, owner.id, owner))).toBe('not_allowed')
    expect(await outcome(bring(own, leader.id, otherLeader))).toBe('not_allowed')
    for (const by of [leader, admin]) {
      const failure = await bring(others, leader.id, by).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'bad_key', detail: { reason: 'other_name', expected: leader.name } })
    }
    const accepting = { acceptsName: true }
    const alone = await bring(others, leader.id, leader, accepting).catch((error: unknown) => error)
    expect(alone).toMatchObject({ detail: { reason: 'other_name' } })
    const draft = await office.approvedDraft()
    const { ways } = await issue.preview(leader, draft.id)
    expect(ways.map(({ device, needsPin, certificate }) => [device, needsPin, certificate])).toEqual([
      ['pc', false, base64(own.certificate)],
      ['server', true, null],
    ])
  })

  test('nothing that this house would not take is tried, and no key that cannot sign is kept', async () => {
    const stranger = makeAuthorityOf('Không ai biết').issue(leader.name)
    const certificate = base64(stranger.certificate)
    const failure = await issue.keys.tryPc(leader, { certificate, userId: leader.id }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'bad_key' })
    expect(await outcome(issue.keys.tryPc(leader, { certificate: 'AAAA', userId: leader.id }))).toBe('bad_key')
    const ofOther = { signature: base64(others.signDigest(Buffer.alloc(32))) }
    const notIts = await bring(own, leader.id, leader, ofOther).catch((error: unknown) => error)
    expect(notIts).toMatchObject({ code: 'bad_key', detail: { reason: 'not_its_own' } })
  })
})

test('the leader’s browser carries it to the token and back; then the seal’s does', async () => {
  const id = await asked()
  const order = await issue.toCarry(leader, id)
  expect(order.title).toMatch(/^Thông báo số \d+\/TB-/)
  const attributes = Buffer.from(order.attributes, 'base64')
  expect(faultOfAttributes(attributes, own.certificate)).toBeNull() // and so the program at the PC will have it
  const code = createHash('sha256').update(attributes).digest('hex').slice(0, 8).toUpperCase()
  const { asked: shown } = await issue.status(leader, id)
  expect(shown).toMatchObject({ device: 'pc', state: 'waiting', isMe: true, code })
  expect((await issue.status(clerk, id)).asked).toMatchObject({ isMe: false })
  await issue.pulse() // nobody is asked anything
  expect((await issue.status(leader, id)).state).toBe('finalizing')
  const answer = await back(id)
  await issue.carryBack(leader, id, answer)
  await room().carryBack(leader, id, answer) // the line broke behind the first
  expect(pdfsig((await issue.file(leader, id, 'pdf-signed')).bytes, authority.pem)).toEqual(['valid trusted'])

  const { id: sealId } = await bring(seal, null, admin, { imagePng: makePng({ width: 200, height: 200 }) })
  expect(await issue.seal(clerk, id, { keyId: sealId })).toBe('waiting')
  const { requestId, attributes: sealed } = await issue.toCarry(clerk, id)
  await issue.carryBack(clerk, id, { requestId, signature: sign(seal, sealed) })
  expect(pdfsig((await issue.file(clerk, id, 'pdf-sealed')).bytes, authority.pem)).toEqual([
    'valid trusted',
    'valid trusted',
  ])
  await issue.publish(clerk, id)
})

test('of two seal keys, many papers are sealed by the one that waits for no PC', async () => {
  await bring(seal, null, admin, { imagePng: makePng({ width: 200, height: 200 }) })
  const draft = await office.approvedDraft({ signer: otherLeader })
  await issue.finalize(otherLeader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  const { step } = await issue.status(clerk, draft.id)
  const told: unknown[] = []
  await issue.sealSeveral(clerk, { pin: SEAL_PIN, papers: [{ id: draft.id, step }] }, (one) => told.push(one))
  expect(told).toEqual([
    { paper: draft.id, step: 'sealed' },
    { paper: draft.id, step: 'issued' },
  ])
})

describe('what comes back', () => {
  test('only from whom it was asked', async () => {
    const id = await asked()
    const answer = await back(id)
    for (const person of [clerk, owner, otherLeader, admin]) {
      expect(await outcome(issue.toCarry(person, id))).toBe('not_found')
      expect(await outcome(issue.carryBack(person, id, answer))).toBe('not_found')
    }
    expect((await issue.status(leader, id)).state).toBe('finalizing')
    const another = await asked()
    expect(await outcome(issue.carryBack(leader, another, answer))).toBe('not_found')
  })

  test.each([
    ['of another key', () => base64(others.signDigest(Buffer.alloc(32)))],
    ['over another digest', () => base64(own.signDigest(Buffer.alloc(32)))],
    ['that is words', () => base64(Buffer.from('xin chào'))],
  ])('a value %s is kept, and gets into no file; it is asked again over the same bytes', async (_what, made) => {
    const id = await asked()
    const { requestId } = await issue.toCarry(leader, id)
    expect(await outcome(issue.carryBack(leader, id, { requestId, signature: made() }))).toBe('wrong_signature')
    expect(await requestOf(id)).toMatchObject({ state: 'failed', error: 'wrong_signature' })
    expect(await filesOf(id)).toEqual(['pdf'])
    await issue.resume(leader, id, { keyId })
    await issue.carryBack(leader, id, await back(id))
    expect((await issue.status(leader, id)).state).toBe('signed')
  })

  test('too late, or after the number was cancelled: on record, and in no file', async () => {
    const late = await asked()
    const lateAnswer = await back(late)
    const after = room(15 * 60_000 + 1_000)
    await office.pool.query('update signing_requests set looked_at = null')
    await after.pulse()
    expect((await issue.status(leader, late)).asked).toMatchObject({ state: 'expired', error: 'not_answered' })
    const cancelled = await asked()
    const answer = await back(cancelled)
    const { step } = await issue.status(leader, cancelled)
    await issue.void(leader, cancelled, { reason: 'Ký nhầm văn bản.', step })
    expect(await outcome(issue.carryBack(leader, late, lateAnswer))).toBe('stale')
    expect(await outcome(issue.carryBack(leader, cancelled, answer))).toBe('stale')
    for (const id of [late, cancelled]) {
      expect((await requestOf(id))?.answer).not.toBeNull()
      expect(await filesOf(id)).toEqual(['pdf'])
    }
    expect(await outcome(issue.toCarry(leader, late))).toBe('not_found')
  })

  test('when the key was retired meanwhile: on record, and the file on the server signs instead', async () => {
    const id = await asked()
    const answer = await back(id)
    await issue.keys.retire(admin, keyId)
    expect(await outcome(issue.carryBack(leader, id, answer))).toBe('signing_failed')
    expect(await filesOf(id)).toEqual(['pdf'])
    await issue.resume(leader, id, { pin: SIGNER_PIN })
    expect((await issue.status(leader, id)).state).toBe('signed')
  })
})
