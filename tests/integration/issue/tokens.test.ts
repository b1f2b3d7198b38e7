/** Keys in tokens beside the server, with SoftHSM2 in their place, and with a driver as bad as they come. */
import { execFileSync, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signingKeys, signingRequests, trustedAuthorities } from '../../../server/database/tables.ts'
import { type Modules, openToken } from '../../../server/issue/providers/pkcs11/tokens.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig, SEAL_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const PINS = { A: '123456', B: '654321' }
const module = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so'].find((one) =>
  existsSync(one),
)
const pkcs11js = packageFolder('pkcs11js')
const missing = module === undefined ? 'SoftHSM2 (Debian: softhsm2)' : pkcs11js === null ? 'the package pkcs11js' : null
const hasCompiler = spawnSync('gcc', ['--version'], { stdio: 'ignore' }).status === 0
if (missing) process.stderr.write(`Tests of tokens are skipped: ${missing} is not here.\n`)

const folder = mkdtempSync(path.join(tmpdir(), 'but-phe-token-'))
const inFolder = (name: string) => path.join(folder, name)
const office = await freshIssuingOffice()
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await office.drop()
})
const { leader, otherLeader, clerk, admin, owner, db } = office
const modules: Modules = { paths: new Map([['libsofthsm2', module ?? '']]) }
const issue = office.issueWith({ typeset: smallPdf, tokenModules: modules })

function packageFolder(name: string): string | null {
  try {
    return path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch {
    return null
  }
}

const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })

/** A root, and under it a key of each kind in the name of a leader, on a token of its own. */
function makeTokens() {
  mkdirSync(inFolder('tokens'))
  writeFileSync(
    inFolder('softhsm.conf'),
    `directories.tokendir = ${inFolder('tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  // Poppler calls a certificate without these an "unknown issue" even when it trusts it.
  writeFileSync(
    inFolder('extensions'),
    `basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\nextendedKeyUsage=emailProtection
subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always\ncrlDistributionPoints=URI:http://ca.invalid/crl\n`,
  )
  process.env.SOFTHSM2_CONF = inFolder('softhsm.conf') // the driver's process has it from this one
  const year = ['-days', '365']
  const root = ['-keyout', 'root.key', '-out', 'root.pem', '-subj', '/CN=Gốc thử nghiệm']
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-utf8', ...root, ...year)
  const kinds = { A: ['rsa:2048'], B: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] }
  const names = { A: leader.name, B: otherLeader.name }
  for (const token of ['A', 'B'] as const) {
    const asked = ['-keyout', `${token}.key`, '-out', `${token}.csr`, '-subj', `/CN=${names[token]}`]
    openssl('req', '-new', '-newkey', ...kinds[token], '-nodes', '-utf8', ...asked)
    const by = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', ...year, '-extfile', 'extensions']
    openssl('x509', '-req', '-in', `${token}.csr`, ...by, '-out', `${token}.pem`)
    openssl('pkcs8', '-topk8', '-nocrypt', '-in', `${token}.key`, '-out', `${token}.p8`)
    const softhsm = (...args: string[]) => execFileSync('softhsm2-util', args, { stdio: 'ignore' })
    softhsm('--init-token', '--free', '--label', token, '--pin', PINS[token], '--so-pin', '87654321')
    softhsm('--import', inFolder(`${token}.p8`), '--token', token, '--label', 'key', '--id', '01', '--pin', PINS[token])
  }
}

/** SoftHSM's tool brings no certificates; another process does, as the holder's own program would. */
function putCertificates() {
  const script = `
    const { default: p } = await import(${JSON.stringify(path.join(pkcs11js ?? '', 'index.js'))})
    const { readFileSync } = await import('node:fs'); const { X509Certificate } = await import('node:crypto')
    const driver = new p.PKCS11(); driver.load(${JSON.stringify(module)}); driver.C_Initialize()
    const pins = ${JSON.stringify(PINS)}
    for (const slot of driver.C_GetSlotList(true)) {
      const label = driver.C_GetTokenInfo(slot).label.trim()
      if (!pins[label]) continue
      const session = driver.C_OpenSession(slot, p.CKF_SERIAL_SESSION | p.CKF_RW_SESSION)
      driver.C_Login(session, p.CKU_USER, pins[label])
      const { raw } = new X509Certificate(readFileSync(${JSON.stringify(folder)} + '/' + label + '.pem'))
      driver.C_CreateObject(session, [
        { type: p.CKA_CLASS, value: p.CKO_CERTIFICATE }, { type: p.CKA_CERTIFICATE_TYPE, value: p.CKC_X_509 },
        { type: p.CKA_TOKEN, value: true }, { type: p.CKA_PRIVATE, value: false },
        { type: p.CKA_SUBJECT, value: Buffer.from(label) }, { type: p.CKA_ID, value: Buffer.from('01', 'hex') }, { type: p.CKA_VALUE, value: raw },
      ])
    }
    driver.C_Finalize()`
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Of the children of this process the one that speaks with the module. */
function killDriver() {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
  const line = children.split('\n').find((one) => one.includes('pkcs11/child.js'))
  process.kill(Number.parseInt(line ?? '', 10), 'SIGKILL')
}

describe.skipIf(missing !== null)('a key in a token beside the server', () => {
  let rootPem = ''
  const placeOf = async (label: string) => {
    const { tokens } = await issue.keys.tokens(admin)
    const token = tokens.find((one) => one.label === label)
    const [key] = token?.keys ?? []
    if (!token || !key) throw new Error('no such token')
    return { module: token.module, serial: token.serial, keyId: key.keyId }
  }

  beforeAll(async () => {
    makeTokens()
    putCertificates()
    rootPem = readFileSync(inFolder('root.pem'), 'utf8')
    await db.insert(trustedAuthorities).values({ name: 'Gốc thử nghiệm', certificatePem: rootPem, isEvaluation: false })
  })

  test('is found with its certificate, on each of two tokens, by an administrator only', async () => {
    const { tokens, failed, isOffered } = await issue.keys.tokens(admin)
    expect({ isOffered, failed }).toEqual({ isOffered: true, failed: [] })
    expect(tokens.map(({ label, keys }) => [label, ...keys.map(({ subject }) => subject)]).toSorted()).toEqual([
      ['A', leader.name],
      ['B', otherLeader.name],
    ])
    expect(await outcome(issue.keys.tokens(clerk))).toBe('not_allowed')
    expect(
      await outcome(
        issue.keys.importToken(owner, { ...(await placeOf('A')), userId: leader.id, pin: PINS.A, imagePng: null }),
      ),
    ).toBe('not_allowed')
  })

  test.each([
    ['RSA', 'A', leader],
    ['ECDSA', 'B', otherLeader],
  ] as const)('%s signs the whole way, beside the file that its holder has', async (_kind, label, signer) => {
    const wanted = { ...(await placeOf(label)), userId: signer.id, imagePng: null }
    expect(await outcome(issue.keys.importToken(admin, { ...wanted, pin: '000000' }))).toBe('wrong_pin')
    const { id: keyId } = await issue.keys.importToken(admin, { ...wanted, pin: PINS[label] })
    const draft = await office.approvedDraft({ signer })
    const { ways } = await issue.preview(signer, draft.id)
    expect(ways.map(({ device }) => device)).toEqual(['token', 'server'])
    expect(await outcome(issue.finalize(signer, draft.id, { keyId, pin: '000000', step: draft.step }))).toBe(
      'wrong_pin',
    )
    expect((await issue.status(signer, draft.id)).state).toBe('approved')
    await issue.finalize(signer, draft.id, { keyId, pin: PINS[label], step: draft.step })
    expect(pdfsig((await issue.file(signer, draft.id, 'pdf-signed')).bytes, rootPem)).toEqual(['valid trusted'])
    const [request] = await db.select().from(signingRequests).where(eq(signingRequests.draftId, draft.id))
    expect(request).toMatchObject({ state: 'embedded', device: 'token', keyId })
    await issue.seal(clerk, draft.id, { pin: SEAL_PIN })
    const [row] = await db.select().from(signingKeys).where(eq(signingKeys.id, keyId))
    expect(JSON.stringify(row)).not.toContain(PINS[label])
  })

  test('somebody else’s token is not theirs without a word', async () => {
    const wanted = { ...(await placeOf('A')), userId: otherLeader.id, imagePng: null, pin: PINS.A }
    const failure = await issue.keys.importToken(admin, wanted).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'bad_key', detail: { reason: 'other_name', expected: otherLeader.name } })
  })

  test('that is pulled out: nothing is frozen, and the file of its holder signs instead', async () => {
    const draft = await office.approvedDraft()
    const [token, file] = (await issue.preview(leader, draft.id)).ways
    renameSync(inFolder('tokens'), inFolder('gone'))
    mkdirSync(inFolder('tokens'))
    const how = { keyId: token?.id, pin: PINS.A, step: draft.step }
    const failure = await issue.finalize(leader, draft.id, how).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'key_unreachable', detail: { reason: 'token_gone' } })
    expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'approved', entry: null })
    await issue.finalize(leader, draft.id, { keyId: file?.id, pin: '135790', step: draft.step })
    rmSync(inFolder('tokens'), { recursive: true })
    renameSync(inFolder('gone'), inFolder('tokens'))
    expect((await issue.status(leader, draft.id)).state).toBe('signed')
  })

  test('that is pulled out between the digest and the signature: the number is safe, and it is asked again', async () => {
    const draft = await office.approvedDraft()
    const [token] = (await issue.preview(leader, draft.id)).ways
    const how = { keyId: token?.id, pin: PINS.A }
    const pulled = office.issueWith({
      ...{ typeset: smallPdf, tokenModules: modules },
      async appendField(...given) {
        const prepared = await office.workers.do.appendField(...given)
        killDriver()
        return prepared
      },
    })
    expect(await outcome(pulled.finalize(leader, draft.id, { ...how, step: draft.step }))).toBe('key_unreachable')
    expect(await issue.status(leader, draft.id)).toMatchObject({ state: 'finalizing', canResume: true })
    const [request] = await db.select().from(signingRequests).where(eq(signingRequests.draftId, draft.id))
    expect(request).toMatchObject({ state: 'failed', error: 'key_unreachable', answer: null })
    await issue.resume(leader, draft.id, how)
    expect((await issue.status(leader, draft.id)).state).toBe('signed')
  })

  describe.skipIf(!hasCompiler)('a driver that', () => {
    const certificate = () => new X509Certificate(readFileSync(inFolder('A.pem')))
    const fake: Modules = { paths: new Map([['fake', inFolder('fake.so')]]), patienceMs: 5_000 }
    const place = { module: 'fake', serial: 'FAKE', keyId: '01' }
    beforeAll(() => {
      const headers = path.join(pkcs11js ?? '', 'includes', 'pkcs11')
      execFileSync('gcc', ['-shared', '-fPIC', '-I', headers, '-o', inFolder('fake.so'), 'tests/fixtures/driver.c'])
    })
    afterAll(() => {
      delete process.env.FAKE_DRIVER
    })

    test.each([
      ['hangs', 'driver_hangs'],
      ['crashes', 'driver_crashed'],
      ['locks', 'pin_locked'],
    ])('%s is told as such, and takes nobody with it', async (how, reason) => {
      process.env.FAKE_DRIVER = how
      const failure = await openToken(fake, place, { certificate: certificate(), chain: [], pin: '1' }).catch(
        (e: unknown) => e,
      )
      expect(failure).toMatchObject({ code: 'key_unreachable', detail: { reason } })
    })

    test('is not there at all is told as such', async () => {
      const none: Modules = { paths: new Map([['fake', inFolder('nothing.so')]]) }
      const failure = await openToken(none, place, { certificate: certificate(), chain: [], pin: '1' }).catch(
        (e: unknown) => e,
      )
      expect(failure).toMatchObject({ code: 'key_unreachable', detail: { reason: 'no_module' } })
    })
  })
})
