import { mkdirSync, writeFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { frozenRevisions, registerEntries } from '../../../server/database/tables.ts'
import { readFields } from '../../../server/issue/sign/field.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig, pdfText, qpdfFaults, SEAL_PIN, SIGNER_PIN } from './office.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { issue, leader, clerk, owner, db } = office
const rootPem = office.authority.authorities[0]?.certificatePem ?? ''

describe('from approval to issue', async () => {
  const draft = await office.approvedDraft()
  const events: string[] = []
  let signed: Uint8Array
  let sealed: Uint8Array

  test('the preview shows the PDF with blanks, the register, the number it would take and the key', async () => {
    const seen = await issue.preview(leader, draft.id)
    expect(seen.findings.filter(({ severity }) => severity === 'fault')).toEqual([])
    expect(seen).toMatchObject({
      pages: 1,
      register: { name: 'Sổ đăng ký văn bản đi' },
      nextNumber: 1,
      numberLine: '01/TB-UBND',
      signer: { isMe: true },
      key: { state: 'usable', subject: 'Nguyễn Thị Hồng Phượng', isEvaluation: true },
    })
    expect(pdfText(seen.pdf ?? Buffer.of())).toContain('Giao Văn phòng theo dõi việc thực hiện./.')
    expect((await issue.status(leader, draft.id)).entry).toBeNull()
  })

  test('finalizing tells each step when it has happened, and ends in a signed PDF', async () => {
    await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }, (event) =>
      events.push(event.number ? `${event.step} ${event.number}` : event.step),
    )
    expect(events).toEqual(['frozen', 'numbered 01/TB-UBND', 'typeset', 'signed'])
    signed = (await issue.file(leader, draft.id, 'pdf-signed')).bytes
    expect(pdfsig(signed, rootPem)).toEqual(['valid trusted'])
    expect(qpdfFaults(signed)).toBe('')
    const text = pdfText(signed)
    expect(text).toContain('01/TB-UBND')
    expect(text).toMatch(/Sơn La, ngày \d\d tháng \d{1,2} năm \d{4}/)
  })

  test('only a clerk seals, with the seal’s PIN; both signatures are valid then, and bytes were only added', async () => {
    expect(await outcome(issue.seal(leader, draft.id, { pin: SEAL_PIN }))).toBe('not_allowed')
    expect(await outcome(issue.seal(owner, draft.id, { pin: SEAL_PIN }))).toBe('not_allowed')
    expect(await outcome(issue.publish(clerk, draft.id))).toBe('wrong_state')
    await issue.seal(clerk, draft.id, { pin: SEAL_PIN })
    sealed = (await issue.file(clerk, draft.id, 'pdf-sealed')).bytes
    keep('issued.pdf', sealed)
    expect(pdfsig(sealed, rootPem)).toEqual(['valid trusted', 'valid trusted'])
    expect(qpdfFaults(sealed)).toBe('')
    expect(Buffer.from(sealed).subarray(0, signed.length).equals(signed)).toBe(true)
    expect(await outcome(issue.seal(clerk, draft.id, { pin: SEAL_PIN }))).toBe('wrong_state')
  })

  test('issuing files the Word file, dates the register and lets everybody read', async () => {
    const stranger = await office.person(['specialist'])
    expect(await outcome(issue.file(stranger, draft.id, 'pdf-sealed'))).toBe('not_found')
    await issue.publish(clerk, draft.id)
    const file = await issue.file(stranger, draft.id, 'docx')
    expect(file.name).toBe('Thông báo 01-TB-UBND.docx')
    const { state, entry, files, steps } = await issue.status(stranger, draft.id)
    expect(state).toBe('issued')
    expect(entry?.issuedAt).toBeInstanceOf(Date)
    expect(files.toSorted()).toEqual(['docx', 'pdf', 'pdf-sealed', 'pdf-signed'])
    expect(steps.every(({ doneAt, error }) => doneAt && !error)).toBe(true)
  })

  test('SIG-1: revision, register entry and PDF name each other', async () => {
    const [revision] = await db.select().from(frozenRevisions).where(eq(frozenRevisions.draftId, draft.id))
    const [entry] = await db.select().from(registerEntries).where(eq(registerEntries.draftId, draft.id))
    const shown = await issue.verifyUpload(sealed)
    expect(shown.match).toBe('issued')
    expect(shown.entry).toMatchObject({
      numberLine: '01/TB-UBND',
      documentDate: entry?.documentDate,
      revisionHash: revision?.hash,
      fileSha256: shown.sha256,
      signerName: 'Nguyễn Thị Hồng Phượng',
    })
    expect(pdfText(sealed)).toContain(revision?.verifyCode ?? 'no code')
    expect((await issue.verifyCode(revision?.verifyCode.toLowerCase().replaceAll('-', ' ') ?? ''))?.entry).toEqual(
      shown.entry,
    )
  })

  test('AUD-1: freeze, signature, seal and issue stand in the chain, and the chain holds', async () => {
    const { rows } = await office.pool.query('select act from audit_log where draft_id = $1 order by seq', [draft.id])
    expect(rows.map(({ act }) => act)).toEqual([
      ...['draft.freeze', 'request.ask', 'draft.sign', 'request.ask', 'draft.seal', 'draft.issue'],
    ])
    expect(await checkChain(db)).toMatchObject({ intact: true })
  })
})

test('on a document of several pages the signature stands on the last one, beside the name', async () => {
  const draft = await office.approvedDraft({ text: 'Giao các sở, ngành khẩn trương thực hiện. '.repeat(200) })
  await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
  const { bytes } = await issue.file(leader, draft.id, 'pdf-signed')
  const { pages } = await issue.preview(leader, draft.id)
  expect(pages).toBeGreaterThan(1)
  expect(await readFields(bytes)).toMatchObject([{ name: 'Signer', page: pages }])
  expect(pdfsig(bytes, rootPem)).toEqual(['valid trusted'])
})

/** For a person to look at afterwards. */
function keep(name: string, bytes: Uint8Array): void {
  mkdirSync('tests/artifacts/issue', { recursive: true })
  writeFileSync(`tests/artifacts/issue/${name}`, bytes)
}
