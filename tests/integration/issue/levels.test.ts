/** Levels that last: what a paper reaches with authorities that answer, with some that fail or lie, and once they are back. */
import { X509Certificate } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { archives, issuedFiles, signingKeys, trustedAuthorities } from '../../../server/database/tables.ts'
import type { SigningProvider } from '../../../server/issue/providers/provider.ts'
import { makePng } from '../../fixtures/png.ts'
import { type Holder, openPki, signingKeyOf, type TsaFault } from '../../tools/pki.ts'
import { WHOLE } from '../../whole.ts'
import { freshIssuingOffice, pdfsig, qpdfFaults } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
const pki = await openPki()
afterAll(async () => {
  await office.drop()
  await pki.close()
})
const { leader, clerk, db, pool } = office

/** Keys of the authority in small, for the leader and the seal, which sign as soon as they are asked. */
const holders = new Map<string, Holder>()
const inHand: SigningProvider = {
  ...{ device: 'server', needsPin: false, goodForMs: 60_000 },
  async open({ id }) {
    const holder = holders.get(id)
    if (!holder) throw new Error('no such key')
    const key = await signingKeyOf(holder)
    return {
      ...key,
      ask: async ({ attributes }) => ({ is: 'signed', signature: await key.sign(attributes) }),
      close: async () => {},
    }
  },
}
const imagePng = makePng({ width: 120, height: 60, widthMm: 30 })

async function giveKey(userId: string | null, holder: Holder): Promise<string> {
  const retired = userId === null ? sql`${signingKeys.userId} is null` : eq(signingKeys.userId, userId)
  await db
    .update(signingKeys)
    .set({ retiredAt: sql`now()` })
    .where(retired)
  const { certificate, pem, issuer } = holder
  const [row] = await db
    .insert(signingKeys)
    .values({
      ...{ agencyId: office.agencyId, userId, provider: 'in-hand', place: {}, imagePng, certificatePem: pem },
      ...{
        chainPem: issuer?.pem ?? '',
        subject: holder.name,
        serial: String(certificate.serialNumber.valueBlock.valueDec),
      },
      ...{ validFrom: certificate.notBefore.value, validTo: certificate.notAfter.value },
    })
    .returning({ id: signingKeys.id })
  holders.set(row?.id ?? '', holder)
  return row?.id ?? ''
}

const roomWith = (over: { tsaUrls?: string[]; pkiHosts?: string[]; now?: () => Date } = {}) =>
  office.issueWith({
    ...{ typeset: smallPdf, moreProviders: new Map([['in-hand', inHand]]) },
    ...{ tsaUrls: [pki.tsaUrl], pkiHosts: [pki.host], ...over },
  })
type Room = ReturnType<typeof roomWith>
const issue = roomWith()

const signer = await pki.person('Nguyễn Thị Hồng Phượng')
const seal = await pki.person('Ủy ban nhân dân tỉnh Sơn La', { organisation: 'Ủy ban nhân dân tỉnh Sơn La' })
let signerKey = await giveKey(leader.id, signer)
const sealKey = await giveKey(null, seal)
await db.insert(trustedAuthorities).values({ name: 'CA gốc thử nghiệm', certificatePem: pki.root.pem })

beforeEach(async () => {
  for (const service of ['tsa', 'ocsp', 'list'] as const) pki.fail(service as 'tsa', null)
  // What other tests have left to do is not this one's.
  await db.update(archives).set({ dueAt: null })
})

async function signed(room: Room = issue): Promise<string> {
  const draft = await office.approvedDraft()
  await room.finalize(leader, draft.id, { step: draft.step, keyId: signerKey })
  return draft.id
}

async function issued(room: Room = issue): Promise<string> {
  const id = await signed(room)
  await room.seal(clerk, id, { keyId: sealKey })
  await room.publish(clerk, id)
  return id
}

const archiveOf = async (id: string) => (await issue.status(leader, id)).archive
const given = async (id: string) => (await issue.file(clerk, id, 'pdf-sealed')).bytes
const due = (id: string) =>
  db
    .update(archives)
    .set({ dueAt: sql`now()`, claimedUntil: null })
    .where(eq(archives.draftId, id))
const levelsOf = async (pdf: Uint8Array) =>
  (await issue.verifyUpload(pdf)).signatures.map(({ type, level }) => (type === 'timestamp' ? 'stamp' : level))

describe('with authorities that answer', () => {
  let id = ''
  test('a signature has its time stamp, and the level is kept with each file', async () => {
    id = await signed()
    expect(await archiveOf(id)).toMatchObject({ level: 'B-T', reason: '', dueAt: null })
    await issue.seal(clerk, id, { keyId: sealKey })
    await issue.publish(clerk, id)
    const rows = await db.select().from(issuedFiles).where(eq(issuedFiles.draftId, id))
    expect(rows.map(({ kind, level }) => [kind, level]).toSorted()).toEqual([
      ['docx', null],
      ['pdf', null],
      ['pdf-sealed', 'B-T'],
      ['pdf-signed', 'B-T'],
    ])
    expect(await levelsOf(await given(id))).toEqual(['B-T', 'B-T'])
  })

  test('after the issue it becomes one that can be checked for long, and begins with the bytes before', async () => {
    const sealed = await given(id)
    await due(id)
    expect(await issue.archive.one()).toBe(true)
    const archive = await archiveOf(id)
    expect(archive).toMatchObject({ level: 'B-LTA', reason: '', about: '' })
    expect(archive?.holdsUntil?.getTime()).toBeGreaterThan(Date.now())
    expect(archive?.dueAt?.getTime()).toBeGreaterThan(Date.now())
    expect(archive?.dueAt?.getTime(), 'in time to be renewed').toBeLessThan(archive?.holdsUntil?.getTime() ?? 0)
    const archived = await given(id)
    expect(Buffer.from(archived).subarray(0, sealed.length).equals(sealed)).toBe(true)
    expect(archived.length).toBeGreaterThan(sealed.length)
    expect(await issue.archive.one(), 'nothing is left to do').toBe(false)
  })

  test('/verify calls it the issued one and whole, its time and revocation proven; the sealed one stays issued too', async () => {
    const archived = await given(id)
    const result = await issue.verifyUpload(archived)
    expect(result).toMatchObject({ match: 'issued', malformed: 0, unclear: null, file: { kind: 'pdf-archived', n: 1 } })
    expect(result.entry?.fileSha256).toBe(result.sha256)
    expect(
      result.signatures.map(({ type, integrity, after, level }) => [type, integrity.state, after.state, level]),
    ).toEqual([
      ['signature', 'intact', 'allowed', 'B-LTA'],
      ['signature', 'intact', 'allowed', 'B-LTA'],
      ['timestamp', 'intact', 'nothing', null],
    ])
    for (const { trust, revocation, now, provenTime } of result.signatures) {
      expect(trust).toMatchObject({ authority: 'CA gốc thử nghiệm', wasCertificateValid: true, fault: null })
      expect(now).toBe('valid')
      expect(provenTime).not.toBeNull()
      expect(['good', 'unknown']).toContain(revocation.state) // of the last stamp, the next one brings it
    }
    const { rows } = await pool.query<{ bytes: Buffer }>(
      `select bytes from issued_files where draft_id = $1 and kind = 'pdf-sealed'`,
      [id],
    )
    expect(await issue.verifyUpload(rows[0]?.bytes ?? Buffer.of())).toMatchObject({ match: 'issued' })
    const { revision } = await issue.status(leader, id)
    const byCode = await issue.verifyCode(revision?.verifyCode ?? '')
    expect(byCode?.signatures.map(({ level }) => level)).toEqual(['B-LTA', 'B-LTA', null])
  })

  test('poppler and qpdf find nothing wrong with it', async () => {
    const archived = await given(id)
    expect(pdfsig(archived, pki.root.pem).slice(0, 2)).toEqual(['valid trusted', 'valid trusted'])
    expect(qpdfFaults(archived)).toBe('')
  })

  test('what anybody puts behind it, or changes in it, is told as before', async () => {
    const archived = Buffer.from(await given(id))
    expect((await issue.verifyUpload(Buffer.concat([archived, Buffer.from('\n')]))).match).not.toBe('issued')
    const end = (await issue.verifyUpload(archived)).signatures[1]?.end ?? 0
    for (const at of [100, end - 40, end + 200]) {
      const changed = Buffer.from(archived)
      changed[at] = (changed[at] ?? 0) ^ 1
      const { match, signatures } = await issue.verifyUpload(changed)
      expect(match === 'issued', `byte ${at}`).toBe(false)
      expect(
        signatures.every(({ integrity }) => integrity.state === 'intact'),
        `byte ${at}`,
      ).toBe(false)
    }
  })

  test('it is renewed before its last stamp ends, over the same bytes', async () => {
    const before = await given(id)
    const [row] = await db.select().from(archives).where(eq(archives.draftId, id))
    const late = new Date((row?.holdsUntil?.getTime() ?? 0) - 30 * 86_400_000)
    // The authority's clock is the real one: only the room believes that it is late.
    await due(id)
    const renewing = office.issueWith({
      ...{ typeset: smallPdf, moreProviders: new Map([['in-hand', inHand]]), pkiHosts: [pki.host], now: () => late },
      stamps: realStamps(),
    })
    expect(await renewing.archive.one()).toBe(true)
    const renewed = await given(id)
    expect(Buffer.from(renewed).subarray(0, before.length).equals(before)).toBe(true)
    const types = (await issue.verifyUpload(renewed)).signatures.map(({ type }) => type)
    expect(types).toEqual(['signature', 'signature', 'timestamp', 'timestamp'])
    expect((await issue.verifyUpload(before)).match, 'what was given out before stays what it is').toBe('issued')
  })
})

/** Of the real authority, whatever the room takes for now. */
function realStamps() {
  return {
    isSet: true,
    async stamp(sha256: Uint8Array) {
      const token = await pki.token(sha256)
      return { token, stamp: { time: new Date(), certificate: new X509Certificate(pki.stamper.der), others: [] } }
    },
    tryAll: async () => [],
  }
}

describe('with one that fails or lies', () => {
  const FAULTS: [TsaFault, string][] = [
    ['down', 'unreachable'],
    ['wrong_nonce', 'wrong_nonce'],
    ['wrong_imprint', 'wrong_imprint'],
    ['sha1', 'weak'],
    ['stranger', 'untrusted'],
  ]
  // Each alone is tried in sign/stamps.test.ts.
  test.each(WHOLE ? FAULTS : FAULTS.slice(0, 2))(
    '%s: the signature stands with its number, the level is lower and says why, and it is made good later',
    async (fault, why) => {
      pki.fail('tsa', fault)
      const room = roomWith()
      const id = await issued(room)
      expect(await issue.status(leader, id)).toMatchObject({ state: 'issued', entry: { number: expect.any(Number) } })
      expect(await archiveOf(id)).toMatchObject({ level: 'B-B', reason: 'no_stamp' })
      expect(await levelsOf(await given(id))).toEqual(['B-B', 'B-B'])

      expect(await roomWith().archive.one()).toBe(true)
      const failed = await archiveOf(id)
      expect(failed).toMatchObject({ level: 'B-B', reason: 'no_stamp', about: why })
      expect(failed?.dueAt?.getTime()).toBeGreaterThan(Date.now())
      expect(pdfsig(await given(id), pki.root.pem)).toEqual(['valid trusted', 'valid trusted'])

      pki.fail('tsa', null)
      await due(id)
      expect(await roomWith().archive.one()).toBe(true)
      expect(await archiveOf(id)).toMatchObject({ level: 'B-LTA', reason: '' })
      expect(await levelsOf(await given(id))).toEqual(['B-LTA', 'B-LTA', 'stamp', 'stamp'])
      expect(pdfsig(await given(id), pki.root.pem).slice(0, 2)).toEqual(['valid trusted', 'valid trusted'])
      expect(qpdfFaults(await given(id))).toBe('')
    },
  )

  test('the waits grow, and each says when it is tried next', async () => {
    pki.fail('tsa', 'down')
    const id = await issued(roomWith())
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      await due(id)
      await roomWith().archive.one()
      const archive = await archiveOf(id)
      waits.push((archive?.dueAt?.getTime() ?? 0) - (archive?.triedAt?.getTime() ?? 0))
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(new Set(waits.map((ms) => Math.round(ms / 60_000))).size).toBe(4)
  })
})

describe('with nobody who says anything of revocation', () => {
  test('the files stay as they are, and what is missing is said', async () => {
    const id = await issued()
    pki.fail('ocsp', 'down')
    pki.fail('list', 'down')
    const before = await given(id)
    await issue.archive.one()
    expect(await archiveOf(id)).toMatchObject({
      level: 'B-T',
      reason: 'no_answer',
      about: expect.stringContaining(pki.host),
    })
    expect(Buffer.from(await given(id)).equals(before)).toBe(true)
  })

  test('lists do where OCSP lies', async () => {
    const id = await issued()
    pki.fail('ocsp', 'wrong_nonce')
    await issue.archive.one()
    expect(await archiveOf(id)).toMatchObject({ level: 'B-LTA', reason: '' })
  })

  test('a list of 20 MB is read, and not put into the paper', async () => {
    const id = await issued()
    pki.fail('ocsp', 'down')
    pki.fail('list', 'huge')
    await issue.archive.one()
    expect(await archiveOf(id)).toMatchObject({ level: 'B-T', reason: 'too_large', about: pki.host })
    expect((await given(id)).length).toBeLessThan(1_000_000)
    expect(await levelsOf(await given(id)), 'a stamp holds it at what it has').toEqual(['B-T', 'B-T', 'stamp'])
  })

  test('no address of a certificate is asked within this network unless the settings name it', async () => {
    const id = await issued()
    const { ocsp, list } = pki.asked
    await roomWith({ pkiHosts: [] }).archive.one()
    expect(await archiveOf(id)).toMatchObject({
      level: 'B-T',
      reason: 'no_answer',
      about: expect.stringContaining('private_address'),
    })
    expect(pki.asked).toMatchObject({ ocsp, list })
  })

  test('without any authority of stamps, answers are kept all the same, and it says what is missing', async () => {
    const room = roomWith({ tsaUrls: [] })
    const id = await issued(room)
    expect(await archiveOf(id)).toMatchObject({ level: 'B-B', reason: 'no_tsa' })
    await room.archive.one()
    const archived = await given(id)
    expect(await archiveOf(id)).toMatchObject({ level: 'B-B', reason: 'no_tsa' })
    const result = await issue.verifyUpload(archived)
    expect(result).toMatchObject({ match: 'issued', file: { kind: 'pdf-archived' } })
    expect(result.signatures.map(({ revocation, after }) => [revocation.state, after.state])).toEqual([
      ['good', 'allowed'],
      ['good', 'data'],
    ])
    // Once one is set, the start goes on with what had waited for it.
    await issue.archive.wake()
    await issue.archive.one()
    expect(await archiveOf(id)).toMatchObject({ level: 'B-LTA' })
  })
})

describe('revoked', () => {
  test('after the signature was stamped: it stands, and both are told', async () => {
    const late = await pki.person('Nguyễn Thị Hồng Phượng')
    const keyId = await giveKey(leader.id, late)
    const draft = await office.approvedDraft()
    await issue.finalize(leader, draft.id, { step: draft.step, keyId })
    await issue.seal(clerk, draft.id, { keyId: sealKey })
    await issue.publish(clerk, draft.id)
    pki.revoke(late, new Date(Date.now() + 60_000))
    await issue.archive.one()
    expect(await archiveOf(draft.id)).toMatchObject({ level: 'B-T', reason: 'revoked', about: late.name })
    signerKey = await giveKey(leader.id, signer)
  })
})

describe('of several nodes, and of one that dies', () => {
  test('one paper is worked on by one node', async () => {
    const ids = [await issued(), await issued()]
    await db.update(archives).set({ dueAt: null })
    for (const id of ids) await due(id)
    const nodes = [roomWith(), roomWith(), roomWith()]
    expect((await Promise.all(nodes.map((node) => node.archive.one()))).filter(Boolean)).toHaveLength(2)
    const { rows } = await pool.query<{ n: string }>(
      `select count(*) as n from issued_files where kind = 'pdf-archived' and draft_id = any($1)`,
      [ids],
    )
    expect(Number(rows[0]?.n)).toBe(2)
  })

  test('what a dead one had claimed falls free, and one that comes back late stores nothing', async () => {
    const id = await issued()
    await db
      .update(archives)
      .set({ claimedUntil: sql`now() + interval '10 minutes'` })
      .where(eq(archives.draftId, id))
    expect(await issue.archive.one(), 'another has it').toBe(false)
    await db
      .update(archives)
      .set({ claimedUntil: sql`now() - interval '1 second'` })
      .where(eq(archives.draftId, id))
    const slow = office.issueWith({
      ...{
        typeset: smallPdf,
        moreProviders: new Map([['in-hand', inHand]]),
        tsaUrls: [pki.tsaUrl],
        pkiHosts: [pki.host],
      },
      async appendStore(...asked) {
        await db.update(archives).set({ claimedUntil: null }).where(eq(archives.draftId, id))
        expect(await issue.archive.one(), 'taken over meanwhile').toBe(true)
        return office.workers.do.appendStore(...asked)
      },
    })
    expect(await slow.archive.one()).toBe(true)
    expect(await archiveOf(id)).toMatchObject({ level: 'B-LTA' })
    const rows = await db.select().from(issuedFiles).where(eq(issuedFiles.draftId, id))
    expect(rows.filter(({ kind }) => kind === 'pdf-archived')).toHaveLength(1)
  })

  test('nothing but this comes behind an issue, and never over other bytes', async () => {
    const id = await issued()
    const put = (kind: string, bytes: Buffer) =>
      pool.query(
        `insert into issued_files (draft_id, kind, n, sha256, bytes) values ($1, $2, 1, encode(sha256($3), 'hex'), $3)`,
        [id, kind, bytes],
      )
    await expect(put('pdf-archived', Buffer.from('%PDF-1.7 other'))).rejects.toThrow('does not begin')
    await expect(put('pdf-sealed', Buffer.from('x'))).rejects.toThrow('has been issued')
    const open = await signed()
    await expect(
      pool.query(
        `insert into issued_files (draft_id, kind, n, sha256, bytes)
         select draft_id, 'pdf-archived', 1, encode(sha256(bytes || '\\x20'), 'hex'), bytes || '\\x20' from issued_files
         where draft_id = $1 and kind = 'pdf-signed'`,
        [open],
      ),
    ).rejects.toThrow('has not been issued')
  })
})
