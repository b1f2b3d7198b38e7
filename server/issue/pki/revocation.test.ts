import { randomBytes, X509Certificate } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { type ListFault, type OcspFault, openPki } from '../../../tests/tools/pki.ts'
import { fetchBytes } from './fetch.ts'
import { ocspRequest, readList, readOcsp, sourcesOf } from './revocation.ts'

const pki = await openPki()
afterAll(pki.close)
const [good, revoked] = [await pki.person('Nguyễn Văn An'), await pki.person('Lò Văn Bình')]
const since = new Date('2026-10-01T00:00:00Z')
pki.revoke(revoked, since)
const issuer = new X509Certificate(pki.intermediate.der)
const now = new Date()
const reach = { ms: 20_000, mostBytes: 32 * 1024 * 1024, allowed: null }

async function byOcsp(
  holder: typeof good,
  fault: OcspFault | null = null,
  otherwise: Partial<{ issuer: X509Certificate; now: Date }> = {},
) {
  pki.fail('ocsp', fault)
  const certificate = new X509Certificate(holder.der)
  const nonce = randomBytes(16)
  const body = { bytes: await ocspRequest(certificate, issuer, nonce), type: 'application/ocsp-request' }
  const bytes = await fetchBytes(`${pki.url}/ocsp`, { ...reach, body })
  const finding = await readOcsp(bytes, { certificate, issuer, now, nonce, ...otherwise })
  return typeof finding === 'string' ? finding : finding.state
}

async function byList(holder: typeof good, fault: ListFault | null = null, path = '/ca.crl') {
  pki.fail('list', fault)
  const bytes = await fetchBytes(pki.url + path, reach)
  return { bytes, finding: readList(bytes, { certificate: new X509Certificate(holder.der), issuer, now }) }
}

test('a certificate says where it can be asked about', () => {
  expect(sourcesOf(new X509Certificate(good.der))).toEqual({ ocsp: [`${pki.url}/ocsp`], lists: [`${pki.url}/ca.crl`] })
  expect(sourcesOf(new X509Certificate(pki.root.der))).toEqual({ ocsp: [], lists: [] })
})

describe('OCSP', () => {
  test('says good, and revoked since when', async () => {
    expect([await byOcsp(good), await byOcsp(revoked)]).toEqual(['good', 'revoked'])
  })

  test.each<[OcspFault, string]>([
    ['wrong_nonce', 'nonce'],
    ['stranger', 'unsigned'],
    ['old', 'stale'],
    ['unknown', 'unknown'],
    ['other', 'foreign'],
    ['page', 'unreadable'],
  ])('is nothing when it is %s', async (fault, says) => {
    expect(await byOcsp(good, fault)).toBe(says)
  })

  test('of another authority of that name is nothing', async () => {
    expect(await byOcsp(good, null, { issuer: new X509Certificate(pki.root.der) })).toBe('foreign')
  })
})

describe('a list', () => {
  test('says good, and revoked since when', async () => {
    expect((await byList(good)).finding).toMatchObject({ state: 'good' })
    expect((await byList(revoked)).finding).toMatchObject({ state: 'revoked', revokedAt: since })
  })

  test.each<[ListFault, string]>([
    ['stranger', 'unsigned'],
    ['old', 'stale'],
  ])('is nothing when it is %s', async (fault, says) => {
    expect((await byList(good, fault)).finding).toBe(says)
  })

  test('of another authority, or cut off, or changed, is nothing', async () => {
    expect((await byList(good, null, '/root.crl')).finding).toBe('foreign')
    const { bytes } = await byList(revoked)
    const about = { certificate: new X509Certificate(good.der), issuer, now }
    for (let at = 0; at < bytes.length; at += 7) {
      expect(typeof readList(bytes.subarray(0, at), about)).toBe('string')
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x41
      expect(typeof readList(changed, about), `byte ${at}`).toBe('string')
    }
  })

  test('of 20 MB is gone through, and nothing holds the memory up', async () => {
    const before = process.memoryUsage().heapUsed
    const { bytes, finding } = await byList(revoked, 'huge')
    expect(bytes.length).toBeGreaterThan(20e6)
    expect(finding).toMatchObject({ state: 'revoked', revokedAt: since })
    expect((await byList(good, 'huge')).finding).toMatchObject({ state: 'good' })
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200e6)
  })
})
