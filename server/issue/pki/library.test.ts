/** Certificates made to cost: each is told of at once, and is nobody's. */
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { certificateNames } from '../keys/whose.ts'
import { isOrdinary } from './library.ts'
import { purposeOf } from './purpose.ts'
import { pathFault } from './trust.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'certificates-'))
afterAll(() => rmSync(folder, { recursive: true }))

const many = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i))

/** By OpenSSL, which takes what no library of ours would write. */
function made({ curve = 'prime256v1', name = ['CN=T'], extensions = [] as string[] }): X509Certificate {
  const [key, settings] = [path.join(folder, 'key.pem'), path.join(folder, 'settings.cnf')]
  execFileSync('openssl', ['ecparam', '-name', curve, '-genkey', '-noout', '-out', key])
  const head = ['[req]', 'utf8=yes', 'string_mask=utf8only', 'distinguished_name=d', 'prompt=no', 'x509_extensions=e']
  writeFileSync(settings, [...head, '[d]', ...name, '[e]', 'keyUsage=digitalSignature', ...extensions, ''].join('\n'))
  const args = ['req', '-utf8', '-x509', '-new', '-key', key, '-config', settings, '-days', '30']
  return new X509Certificate(execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] }))
}

describe.each([
  ['10,000 names of web sites', { extensions: [`subjectAltName=${many(10_000, (i) => `DNS:a${i}.vn`).join()}`] }],
  ['6,000 extensions', { extensions: many(6_000, (i) => `1.3.6.1.4.1.99999.${i}=DER:0500`) }],
  ['5,000 parts of a name', { name: [...many(5_000, (i) => `${i}.OU=nhóm ${i}`), 'CN=T'] }],
])('%s', (_, how) => {
  test('are not read by the library', async () => {
    const certificate = made(how)
    expect(isOrdinary(certificate.raw)).toBe(false)
    expect(purposeOf(certificate)).toBe('unreadable')
    expect(await pathFault(Array.from({ length: 6 }, () => certificate))).toBe('constraints')
  })
})

test.each(['secp256k1', 'secp521r1', 'brainpoolP384r1', 'sect571r1'])(
  'a key on %s is told of as any other',
  async (curve) => {
    const certificate = made({ curve })
    expect(isOrdinary(certificate.raw)).toBe(true)
    expect(purposeOf(certificate)).toBe('signing')
    expect([null, 'constraints', 'weak']).toContain(await pathFault([certificate]))
  },
)

test('a name that turns or hides the words around it is shown without that', () => {
  const turned = made({ name: ['CN=Nguyễn \u202E21\u202C Văn\u200B An \uE000'] })
  expect(certificateNames(turned).shown).toBe('Nguyễn 21 Văn An')
})
