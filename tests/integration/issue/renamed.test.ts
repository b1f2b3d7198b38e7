/** An agency that is renamed while some of its documents are drafts and others have their number. */
import { eq } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { frozenRevisions } from '../../../server/database/tables.ts'
import { parseDocument } from '../../../src/lib/document/read.ts'
import { freshIssuingOffice, pdfText, SEAL_PIN, SIGNER_PIN } from './office.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { access, admin, agencyId, clerk, db, drafts, issue, leader, owner, pool, registry, unitId } = office

async function finalized() {
  const draft = await office.approvedDraft()
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  return draft.id
}
async function frozenFields(draftId: string) {
  const [row] = await db.select().from(frozenRevisions).where(eq(frozenRevisions.draftId, draftId))
  return parseDocument(row?.document).fields
}

test('numbered documents and the register keep the old name; a draft is numbered under the new one', async () => {
  const before = await finalized()
  const waiting = await office.approvedDraft()
  const { today } = (await pool.query<{ today: string }>('select office_today()::text today')).rows[0] ?? { today: '' }
  const from = { validFrom: today, validTo: null }
  const names = {
    ...{ parentName: '', name: 'ỦY BAN NHÂN DÂN\nTỈNH SƠN LA MỚI', fullName: 'Ủy ban nhân dân tỉnh Sơn La Mới' },
    ...{ abbreviation: 'UBNDT', place: 'Mộc Châu', contact: '' },
  }
  await access.admin.addChange(admin, { subject: 'agency', subjectId: agencyId, ...from, data: names })
  const unit = { name: 'Phòng Tổng hợp', abbreviation: 'TH' }
  await access.admin.addChange(admin, { subject: 'unit', subjectId: unitId, ...from, data: unit })

  const seen = await issue.preview(leader, waiting.id)
  expect(seen.numberLine).toBe('02/TB-UBNDT')
  expect(pdfText(seen.pdf ?? Buffer.of())).toContain('TỈNH SƠN LA MỚI')
  await issue.finalize(leader, waiting.id, { pin: SIGNER_PIN, step: waiting.step })
  const signed = pdfText((await issue.file(leader, waiting.id, 'pdf-signed')).bytes)
  expect(signed).toContain('TỈNH SƠN LA MỚI')
  expect(signed).toContain('Mộc Châu, ngày')

  expect(await frozenFields(before)).toMatchObject({ place: 'Sơn La', symbol: 'TB-UBND' })
  expect(await frozenFields(waiting.id)).toMatchObject({ place: 'Mộc Châu', symbol: 'TB-UBNDT' })
  expect((await drafts.get(owner, before)).offices.now).toMatchObject({ place: 'Sơn La', unitAbbreviation: 'NC' })
  expect((await drafts.get(owner, waiting.id)).offices.now).toMatchObject({ place: 'Mộc Châu', unitAbbreviation: 'TH' })

  const [register] = await registry.registers(clerk)
  const year = Number(today.slice(0, 4))
  const { rows } = await registry.entries(clerk, { registerId: register?.id ?? '', year })
  expect(rows.map(({ symbol, unit }) => [symbol, unit])).toEqual([
    ['TB-UBNDT', 'TH'],
    ['TB-UBND', 'NC'],
  ])

  await issue.seal(clerk, before, { pin: SEAL_PIN })
  await issue.publish(clerk, before)
  const [revision] = await db.select().from(frozenRevisions).where(eq(frozenRevisions.draftId, before))
  expect(await issue.verifyCode(revision?.verifyCode ?? '')).toMatchObject({
    entry: { agency: 'Ủy ban nhân dân tỉnh Sơn La' },
  })
})
