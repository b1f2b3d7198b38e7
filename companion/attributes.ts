/**
 * Whether what a page wants signed is what it says: the signed attributes of a PAdES signature (ETSI EN 319 142-1) by this very
 * certificate, and nothing else. A token signs anything that it is given: a login, a certificate, a contract.
 */
import { createHash } from 'node:crypto'
import * as asn1js from 'asn1js'
import { OID } from '../server/issue/pki/oids.ts'

const WANTED: readonly string[] = [OID.contentType, OID.messageDigest, OID.signingCertificateV2]

/** Null where they are, else what is wrong with them, for the log of who writes such a page. */
export function faultOfAttributes(attributes: Uint8Array, certificate: Uint8Array): string | null {
  const set = parse(attributes)
  if (!(set instanceof asn1js.Set)) return 'no set of attributes'
  const found = new Map<string, asn1js.AsnType>()
  for (const attribute of set.valueBlock.value) {
    if (!(attribute instanceof asn1js.Sequence)) return 'no attribute'
    const [type, values, ...more] = attribute.valueBlock.value
    if (!(type instanceof asn1js.ObjectIdentifier) || !(values instanceof asn1js.Set) || more.length > 0)
      return 'no attribute'
    const name = type.valueBlock.toString()
    const [value, ...others] = values.valueBlock.value
    if (!WANTED.includes(name) || found.has(name) || !value || others.length > 0) return `an odd attribute: ${name}`
    found.set(name, value)
  }
  const content = found.get(OID.contentType)
  if (!(content instanceof asn1js.ObjectIdentifier) || content.valueBlock.toString() !== OID.data)
    return 'not of a document'
  const digest = found.get(OID.messageDigest)
  if (!(digest instanceof asn1js.OctetString) || digest.valueBlock.valueHexView.length !== 32)
    return 'no SHA-256 of a document'
  const named = certificateHash(found.get(OID.signingCertificateV2))
  if (!named?.equals(createHash('sha256').update(certificate).digest())) return 'of another certificate'
  return null
}

function parse(der: Uint8Array): asn1js.AsnType | null {
  try {
    const { result, offset } = asn1js.fromBER(new Uint8Array(der).buffer)
    return offset === der.length ? result : null
  } catch {
    return null
  }
}

/** The SHA-256 in a signing-certificate-v2 (RFC 5035) that names one certificate, by its default algorithm. */
function certificateHash(value: asn1js.AsnType | undefined): Buffer | null {
  const [ids] = partsOf(value)
  const [id, ...others] = partsOf(ids)
  const [hash] = partsOf(id)
  if (others.length > 0 || !(hash instanceof asn1js.OctetString)) return null
  return Buffer.from(hash.valueBlock.valueHexView)
}

const partsOf = (value: asn1js.AsnType | undefined): asn1js.AsnType[] =>
  value instanceof asn1js.Sequence ? value.valueBlock.value : []
