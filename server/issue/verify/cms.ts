/** Whether a CMS signature (RFC 5652) fits the bytes it is about, and whose it is. Pure; a few milliseconds. */
import { constants, createVerify, verify as verifySignature, X509Certificate } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { elementAt } from '../pki/der.ts'
import { OID } from '../pki/oids.ts'
import { hasMoreParts } from '../pki/parts.ts'
import type { CheckToken, Stamp } from '../pki/stamper.ts'
import { derOf } from '../pki/write-der.ts'
import { algorithmName, type Digest, DIGESTS, type SignatureAlgorithm, SIGNATURES, startHash } from './algorithms.ts'
import { TooManyBytes } from './ranges.ts'

/** `broken`: the bytes are not those that were signed, or the signature is damaged. */
export type Integrity = { state: 'intact' } | { state: 'broken' } | { state: 'unknown'; reason: Unchecked }

/**
 * Why a signature could not be checked. `algorithm`: by its name or identifier. `certificate`: it does not say whose it
 * is. `signers`: more than one in one signature. `key`: of a kind that is not known here. `bytes`: checking it would
 * take more than the file is worth. `contradicts`: what was signed says two things, of which readers may take either.
 */
export type Unchecked =
  | { kind: 'algorithm'; name: string }
  | { kind: 'certificate' }
  | { kind: 'signers' }
  | { kind: 'key' }
  | { kind: 'bytes' }
  | { kind: 'contradicts' }

export interface CheckedCms {
  /** Digest and signature both fit, and no certificate was swapped. */
  integrity: Integrity
  /** The signer's certificate; null when the CMS does not carry it. */
  certificate: X509Certificate | null
  /** The other certificates in the CMS. */
  others: X509Certificate[]
  /** A time stamp that fits this signature; whether its authority is to be believed is another question. */
  stamp: Stamp | null
}

/** What a signature is about. */
export interface SignedBytes {
  digest(algorithm: Digest): Buffer
  parts(): Uint8Array[]
}

const INTACT: Integrity = { state: 'intact' }
const BROKEN: Integrity = { state: 'broken' }
const unknown = (reason: Unchecked): Integrity => ({ state: 'unknown', reason })
const CONTRADICTS = unknown({ kind: 'contradicts' })

export function checkSignature(cms: Uint8Array, bytes: SignedBytes): CheckedCms {
  return guarded(() => {
    const read = readSigner(cms)
    if ('refused' in read) return nothing(read.refused)
    const { signed, signer, certificate, others } = read
    const fit = fits(read, bytes)
    const integrity = fit.state === 'intact' && holdsOther(signed, signer, bytes) ? CONTRADICTS : fit
    return { integrity, certificate, others, stamp: integrity.state === 'intact' ? stampIn(signer) : null }
  })
}

/**
 * The old kind `adbe.pkcs7.sha1` (ISO 32000-1, 12.8.3.3): the CMS holds the SHA-1 of the signed bytes and is about that.
 * Changed bytes are told; that they are the signed ones is not, since others can be made with the same SHA-1.
 */
export function checkSignedDigest(cms: Uint8Array, bytes: SignedBytes): CheckedCms {
  return guarded(() => {
    const read = readSigner(cms)
    if ('refused' in read) return nothing(read.refused)
    const { signed, certificate, others } = read
    const content = signed.encapContentInfo.eContent
    if (!content) return nothing(BROKEN)
    const digest = Buffer.from(content.getValue())
    if (!digest.equals(bytes.digest('sha1'))) return { ...nothing(BROKEN), certificate, others }
    const integrity = fits(read, inMemory(digest))
    const weak = unknown({ kind: 'algorithm', name: algorithmName(OID.sha1) })
    return { integrity: integrity.state === 'intact' ? weak : integrity, certificate, others, stamp: null }
  })
}

/** A time stamp over the file (`ETSI.RFC3161`): the token is the CMS, and holds the digest of the signed bytes. */
export function checkTimestamp(cms: Uint8Array, bytes: SignedBytes): CheckedCms {
  return guarded(() => checkToken(cms, bytes))
}

/** A token over something with this SHA-256; that its imprint is one of SHA-256 is known by now. */
export const checkTokenOver: CheckToken = (token, sha256) => {
  const { integrity, stamp } = checkTimestamp(token, { digest: () => Buffer.from(sha256), parts: () => [] })
  if (integrity.state === 'unknown' && integrity.reason.kind === 'algorithm') return 'weak'
  return integrity.state === 'intact' && stamp ? stamp : 'broken'
}

function guarded(check: () => CheckedCms): CheckedCms {
  try {
    return check()
  } catch (error) {
    return nothing(error instanceof TooManyBytes ? unknown({ kind: 'bytes' }) : BROKEN) // not DER, or not a CMS
  }
}

const nothing = (integrity: Integrity): CheckedCms => ({ integrity, certificate: null, others: [], stamp: null })

function checkToken(token: Uint8Array, bytes: SignedBytes): CheckedCms {
  const read = readSigner(token)
  if ('refused' in read) return nothing(read.refused)
  const { signed, certificate, others } = read
  const content = signed.encapContentInfo.eContent
  if (!content || signed.encapContentInfo.eContentType !== OID.timestampInfo) return nothing(BROKEN)
  const der = new Uint8Array(content.getValue())
  const info = pkijs.TSTInfo.fromBER(der.buffer)
  const { algorithmId } = info.messageImprint.hashAlgorithm
  const imprint = DIGESTS.get(algorithmId)
  if (!imprint)
    return { ...nothing(unknown({ kind: 'algorithm', name: algorithmName(algorithmId) })), certificate, others }
  const isAboutThis = bytes.digest(imprint).equals(bytesOf(info.messageImprint.hashedMessage.valueBlock.valueHexView))
  const integrity = isAboutThis ? fits(read, inMemory(der)) : BROKEN
  const isDated = !Number.isNaN(info.genTime.getTime())
  const stamp =
    integrity.state === 'intact' && certificate && isDated ? { time: info.genTime, certificate, others } : null
  return { integrity, certificate, others, stamp }
}

function inMemory(bytes: Uint8Array): SignedBytes {
  return { digest: (algorithm) => startHash(algorithm).update(bytes).digest(), parts: () => [bytes] }
}

interface ReadSigner {
  signed: pkijs.SignedData
  signer: pkijs.SignerInfo
  certificate: X509Certificate | null
  others: X509Certificate[]
}

/** More than a chain and the chain of its time stamp have. */
const MAX_OTHERS = 24

/** Or why there is none to be checked. */
function readSigner(cms: Uint8Array): ReadSigner | { refused: Integrity } {
  if (hasMoreParts(cms, MAX_PARTS)) return { refused: unknown({ kind: 'bytes' }) }
  const content = pkijs.ContentInfo.fromBER(trimmed(cms))
  if (content.contentType !== OID.signedData) return { refused: BROKEN }
  const signed = new pkijs.SignedData({ schema: content.content })
  const [signer, second] = signed.signerInfos
  if (!signer) return { refused: BROKEN }
  if (second) return { refused: unknown({ kind: 'signers' }) } // PAdES: exactly one signer
  const certificates = (signed.certificates ?? []).filter((item) => item instanceof pkijs.Certificate)
  const own = ownOf(signer, certificates)
  return {
    signed,
    signer,
    certificate: own ? asX509(own) : null,
    others: certificates
      .filter((certificate) => certificate !== own)
      .slice(0, MAX_OTHERS)
      .map(asX509),
  }
}

/** A certificate has some 150 parts, a list of revoked ones a few for each; the library takes its time for every part. */
const MAX_PARTS = 20_000

/** Two may have one name and number, and anybody can put another into a CMS: the signed attributes say which is meant. */
function ownOf(signer: pkijs.SignerInfo, certificates: pkijs.Certificate[]): pkijs.Certificate | undefined {
  const named = certificates.filter((certificate) => isNamedBy(signer, certificate)).slice(0, MAX_OTHERS)
  const [first, second] = named
  const { attributes } = signer.signedAttrs ?? {}
  if (!second || !attributes) return first
  return named.find((certificate) => namesCertificate(attributes, asX509(certificate))) ?? first
}

function isNamedBy({ sid }: pkijs.SignerInfo, certificate: pkijs.Certificate): boolean {
  if (sid instanceof pkijs.IssuerAndSerialNumber)
    return certificate.issuer.isEqual(sid.issuer) && certificate.serialNumber.isEqual(sid.serialNumber)
  const identifier = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.parsedValue
  return sid instanceof asn1js.Primitive && identifier instanceof asn1js.OctetString
    ? bytesOf(identifier.valueBlock.valueHexView).equals(bytesOf(sid.valueBlock.valueHexView))
    : false
}

function fits({ signed, signer, certificate }: ReadSigner, bytes: SignedBytes): Integrity {
  const digest = DIGESTS.get(signer.digestAlgorithm.algorithmId)
  if (!digest) return unknown({ kind: 'algorithm', name: algorithmName(signer.digestAlgorithm.algorithmId) })
  // Told apart before all else: changed bytes are changed, whoever signed them and however.
  const attributes = signer.signedAttrs?.attributes
  if (attributes) {
    const messageDigest = valueOf(attributes, OID.messageDigest)
    if (!(messageDigest instanceof asn1js.OctetString)) return BROKEN
    if (!bytesOf(messageDigest.valueBlock.valueHexView).equals(bytes.digest(digest))) return BROKEN
    if (contradicts(attributes, signed.encapContentInfo.eContentType)) return CONTRADICTS
  }
  if (!certificate) return unknown({ kind: 'certificate' })
  if (attributes && !namesCertificate(attributes, certificate)) return BROKEN
  const { algorithmId } = signer.signatureAlgorithm
  const algorithm = SIGNATURES.get(algorithmId)
  if (!algorithm) return unknown({ kind: 'algorithm', name: algorithmName(algorithmId) })
  const key = keyOf(certificate)
  if (!key || !KNOWN_KEYS.has(key.asymmetricKeyType ?? '')) return unknown({ kind: 'key' })
  if (!algorithm.keys.includes(key.asymmetricKeyType ?? '')) return BROKEN
  const hash = hashOf(signer, algorithm, digest)
  if (typeof hash === 'object') return unknown({ kind: 'algorithm', name: hash.unchecked })
  // Without signed attributes the signature is about the bytes themselves (RFC 5652, 5.4).
  const signature = bytesOf(signer.signature.valueBlock.valueHexView)
  const isOf = (message: Uint8Array[]) => isSignedWith(key, hash, message, signature, algorithm.isPss === true)
  if (!signer.signedAttrs) return isOf(bytes.parts()) ? INTACT : BROKEN
  const set = asSet(signer.signedAttrs)
  // However they are stored, their DER is what is signed; some sign what they store.
  return isOf([set]) || isOf([derOf(set)]) ? INTACT : BROKEN
}

/** Each once, and with one value (RFC 5652, 11; RFC 5035, 3); and about the kind of content that there is. */
const SAID_ONCE: ReadonlySet<string> = new Set([
  OID.contentType,
  OID.messageDigest,
  OID.signingCertificate,
  OID.signingCertificateV2,
])

function contradicts(attributes: pkijs.Attribute[], contentType: string): boolean {
  const once = attributes.filter(({ type }) => SAID_ONCE.has(type))
  if (once.some(({ values }) => values.length !== 1) || new Set(once.map(({ type }) => type)).size < once.length)
    return true
  const said = valueOf(attributes, OID.contentType)
  return said !== undefined && !(said instanceof asn1js.ObjectIdentifier && said.valueBlock.toString() === contentType)
}

/** A signature about bytes elsewhere that also brings bytes of its own (nobody signed that they are there): others than those. */
function holdsOther({ encapContentInfo }: pkijs.SignedData, signer: pkijs.SignerInfo, bytes: SignedBytes): boolean {
  const digest = DIGESTS.get(signer.digestAlgorithm.algorithmId)
  const content = encapContentInfo.eContent && Buffer.from(encapContentInfo.eContent.getValue())
  if (!digest || !content || content.length === 0) return false
  return !startHash(digest).update(content).digest().equals(bytes.digest(digest))
}

const KNOWN_KEYS = new Set(['rsa', 'rsa-pss', 'ec', 'ed25519', 'ed448'])

function keyOf(certificate: X509Certificate) {
  try {
    return certificate.publicKey
  } catch {
    return null // a curve or a kind of key that OpenSSL does not know
  }
}

function asSet(attributes: pkijs.SignedAndUnsignedAttributes): Buffer {
  const signed = Buffer.from(attributes.encodedValue)
  signed[0] = 0x31 // signed as a SET OF, stored as [0] (RFC 5652, 5.4)
  return signed
}

/** Or the name of what cannot be checked: Node masks with the digest of the signature itself (RFC 8017, 8.1). */
function hashOf(
  signer: pkijs.SignerInfo,
  algorithm: SignatureAlgorithm,
  digest: Digest,
): Digest | 'none' | { unchecked: string } {
  if (algorithm.digest !== 'own') return algorithm.digest
  if (!algorithm.isPss) return digest === 'shake256' ? { unchecked: 'SHAKE256' } : digest
  const parameters: unknown = signer.signatureAlgorithm.algorithmParams
  if (!(parameters instanceof asn1js.Sequence)) return digest
  const { hashAlgorithm, maskGenAlgorithm } = new pkijs.RSASSAPSSParams({ schema: parameters })
  const hash = DIGESTS.get(hashAlgorithm.algorithmId)
  if (!hash) return { unchecked: `RSASSA-PSS, ${algorithmName(hashAlgorithm.algorithmId)}` }
  const masked: unknown = firstOf(maskGenAlgorithm.algorithmParams)
  const mask = masked instanceof asn1js.ObjectIdentifier ? masked.valueBlock.toString() : OID.sha1
  return DIGESTS.get(mask) === hash ? hash : { unchecked: `RSASSA-PSS, MGF1 ${algorithmName(mask)}` }
}

function isSignedWith(
  key: X509Certificate['publicKey'],
  hash: Digest | 'none',
  message: Uint8Array[],
  signature: Buffer,
  isPss: boolean,
): boolean {
  if (hash === 'none') return verifySignature(null, Buffer.concat(message), key, signature)
  const check = createVerify(hash)
  for (const part of message) check.update(part)
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
  return check.verify(isPss ? { key, ...pss } : key, signature)
}

const LEAST_DIGEST_BYTES = 32
const MOST_DIGEST_BYTES = 64

/** True also without either attribute (older kinds of signature); where one stands, it must name this certificate. */
function namesCertificate(attributes: pkijs.Attribute[], certificate: X509Certificate): boolean {
  const [older, newer] = [OID.signingCertificate, OID.signingCertificateV2].map((type) => valueOf(attributes, type))
  return (older === undefined || namesBySha1(older, certificate)) && (newer === undefined || names(newer, certificate))
}

/** The older of the two (RFC 2634, 5.4) knows no other digest. */
function namesBySha1(value: asn1js.AsnType, certificate: X509Certificate): boolean {
  const hash = firstOf(firstOf(firstOf(value)))
  if (!(hash instanceof asn1js.OctetString)) return false
  return startHash('sha1').update(certificate.raw).digest().equals(bytesOf(hash.valueBlock.valueHexView))
}

function names(value: asn1js.AsnType, certificate: X509Certificate): boolean {
  const id = firstOf(firstOf(value))
  const parts = id instanceof asn1js.Sequence ? id.valueBlock.value : []
  const algorithm = firstOf(parts[0])
  const digest = algorithm instanceof asn1js.ObjectIdentifier ? DIGESTS.get(algorithm.valueBlock.toString()) : 'sha256'
  const hash = parts.find((part) => part instanceof asn1js.OctetString)
  if (!digest || !(hash instanceof asn1js.OctetString)) return false
  const named = bytesOf(hash.valueBlock.valueHexView)
  if (named.length < LEAST_DIGEST_BYTES || named.length > MOST_DIGEST_BYTES) return false
  return startHash(digest, named.length).update(certificate.raw).digest().equals(named)
}

function stampIn(signer: pkijs.SignerInfo): Stamp | null {
  const token = valueOf(signer.unsignedAttrs?.attributes ?? [], OID.timestampToken)
  if (!token) return null
  const signature = bytesOf(signer.signature.valueBlock.valueHexView)
  return checkTimestamp(new Uint8Array(token.toBER()), inMemory(signature)).stamp
}

function valueOf(attributes: pkijs.Attribute[], type: string): asn1js.AsnType | undefined {
  return attributes.find((attribute) => attribute.type === type)?.values[0]
}

function firstOf(value: unknown): unknown {
  return value instanceof asn1js.Sequence ? value.valueBlock.value[0] : undefined
}

/**
 * Without the zeros that fill the reserved place: the outer SEQUENCE says how long it is. Only one that does not is read to its
 * end for that (BER): the library takes milliseconds.
 */
function trimmed(cms: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(cms).buffer
  const end = saysItsLength(cms) ? elementAt(cms, 0).end : asn1js.fromBER(copy).offset
  return end > 0 ? copy.slice(0, end) : copy
}

/** In one byte, or in up to four that follow. */
const saysItsLength = ([, length = 0]: Uint8Array) => length < 0x80 || (length > 0x80 && length <= 0x84)

function asX509(certificate: pkijs.Certificate): X509Certificate {
  return new X509Certificate(Buffer.from(certificate.toSchema().toBER()))
}

function bytesOf(view: Uint8Array): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength)
}
