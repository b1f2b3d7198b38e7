/** Keys in tokens beside the server, with SoftHSM2 in their place, and with a driver as bad as they come. */
import { execFileSync, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signingKeys, signingRequests, trustedAuthorities } from '../../../server/database/tables.ts'
import { type Modules, openToken } from '../../../server/issue/providers/pkcs11/tokens.ts'
import { makeTokens, missing, module, pkcs11js, tokenFolder } from '../../tools/softhsm.ts'
import { outcome } from '../setup/office.ts'
import { freshIssuingOffice, pdfsig, SEAL_PIN } from './office.ts'
import { smallPdf } from './small-pdf.ts'

const PINS = { A: '123456', B: '654321' }
const hasCompiler = spawnSync('gcc', ['--version'], { stdio: 'ignore' }).status === 0
if (missing) process.stderr.write(`Tests of tokens are skipped: ${missing} is not here.\n`)

const own = tokenFolder()
const { inFolder } = own
const office = await freshIssuingOffice()
afterAll(async () => {
  own.drop()
  await office.drop()
})
const { leader, otherLeader, clerk, admin, owner, db } = office
const modules: Modules = { paths: new Map([['libsofthsm2', module ?? '']]) }
const issue = office.issueWith({ typeset: smallPdf, tokenModules: modules })

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
    makeTokens(own, [
      { label: 'A', name: leader.name, pin: PINS.A, kind: 'rsa' },
      { label: 'B', name: otherLeader.name, pin: PINS.B, kind: 'ec' },
    ])
    process.env.SOFTHSM2_CONF = own.conf // the driver's process has it from this one
    rootPem = own.rootPem()
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
