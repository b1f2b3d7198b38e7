/** A paper within the office: no number, no register, no seal; its signature completes it. */
import { afterAll, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { registers } from '../../../server/database/tables.ts'
import { freshIssuingOffice, pdfText, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { db, leader, otherLeader, owner, clerk, admin, issue } = office

const numbersGiven = async () => (await office.pool.query('select number from register_entries order by number')).rows
const sign = (draft: { id: string; step: number }, tell?: (event: object) => void) =>
  issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }, tell)

test('NUM-1: it is signed without a register, between two numbers it leaves no gap', async () => {
  const [before, sheet, after] = [
    await office.approvedDraft(),
    await office.approvedDraft({ isSheet: true }),
    await office.approvedDraft(),
  ]
  await sign(before)
  expect(await issue.preview(leader, sheet.id)).toMatchObject({ isInternal: true, register: null, nextNumber: null })
  const told: object[] = []
  await sign(sheet, (event) => told.push(event))
  await sign(after)
  expect(await numbersGiven()).toEqual([{ number: 1 }, { number: 2 }])
  expect(told).toEqual([{ step: 'frozen' }, { step: 'typeset' }, { step: 'signed' }])
  const status = await issue.status(leader, sheet.id)
  expect(status).toMatchObject({ state: 'issued', entry: null, files: expect.arrayContaining(['pdf-signed', 'docx']) })
  expect(await checkChain(db)).toMatchObject({ intact: true })

  const { bytes, name } = await issue.file(owner, sheet.id, 'pdf-sealed')
  const page = pdfText(bytes)
  expect(page).toContain('PHIẾU TRÌNH GIẢI QUYẾT CÔNG VIỆC')
  expect(page).toContain('Ý KIẾN CHỈ ĐẠO CỦA LÃNH ĐẠO')
  for (const absent of ['CỘNG HÒA', 'Số:', 'Nơi nhận', '/verify/']) expect(page).not.toContain(absent)
  expect(page).toMatch(/Sơn La, ngày \d\d tháng/)
  expect(name).toMatch(/^Phiếu trình .*\.pdf$/)
})

test('it is signed where the office has no register at all', async () => {
  await db.update(registers).set({ closedAt: new Date() })
  const [sheet, notice] = [await office.approvedDraft({ isSheet: true }), await office.approvedDraft()]
  await sign(sheet)
  await expect(sign(notice)).rejects.toMatchObject({ code: 'no_register' })
  await db.update(registers).set({ closedAt: null })
})

test('the leaders, to whom it goes, and those with a part in it read it; to everybody else in the office, and outside, it does not exist', async () => {
  const sheet = await office.approvedDraft({ isSheet: true })
  await sign(sheet)
  const { bytes } = await issue.file(leader, sheet.id, 'pdf-sealed')
  expect((await issue.status(otherLeader, sheet.id)).state).toBe('issued')
  for (const person of [clerk, admin])
    await expect(issue.status(person, sheet.id)).rejects.toMatchObject({ code: 'not_found' })
  const issuedFor = async (person: typeof owner) =>
    (await office.drafts.work(person)).issued.map(({ id }) => id).includes(sheet.id)
  expect([await issuedFor(owner), await issuedFor(otherLeader), await issuedFor(clerk)]).toEqual([true, true, false])
  expect(await issue.verifyUpload(bytes)).toMatchObject({ match: 'unknown', entry: null })
})

test('a clerk seals nothing of it, and one that cannot be signed goes on in a new draft without a number', async () => {
  const sheet = await office.approvedDraft({ isSheet: true })
  const broken = office.issueWith({
    typeset: smallPdf,
    appendField: () => Promise.reject(new Error('injected')),
  })
  await expect(broken.finalize(leader, sheet.id, { pin: SIGNER_PIN, step: sheet.step })).rejects.toThrow()
  const { step, state } = await issue.status(leader, sheet.id)
  expect(state).toBe('finalizing')
  const voided = await issue.void(leader, sheet.id, { reason: 'Không ký được', step })
  expect(voided).toMatchObject({ numberLine: null, isReturned: false })
  expect((await issue.status(leader, voided.newDraftId)).state).toBe('drafting')
})
