/** When no key works: printed, signed by hand, numbered behind the signature (Điều 15.2), scanned in, sealed as a copy (Điều 25). */
import { and, eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { issuedFiles, signingKeys } from '../../../server/database/tables.ts'
import { calendarDay } from '../../../server/issue/register.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { scanPdf } from '../../tools/scan.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig, qpdfFaults, SEAL_PIN, SIGNER_PIN } from './office.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { issue, leader, clerk, owner, otherLeader, registry } = office
const reason = 'USB token hỏng'
const { year } = calendarDay(new Date())
const reasonOf = (verb: Promise<unknown>) =>
  verb.then(
    () => 'done',
    (failure: unknown) => (failure instanceof AppError ? (failure.detail.reason ?? failure.detail.state) : failure),
  )
const stepOf = async (draftId: string) => (await issue.status(clerk, draftId)).step

test('from the print to the issued copy, without any key of the signer', async () => {
  await office.db.update(signingKeys).set({ retiredAt: new Date() })
  await office.db.insert(signingKeys).values(office.authority.keys.filter(({ userId }) => !userId))
  const draft = await office.approvedDraft()
  expect(await outcome(issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))).toBe('no_key')
  await issue.signByHand(leader, draft.id, { step: draft.step, reason })

  const signed = await issue.status(clerk, draft.id)
  expect(signed).toMatchObject({ state: 'signed', entry: { number: 1 }, byHand: { reason, hasScan: false } })
  expect((await issue.toSeal(clerk)).rows).toMatchObject([{ id: draft.id, needsScan: true }])
  const { step } = signed
  expect(await reasonOf(issue.seal(clerk, draft.id, { pin: SEAL_PIN, step }))).toBe('not_scanned')

  const scan = (pdf: Uint8Array) => issue.addScan(clerk, draft.id, { step, pdf })
  expect(await reasonOf(scan(await scanPdf({ dpi: 150 })))).toBe('scan_dpi')
  expect(await outcome(scan(new Uint8Array(6 * 1024 * 1024)))).toBe('too_large')
  expect(await scan(await scanPdf({ pages: 2, dpi: 200 }))).toEqual({ pages: 2, dpi: 200 })
  // A better one takes its place; both stay on record.
  expect(await scan(await scanPdf({ pages: 2, dpi: 300 }))).toEqual({ pages: 2, dpi: 300 })

  expect(await issue.seal(clerk, draft.id, { pin: SEAL_PIN, step })).toBe('embedded')
  await issue.publish(clerk, draft.id)
  const { bytes } = await issue.file(clerk, draft.id, 'pdf-sealed')
  const [root] = office.authority.authorities
  expect(pdfsig(bytes, root?.certificatePem ?? '')).toEqual(['valid trusted'])
  expect(qpdfFaults(bytes)).toBe('')

  const checked = await issue.verifyUpload(bytes)
  expect(checked).toMatchObject({ match: 'issued', entry: { isByHand: true }, malformed: 0, unclear: null })
  expect(checked.signatures).toMatchObject([{ onPaper: { name: 'Ủy ban nhân dân tỉnh Sơn La', fits: true } }])
  const code = signed.revision?.verifyCode ?? ''
  expect(await issue.verifyCode(code)).toMatchObject({ entry: { isByHand: true }, signatures: [{ type: 'signature' }] })

  const registerId = (await registry.registers(clerk))[0]?.id ?? ''
  expect(await registry.csv(clerk, { registerId, year })).toContain('"Ký trên giấy"')
  const numbers = async (signing: 'paper' | 'key') =>
    (await registry.entries(clerk, { registerId, year, signing })).rows.map(({ number }) => number)
  expect(await numbers('paper')).toEqual([1])
  expect(await numbers('key')).toEqual([])
  expect(await checkChain(office.db)).toMatchObject({ intact: true })
}, 120_000)

test('has so many scans and no more: each of them stays on record', async () => {
  const draft = await office.approvedDraft()
  await issue.signByHand(leader, draft.id, { step: draft.step, reason })
  const { step } = await issue.status(clerk, draft.id)
  const pdf = await scanPdf({ dpi: 200 })
  const scans = await outcomesOf(21, () => reasonOf(issue.addScan(clerk, draft.id, { step, pdf })))
  expect(scans.filter((said) => said === 'done')).toHaveLength(20)
  expect(scans.filter((said) => said === 'scan_many')).toHaveLength(1)
  const kept = and(eq(issuedFiles.draftId, draft.id), eq(issuedFiles.kind, 'pdf-signed'))
  expect(await office.db.$count(issuedFiles, kept)).toBe(20)
}, 60_000)

/** Three at a time, as hurried clerks would. */
async function outcomesOf<T>(many: number, act: () => Promise<T>): Promise<T[]> {
  const all: T[] = []
  while (all.length < many)
    all.push(...(await Promise.all(Array.from({ length: Math.min(3, many - all.length) }, act))))
  return all
}

test('one that is frozen and waits for a signature that does not come keeps its number', async () => {
  await office.db.insert(signingKeys).values(office.authority.keys.filter(({ userId }) => userId))
  const draft = await office.approvedDraft()
  const failing = office.issueWith({ appendField: () => Promise.reject(new Error('injected')) })
  expect(await outcome(failing.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))).toBe(
    'signing_failed',
  )
  const { step, entry } = await issue.status(leader, draft.id)
  await issue.signByHand(leader, draft.id, { step, reason })
  expect(await issue.status(clerk, draft.id)).toMatchObject({ state: 'signed', entry: { number: entry?.number } })
  expect(await outcome(issue.resume(leader, draft.id, { pin: SIGNER_PIN }))).not.toBe('done')
}, 60_000)

test('is not for a day that is over, for others, or without a reason', async () => {
  const draft = await office.approvedDraft()
  const { step } = draft
  expect(await outcome(issue.signByHand(otherLeader, draft.id, { step, reason }))).toBe('not_found')
  for (const person of [owner, clerk])
    expect(await outcome(issue.signByHand(person, draft.id, { step, reason }))).not.toBe('done')
  expect(await outcome(issue.signByHand(leader, draft.id, { step, reason: ' ' }))).toBe('bad_input')
  expect(await outcome(issue.signByHand(leader, draft.id, { step: step + 1, reason }))).toBe('stale')
  const failing = office.issueWith({ appendField: () => Promise.reject(new Error('injected')) })
  await outcome(failing.finalize(leader, draft.id, { pin: SIGNER_PIN, step }))
  const tomorrow = office.issueWith({ now: () => new Date(Date.now() + 24 * 60 * 60 * 1000) })
  const later = (await issue.status(leader, draft.id)).step
  expect(await outcome(tomorrow.signByHand(leader, draft.id, { step: later, reason }))).toBe('day_over')
  expect((await issue.status(leader, draft.id)).state).toBe('finalizing')
  const sheet = await office.approvedDraft({ isSheet: true })
  expect(await outcome(issue.signByHand(leader, sheet.id, { step: sheet.step, reason }))).toBe('wrong_state')
}, 60_000)

test('no scan is taken for a paper that was signed with a key, nor from others', async () => {
  const draft = await office.approvedDraft()
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  const pdf = await scanPdf({ dpi: 200 })
  expect(await reasonOf(issue.addScan(clerk, draft.id, { step: await stepOf(draft.id), pdf }))).toBe('not_by_hand')
  const other = await office.approvedDraft()
  await issue.signByHand(leader, other.id, { step: other.step, reason })
  const step = await stepOf(other.id)
  expect(await outcome(issue.addScan(leader, other.id, { step, pdf }))).not.toBe('done')
  await issue.addScan(clerk, other.id, { step, pdf })
  await issue.seal(clerk, other.id, { pin: SEAL_PIN, step })
  expect(await reasonOf(issue.addScan(clerk, other.id, { step: await stepOf(other.id), pdf }))).toBe('sealed')
}, 60_000)

test('the record that a paper was signed by hand cannot be changed', async () => {
  const { owner: database } = office.house
  await expect(database.query("update paper_signatures set reason = 'x'")).rejects.toThrow('refused')
  await expect(database.query('delete from paper_signatures')).rejects.toThrow('refused')
})
