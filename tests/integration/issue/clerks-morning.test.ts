/**
 * A clerk's morning: twenty papers and more sealed and issued, a number kept ahead and used, one void, one signed on paper, one whose signer
 * never answered; and the register that is printed of it at noon (Điều 16.2.b, Phụ lục IV).
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { signingKeys, trustedAuthorities } from '../../../server/database/tables.ts'
import { makeAuthority } from '../../../server/demonstration/authority.ts'
import type { BatchTold } from '../../../server/issue/index.ts'
import { openKey } from '../../../server/issue/pki/open.ts'
import { calendarDay } from '../../../server/issue/register.ts'
import { MOST_SEALED_AT_ONCE } from '../../../src/lib/document/batch.ts'
import { REGISTER_COLUMNS } from '../../../src/lib/document/register-form.ts'
import { scanPdf } from '../../tools/scan.ts'
import { WHOLE } from '../../whole.ts'
import { freshIssuingOffice, pdfText, qpdfFaults, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { openPhone, type Phone } from './phone.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { leader, otherLeader, clerk, registry, db, pool } = office
const { date, year } = calendarDay(new Date())
/** With the one on paper more than are sealed at once. */
const PAPERS = WHOLE ? 30 : MOST_SEALED_AT_ONCE
const KEPT_FOR = 'Giấy mời họp chiều nay, Chủ tịch ký sau'
const WRONG = 'Ghi nhầm nơi nhận, ban hành lại bằng văn bản khác'
const SILENT = 'Người ký không trả lời yêu cầu trên điện thoại'
const BROKEN = 'USB token hỏng'

let phone: Phone
let phoneKey = ''
let registerId = ''
const room = (later = 0) =>
  office.issueWith({
    ...{ typeset: smallPdf, moreProviders: phone.providers, now: () => new Date(Date.now() + later) },
  })
const stepOf = async (id: string) => (await room().status(clerk, id)).step
const numberOf = async (id: string) => (await room().status(clerk, id)).entry?.number ?? 0

beforeAll(async () => {
  const made = await makeAuthority({
    agency: { id: office.agencyId, fullName: 'Ủy ban nhân dân tỉnh Sơn La', place: 'Sơn La' },
    signers: [{ userId: leader.id, name: leader.name, position: leader.position }],
    ...{ signerPin: SIGNER_PIN, sealPin: SEAL_PIN, root: process.cwd() },
  })
  await db.insert(trustedAuthorities).values(made.authorities)
  const own = made.keys.find(({ userId }) => userId === leader.id)
  if (!own) throw new Error('no key')
  phone = openPhone(await openKey(own.pkcs12, SIGNER_PIN))
  const [row] = await db
    .insert(signingKeys)
    .values({ ...own, provider: 'phone', pkcs12: null, place: { service: 'test' } })
    .returning({ id: signingKeys.id })
  phoneKey = row?.id ?? ''
  registerId = (await registry.registers(clerk))[0]?.id ?? ''
})

const told: BatchTold[] = []
const numbers = { kept: 0, silent: 0, wrong: 0, paper: 0 }
let fileKey = ''

async function signedPaper(subject: string, reservedId?: string): Promise<string> {
  const draft = await office.approvedDraft({ subject })
  const how = { pin: SIGNER_PIN, keyId: fileKey, step: draft.step, ...(reservedId ? { reservedId } : {}) }
  await room().finalize(leader, draft.id, how)
  return draft.id
}

test('everything that can happen to a number before noon', async () => {
  const keys = await db.select().from(signingKeys)
  fileKey = keys.find(({ userId, provider }) => userId === leader.id && provider === 'pkcs12')?.id ?? ''
  const { from } = await registry.keepNumbers(clerk, { registerId, forDate: date, reason: KEPT_FOR })
  numbers.kept = from

  const papers: string[] = []
  for (let at = 1; at <= PAPERS / 2; at++) papers.push(await signedPaper(`Giao nhiệm vụ thứ ${at}`))
  // Asked on the phone, and no answer.
  const silent = await office.approvedDraft({ subject: 'Kết luận cuộc họp không ai trả lời' })
  await room().finalize(leader, silent.id, { keyId: phoneKey, step: silent.step })
  numbers.silent = await numberOf(silent.id)
  const wrong = await signedPaper('Kết luận cuộc họp ghi nhầm nơi nhận')
  numbers.wrong = await numberOf(wrong)
  for (let at = PAPERS / 2 + 1; at < PAPERS; at++) papers.push(await signedPaper(`Giao nhiệm vụ thứ ${at}`))
  // The number that was kept goes to the paper that it was kept for.
  const [held] = await registry.reserved(clerk, { registerId, year })
  const invitation = await signedPaper('Mời họp chiều nay', held?.id ?? '')
  expect(await numberOf(invitation)).toBe(numbers.kept)
  papers.push(invitation)

  await room().void(clerk, wrong, { reason: WRONG, step: await stepOf(wrong) })
  // Six minutes later the service has given up; the clerk cancels, and the number stays void: others came behind it.
  await pool.query('update signing_requests set looked_at = null')
  await room(6 * 60_000).pulse()
  await room(6 * 60_000).void(clerk, silent.id, { reason: SILENT, step: await stepOf(silent.id) })

  const byHand = await office.approvedDraft({ signer: otherLeader, subject: 'Kết luận cuộc họp ký trên giấy' })
  await room().signByHand(otherLeader, byHand.id, { step: byHand.step, reason: BROKEN })
  numbers.paper = await numberOf(byHand.id)
  await room().addScan(clerk, byHand.id, { step: await stepOf(byHand.id), pdf: await scanPdf({ pages: 1, dpi: 300 }) })
  papers.push(byHand.id)

  for (let at = 0; at < papers.length; at += MOST_SEALED_AT_ONCE) {
    const part = await Promise.all(
      papers.slice(at, at + MOST_SEALED_AT_ONCE).map(async (id) => ({ id, step: await stepOf(id) })),
    )
    await room().sealSeveral(clerk, { pin: SEAL_PIN, papers: part }, (one) => told.push(one))
  }
  expect(told.filter((one) => 'failed' in one)).toEqual([])
  for (const id of papers) expect((await room().status(clerk, id)).state).toBe('issued')
  expect(await room().toSeal(clerk)).toMatchObject({ total: 0 })
  expect(await checkChain(db)).toMatchObject({ intact: true })
}, 120_000)

test('the printed register has each number once, in the decree’s columns, and says what became of it', async () => {
  const pdf = await registry.pdf(clerk, { registerId, year })
  expect(qpdfFaults(pdf)).toBe('')
  const text = pdfText(pdf)
  const pages = text.split('\f')
  const last = PAPERS + 3 // the void one, the silent one, and that on paper
  expect(pages[0]).toMatch(/SỔ ĐĂNG KÝ VĂN BẢN ĐI/)
  expect(pages[0]).toMatch(new RegExp(`Từ số 01 đến số ${last}\\s+Quyển số: 1`))
  // No row is torn in two: its number and the whole of its reason stand on one page.
  const words = (page = '') => page.replace(/\s+/g, ' ')
  expect(
    pages
      .filter((page) => words(page).includes('điện thoại'))
      .map((page) => page.includes(`${numbers.silent}/TB-UBND`)),
  ).toEqual([true])
  for (const at of REGISTER_COLUMNS.keys()) expect(pages[1]).toContain(`(${at + 1})`)
  const found = [...text.matchAll(/^\s*(\d{2,})\/TB-UBND/gm)].map(([, number]) => Number(number))
  expect(found).toEqual(Array.from({ length: last }, (_, at) => at + 1))
  const sum = (name: string) => Number(new RegExp(`${name}\\s+(\\d+)`).exec(text)?.[1])
  expect([sum('Tổng số'), sum('Số đã hủy')]).toEqual([last, 2])
  expect(await registry.checkNumbers(clerk)).toEqual([])

  const lines = (await registry.csv(clerk, { registerId, year })).split('\r\n').slice(1, -1)
  const line = (number: number) => lines.find((one) => one.startsWith(`"${String(number).padStart(2, '0')}/`)) ?? ''
  expect(lines).toHaveLength(last)
  expect(line(numbers.kept)).toContain('Mời họp chiều nay')
  expect(line(numbers.kept)).not.toContain('Hủy số')
  expect(line(numbers.silent)).toContain(SILENT)
  expect(line(numbers.wrong)).toContain(WRONG)
  expect(line(numbers.paper)).toContain('Ký trên giấy')
  for (const words of [SILENT, WRONG]) expect(line(words === SILENT ? numbers.silent : numbers.wrong)).toMatch(/[Hh]ủy/)
  // What the screen filters is what is printed.
  const paper = await registry.entries(clerk, { registerId, year, signing: 'paper' })
  expect(paper.rows.map(({ number }) => number)).toEqual([numbers.paper])
})
