/**
 * What an answer about revocation says of a certificate: an OCSP response (RFC 6960) or a list (CRL, RFC 5280, 5). It counts only
 * when the one who issued the certificate has signed it, or has appointed who did. Pure.
 */
import { verify, X509Certificate } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { isValid } from './chain.ts'
import { bytesAt, contentAt, type Element, elementAt, elementsIn, INTEGER, SEQUENCE, timeAt } from './der.ts'
import { parse } from './library.ts'
import { OID } from './oids.ts'

export interface Sources {
  /** Addresses, as the certificate names them. */
  ocsp: string[]
  lists: string[]
}

const ACCESS_INFO = '1.3.6.1.5.5.7.1.1'
const LIST_POINTS = '2.5.29.31'
const OCSP_METHOD = '1.3.6.1.5.5.7.48.1'
const IS_ADDRESS = 6 // GeneralName uniformResourceIdentifier
const MOST_SOURCES = 3

/** Where it says that its revocation can be asked about. */
export function sourcesOf(certificate: X509Certificate): Sources {
  let extensions: pkijs.Extension[]
  try {
    extensions = parse(certificate).extensions ?? []
  } catch {
    return { ocsp: [], lists: [] }
  }
  const valueOf = (id: string): unknown => extensions.find(({ extnID }) => extnID === id)?.parsedValue
  const access = valueOf(ACCESS_INFO)
  const points = valueOf(LIST_POINTS)
  const ocsp =
    access instanceof pkijs.InfoAccess
      ? access.accessDescriptions.flatMap((one) =>
          one.accessMethod === OCSP_METHOD ? addressOf(one.accessLocation) : [],
        )
      : []
  const lists =
    points instanceof pkijs.CRLDistributionPoints
      ? points.distributionPoints.flatMap(({ distributionPoint: names }) =>
          Array.isArray(names) ? names.flatMap(addressOf) : [],
        )
      : []
  return { ocsp: ocsp.slice(0, MOST_SOURCES), lists: lists.slice(0, MOST_SOURCES) }
}

function addressOf({ type, value }: pkijs.GeneralName): string[] {
  const address: unknown = value
  return type === IS_ADDRESS && typeof address === 'string' && /^https?:\/\//i.test(address) ? [address] : []
}

export interface Finding {
  state: 'good' | 'revoked'
  /** Since when it is revoked. */
  revokedAt: Date | null
  /** Of when it is, and until when its maker takes it for news. */
  asOf: Date
  until: Date | null
}

/** `foreign`: not about this certificate. `unsigned`: not of one who may say so. `nonce`: an answer to somebody else. */
export type NoFinding = 'unreadable' | 'refused' | 'foreign' | 'unsigned' | 'weak' | 'nonce' | 'unknown' | 'stale'

/** `nonce`: as it was sent; one that comes back must be it. */
export interface About {
  certificate: X509Certificate
  issuer: X509Certificate
  /** When it is asked about: an answer that is older than it says it holds is none. Null of one that is kept. */
  now: Date | null
  nonce?: Uint8Array | undefined
}

const NONCE = '1.3.6.1.5.5.7.48.1.2'
/** Clocks of others. */
const ALLOWANCE_MS = 5 * 60_000

/** The OCSP request for one certificate (RFC 6960, 4.1), by the hash that every responder knows. */
export async function ocspRequest(
  certificate: X509Certificate,
  issuer: X509Certificate,
  nonce: Uint8Array,
): Promise<Uint8Array> {
  const request = new pkijs.OCSPRequest()
  const how = { hashAlgorithm: 'SHA-1', issuerCertificate: parse(issuer) }
  await request.createForCertificate(parse(certificate), how)
  const value = new asn1js.OctetString({ valueHex: new Uint8Array(nonce).buffer }).toBER()
  request.tbsRequest.requestExtensions = [new pkijs.Extension({ extnID: NONCE, extnValue: value })]
  return new Uint8Array(request.toSchema(true).toBER())
}

export async function readOcsp(der: Uint8Array, about: About): Promise<Finding | NoFinding> {
  try {
    const raw = rawBasicOf(der)
    if (typeof raw === 'string') return raw
    const basic = pkijs.BasicOCSPResponse.fromBER(new Uint8Array(raw).buffer)
    const one = await answerFor(basic, parse(about.certificate), parse(about.issuer))
    if (!one) return 'foreign'
    const fault = faultOf(raw, basic, one, about)
    if (fault) return fault
    const status: unknown = one.certStatus
    const tag = status instanceof asn1js.BaseBlock ? status.idBlock.tagNumber : UNKNOWN
    if (tag === UNKNOWN) return 'unknown'
    const first: unknown = status instanceof asn1js.Constructed ? status.valueBlock.value[0] : undefined
    return {
      state: tag === GOOD ? 'good' : 'revoked',
      revokedAt: tag === GOOD ? null : first instanceof asn1js.GeneralizedTime ? first.toDate() : one.thisUpdate,
      ...{ asOf: one.thisUpdate, until: one.nextUpdate ?? null },
    }
  } catch {
    return 'unreadable'
  }
}

// CertStatus (RFC 6960, 4.2.1).
const GOOD = 0
const UNKNOWN = 2

function rawBasicOf(der: Uint8Array): Uint8Array | 'refused' | 'unreadable' {
  const { responseStatus, responseBytes } = pkijs.OCSPResponse.fromBER(new Uint8Array(der).buffer)
  if (responseStatus.valueBlock.valueDec !== 0) return 'refused'
  if (responseBytes?.responseType !== pkijs.id_PKIX_OCSP_Basic) return 'unreadable'
  return responseBytes.response.valueBlock.valueHexView
}

async function answerFor(
  { tbsResponseData }: pkijs.BasicOCSPResponse,
  certificate: pkijs.Certificate,
  issuerCertificate: pkijs.Certificate,
): Promise<pkijs.SingleResponse | null> {
  for (const one of tbsResponseData.responses) {
    const algorithm = pkijs.getAlgorithmByOID<{ name: string }>(one.certID.hashAlgorithm.algorithmId)
    if (!('name' in algorithm) || !algorithm.name) continue
    const id = new pkijs.CertID()
    await id.createForCertificate(certificate, { hashAlgorithm: algorithm.name, issuerCertificate })
    if (id.isEqual(one.certID)) return one
  }
  return null
}

function faultOf(
  raw: Uint8Array,
  basic: pkijs.BasicOCSPResponse,
  one: pkijs.SingleResponse,
  { issuer, now, nonce }: About,
): NoFinding | null {
  const { producedAt, responseExtensions } = basic.tbsResponseData
  const echoed = responseExtensions?.find(({ extnID }) => extnID === NONCE)
  if (nonce && echoed) {
    const { result } = asn1js.fromBER(new Uint8Array(echoed.extnValue.valueBlock.valueHexView).buffer)
    const isSame =
      result instanceof asn1js.OctetString && Buffer.from(result.valueBlock.valueHexView).equals(Buffer.from(nonce))
    if (!isSame) return 'nonce'
  }
  const unsigned = responderFault(raw, basic.certs ?? [], issuer, producedAt)
  if (unsigned) return unsigned
  if (!now) return null
  const isEarly = one.thisUpdate.getTime() > now.getTime() + ALLOWANCE_MS
  const isOld = one.nextUpdate && one.nextUpdate.getTime() < now.getTime() - ALLOWANCE_MS
  // Without a nonce an old answer can be sent again; one without an end is old after a week.
  const isEndless = !one.nextUpdate && one.thisUpdate.getTime() < now.getTime() - 7 * 86_400_000
  return isEarly || isOld || isEndless ? 'stale' : null
}

const MOST_RESPONDERS = 4

/** Null when it is signed by the issuer itself, or by one that it has appointed and whose certificate was valid then (4.2.2.2). */
function responderFault(
  raw: Uint8Array,
  certificates: pkijs.Certificate[],
  issuer: X509Certificate,
  at: Date,
): NoFinding | null {
  const signed = signedPartsOf(raw)
  if (!signed) return 'unreadable'
  const appointed = certificates
    .slice(0, MOST_RESPONDERS)
    .map((one) => new X509Certificate(Buffer.from(one.toSchema().toBER())))
    .filter((one) => isValid(one, at) && isAppointed(one, issuer))
  let fault: NoFinding = 'unsigned'
  for (const responder of [...appointed, issuer]) {
    const found = signatureFault(raw, signed, responder)
    if (found === null) return null
    fault = found
  }
  return fault
}

function isAppointed(responder: X509Certificate, issuer: X509Certificate): boolean {
  // So Node calls the extended key usage. The types leave out that it is absent without the extension.
  const purposes: string[] | undefined = responder.keyUsage
  return (
    (purposes?.includes(OCSP_SIGNING) ?? false) && responder.checkIssued(issuer) && responder.verify(issuer.publicKey)
  )
}

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'

// CertificateList (RFC 5280, 5.1), by the tags of its parts.
const EXTENSIONS = 0xa0

export function readList(der: Uint8Array, { certificate, issuer, now }: About): Finding | NoFinding {
  try {
    const signed = signedPartsOf(der)
    if (!signed) return 'unreadable'
    const { tbs } = signed
    const parts = [...elementsIn(der, tbs)]
    if (parts[0]?.tag === INTEGER) parts.shift() // its version
    const [, name, thisUpdate, ...rest] = parts
    const asOf = thisUpdate && timeAt(der, thisUpdate)
    if (!name || !asOf) return 'unreadable'
    const until = rest[0] && rest[0].tag !== SEQUENCE ? timeAt(der, rest[0]) : null
    if (until) rest.shift()
    if (!subjectOf(issuer).equals(bytesAt(der, name))) return 'foreign'
    const limit = limitOf(
      der,
      rest.find(({ tag }) => tag === EXTENSIONS),
      certificate,
    )
    if (limit) return limit
    const fault = mayList(issuer) ? signatureFault(der, signed, issuer) : 'unsigned'
    if (fault) return fault
    if (
      now &&
      (asOf.getTime() > now.getTime() + ALLOWANCE_MS || (until && until.getTime() < now.getTime() - ALLOWANCE_MS))
    )
      return 'stale'
    const revoked = rest.find(({ tag }) => tag === SEQUENCE)
    const revokedAt = revoked ? entryOf(der, revoked, certificate) : null
    return { state: revokedAt ? 'revoked' : 'good', revokedAt, asOf, until }
  } catch {
    return 'unreadable'
  }
}

function entryOf(der: Uint8Array, list: Element, certificate: X509Certificate): Date | null {
  const serial = serialOf(certificate)
  for (const entry of elementsIn(der, list)) {
    const number = elementAt(der, entry.content, entry.end)
    if (number.end - number.content !== serial.length || !contentAt(der, number).equals(serial)) continue
    return timeAt(der, elementAt(der, number.end, entry.end)) ?? new Date(0)
  }
  return null
}

/** A list that is for other certificates, is made by another than their issuer, or holds only what is new (5.2.4, 5.2.5). */
function limitOf(der: Uint8Array, extensions: Element | undefined, certificate: X509Certificate): NoFinding | null {
  if (!extensions) return null
  for (const extension of elementsIn(der, elementAt(der, extensions.content, extensions.end))) {
    const [id, ...rest] = elementsIn(der, extension)
    const isCritical = rest[0]?.tag === 0x01 && der[rest[0].content] !== 0
    const value = rest.at(-1)
    const name = id ? contentAt(der, id).toString('hex') : ''
    if (name === DELTA) return 'foreign'
    if (name === DISTRIBUTION && value) {
      for (const { tag, content } of elementsIn(der, elementAt(der, value.content, value.end))) {
        const isSet = der[content] !== 0
        const isForOthers =
          (tag === 0x81 && isSet && certificate.ca) || (tag === 0x82 && isSet && !certificate.ca) || tag === 0x83
        if (isForOthers || ((tag === 0x84 || tag === 0x85) && isSet)) return 'foreign'
      }
    } else if (isCritical) return 'unreadable'
  }
  return null
}

const DELTA = '551d1b' // 2.5.29.27
const DISTRIBUTION = '551d1c' // 2.5.29.28

interface SignedParts {
  tbs: Element
  algorithm: Element
  value: Element
}

/** A sequence of what is signed, how, and the signature, as lists, answers and certificates are; null of anything else. */
function signedPartsOf(der: Uint8Array): SignedParts | null {
  const whole = elementAt(der, 0)
  const [tbs, algorithm, value] = elementsIn(der, whole)
  const isBits = value?.tag === 0x03 && der[value.content] === 0 // no unused bits
  return whole.tag === SEQUENCE && tbs && algorithm && isBits ? { tbs, algorithm, value } : null
}

/** What answers about revocation are signed with; anything else is too old, or nobody's. */
const SIGNED_OVER = new Map<string, string>([
  [OID.sha256WithRsa, 'sha256'],
  [OID.sha384WithRsa, 'sha384'],
  [OID.sha512WithRsa, 'sha512'],
  [OID.ecdsaWithSha256, 'sha256'],
  [OID.ecdsaWithSha384, 'sha384'],
  [OID.ecdsaWithSha512, 'sha512'],
])

function signatureFault(
  der: Uint8Array,
  { tbs, algorithm, value }: SignedParts,
  by: X509Certificate,
): NoFinding | null {
  const { result } = asn1js.fromBER(new Uint8Array(bytesAt(der, algorithm)).buffer)
  const { algorithmId } = new pkijs.AlgorithmIdentifier({ schema: result })
  const digest = SIGNED_OVER.get(algorithmId)
  if (!digest) return 'weak'
  const signature = contentAt(der, value).subarray(1) // behind the count of unused bits
  try {
    const isSigned = verify(digest, bytesAt(der, tbs), by.publicKey, signature)
    return isSigned ? null : 'unsigned'
  } catch {
    return 'unsigned'
  }
}

/** Key usage, where it stands, must allow the signing of lists (4.2.1.3). */
function mayList(issuer: X509Certificate): boolean {
  const usage: unknown = parse(issuer).extensions?.find(({ extnID }) => extnID === '2.5.29.15')?.parsedValue
  return !(usage instanceof asn1js.BitString) || ((usage.valueBlock.valueHexView[0] ?? 0) & 0b10) !== 0
}

/** The parts of a certificate as they stand in it: version, serial number, algorithm, issuer, validity, subject. */
function partsOf({ raw }: X509Certificate): Element[] {
  const parts = [...elementsIn(raw, elementAt(raw, elementAt(raw, 0).content))]
  if (parts[0]?.tag === 0xa0) parts.shift()
  return parts
}

function serialOf(certificate: X509Certificate): Buffer {
  const [serial] = partsOf(certificate)
  return serial ? contentAt(certificate.raw, serial) : Buffer.of()
}

function subjectOf(certificate: X509Certificate): Buffer {
  const subject = partsOf(certificate)[4]
  return subject ? bytesAt(certificate.raw, subject) : Buffer.of()
}
