import { X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import { expect, test } from 'vitest'
import { purposeOf } from './purpose.ts'

const keys = forge.pki.rsa.generateKeyPair({ bits: 1024, e: 0x10001 })

function certificate(extensions: object[]): X509Certificate {
  const made = forge.pki.createCertificate()
  made.publicKey = keys.publicKey
  made.serialNumber = '01'
  made.validity.notBefore = new Date('2026-01-01')
  made.validity.notAfter = new Date('2027-01-01')
  const name = [{ name: 'commonName', value: 'Somebody' }]
  made.setSubject(name)
  made.setIssuer(name)
  made.setExtensions(extensions)
  made.sign(keys.privateKey, forge.md.sha256.create())
  return new X509Certificate(forge.pki.certificateToPem(made))
}

const usage = (...uses: string[]) => ({
  name: 'keyUsage',
  ...Object.fromEntries(uses.map((use) => [use, true])),
})
const extended = (...uses: string[]) => ({
  name: 'extKeyUsage',
  ...Object.fromEntries(uses.map((use) => [use, true])),
})

const cases: [string, object[], string][] = [
  ['says nothing', [], 'signing'],
  ['may sign', [usage('digitalSignature')], 'signing'],
  ['commits itself only', [usage('nonRepudiation')], 'signing'],
  ['for e-mail and sign-in, as persons have them', [extended('emailProtection', 'clientAuth')], 'signing'],
  ['for signing documents (RFC 9336)', [extended('1.3.6.1.5.5.7.3.36')], 'signing'],
  ['for any purpose', [extended('2.5.29.37.0')], 'signing'],
  ['for any purpose, a server too', [extended('serverAuth', '2.5.29.37.0')], 'tls-server'],
  ['for e-mail, a server too', [extended('serverAuth', 'clientAuth', 'emailProtection')], 'tls-server'],
  ['for documents, a server too', [extended('serverAuth', '1.3.6.1.5.5.7.3.36')], 'tls-server'],
  ['for sign-in, and commits itself', [usage('nonRepudiation'), extended('clientAuth')], 'signing'],
  ['for sign-in only', [usage('digitalSignature'), extended('clientAuth')], 'other'],
  ['of a web site', [usage('digitalSignature', 'keyEncipherment'), extended('serverAuth')], 'tls-server'],
  ['of a web site that signs in elsewhere', [extended('serverAuth', 'clientAuth')], 'tls-server'],
  ['of a web site that says it commits itself', [usage('nonRepudiation'), extended('serverAuth')], 'tls-server'],
  ['for time stamps', [extended('timeStamping')], 'other'],
  ['for code', [extended('codeSigning')], 'other'],
  ['for encryption only', [usage('keyEncipherment', 'dataEncipherment')], 'no-signature'],
  ['of an authority only', [usage('keyCertSign', 'cRLSign'), extended('emailProtection')], 'no-signature'],
]

test.each(cases)('a certificate that is %s', (_, extensions, expected) => {
  expect(purposeOf(certificate(extensions))).toBe(expected)
})
