/** An authority and people with certificates of it, whose keys sign digests as a signing service does. */
import { constants, generateKeyPairSync, type KeyObject, privateEncrypt } from 'node:crypto'
import forge from 'node-forge'

export interface Authority {
  der: Uint8Array
  pem: string
  issue(name: string, organisation?: string): Holder
}

export interface Holder {
  /** DER. */
  certificate: Uint8Array
  /** PKCS#1 v1.5 over a SHA-256 that is there already. */
  signDigest(sha256: Uint8Array): Uint8Array
}

const DAY_MS = 24 * 60 * 60 * 1000
/** DER of a DigestInfo for SHA-256, up to the digest (RFC 8017, 9.2). */
const SHA256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')
let serial = 16

export function makeAuthorityOf(name: string): Authority {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const own = certificate({ name }, keys.publicKey)
  own.setIssuer(own.subject.attributes)
  own.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ])
  const signingKey = forge.pki.privateKeyFromPem(pemOf(keys.privateKey))
  own.sign(signingKey, forge.md.sha256.create())
  return {
    der: derOf(own),
    pem: forge.pki.certificateToPem(own),
    issue(holder, organisation) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const leaf = certificate({ name: holder, organisation }, publicKey)
      leaf.setIssuer(own.subject.attributes)
      // Poppler calls a certificate without the last of these an "unknown issue" even when it trusts it.
      leaf.setExtensions([
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true, nonRepudiation: true, critical: true },
        { name: 'extKeyUsage', emailProtection: true },
        { name: 'subjectKeyIdentifier' },
        { name: 'authorityKeyIdentifier', keyIdentifier: own.generateSubjectKeyIdentifier().getBytes() },
        { name: 'cRLDistributionPoints', altNames: [{ type: 6, value: 'http://ca.invalid/crl' }] },
      ])
      leaf.sign(signingKey, forge.md.sha256.create())
      const padding = constants.RSA_PKCS1_PADDING
      return {
        certificate: derOf(leaf),
        signDigest: (sha256) => privateEncrypt({ key: privateKey, padding }, Buffer.concat([SHA256_INFO, sha256])),
      }
    },
  }
}

function certificate({ name, organisation }: { name: string; organisation?: string | undefined }, key: KeyObject) {
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.publicKeyFromPem(key.export({ type: 'spki', format: 'pem' }).toString())
  made.serialNumber = (serial++).toString(16)
  made.validity.notBefore = new Date(Date.now() - DAY_MS)
  made.validity.notAfter = new Date(Date.now() + 365 * DAY_MS)
  // Accented names must be UTF8String; what the library would choose cannot hold them.
  const utf8: number = forge.asn1.Type.UTF8
  made.setSubject([
    { name: 'commonName', value: name, valueTagClass: utf8 },
    ...(organisation ? [{ name: 'organizationName', value: organisation, valueTagClass: utf8 }] : []),
  ])
  return made
}

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const derOf = (made: forge.pki.Certificate) =>
  Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(made)).getBytes(), 'latin1')
