/** Whether a CMS signature (RFC 5652) fits the bytes it is about, and whose it is. Pure; a few milliseconds. */
import * as asn1js from 'asn1js'
import { constants, createHash, verify as verifySignature, X509Certificate } from 'node:crypto'
import * as pkijs from 'pkijs'
import { OID } from '../sign/oids.ts'

export interface CheckedCms {
  /** Digest and signature both fit, and no certificate was swapped. */
  isIntact: boolean
  /** The signer's certificate; null when the CMS does not carry it. */
  certificate: X509Certificate | null
  /** The other certificates in the CMS. */
  others: X509Certificate[]
  /** A time stamp that fits this signature; whether its authority is to be believed is another question. */
  stamp: Stamp | null
}

export interface Stamp {
  time: Date
  certificate: X509Certificate
  others: X509Certificate[]
}

const DIGESTS: Record<string, string> = {
  [OID.sha256]: 'sha256',
  [OID.sha384]: 'sha384',
  [OID.sha512]: 'sha512',
}
const BROKEN: CheckedCms = { isIntact: false, certificate: null, others: [], stamp: null }

/** `hash` gives the digest (of the named algorithm) of the signed bytes. Digests older than SHA-2 count as broken. */
export function checkSignature(cms: Uint8Array, hash: (algorithm: string) => Buffer): CheckedCms {
  try {
    const read = readSigner(cms)
    if (!read) return BROKEN
    const { signer, certificate, others, digest } = read
    const isIntact = digest !== null && fits(signer, certificate, digest, hash(digest))
    return { isIntact, certificate, others, stamp: isIntact ? stampIn(signer) : null }
  } catch {
    return BROKEN // not DER, or not a CMS
  }
}

/** A time stamp over the file (`ETSI.RFC3161`): the token is the CMS, and holds the digest of the signed bytes. */
export function checkTimestamp(cms: Uint8Array, hash: (algorithm: string) => Buffer): CheckedCms {
  try {
    return checkToken(cms, hash)
  } catch {
    return BROKEN
  }
}

function checkToken(token: Uint8Array, hash: (algorithm: string) => Buffer): CheckedCms {
  const read = readSigner(token)
  const content = read?.signed.encapContentInfo.eContent
  if (!read || !content || read.digest === null) return BROKEN
  const der = new Uint8Array(content.getValue())
  const info = pkijs.TSTInfo.fromBER(der.buffer)
  const imprintDigest = DIGESTS[info.messageImprint.hashAlgorithm.algorithmId]
  const isAboutThis =
    imprintDigest !== undefined &&
    hash(imprintDigest).equals(bytesOf(info.messageImprint.hashedMessage.valueBlock.valueHexView))
  const isIntact =
    isAboutThis && fits(read.signer, read.certificate, read.digest, createHash(read.digest).update(der).digest())
  const { certificate, others } = read
  const stamp = isIntact && certificate ? { time: info.genTime, certificate, others } : null
  return { isIntact, certificate, others, stamp }
}

interface ReadSigner {
  signed: pkijs.SignedData
  signer: pkijs.SignerInfo
  certificate: X509Certificate | null
  others: X509Certificate[]
  /** Node's name of the digest; null when it is too weak or unknown. */
  digest: string | null
}

function readSigner(cms: Uint8Array): ReadSigner | null {
  const content = pkijs.ContentInfo.fromBER(trimmed(cms))
  if (content.contentType !== OID.signedData) return null
  const signed = new pkijs.SignedData({ schema: content.content })
  const [signer, second] = signed.signerInfos
  if (!signer || second) return null // PAdES: exactly one signer
  const certificates = (signed.certificates ?? []).filter((item) => item instanceof pkijs.Certificate)
  const own = certificates.find((certificate) => isNamedBy(signer, certificate))
  return {
    signed,
    signer,
    certificate: own ? asX509(own) : null,
    others: certificates.filter((certificate) => certificate !== own).map(asX509),
    digest: DIGESTS[signer.digestAlgorithm.algorithmId] ?? null,
  }
}

function isNamedBy({ sid }: pkijs.SignerInfo, certificate: pkijs.Certificate): boolean {
  if (sid instanceof pkijs.IssuerAndSerialNumber)
    return certificate.issuer.isEqual(sid.issuer) && certificate.serialNumber.isEqual(sid.serialNumber)
  const identifier = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.parsedValue
  return sid instanceof asn1js.Primitive && identifier instanceof asn1js.OctetString
    ? bytesOf(identifier.valueBlock.valueHexView).equals(bytesOf(sid.valueBlock.valueHexView))
    : false
}

/** `expected`: the digest of the signed content. */
function fits(
  signer: pkijs.SignerInfo,
  certificate: X509Certificate | null,
  digest: string,
  expected: Buffer,
): boolean {
  if (!certificate || !signer.signedAttrs) return false
  const attributes = signer.signedAttrs.attributes
  const messageDigest = valueOf(attributes, OID.messageDigest)
  if (!(messageDigest instanceof asn1js.OctetString)) return false
  if (!bytesOf(messageDigest.valueBlock.valueHexView).equals(expected)) return false
  if (!namesCertificate(attributes, certificate)) return false

  const signed = Buffer.from(signer.signedAttrs.encodedValue)
  signed[0] = 0x31 // signed as a SET OF, stored as [0] (RFC 5652, 5.4)
  const key =
    signer.signatureAlgorithm.algorithmId === OID.rsaPss
      ? {
          key: certificate.publicKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_AUTO,
        }
      : certificate.publicKey
  return verifySignature(digest, signed, key, bytesOf(signer.signature.valueBlock.valueHexView))
}

/** True also without the attribute (older kinds of signature); where it stands, it must name this certificate. */
function namesCertificate(attributes: pkijs.Attribute[], certificate: X509Certificate): boolean {
  const value = valueOf(attributes, OID.signingCertificateV2)
  if (value === undefined) return true
  const id = firstOf(firstOf(value))
  const parts = id instanceof asn1js.Sequence ? id.valueBlock.value : []
  const algorithm = firstOf(parts[0])
  const digest = algorithm instanceof asn1js.ObjectIdentifier ? DIGESTS[algorithm.valueBlock.toString()] : 'sha256'
  const hash = parts.find((part) => part instanceof asn1js.OctetString)
  if (!digest || !(hash instanceof asn1js.OctetString)) return false
  return createHash(digest).update(certificate.raw).digest().equals(bytesOf(hash.valueBlock.valueHexView))
}

function stampIn(signer: pkijs.SignerInfo): Stamp | null {
  const token = valueOf(signer.unsignedAttrs?.attributes ?? [], OID.timestampToken)
  if (!token) return null
  const signature = bytesOf(signer.signature.valueBlock.valueHexView)
  const der = new Uint8Array(token.toBER())
  return checkTimestamp(der, (algorithm) => createHash(algorithm).update(signature).digest()).stamp
}

function valueOf(attributes: pkijs.Attribute[], type: string): asn1js.AsnType | undefined {
  return attributes.find((attribute) => attribute.type === type)?.values[0]
}

function firstOf(value: unknown): unknown {
  return value instanceof asn1js.Sequence ? value.valueBlock.value[0] : undefined
}

/** Without the zeros that fill the reserved place: the outer SEQUENCE says how long it is. */
function trimmed(cms: Uint8Array): ArrayBuffer {
  const copy = new Uint8Array(cms).buffer
  const { offset } = asn1js.fromBER(copy)
  return offset > 0 ? copy.slice(0, offset) : copy
}

function asX509(certificate: pkijs.Certificate): X509Certificate {
  return new X509Certificate(Buffer.from(certificate.toSchema().toBER()))
}

function bytesOf(view: Uint8Array): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength)
}
