/**
 * The CMS of one PAdES signature (ETSI EN 319 142-1, baseline B). Built here because the signing library puts the
 * `signing-time` attribute in, which table 1 of that standard forbids: the claimed time stands in the PDF (`/M`) only.
 *
 * In two halves, since between them a person may be asked on their phone: the attributes, which are what is signed, and the
 * CMS around them and the value that came back.
 */
import { createHash, X509Certificate } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { OID } from '../pki/oids.ts'
import type { Certificates } from '../pki/open.ts'

/**
 * What is signed: DER of the attributes for a document whose byte range has this SHA-256. The same digest and certificate
 * give the same bytes.
 */
export function signedAttributes(digest: Uint8Array, certificate: Uint8Array): Uint8Array {
  const attributes = [
    attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: OID.data })),
    attribute(OID.messageDigest, new asn1js.OctetString({ valueHex: buffer(digest) })),
    attribute(OID.signingCertificateV2, signingCertificate(certificate, parseCertificate(certificate))),
  ]
  return asSet(new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes }).toSchema().toBER())
}

/**
 * DER of a detached SignedData around attributes and the value of their signature (PKCS#1 v1.5, or ECDSA in DER), with the
 * certificate chain and, where there is one, the token of a time stamp over that value (level B-T).
 */
export function cmsOf(
  { attributes, signature }: { attributes: Uint8Array; signature: Uint8Array },
  { certificate: der, chain }: Certificates,
  token: Uint8Array | null = null,
): Uint8Array {
  const certificate = parseCertificate(der)
  const isRsa = new X509Certificate(der).publicKey.asymmetricKeyType === 'rsa'
  const signer = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
    digestAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256 }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes: attributesIn(attributes) }),
    signatureAlgorithm: isRsa
      ? new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256WithRsa, algorithmParams: new asn1js.Null() })
      : new pkijs.AlgorithmIdentifier({ algorithmId: OID.ecdsaWithSha256 }),
    signature: new asn1js.OctetString({ valueHex: buffer(signature) }),
  })
  if (token)
    signer.unsignedAttrs = new pkijs.SignedAndUnsignedAttributes({
      type: 1,
      attributes: [attribute(OID.timestampToken, asn1js.fromBER(buffer(token)).result)],
    })
  const signed = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: [new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256 })],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [certificate, ...chain.map(parseCertificate)],
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

function attributesIn(der: Uint8Array): pkijs.Attribute[] {
  const { result } = asn1js.fromBER(buffer(der))
  if (!(result instanceof asn1js.Set)) throw new Error('the signed attributes are no set')
  return result.valueBlock.value.map((schema) => new pkijs.Attribute({ schema }))
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

/** One signature needs that of its signer three times; the library takes a millisecond for each. */
const parsed = new WeakMap<Uint8Array, pkijs.Certificate>()

function parseCertificate(der: Uint8Array): pkijs.Certificate {
  const certificate = parsed.get(der) ?? pkijs.Certificate.fromBER(buffer(der))
  parsed.set(der, certificate)
  return certificate
}

/** A copy with a buffer of its own: Node's small buffers share one, and the ASN.1 library reads it from the start. */
function buffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
