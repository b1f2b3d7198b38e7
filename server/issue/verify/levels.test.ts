/** How long a signature can be checked, told from the file alone. */
import { createHash, X509Certificate } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { makePng } from '../../../tests/fixtures/png.ts'
import { type Holder, openPki, signingKeyOf } from '../../../tests/tools/pki.ts'
import { signPdf } from '../../../tests/tools/sign-pdf.ts'
import { append, objectText, rootOf, wordsPdf } from '../../../tests/tools/signed-pdf.ts'
import { appendStamp, appendStore } from '../archive/append.ts'
import { fetchBytes } from '../pki/fetch.ts'
import { ocspRequest } from '../pki/revocation.ts'
import { appendField } from '../sign/field.ts'
import { digestOf, filled } from '../sign/sign.ts'
import { assessPdf, planOf } from './assess.ts'

const pki = await openPki()
afterAll(pki.close)
const trust = {
  authorities: [{ name: 'Gốc', certificatePem: pki.root.pem, isEvaluation: false }],
  now: new Date(Date.now() + 1000),
}
const DAY_MS = 86_400_000
const imagePng = makePng({ width: 120, height: 60 })

async function sign(pdf: Uint8Array, holder: Holder, name: string, isStamped = true): Promise<Uint8Array> {
  const field = {
    ...{ name, title: name, page: 1, rectangle: { x: 320, y: 300, width: 120, height: 60 }, imagePng },
    ...{ signerName: name, reason: '', location: '', at: new Date() },
  }
  const timestamp = isStamped ? pki.token : undefined
  return signPdf(pdf, field, await signingKeyOf(holder), { append: appendField, timestamp })
}

async function stamp(pdf: Uint8Array, name: string): Promise<Uint8Array> {
  const prepared = await appendStamp({ pdf, name, reserve: 12_000 })
  return filled(prepared, await pki.token(digestOf(prepared)))
}

/** Whatever can be had of what the file lacks. */
async function planAnswers(pdf: Uint8Array) {
  const { missing, certificates } = await planOf(pdf, trust)
  const ocsps: Uint8Array[] = []
  for (const one of missing) {
    const [own, issuer] = [one.certificate, one.issuer].map((der) => new X509Certificate(der))
    if (!own || !issuer || own.ca) continue
    const bytes = await ocspRequest(own, issuer, createHash('sha256').update(own.raw).digest())
    const body = { bytes, type: 'application/ocsp-request' }
    ocsps.push(await fetchBytes(`${pki.url}/ocsp`, { body, mostBytes: 64_000, ms: 5000, allowed: null }))
  }
  const lists = [await fetchBytes(`${pki.url}/root.crl`, { mostBytes: 64_000, ms: 5000, allowed: null })]
  return { certificates, ocsps, lists }
}

const store = async (pdf: Uint8Array) => appendStore({ pdf, ...(await planAnswers(pdf)) })

const levels = async (pdf: Uint8Array, now = trust.now) =>
  (await assessPdf(pdf, { ...trust, now })).signatures.map(({ type, level }) => (type === 'signature' ? level : type))

test('each addition raises it, and leaves the file whole', async () => {
  const [person, agency] = [await pki.person('Nguyễn Văn An'), await pki.person('Sở Nội vụ')]
  let pdf = await sign(await sign(await wordsPdf(), person, 'A', false), agency, 'B')
  expect(await levels(pdf)).toEqual(['B-B', 'B-T'])
  expect(await planOf(pdf, trust), 'the lowest counts').toMatchObject({ level: 'B-B', needsTime: true, isSound: true })
  pdf = await stamp(pdf, 'T1')
  expect(await levels(pdf)).toEqual(['B-T', 'B-T', 'timestamp'])
  pdf = await store(pdf)
  expect(await levels(pdf)).toEqual(['B-LT', 'B-LT', 'timestamp'])
  expect(await planOf(pdf, trust)).toMatchObject({ level: 'B-LT', needsStamp: true, missing: [], untrusted: null })
  pdf = await stamp(pdf, 'T2')
  expect(await levels(pdf)).toEqual(['B-LTA', 'B-LTA', 'timestamp', 'timestamp'])
  const { signatures, malformed, unclear } = await assessPdf(pdf, trust)
  expect([malformed, unclear]).toEqual([0, null])
  expect(signatures.map(({ after }) => after.state)).toEqual(['allowed', 'allowed', 'allowed', 'nothing'])
})

describe('in ten years', async () => {
  const person = await pki.person('Nguyễn Văn An', { to: new Date(Date.now() + DAY_MS) })
  const signed = await sign(await wordsPdf(), person, 'A')
  const archived = await stamp(await store(signed), 'T')
  const reportIn = async (pdf: Uint8Array, days: number) =>
    (await assessPdf(pdf, { ...trust, now: new Date(Date.now() + days * DAY_MS) })).signatures[0]

  test('a certificate that has ended since is told apart from one that had when it signed', async () => {
    const report = await reportIn(archived, 30)
    expect(report).toMatchObject({ level: 'B-LTA', now: 'expired', trust: { wasCertificateValid: true } })
    expect(report?.provenTime).not.toBeNull()
  })

  test('a stamp that can no longer be checked proves nothing, unless a later one has taken its place', async () => {
    expect((await reportIn(archived, 4 * 365))?.provenTime).toBeNull()
    expect(await reportIn(archived, 4 * 365)).toMatchObject({ level: 'B-B' })
  })
})

describe('revoked', () => {
  async function revoked(before: number, isStamped = true) {
    const person = await pki.person('Nguyễn Văn An')
    const signed = await sign(await wordsPdf(), person, 'A', isStamped)
    pki.revoke(person, new Date(Date.now() - before))
    return (await assessPdf(await store(signed), trust)).signatures[0]
  }

  test('before it signed: it was not valid then', async () => {
    expect(await revoked(3_600_000)).toMatchObject({
      ...{ revocation: { state: 'revoked', isProvenBefore: false }, now: 'revoked' },
      trust: { wasCertificateValid: false },
    })
  })

  test('after it signed: it stands where that is proven, and else nobody knows', async () => {
    const stands = { state: 'revoked', isProvenBefore: true }
    expect(await revoked(-60_000)).toMatchObject({ revocation: stands, trust: { wasCertificateValid: true } })
    expect(await revoked(-60_000, false)).toMatchObject({
      ...{ revocation: { state: 'revoked', isProvenBefore: false }, trust: { wasCertificateValid: true } },
      level: 'B-B',
    })
  })
})

describe('a store that is put in the place of an earlier one', () => {
  test('hides no revocation that the file has told of', async () => {
    const person = await pki.person('Nguyễn Văn An')
    const signed = await sign(await wordsPdf(), person, 'A', false)
    const good = await planAnswers(signed)
    pki.revoke(person, new Date(Date.now() - 3_600_000))
    const told = Buffer.from(await stamp(await store(signed), 'T'))
    const [ocsp = new Uint8Array()] = good.ocsps
    const root = rootOf(told)
    const catalog = objectText(told, root).replace(/\/DSS \d+ 0 R/, '/DSS 900 0 R')
    const stream = `<< /Length ${ocsp.length} >>\nstream\n${Buffer.from(ocsp).toString('latin1')}\nendstream`
    const stores: [string, Record<number, string>][] = [
      ['', {}],
      ['/OCSPs [ 901 0 R ]', { 901: stream }],
    ]
    for (const [held, streams] of stores) {
      const hidden = append(told, { objects: { [root]: catalog, 900: `<< /Type /DSS ${held} >>`, ...streams } })
      const [report] = (await assessPdf(hidden, trust)).signatures
      expect(report, held).toMatchObject({ revocation: { state: 'revoked' }, trust: { wasCertificateValid: false } })
    }
  })
})

test('an answer that was over before somebody signed says nothing of that signature', async () => {
  const person = await pki.person('Nguyễn Văn An')
  const signed = await sign(await wordsPdf(), person, 'A')
  pki.fail('ocsp', 'old')
  const old = await planAnswers(signed)
  pki.fail('ocsp', null)
  const stored = await appendStore({ pdf: signed, ...old })
  expect(await levels(stored)).toEqual(['B-T'])
  const subjects = (await planOf(stored, trust)).missing.map(
    ({ certificate }) => new X509Certificate(certificate).subject,
  )
  expect(subjects, 'it is asked for anew').toContain(new X509Certificate(person.der).subject)
  expect(await levels(await store(stored))).toEqual(['B-LT'])
})

test('of somebody unknown nothing is proven, and nobody is to be asked what their certificate names', async () => {
  const other = await openPki()
  const person = await other.person('Người lạ')
  const pdf = await sign(await wordsPdf(), person, 'A')
  const plan = await planOf(pdf, trust)
  expect(plan).toMatchObject({ level: 'B-B', untrusted: 'Người lạ' })
  expect(plan.missing.map(({ certificate }) => new X509Certificate(certificate).subject)).not.toContain('CN=Người lạ')
  await other.close()
})

test('a store of anybody’s making changes no level and no answer', async () => {
  const person = await pki.person('Nguyễn Văn An')
  const signed = await sign(await wordsPdf(), person, 'A')
  const junk = [Buffer.from('30030201', 'hex'), Buffer.alloc(5000, 0x30), Buffer.from('%PDF-1.7')]
  const stuffed = await appendStore({ pdf: signed, certificates: junk, ocsps: junk, lists: junk })
  const { signatures } = await assessPdf(stuffed, trust)
  expect(signatures).toMatchObject([{ level: 'B-T', revocation: { state: 'unknown' }, after: { state: 'data' } }])
})
