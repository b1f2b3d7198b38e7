/**
 * The certification authority of the demonstration office: a root, a certificate and key for each leader, and one for
 * the agency's seal. Every name and image says that it is for evaluation; none of it has any legal effect.
 */
import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { drawSeal, drawSignature } from './images.ts'

export interface DemonstrationSigner {
  userId: string
  name: string
  position: string
}

export interface DemonstrationAgency {
  id: string
  fullName: string
  place: string
}

/** A row of `signing_keys`, but for its id. */
export interface DemonstrationKey {
  agencyId: string
  userId: string | null
  pkcs12: Uint8Array
  certificatePem: string
  chainPem: string
  subject: string
  serial: string
  validFrom: Date
  validTo: Date
  imagePng: Uint8Array
  isEvaluation: true
}

export interface DemonstrationAuthority {
  /** Rows of `trusted_authorities`, but for their id. */
  authorities: { name: string; certificatePem: string; isEvaluation: true }[]
  keys: DemonstrationKey[]
}

export interface AuthorityRequest {
  agency: DemonstrationAgency
  signers: DemonstrationSigner[]
  /** PIN of each leader's key; ASCII. */
  signerPin: string
  /** PIN of the agency's key, which the clerks know. */
  sealPin: string
  /** The project's folder; the seal's lettering is set in the document font. */
  root: string
  now?: Date
}

const ROOT_NAME = 'Bút Phê - CA thử nghiệm (không giá trị pháp lý)'
const ROOT_YEARS = 10
const KEY_YEARS = 3
const RSA_BITS = 2048
/** Never resolves (RFC 2606). Poppler reports a certificate without any as "unknown issue" even when it trusts it. */
const REVOCATION_LIST = 'http://evaluation.invalid/revoked.crl'
const URI = 6 // GeneralName uniformResourceIdentifier
// Guessing is no worry for keys whose PIN the sign-in page shows; the time of the first start is.
const PIN_ITERATIONS = 2048
const pair = promisify(generateKeyPair)

/** Takes about a second for five keys; nothing of it is stored here. */
export async function makeAuthority(request: AuthorityRequest): Promise<DemonstrationAuthority> {
  for (const pin of [request.signerPin, request.sealPin])
    if (!/^[\x20-\x7e]+$/.test(pin)) throw new Error('forge locks a key with an accented PIN so that nobody opens it')
  const now = request.now ?? new Date()
  const holders = [...request.signers, null]
  const [rootPair, ...pairs] = await Promise.all([newPair(), ...holders.map(newPair)])
  const rootSubject = [
    attribute('countryName', 'VN'),
    attribute('organizationName', 'Bút Phê'),
    attribute('commonName', ROOT_NAME),
  ]
  const root = certify({
    subject: rootSubject,
    issuer: rootSubject,
    publicKey: rootPair.publicKey,
    issuerKey: rootPair.publicKey,
    signWith: rootPair.privateKey,
    now,
    years: ROOT_YEARS,
    isAuthority: true,
  })
  const rootPem = forge.pki.certificateToPem(root)

  const keys = await Promise.all(
    holders.map(async (holder, index): Promise<DemonstrationKey> => {
      const own = pairs[index]
      if (!own) throw new Error('a key pair is missing')
      const certificate = certify({
        subject: subjectOf(holder, request.agency),
        issuer: rootSubject,
        publicKey: own.publicKey,
        issuerKey: rootPair.publicKey,
        signWith: rootPair.privateKey,
        now,
        years: KEY_YEARS,
        isAuthority: false,
      })
      const pin = holder ? request.signerPin : request.sealPin
      return {
        agencyId: request.agency.id,
        userId: holder?.userId ?? null,
        pkcs12: packed(own.privateKey, [certificate, root], pin),
        certificatePem: forge.pki.certificateToPem(certificate),
        chainPem: rootPem,
        subject: holder?.name ?? request.agency.fullName,
        serial: certificate.serialNumber,
        validFrom: certificate.validity.notBefore,
        validTo: certificate.validity.notAfter,
        imagePng: await (holder ? drawSignature(holder.name) : drawSeal(request.agency.fullName, request.root)),
        isEvaluation: true,
      }
    }),
  )
  return { authorities: [{ name: ROOT_NAME, certificatePem: rootPem, isEvaluation: true }], keys }
}

function subjectOf(holder: DemonstrationSigner | null, agency: DemonstrationAgency): forge.pki.CertificateField[] {
  return [
    attribute('countryName', 'VN'),
    attribute('localityName', agency.place),
    attribute('organizationName', agency.fullName),
    ...(holder ? [attribute('title', holder.position)] : []),
    attribute('commonName', holder?.name ?? agency.fullName),
  ]
}

const TITLE_OID = '2.5.4.12'

/** Accented names must be UTF8String; forge's own choice, PrintableString, cannot hold them. */
function attribute(name: string, value: string): forge.pki.CertificateField {
  const isCountry = name === 'countryName' // the one that must stay PrintableString (RFC 5280, appendix A.1)
  const type: number = isCountry ? forge.asn1.Type.PRINTABLESTRING : forge.asn1.Type.UTF8
  return { ...(name === 'title' ? { type: TITLE_OID } : { name }), value: value.normalize('NFC'), valueTagClass: type }
}

interface Certification {
  subject: forge.pki.CertificateField[]
  issuer: forge.pki.CertificateField[]
  publicKey: forge.pki.rsa.PublicKey
  issuerKey: forge.pki.rsa.PublicKey
  signWith: forge.pki.rsa.PrivateKey
  now: Date
  years: number
  isAuthority: boolean
}

/** A first byte of 40 to 7f: positive, and no zeros in front, which DER forbids and forge writes as they are. */
export function serialOf(bytes: Uint8Array): string {
  const [first = 0, ...others] = bytes
  return Buffer.from([0x40 | (first & 0x3f), ...others]).toString('hex')
}

function certify(request: Certification): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = request.publicKey
  certificate.serialNumber = serialOf(randomBytes(16))
  certificate.validity.notBefore = new Date(request.now.getTime() - 60 * 60 * 1000) // clocks of other machines
  certificate.validity.notAfter = new Date(request.now)
  certificate.validity.notAfter.setFullYear(request.now.getFullYear() + request.years)
  certificate.setSubject(request.subject)
  certificate.setIssuer(request.issuer)
  certificate.setExtensions([
    { name: 'basicConstraints', cA: request.isAuthority, critical: true },
    request.isAuthority
      ? { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true }
      : { name: 'keyUsage', critical: true, digitalSignature: true, nonRepudiation: true },
    ...(request.isAuthority ? [] : [{ name: 'extKeyUsage', emailProtection: true }]),
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: keyIdentifier(request.issuerKey) },
    ...(request.isAuthority
      ? []
      : [{ name: 'cRLDistributionPoints', altNames: [{ type: URI, value: REVOCATION_LIST }] }]),
  ])
  certificate.sign(request.signWith, forge.md.sha256.create())
  return certificate
}

function keyIdentifier(key: forge.pki.rsa.PublicKey): string {
  return forge.pki.getPublicKeyFingerprint(key, { type: 'RSAPublicKey' }).getBytes()
}

function packed(key: forge.pki.rsa.PrivateKey, chain: forge.pki.Certificate[], pin: string): Uint8Array {
  const file = forge.pkcs12.toPkcs12Asn1(key, chain, pin, {
    algorithm: 'aes256',
    count: PIN_ITERATIONS,
  })
  return Buffer.from(forge.asn1.toDer(file).getBytes(), 'latin1')
}

/** Keys come from OpenSSL, off the main thread; forge would need seconds for each. */
async function newPair() {
  const { publicKey, privateKey } = await pair('rsa', {
    modulusLength: RSA_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { publicKey: forge.pki.publicKeyFromPem(publicKey), privateKey: forge.pki.privateKeyFromPem(privateKey) }
}
