import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { desc, eq } from 'drizzle-orm'
import forge from 'node-forge'
import * as pkijs from 'pkijs'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { signingKeys } from '../../../server/database/tables.ts'
import { openKeys } from '../../../server/issue/keys/several.ts'
import { createVault } from '../../../server/issue/pki/vault.ts'
import { readFields } from '../../../server/issue/sign/field.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { makePng } from '../../fixtures/png.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, KEY_SECRET, pdfsig, SEAL_PIN, SIGNER_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const office = await freshIssuingOffice()
const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-keys-'))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await office.drop()
})
const { admin, leader, clerk, owner, db } = office
const issue = office.issueWith({ typeset: smallPdf })
const imagePng = office.authority.keys[0]?.imagePng ?? Buffer.of()

const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const read = (name: string) => readFileSync(path.join(folder, name))

/** An authority as a real one would be: a root, an intermediate, and keys below it, all made by OpenSSL. */
// Poppler calls a certificate without these extensions an "unknown issue" even when it trusts it.
const COMMON = `subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always
crlDistributionPoints=URI:http://ca.invalid/crl\nextendedKeyUsage=emailProtection\n`
writeFileSync(
  path.join(folder, 'extensions'),
  `[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n${COMMON}
[signer]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n${COMMON}
[cipher]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,keyEncipherment\n${COMMON}
[web]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth
[stamp]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping`,
)
const EC = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
const RSA = (bits: number) => ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`]

function certify(name: string, subject: string, issuer: string, section: string, kind = EC, days = '30'): void {
  openssl('genpkey', ...kind, '-out', `${name}.key`)
  openssl('req', '-new', '-utf8', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`)
  const by = issuer === name ? ['-signkey', `${name}.key`] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`]
  openssl(
    ...['x509', '-req', '-in', `${name}.csr`, ...by, '-days', days, '-extfile', 'extensions', '-extensions', section],
    ...['-out', `${name}.pem`],
  )
}
function pack(name: string, pin: string, ...options: string[]): Buffer {
  writeFileSync(path.join(folder, 'chain.pem'), Buffer.concat([read('middle.pem'), read('root.pem')]))
  const out = `${name}.p12`
  openssl(
    ...['pkcs12', '-export', '-inkey', `${name}.key`, '-in', `${name}.pem`, '-certfile', 'chain.pem'],
    ...['-passout', `pass:${pin}`, '-out', out, ...options],
  )
  return read(out)
}

certify('root', '/C=VN/O=Tổ chức chứng thực/CN=CA gốc thử nghiệm', 'root', 'ca', RSA(2048))
certify('middle', '/C=VN/O=Tổ chức chứng thực/CN=CA cấp dưới', 'root', 'ca', RSA(2048))
certify('person', '/C=VN/O=Văn phòng Ủy ban nhân dân tỉnh/CN=Nguyễn Thị Hồng Phượng', 'middle', 'signer')
certify('plain-name', '/C=VN/CN=Ba NGUYEN THI HONG PHUONG', 'middle', 'signer')
certify('agency', '/C=VN/O=UBND TỈNH SƠN LA/CN=UY BAN NHAN DAN TINH SON LA', 'middle', 'signer', RSA(3072))
certify('longer', '/C=VN/CN=Nguyễn Thị Hồng Phượng Mai', 'middle', 'signer')
certify('accent', '/C=VN/CN=Nguyễn Thị Hồng Phương', 'middle', 'signer')
certify('other', '/C=VN/CN=Lò Văn Thưởng', 'middle', 'signer')
certify('web', '/C=VN/CN=Nguyễn Thị Hồng Phượng', 'middle', 'web')
certify('stamp', '/C=VN/CN=Nguyễn Thị Hồng Phượng', 'middle', 'stamp')
certify('weak', '/C=VN/CN=Khóa ngắn', 'middle', 'signer', RSA(1024))
certify('expired', '/C=VN/CN=Hết hạn', 'middle', 'signer', EC, '-1')
certify('cipher', '/C=VN/CN=Chỉ để mã hóa', 'middle', 'cipher')
certify('stranger', '/C=VN/CN=Người lạ', 'stranger', 'signer')
await issue.authorities.trust(admin, read('root.pem'))

const wanted = { userId: leader.id, pin: 'Mật khẩu số 1', imagePng }
const good = pack('person', wanted.pin)

beforeEach(() => office.pool.query('delete from rate_limits'))

async function reasonOf(verb: Promise<unknown>): Promise<unknown> {
  const failure = await verb.catch((error: unknown) => error)
  return failure instanceof AppError ? [failure.code, failure.detail.reason ?? failure.detail.field] : failure
}

describe('importing a key', () => {
  test('with an accented PIN and an intermediate authority: it signs, and the key before it is retired', async () => {
    await issue.keys.import(admin, { ...wanted, pkcs12: good })
    const draft = await office.approvedDraft()
    expect((await issue.preview(leader, draft.id)).key).toMatchObject({ state: 'usable', isEvaluation: false })
    expect(await outcome(issue.finalize(leader, draft.id, { pin: SIGNER_PIN, step: draft.step }))).toBe('wrong_pin')
    // The same PIN as another keyboard spells it.
    await issue.finalize(leader, draft.id, { pin: wanted.pin.normalize('NFD'), step: draft.step })
    const { bytes } = await issue.file(leader, draft.id, 'pdf-signed')
    expect(pdfsig(bytes, read('root.pem').toString())).toEqual(['valid trusted'])
    const own = await db.select().from(signingKeys).where(eq(signingKeys.userId, leader.id))
    expect(own.filter(({ retiredAt }) => retiredAt === null)).toHaveLength(1)
    // Brought in, it is locked at once (key-secret.test.ts).
    expect(own.filter(({ retiredAt }) => retiredAt === null)).toMatchObject([
      { pkcs12: null, locked: expect.any(Buffer) },
    ])
  })

  test('the picture of a signature is unpacked elsewhere, and one that takes too long is not taken', async () => {
    const tried: (string | undefined)[] = []
    const slow = office.issueWith({
      tryPicture: (png, { person }) => {
        tried.push(person)
        return Promise.reject(new AppError(png.length > 0 ? 'too_heavy' : 'unavailable'))
      },
    })
    expect(await reasonOf(slow.keys.import(admin, { ...wanted, pkcs12: good }))).toEqual(['bad_input', 'not_a_png'])
    expect(tried).toEqual([admin.id])
  })

  test('without a picture of the signature: who signed and when stands in its place, and the seal beside it', async () => {
    await issue.keys.import(admin, { ...wanted, pkcs12: good })
    await issue.keys.setPicture(admin, { userId: leader.id, imagePng: null })
    const [listed] = (await issue.keys.list(admin)).filter((key) => key.holder?.id === leader.id)
    expect(listed).toMatchObject({ state: 'usable', hasImage: false })
    const draft = await office.approvedDraft()
    await issue.finalize(leader, draft.id, { pin: wanted.pin, step: draft.step })
    const { bytes } = await issue.file(leader, draft.id, 'pdf-signed')
    expect(pdfsig(bytes, read('root.pem').toString())).toEqual(['valid trusted'])
    const [field] = await readFields(bytes)
    expect(field?.rectangle.width).toBeGreaterThan(100)
  })

  test.each([
    ['RSA-3072', () => pack('agency', 'pin', '-macalg', 'sha256')],
    ['in the legacy form of older authorities (3DES, RC2)', () => pack('agency', 'pin', '-legacy')],
  ])('%s works', async (_kind, make) => {
    await issue.keys.import(admin, { ...wanted, userId: null, pin: 'pin', pkcs12: make() })
    await issue.keys.try(clerk, 'seal', 'pin')
  })

  test.each<[string, () => Parameters<typeof issue.keys.import>[1], unknown]>([
    ['with a wrong PIN', () => ({ ...wanted, pkcs12: good, pin: 'khác' }), ['wrong_pin', undefined]],
    ['that is no PKCS#12', () => ({ ...wanted, pkcs12: Buffer.from('không phải') }), ['bad_key', 'unreadable']],
    ['that is cut short', () => ({ ...wanted, pkcs12: good.subarray(0, 400) }), ['bad_key', 'unreadable']],
    ['that is empty', () => ({ ...wanted, pkcs12: Buffer.of() }), ['bad_input', 'size']],
    ['that is huge', () => ({ ...wanted, pkcs12: Buffer.alloc(100_000) }), ['bad_input', 'size']],
    ['that has expired', () => ({ ...wanted, pkcs12: pack('expired', wanted.pin) }), ['bad_key', 'expired']],
    ['that is too short', () => ({ ...wanted, pkcs12: pack('weak', wanted.pin) }), ['bad_key', 'weak']],
    [
      'not meant for signing',
      () => ({ ...wanted, pkcs12: pack('cipher', wanted.pin) }),
      ['bad_key', 'not_for_signing'],
    ],
    ['of an unknown authority', () => ({ ...wanted, pkcs12: pack('stranger', wanted.pin) }), ['bad_key', 'untrusted']],
    ['of a web site', () => ({ ...wanted, pkcs12: pack('web', wanted.pin) }), ['bad_key', 'tls_server']],
    ['of a clock', () => ({ ...wanted, pkcs12: pack('stamp', wanted.pin) }), ['bad_key', 'other_purpose']],
    ['without its issuer', () => ({ ...wanted, pkcs12: packAlone('person') }), ['bad_key', 'chain_incomplete']],
    ['of somebody else', () => ({ ...wanted, pkcs12: pack('other', wanted.pin) }), ['bad_key', 'other_name']],
    [
      'of somebody whose name is longer',
      () => ({ ...wanted, pkcs12: pack('longer', wanted.pin) }),
      ['bad_key', 'other_name'],
    ],
    [
      'of somebody told apart by an accent',
      () => ({ ...wanted, pkcs12: pack('accent', wanted.pin) }),
      ['bad_key', 'other_name'],
    ],
    ['of a person as the seal', () => ({ ...wanted, userId: null, pkcs12: good }), ['bad_key', 'other_name']],
    [
      'of the agency as a person’s',
      () => ({ ...wanted, pkcs12: pack('agency', wanted.pin) }),
      ['bad_key', 'other_name'],
    ],
    ['without a MAC', () => ({ ...wanted, pkcs12: pack('person', wanted.pin, '-nomac') }), ['bad_key', 'no_mac']],
    [
      'whose parts together take too long',
      () => ({ ...wanted, pkcs12: pack('person', wanted.pin, '-nomaciter', '-iter', '50001') }),
      ['bad_key', 'too_many_iterations'],
    ],
    [
      'of the older kind that would keep everybody waiting',
      () => ({ ...wanted, pkcs12: pack('person', wanted.pin, '-nomaciter', '-iter', '12501', '-legacy') }),
      ['bad_key', 'too_many_iterations'],
    ],
    ['with endless rounds', () => ({ ...wanted, pkcs12: manyRounds() }), ['bad_key', 'too_many_iterations']],
    ...[[], ['-legacy']].map((kind): [string, () => Parameters<typeof issue.keys.import>[1], unknown] => [
      `with endless rounds for the key alone ${kind.join()}`,
      () => ({ ...wanted, pkcs12: pack('person', wanted.pin, '-nomaciter', '-iter', '1000001', ...kind) }),
      ['bad_key', 'too_many_iterations'],
    ]),
    [
      'without its certificate',
      () => ({ ...wanted, pkcs12: mismatched(), pin: 'pin' }),
      ['bad_key', 'no_certificate_for_key'],
    ],
    ['for nobody', () => ({ ...wanted, pkcs12: good, userId: crypto.randomUUID() }), ['bad_input', 'unknown']],
    ['with a picture that is none', () => ({ ...wanted, pkcs12: good, imagePng: good }), ['bad_input', 'not_a_png']],
    [
      'with an opaque picture',
      () => ({ ...wanted, pkcs12: good, imagePng: makePng({ width: 1, height: 1, isOpaque: true }) }),
      ['bad_input', 'not_transparent'],
    ],
  ])('%s is refused and changes nothing', async (_what, given, reason) => {
    const before = await db.select({ id: signingKeys.id, retiredAt: signingKeys.retiredAt }).from(signingKeys)
    expect(await reasonOf(issue.keys.import(admin, given()))).toEqual(reason)
    const after = await db.select({ id: signingKeys.id, retiredAt: signingKeys.retiredAt }).from(signingKeys)
    expect(after).toEqual(before)
  })

  test('a name without accents, in capitals and with a title is the same name', async () => {
    await issue.keys.import(admin, { ...wanted, pkcs12: pack('plain-name', wanted.pin) })
    await issue.keys.try(leader, 'own', wanted.pin)
  })

  test('a certificate that names somebody else is taken when the administrator says so, and that stands in the record', async () => {
    const pkcs12 = pack('other', wanted.pin)
    const refusal = await issue.keys.import(admin, { ...wanted, pkcs12 }).catch((failure: unknown) => failure)
    expect(refusal).toMatchObject({ detail: { inCertificate: 'Lò Văn Thưởng', expected: leader.name } })
    const { id } = await issue.keys.import(admin, { ...wanted, pkcs12, acceptsName: true })
    const { rows } = await office.pool.query(
      `select detail from audit_log where act = 'key.import' order by seq desc limit 1`,
    )
    expect(rows[0].detail).toMatchObject({
      ...{ keyId: id, userId: leader.id },
      acceptedName: { inCertificate: 'Lò Văn Thưởng', expected: leader.name },
    })
    // What a web site or a clock is made for cannot be accepted.
    const web = { ...wanted, pkcs12: pack('web', wanted.pin), acceptsName: true }
    expect(await reasonOf(issue.keys.import(admin, web))).toEqual(['bad_key', 'tls_server'])
    // At the ceremony both names are seen.
    const draft = await office.approvedDraft()
    const seen = { onPaper: leader.name, inCertificate: 'Lò Văn Thưởng', isSame: false }
    expect((await issue.preview(leader, draft.id)).ways.map(({ names }) => names)).toEqual([seen])
  })

  test('of two keys in one file the administrator is asked which; that one alone is kept', async () => {
    for (const options of [[], ['-legacy']]) {
      const pkcs12 = await joined(pack('person', wanted.pin, ...options), pack('other', wanted.pin, ...options))
      const refusal = await issue.keys.import(admin, { ...wanted, pkcs12 }).catch((failure: unknown) => failure)
      if (!(refusal instanceof AppError)) throw new Error('it was taken')
      expect(refusal.detail).toMatchObject({
        reason: 'several_keys',
        keys: [{ subject: 'Nguyễn Thị Hồng Phượng' }, { subject: 'Lò Văn Thưởng' }],
      })
      for (const name of ['other', 'person']) {
        const serial = new X509Certificate(read(`${name}.pem`)).serialNumber
        await issue.keys.import(admin, { ...wanted, pkcs12, serial, acceptsName: true })
        await issue.keys.try(leader, 'own', wanted.pin)
        const [row] = await db
          .select()
          .from(signingKeys)
          .where(eq(signingKeys.userId, leader.id))
          .orderBy(desc(signingKeys.createdAt))
        expect(row?.serial).toBe(serial)
        const { raw } = new X509Certificate(read(`${name}.pem`))
        const vault = createVault(KEY_SECRET)
        const locked = row?.locked ?? Buffer.of()
        const file = await vault.open(locked, await vault.keyOf(locked, wanted.pin), raw)
        expect(await openKeys(file, wanted.pin)).toHaveLength(1)
      }
    }
    const pkcs12 = await joined(good, pack('other', wanted.pin))
    expect(await reasonOf(issue.keys.import(admin, { ...wanted, pkcs12, serial: 'FF' }))).toEqual([
      'bad_key',
      'several_keys',
    ])
    expect(await reasonOf(issue.keys.import(admin, { ...wanted, pkcs12, pin: 'khác' }))).toEqual([
      'wrong_pin',
      undefined,
    ])
  }, 120_000)

  test('a file that was locked with the PIN in its other spelling opens, however it is typed', async () => {
    const pkcs12 = pack('person', wanted.pin.normalize('NFD'))
    await issue.keys.import(admin, { ...wanted, pkcs12 })
    for (const form of ['NFC', 'NFD']) await issue.keys.try(leader, 'own', wanted.pin.normalize(form))
    expect(await outcome(issue.keys.try(leader, 'own', 'Mật khẩu số 2'))).toBe('wrong_pin')
  })

  test('once more does not end the lock-out of the key', async () => {
    await issue.keys.import(admin, { ...wanted, pkcs12: good })
    for (let i = 0; i < 5; i++) await outcome(issue.keys.try(leader, 'own', 'sai'))
    expect(await outcome(issue.keys.try(leader, 'own', wanted.pin))).toBe('too_many_requests')
    await issue.keys.import(admin, { ...wanted, pkcs12: good })
    expect(await outcome(issue.keys.try(leader, 'own', wanted.pin))).toBe('too_many_requests')
  })

  test('is the administrator’s', async () => {
    for (const person of [leader, clerk, owner])
      expect(await outcome(issue.keys.import(person, { ...wanted, pkcs12: good }))).toBe('not_allowed')
  })
})

describe('the administrator’s page', () => {
  test('lists every key with its state and no secret', async () => {
    const rows = await issue.keys.list(admin)
    expect(rows.map(({ state }) => state)).toContain('retired')
    expect(rows.find(({ holder, state }) => holder?.id === leader.id && state === 'usable')).toMatchObject({
      subject: 'Nguyễn Thị Hồng Phượng',
      issuer: 'CA gốc thử nghiệm',
    })
    expect(JSON.stringify(rows)).not.toMatch(/pkcs12|PRIVATE|imagePng/)
    expect(await outcome(issue.keys.list(leader))).toBe('not_allowed')
  })

  test('a retired key signs no more', async () => {
    const rows = await issue.keys.list(admin)
    const seal = rows.find(({ holder, state }) => holder === null && state === 'usable')
    await issue.keys.retire(admin, seal?.id ?? '')
    expect(await reasonOf(issue.keys.try(clerk, 'seal', SEAL_PIN))).toEqual(['no_key', 'retired'])
    expect(await outcome(issue.keys.retire(admin, seal?.id ?? ''))).toBe('not_found')
  })

  test('an authority is trusted once, by its certificate, and no longer when taken away', async () => {
    expect(await reasonOf(issue.authorities.trust(admin, read('root.pem')))).toEqual(['bad_input', 'known'])
    expect(await reasonOf(issue.authorities.trust(admin, read('person.pem')))).toEqual([
      'bad_input',
      'not_an_authority',
    ])
    expect(await reasonOf(issue.authorities.trust(admin, Buffer.from('?')))).toEqual(['bad_input', 'unreadable'])
    expect(await outcome(issue.authorities.trust(leader, read('root.pem')))).toBe('not_allowed')
    const root = (await issue.authorities.list()).find(({ name }) => name === 'CA gốc thử nghiệm')
    await issue.authorities.distrust(admin, root?.id ?? '')
    const rows = await issue.keys.list(admin)
    expect(rows.find(({ holder, state }) => holder?.id === leader.id && state !== 'retired')?.state).toBe('untrusted')
    expect(await reasonOf(issue.keys.try(leader, 'own', wanted.pin))).toEqual(['no_key', 'untrusted'])
    expect((await issue.keys.check()).map(({ state }) => state)).toContain('untrusted')
  })
})

/** Without the certificates of those who issued it. */
function packAlone(name: string): Buffer {
  openssl(
    'pkcs12',
    '-export',
    '-inkey',
    `${name}.key`,
    '-in',
    `${name}.pem`,
    '-passout',
    `pass:${wanted.pin}`,
    '-out',
    'a.p12',
  )
  return read('a.p12')
}

/** The contents of both files in one, under the PIN that they share. */
async function joined(...files: Buffer[]): Promise<Buffer> {
  const safeContents = files.flatMap((file) => {
    const { content } = pkijs.PFX.fromBER(new Uint8Array(file).buffer).authSafe
    return pkijs.AuthenticatedSafe.fromBER(content.getValue()).safeContents
  })
  const authenticatedSafe = new pkijs.AuthenticatedSafe({ safeContents })
  const both = new pkijs.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } })
  const password = new Uint8Array(new TextEncoder().encode(wanted.pin)).buffer
  const [pbkdf2HashAlgorithm, hmacHashAlgorithm] = ['SHA-256', 'SHA-256']
  await both.makeInternalValues({ password, iterations: 2048, pbkdf2HashAlgorithm, hmacHashAlgorithm })
  return Buffer.from(both.toSchema().toBER())
}

/** Says that its PIN has to be hashed two million times. */
function manyRounds(): Buffer {
  const file = pkijs.PFX.fromBER(new Uint8Array(good).buffer)
  if (file.macData) file.macData.iterations = 2_000_000
  return Buffer.from(file.toSchema().toBER())
}

/** The key of one with the certificate of another. */
function mismatched(): Buffer {
  const key = forge.pki.privateKeyFromPem(read('agency.key').toString())
  const certificate = forge.pki.certificateFromPem(read('root.pem').toString())
  const file = forge.pkcs12.toPkcs12Asn1(key, certificate, 'pin', { algorithm: 'aes256' })
  return Buffer.from(forge.asn1.toDer(file).getBytes(), 'latin1')
}
