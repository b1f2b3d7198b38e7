/** The picture of a signature or seal: looked at again on the server, its holder's whichever key signs, and missed only where it is asked for. */
import { deflateSync } from 'node:zlib'
import { and, desc, eq, isNull } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { checkChain } from '../../../server/audit/index.ts'
import { signingKeys } from '../../../server/database/tables.ts'
import { drawPng } from '../../../server/issue/sign/draw.ts'
import { readPng } from '../../../server/issue/sign/placement.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { chunk, makePng } from '../../fixtures/png.ts'
import { scanPdf } from '../../tools/scan.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
afterAll(office.drop)
const { access, admin, leader, otherLeader, clerk, owner, db } = office
const issue = office.issueWith({ typeset: smallPdf })
const stroke = await drawPng(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 16"><path d="M2 12 Q10 0 18 9 T38 6" stroke="#1b3fa8" stroke-width="1" fill="none"/></svg>',
  40,
)
const sealKeys = and(eq(signingKeys.agencyId, office.agencyId), isNull(signingKeys.userId))
const reasonOf = (verb: Promise<unknown>) =>
  verb.then(
    () => 'done',
    (failure: unknown) => (failure instanceof AppError ? (failure.detail.reason ?? failure.code) : failure),
  )
const keysOf = (userId: string) =>
  db.select().from(signingKeys).where(eq(signingKeys.userId, userId)).orderBy(desc(signingKeys.createdAt))

describe('a picture', () => {
  const give = (imagePng: Uint8Array, userId: string | null = leader.id) =>
    issue.keys.setPicture(admin, { userId, imagePng })

  test.each<[string, () => Uint8Array, unknown]>([
    ['that is no PNG', () => Buffer.from('%PDF-1.7 không phải ảnh'), 'not_a_png'],
    ['that is a JPEG', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'not_a_png'],
    ['that is cut short', () => stroke.subarray(0, stroke.length / 2), 'not_a_png'],
    ['without opacity', () => makePng({ width: 40, height: 20, isOpaque: true }), 'not_transparent'],
    ['whose paper was not cut away, opaque in every point', () => filled(255), 'not_transparent'],
    ['of nothing', () => filled(0), 'picture_empty'],
    ['of more than a megabyte', () => Buffer.concat([stroke, Buffer.alloc(1024 * 1024)]), 'size'],
    ['of more points than any screen', () => makePng({ width: 4001, height: 1 }), 'size'],
  ])('%s is refused in words, and nothing changes', async (_what, given, reason) => {
    const before = await keysOf(leader.id)
    expect(await reasonOf(give(given()))).toBe(reason)
    expect(await keysOf(leader.id)).toEqual(before)
  })

  test('of a seal as wide as a page, or as a pea, is refused; at its true size it is taken', async () => {
    expect(await reasonOf(give(makePng({ width: 400, height: 400, widthMm: 140 }), null))).toBe('seal_size')
    expect(await reasonOf(give(makePng({ width: 400, height: 400, widthMm: 6 }), null))).toBe('seal_size')
    expect(await reasonOf(give(makePng({ width: 400, height: 400, widthMm: 36 }), null))).toBe('done')
    const seen = await issue.keys.picture(admin, null)
    expect(seen.widthMm).toBeCloseTo(36, 1)
  })

  test('loses what nobody sees in it: where the photo was taken', async () => {
    const place = chunk('eXIf', Buffer.from('GPS 21.3256 103.9188'))
    await give(Buffer.concat([stroke.subarray(0, 33), place, stroke.subarray(33)]))
    const { png } = await issue.keys.picture(admin, leader.id)
    expect(Buffer.from(png ?? [])).toEqual(Buffer.from(stroke))
    expect(readPng(png ?? new Uint8Array()).points?.width).toBeCloseTo((40 * 72) / 25.4, 0)
  })

  test('is given by its holder or an administrator, seen by nobody else, and stands in the record', async () => {
    await issue.keys.setPicture(leader, { userId: leader.id, imagePng: stroke })
    expect((await issue.keys.picture(leader, leader.id)).png).not.toBeNull()
    const act = { userId: leader.id, imagePng: stroke }
    for (const person of [otherLeader, clerk, owner]) {
      expect(await outcome(issue.keys.setPicture(person, act))).toBe('not_allowed')
      expect(await outcome(issue.keys.picture(person, leader.id))).toBe('not_allowed')
      expect(await outcome(issue.keys.picture(person, null))).toBe('not_allowed')
    }
    expect(await outcome(issue.keys.picture(admin, 'không phải id'))).toBe('not_found')
    expect(await outcome(issue.keys.setPicture(admin, { userId: owner.id, imagePng: stroke }))).toBe('not_found')
    const { rows } = await office.pool.query(`select detail from audit_log where act = 'key.picture' order by seq desc`)
    expect(rows[0].detail).toMatchObject({ userId: leader.id, isGiven: true })
    expect(await checkChain(db)).toMatchObject({ intact: true })
  })
})

test('who approves is told what is missing: the key, the picture, the seal and its picture', async () => {
  expect(await issue.keys.mine(leader)).toEqual({ own: 'usable', hasPicture: true, seal: 'usable' })
  await issue.keys.setPicture(leader, { userId: leader.id, imagePng: null })
  await issue.keys.setPicture(admin, { userId: null, imagePng: null })
  expect(await issue.keys.mine(leader)).toEqual({ own: 'usable', hasPicture: false, seal: 'no_image' })
  expect(await issue.keys.mine(owner)).toMatchObject({ own: 'none' })
})

describe('a seal without its picture', () => {
  test('is kept and tried, and seals no paper: told before a PIN is typed, and nothing has failed', async () => {
    await issue.keys.setPicture(admin, { userId: null, imagePng: null })
    await issue.keys.try(clerk, 'seal', SEAL_PIN)
    const draft = await office.approvedDraft()
    await issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step })
    const status = await issue.status(clerk, draft.id)
    expect(status).toMatchObject({ sealKey: { state: 'no_image' }, ways: [] })
    expect(await reasonOf(issue.seal(clerk, draft.id, { pin: SEAL_PIN, step: status.step }))).toBe('no_image')
    expect((await issue.status(clerk, draft.id)).steps.find(({ step }) => step === 'sealed')?.error).toBeNull()
    // With its picture the same paper goes on.
    await issue.keys.setPicture(admin, { userId: null, imagePng: makePng({ width: 400, height: 400, widthMm: 36 }) })
    expect(await issue.seal(clerk, draft.id, { pin: SEAL_PIN, step: status.step })).toBe('embedded')
  })

  test('signs the electronic copy of a paper, where the decree shows none', async () => {
    await issue.keys.setPicture(admin, { userId: null, imagePng: null })
    const draft = await office.approvedDraft()
    await issue.signByHand(leader, draft.id, { step: draft.step, reason: 'USB token hỏng' })
    const { step } = await issue.status(clerk, draft.id)
    await issue.addScan(clerk, draft.id, { step, pdf: await scanPdf({ pages: 1, dpi: 300 }) })
    expect(await issue.status(clerk, draft.id)).toMatchObject({ sealKey: { state: 'usable' }, ways: [{}] })
    expect(await issue.seal(clerk, draft.id, { pin: SEAL_PIN, step })).toBe('embedded')
    await issue.publish(clerk, draft.id)
  })
})

test('a renewed certificate takes over the picture; none that was taken away comes back', async () => {
  await issue.keys.setPicture(admin, { userId: null, imagePng: makePng({ width: 400, height: 400, widthMm: 36 }) })
  const [old] = await db.select().from(signingKeys).where(sealKeys)
  const bring = office.authority.keys.find(({ userId }) => !userId)
  if (!old || !bring) throw new Error('the agency has no seal')
  const renew = () =>
    issue.keys.import(admin, { userId: null, pkcs12: bring.pkcs12 ?? Buffer.of(), pin: SEAL_PIN, imagePng: null })
  const { id } = await renew()
  const [renewed] = await db.select().from(signingKeys).where(eq(signingKeys.id, id))
  expect(renewed?.imagePng).toEqual(old.imagePng)
})

test('whoever may not use the seal today cannot try it either', async () => {
  const other = await office.person(['clerk'], { name: 'Lường Thị Ánh', position: 'Văn thư' })
  await access.admin.giveSealRight(admin, {
    ...{ userId: other.id, capacity: 'clerk', validFrom: '2020-01-01', validTo: null, decision: '12/QĐ-VP' },
  })
  expect(await outcome(issue.keys.try(other, 'seal', SEAL_PIN))).toBe('done')
  expect(await outcome(issue.keys.try(clerk, 'seal', SEAL_PIN))).toBe('no_seal_right')
})

/** Every point of the same opacity. */
function filled(opacity: number): Buffer {
  const png = makePng({ width: 40, height: 20 })
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(40 * 4, opacity)])
  const pixels = deflateSync(Buffer.concat(Array.from({ length: 20 }, () => row)))
  return Buffer.concat([png.subarray(0, 33), chunk('IDAT', pixels), chunk('IEND', Buffer.of())])
}
