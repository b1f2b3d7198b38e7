/**
 * The CMS of one PAdES signature (ETSI EN 319 142-1, baseline B). Built here because the signing library puts the
 * `signing-time` attribute in, which table 1 of that standard forbids: the claimed time stands in the PDF (`/M`) only.
 */
import { createHash } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { OID } from '../pki/oids.ts'
import type { SigningKey } from '../pki/open.ts'

/** RFC 3161: given the SHA-256 of a signature value, answers with a DER TimeStampToken. */
export type Timestamp = (sha256: Uint8Array) => Promise<Uint8Array>

/**
 * Signs a SHA-256 digest of the document's byte range: DER of a detached SignedData with the certificate chain and,
 * where a time-stamping authority is given, its token (level B-T).
 */
export async function signDigest(digest: Uint8Array, key: SigningKey, timestamp?: Timestamp): Promise<Uint8Array> {
  const certificate = parseCertificate(key.certificate)
  const attributes = [
    attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: OID.data })),
    attribute(OID.messageDigest, new asn1js.OctetString({ valueHex: buffer(digest) })),
    attribute(OID.signingCertificateV2, signingCertificate(key.certificate, certificate)),
  ]
  const signedAttrs = new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes })
  const signature = await key.sign(asSet(signedAttrs.toSchema().toBER()))

  const signer = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    digestAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256 }),
    signedAttrs,
    signatureAlgorithm:
      key.algorithm === 'RSA'
        ? new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256WithRsa, algorithmParams: new asn1js.Null() })
        : new pkijs.AlgorithmIdentifier({ algorithmId: OID.ecdsaWithSha256 }),
    signature: new asn1js.OctetString({ valueHex: buffer(signature) }),
  })
  if (timestamp) {
    const token = asn1js.fromBER(buffer(await timestamp(createHash('sha256').update(signature).digest())))
    signer.unsignedAttrs = new pkijs.SignedAndUnsignedAttributes({
      type: 1,
      attributes: [attribute(OID.timestampToken, token.result)],
    })
  }
  const signed = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: [new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256 })],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [certificate, ...key.chain.map(parseCertificate)],
    signerInfos: [signer],
  })
  const content = new pkijs.ContentInfo({ contentType: OID.signedData, content: signed.toSchema() })
  return new Uint8Array(content.toSchema().toBER())
}

/** What is signed is a SET OF (0x31), although it stands as an implicit [0] in the SignerInfo (RFC 5652, 5.4). */
function asSet(attributes: ArrayBuffer): Uint8Array {
  const bytes = new Uint8Array(attributes)
  bytes[0] = 0x31
  return bytes
}

/** ESS signing-certificate-v2 (RFC 5035): ties the signature to this very certificate. SHA-256 is its default. */
function signingCertificate(der: Uint8Array, certificate: pkijs.Certificate) {
  const issuerSerial = new pkijs.IssuerSerial({
    issuer: new pkijs.GeneralNames({ names: [new pkijs.GeneralName({ type: 4, value: certificate.issuer })] }),
    serialNumber: certificate.serialNumber,
  })
  const hash = new asn1js.OctetString({ valueHex: buffer(createHash('sha256').update(der).digest()) })
  const id = new asn1js.Sequence({ value: [hash, issuerSerial.toSchema()] })
  return new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [id] })] })
}

function attribute(type: string, value: asn1js.AsnType) {
  return new pkijs.Attribute({ type, values: [value] })
}

function parseCertificate(der: Uint8Array): pkijs.Certificate {
  return pkijs.Certificate.fromBER(buffer(der))
}

/** A copy with a buffer of its own: Node's small buffers share one, and the ASN.1 library reads it from the start. */
function buffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
