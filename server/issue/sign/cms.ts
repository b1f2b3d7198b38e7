/**
 * The CMS of one PAdES signature (ETSI EN 319 142-1, baseline B). Built here because the signing library puts the
 * `signing-time` attribute in, which table 1 of that standard forbids: the claimed time stands in the PDF (`/M`) only. What
 * comes from elsewhere (certificates, the issuer's name, the signed attributes, a token) goes in as it came: read and written
 * anew it might be other bytes than were signed, and it takes the ASN.1 library milliseconds while somebody waits.
 *
 * In two halves, since between them a person may be asked on their phone: the attributes, which are what is signed, and the
 * CMS around them and the value that came back.
 */
import { createHash, X509Certificate } from 'node:crypto'
import { bytesAt, contentAt, elementAt, elementsIn, OCTET_STRING, SEQUENCE, SET } from '../pki/der.ts'
import { OID } from '../pki/oids.ts'
import type { Certificates } from '../pki/open.ts'
import { element, identifier, NULL, small, tagged } from '../pki/write-der.ts'

/**
 * What is signed: DER of the attributes for a document whose byte range has this SHA-256. The same digest and certificate
 * give the same bytes. It is a SET OF, although it stands as an implicit [0] in the SignerInfo (RFC 5652, 5.4).
 */
export function signedAttributes(digest: Uint8Array, certificate: Uint8Array): Uint8Array {
  return element(
    SET,
    attribute(OID.contentType, identifier(OID.data)),
    attribute(OID.messageDigest, element(OCTET_STRING, digest)),
    attribute(OID.signingCertificateV2, signingCertificate(certificate)),
  )
}

/**
 * DER of a detached SignedData around attributes and the value of their signature (PKCS#1 v1.5, or ECDSA in DER), with the
 * certificate chain and, where there is one, the token of a time stamp over that value (level B-T).
 */
export function cmsOf(
  { attributes, signature }: { attributes: Uint8Array; signature: Uint8Array },
  { certificate, chain }: Certificates,
  token: Uint8Array | null = null,
): Uint8Array {
  const isRsa = new X509Certificate(certificate).publicKey.asymmetricKeyType === 'rsa'
  const { issuer, serial } = namesOf(certificate)
  const signer = element(
    SEQUENCE,
    small(1),
    element(SEQUENCE, issuer, serial),
    algorithm(OID.sha256),
    element(tagged(0), contentAt(attributes, elementAt(attributes, 0))),
    isRsa ? algorithm(OID.sha256WithRsa, NULL) : algorithm(OID.ecdsaWithSha256),
    element(OCTET_STRING, signature),
    ...(token ? [element(tagged(1), attribute(OID.timestampToken, token))] : []),
  )
  const signed = element(
    SEQUENCE,
    small(1),
    element(SET, algorithm(OID.sha256)),
    element(SEQUENCE, identifier(OID.data)),
    element(tagged(0), certificate, ...chain),
    element(SET, signer),
  )
  return element(SEQUENCE, identifier(OID.signedData), element(tagged(0), signed))
}

/** ESS signing-certificate-v2 (RFC 5035): ties the signature to this very certificate. SHA-256 is its default. */
function signingCertificate(certificate: Uint8Array): Buffer {
  const { issuer, serial } = namesOf(certificate)
  const hash = element(OCTET_STRING, createHash('sha256').update(certificate).digest())
  const directoryName = element(tagged(4), issuer)
  const id = element(SEQUENCE, hash, element(SEQUENCE, element(SEQUENCE, directoryName), serial))
  return element(SEQUENCE, element(SEQUENCE, id))
}

const attribute = (type: string, value: Uint8Array) => element(SEQUENCE, identifier(type), element(SET, value))
const algorithm = (name: string, ...parameters: Uint8Array[]) => element(SEQUENCE, identifier(name), ...parameters)

/** By whom a certificate was given, and its number there (RFC 5280, 4.1): each as it stands. */
function namesOf(certificate: Uint8Array): { issuer: Buffer; serial: Buffer } {
  const [tbs] = elementsIn(certificate, elementAt(certificate, 0))
  const fields = tbs ? [...elementsIn(certificate, tbs)] : []
  // The version is left out of the oldest.
  const [serial, , issuer] = fields[0]?.tag === tagged(0) ? fields.slice(1) : fields
  if (!serial || !issuer) throw new Error('a certificate without issuer and number')
  return { issuer: bytesAt(certificate, issuer), serial: bytesAt(certificate, serial) }
}
