import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import forge from 'node-forge'
import * as pkijs from 'pkijs'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { signingKeys } from '../../../server/database/tables.ts'
import { AppError } from '../../../src/lib/errors.ts'
import { makePng } from '../../fixtures/png.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig, SEAL_PIN, SIGNER_PIN } from './office.ts'
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
[cipher]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,keyEncipherment\n${COMMON}`,
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
certify('person-rsa', '/C=VN/CN=Lò Văn Thưởng', 'middle', 'signer', RSA(3072))
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
    expect(own.some(({ pkcs12 }) => Buffer.from(pkcs12).includes(wanted.pin))).toBe(false)
  })

  test.each([
    ['RSA-3072', () => pack('person-rsa', 'pin', '-macalg', 'sha256')],
    ['in the legacy form of older authorities (3DES, RC2)', () => pack('person-rsa', 'pin', '-legacy')],
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
    ['with endless rounds', () => ({ ...wanted, pkcs12: manyRounds() }), ['bad_key', 'too_many_iterations']],
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

/** Says that its PIN has to be hashed two million times. */
function manyRounds(): Buffer {
  const file = pkijs.PFX.fromBER(new Uint8Array(good).buffer)
  if (file.macData) file.macData.iterations = 2_000_000
  return Buffer.from(file.toSchema().toBER())
}

/** The key of one with the certificate of another. */
function mismatched(): Buffer {
  const key = forge.pki.privateKeyFromPem(read('person-rsa.key').toString())
  const certificate = forge.pki.certificateFromPem(read('root.pem').toString())
  const file = forge.pkcs12.toPkcs12Asn1(key, certificate, 'pin', { algorithm: 'aes256' })
  return Buffer.from(forge.asn1.toDer(file).getBytes(), 'latin1')
}
