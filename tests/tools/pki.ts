/**
 * A public key infrastructure in small: root, intermediate, people, a responder of OCSP, lists of revoked certificates and a
 * time-stamping authority, with the server that they answer on; or lie, as a test wants it.
 */
import { createHash, createPrivateKey, createSign, randomBytes, webcrypto, X509Certificate } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import type { SigningKey } from '../../server/issue/pki/open.ts'

export interface Holder {
  name: string
  certificate: pkijs.Certificate
  der: Uint8Array
  pem: string
  keys: CryptoKeyPair
  issuer: Holder | null
}

export interface Wish {
  issuer?: Holder
  isAuthority?: boolean
  pathLength?: number
  /** Bits of the first byte of key usage (RFC 5280, 4.2.1.3). */
  usage?: number
  purposes?: string[]
  from?: Date
  to?: Date
  /** Addresses it names. */
  ocsp?: string
  list?: string
  hash?: 'SHA-1' | 'SHA-256'
  organisation?: string
  more?: pkijs.Extension[]
}

type CryptoKeyPair = webcrypto.CryptoKeyPair
const { subtle } = webcrypto
const EC = { name: 'ECDSA', namedCurve: 'P-256' }
const SIGNS = 0b1100_0000
const ISSUES = 0b0000_0110
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const E_MAIL = '1.3.6.1.5.5.7.3.4'
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
const NO_CHECK = '1.3.6.1.5.5.7.48.1.5'
const DAY_MS = 86_400_000
let serial = 4096

export async function certify(name: string, wish: Wish = {}): Promise<Holder> {
  const { issuer, isAuthority = false, hash = 'SHA-256' } = wish
  const keys = await subtle.generateKey(EC, true, ['sign', 'verify'])
  const certificate = new pkijs.Certificate()
  certificate.version = 2
  certificate.serialNumber = new asn1js.Integer({ value: ++serial })
  const subject = [
    ...attribute('2.5.4.3', name),
    ...(wish.organisation ? attribute('2.5.4.10', wish.organisation) : []),
  ]
  certificate.subject.typesAndValues = subject
  certificate.issuer.typesAndValues = issuer ? issuer.certificate.subject.typesAndValues : subject
  certificate.notBefore.value = whole(wish.from ?? new Date(Date.now() - DAY_MS))
  certificate.notAfter.value = whole(wish.to ?? new Date(Date.now() + 3 * 365 * DAY_MS))
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey)
  const keyId = idOf(certificate)
  const { pathLength, purposes } = wish
  const constraints = { cA: isAuthority, ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }) }
  const usage = new Uint8Array([wish.usage ?? (isAuthority ? ISSUES : SIGNS)])
  certificate.extensions = [
    extension('2.5.29.19', new pkijs.BasicConstraints(constraints).toSchema(), true),
    extension('2.5.29.15', new asn1js.BitString({ valueHex: usage.buffer, unusedBits: 1 }), true),
    extension('2.5.29.14', new asn1js.OctetString({ valueHex: keyId })),
    ...(issuer ? [extension('2.5.29.35', authorityOf(issuer.certificate).toSchema())] : []),
    ...(purposes ? [extension('2.5.29.37', new pkijs.ExtKeyUsage({ keyPurposes: purposes }).toSchema(), true)] : []),
    ...(wish.ocsp ? [extension('1.3.6.1.5.5.7.1.1', accessTo(wish.ocsp))] : []),
    ...(wish.list ? [extension('2.5.29.31', pointsTo(wish.list))] : []),
    ...(wish.more ?? []),
  ]
  await certificate.sign((issuer?.keys ?? keys).privateKey, hash)
  const der = new Uint8Array(certificate.toSchema(true).toBER())
  const pem = new X509Certificate(der).toString()
  return { name, certificate: pkijs.Certificate.fromBER(der.buffer), der, pem, keys, issuer: issuer ?? null }
}

/** Certificates know no fractions of a second. */
const whole = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000)

function attribute(type: string, value: string) {
  return [new pkijs.AttributeTypeAndValue({ type, value: new asn1js.Utf8String({ value }) })]
}

export function extension(extnID: string, value: asn1js.BaseBlock, critical = false): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue: value.toBER() })
}

function idOf(certificate: pkijs.Certificate): ArrayBuffer {
  const key = certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView
  return new Uint8Array(createHash('sha1').update(key).digest()).buffer
}

function authorityOf(certificate: pkijs.Certificate) {
  return new pkijs.AuthorityKeyIdentifier({ keyIdentifier: new asn1js.OctetString({ valueHex: idOf(certificate) }) })
}

const address = (value: string) => new pkijs.GeneralName({ type: 6, value })

function accessTo(ocsp: string) {
  const one = new pkijs.AccessDescription({ accessMethod: '1.3.6.1.5.5.7.48.1', accessLocation: address(ocsp) })
  return new pkijs.InfoAccess({ accessDescriptions: [one] }).toSchema()
}

function pointsTo(list: string) {
  const point = new pkijs.DistributionPoint({ distributionPoint: [address(list)] })
  return new pkijs.CRLDistributionPoints({ distributionPoints: [point] }).toSchema()
}

/** Signs as the house's keys do; its chain is what stands above it, but for the root. */
export async function signingKeyOf(holder: Holder): Promise<SigningKey> {
  const key = createPrivateKey({
    key: Buffer.from(await subtle.exportKey('pkcs8', holder.keys.privateKey)),
    ...{ format: 'der', type: 'pkcs8' },
  })
  const chain: Uint8Array[] = []
  for (let above = holder.issuer; above?.issuer; above = above.issuer) chain.push(above.der)
  return { certificate: holder.der, chain, sign: async (data) => createSign('sha256').update(data).sign(key) }
}

/** What the answers of a service are until it is taken back. */
export type TsaFault =
  | 'down'
  | 'silent'
  | 'error'
  | 'page'
  | 'huge'
  | 'refuses'
  | 'wrong_nonce'
  | 'no_nonce'
  | 'wrong_imprint'
  | 'sha1'
  | 'stranger'
  | 'not_a_stamper'
  | 'late_clock'
export type OcspFault = 'down' | 'silent' | 'error' | 'page' | 'unknown' | 'wrong_nonce' | 'stranger' | 'old' | 'other'
export type ListFault = 'down' | 'huge' | 'endless' | 'old' | 'stranger'

export interface Pki {
  root: Holder
  intermediate: Holder
  stamper: Holder
  /** "http://127.0.0.1:…" */
  url: string
  /** As PKI_HOSTS has it. */
  host: string
  tsaUrl: string
  /** A person with addresses of this server in their certificate. */
  person(name: string, wish?: Wish): Promise<Holder>
  revoke(holder: Holder, at?: Date): void
  fail(service: 'tsa', fault: TsaFault | null): void
  fail(service: 'ocsp', fault: OcspFault | null): void
  fail(service: 'list', fault: ListFault | null): void
  /** How often each has been asked. */
  asked: { tsa: number; ocsp: number; list: number }
  token(sha256: Uint8Array): Promise<Uint8Array>
  close(): Promise<void>
}

export async function openPki(): Promise<Pki> {
  const faults = new Map<string, string>()
  const asked = { tsa: 0, ocsp: 0, list: 0 }
  const revoked = new Map<string, Date>()
  const serialOf = ({ serialNumber }: pkijs.Certificate) =>
    Buffer.from(serialNumber.valueBlock.valueHexView).toString('hex')
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const url = `http://${host}`

  const root = await certify('CA gốc thử nghiệm', { isAuthority: true, to: new Date(Date.now() + 20 * 365 * DAY_MS) })
  const tenYears = new Date(Date.now() + 10 * 365 * DAY_MS)
  const intermediate = await certify('CA cấp chứng thư thử nghiệm', {
    ...{ issuer: root, isAuthority: true, pathLength: 0, list: `${url}/root.crl`, to: tenYears },
  })
  const at = { ocsp: `${url}/ocsp`, list: `${url}/ca.crl` }
  const stamper = await certify('Cấp dấu thời gian thử nghiệm', {
    ...at,
    issuer: intermediate,
    purposes: [TIME_STAMPING],
  })
  const responder = await certify('OCSP thử nghiệm', {
    ...{
      issuer: intermediate,
      purposes: [OCSP_SIGNING],
      from: new Date(Date.now() - 90 * DAY_MS),
      more: [extension(NO_CHECK, new asn1js.Null())],
    },
  })
  const strangeRoot = await certify('CA lạ', { isAuthority: true })
  const stranger = await certify('Người lạ', { issuer: strangeRoot, purposes: [TIME_STAMPING] })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const service = request.url === '/tsa' ? 'tsa' : request.url === '/ocsp' ? 'ocsp' : 'list'
    asked[service] += 1
    const fault = faults.get(service)
    if (fault === 'down') return void request.socket.destroy()
    if (fault === 'silent') return
    if (fault === 'error') return void response.writeHead(500).end()
    if (fault === 'page') return void response.writeHead(200).end('<html>Đang bảo trì</html>')
    if (fault === 'endless') return void streamEndless(response)
    if (fault === 'huge' && service === 'tsa') return void response.writeHead(200).end(Buffer.alloc(200_000))
    try {
      if (service === 'tsa') response.writeHead(200).end(await stampAnswer(body, fault))
      else if (service === 'ocsp') response.writeHead(200).end(await ocspAnswer(body, fault))
      else response.writeHead(200).end(await list(request.url === '/root.crl' ? root : intermediate, fault))
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  }

  async function stampAnswer(body: Buffer, fault: string | undefined): Promise<Uint8Array> {
    if (fault === 'refuses') return new Uint8Array(rejection().toSchema().toBER())
    const query = pkijs.TimeStampReq.fromBER(new Uint8Array(body).buffer)
    const sha256 = Buffer.from(query.messageImprint.hashedMessage.valueBlock.valueHexView)
    const token = await tokenOver(fault === 'wrong_imprint' ? randomBytes(32) : sha256, {
      nonce: fault === 'no_nonce' ? null : fault === 'wrong_nonce' ? Buffer.of(1, 2, 3) : nonceOf(query),
      by: fault === 'stranger' ? stranger : fault === 'not_a_stamper' ? responder : stamper,
      hash: fault === 'sha1' ? 'SHA-1' : 'SHA-256',
      time: fault === 'late_clock' ? new Date(Date.now() - 3_600_000) : new Date(),
    })
    const given = pkijs.ContentInfo.fromBER(new Uint8Array(token).buffer)
    const status = new pkijs.PKIStatusInfo({ status: 0 })
    return new Uint8Array(new pkijs.TimeStampResp({ status, timeStampToken: given }).toSchema().toBER())
  }

  async function ocspAnswer(body: Buffer, fault: string | undefined): Promise<Uint8Array> {
    const { tbsRequest } = pkijs.OCSPRequest.fromBER(new Uint8Array(body).buffer)
    const [asking] = tbsRequest.requestList
    if (!asking) throw new Error('nothing is asked')
    const { reqCert } = asking
    const revokedAt = revoked.get(Buffer.from(reqCert.serialNumber.valueBlock.valueHexView).toString('hex'))
    const basic = new pkijs.BasicOCSPResponse()
    const by = fault === 'stranger' ? stranger : responder
    const now = fault === 'old' ? new Date(Date.now() - 30 * DAY_MS) : new Date()
    basic.tbsResponseData.responderID = by.certificate.subject
    basic.tbsResponseData.producedAt = whole(now)
    const single = new pkijs.SingleResponse({
      certID: reqCert,
      thisUpdate: whole(now),
      nextUpdate: whole(new Date(now.getTime() + DAY_MS)),
    })
    if (fault === 'other') single.certID.serialNumber = new asn1js.Integer({ value: 7 })
    single.certStatus = revokedAt
      ? new asn1js.Constructed({
          idBlock: { tagClass: 3, tagNumber: 1 },
          value: [new asn1js.GeneralizedTime({ valueDate: whole(revokedAt) })],
        })
      : new asn1js.Primitive({
          idBlock: { tagClass: 3, tagNumber: fault === 'unknown' ? 2 : 0 },
          lenBlock: { length: 1 },
        })
    basic.tbsResponseData.responses = [single]
    const nonce = tbsRequest.requestExtensions?.find(({ extnID }) => extnID === '1.3.6.1.5.5.7.48.1.2')
    if (nonce) {
      const other = new asn1js.OctetString({ valueHex: new Uint8Array([9, 9, 9]).buffer })
      basic.tbsResponseData.responseExtensions = [fault === 'wrong_nonce' ? extension(nonce.extnID, other) : nonce]
    }
    await basic.sign(by.keys.privateKey, 'SHA-256')
    basic.certs = [by.certificate]
    const bytes = new pkijs.ResponseBytes({
      responseType: pkijs.id_PKIX_OCSP_Basic,
      response: new asn1js.OctetString({ valueHex: basic.toSchema().toBER() }),
    })
    const given = new pkijs.OCSPResponse({ responseStatus: new asn1js.Enumerated({ value: 0 }), responseBytes: bytes })
    return new Uint8Array(given.toSchema().toBER())
  }

  async function list(by: Holder, fault: string | undefined): Promise<Uint8Array> {
    const signer = fault === 'stranger' ? stranger : by
    const age = fault === 'old' ? 30 * DAY_MS : 60_000
    const entries = [...revoked].map(([number, at]) => entry(Buffer.from(number, 'hex'), at))
    return listOf(by, signer, entries, { from: new Date(Date.now() - age), isLarge: fault === 'huge' })
  }

  return {
    ...{ root, intermediate, stamper, url, host, tsaUrl: `${url}/tsa`, asked },
    // Poppler calls a certificate without a purpose of persons an "unknown issue" even when it trusts it.
    person: (name, wish = {}) => certify(name, { ...at, issuer: intermediate, purposes: [E_MAIL], ...wish }),
    revoke: (holder, when = new Date()) => void revoked.set(serialOf(holder.certificate), when),
    fail: (service: string, fault: string | null) =>
      void (fault === null ? faults.delete(service) : faults.set(service, fault)),
    token: (sha256) => tokenOver(sha256, { nonce: null, by: stamper, hash: 'SHA-256', time: new Date() }),
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections()
        server.close(() => closed())
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part as Uint8Array))
  return Buffer.concat(parts)
}

/** More than anybody reads, without an end. */
function streamEndless(response: ServerResponse): void {
  const part = Buffer.alloc(1 << 20)
  const more = () => {
    while (!response.destroyed && response.write(part));
  }
  response.writeHead(200).on('drain', more)
  more()
}

function nonceOf({ nonce }: pkijs.TimeStampReq): Buffer {
  return nonce ? Buffer.from(nonce.valueBlock.valueHexView) : Buffer.of()
}

function rejection(): pkijs.TimeStampResp {
  return new pkijs.TimeStampResp({ status: new pkijs.PKIStatusInfo({ status: 2 }) })
}

interface Stamping {
  nonce: Buffer | null
  by: Holder
  hash: 'SHA-1' | 'SHA-256'
  time: Date
}

const TST_INFO = '1.2.840.113549.1.9.16.1.4'
const OIDS = { 'SHA-1': '1.3.14.3.2.26', 'SHA-256': '2.16.840.1.101.3.4.2.1' }

/** DER of a TimeStampToken. */
async function tokenOver(digest: Uint8Array, { nonce, by, hash, time }: Stamping): Promise<Uint8Array> {
  const info = new pkijs.TSTInfo({
    version: 1,
    policy: '1.2.3.4',
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: OIDS['SHA-256'] }),
      hashedMessage: new asn1js.OctetString({ valueHex: new Uint8Array(digest).buffer }),
    }),
    serialNumber: new asn1js.Integer({ value: ++serial }),
    genTime: whole(time),
    ...(nonce ? { nonce: new asn1js.Integer({ valueHex: new Uint8Array(nonce).buffer }) } : {}),
  })
  const content = info.toSchema().toBER()
  const { issuer, serialNumber } = by.certificate
  const messageDigest = await subtle.digest(hash, content)
  const signer = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer, serialNumber }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({
      type: 0,
      attributes: [
        new pkijs.Attribute({
          type: '1.2.840.113549.1.9.3',
          values: [new asn1js.ObjectIdentifier({ value: TST_INFO })],
        }),
        new pkijs.Attribute({
          type: '1.2.840.113549.1.9.4',
          values: [new asn1js.OctetString({ valueHex: messageDigest })],
        }),
        new pkijs.Attribute({ type: '1.2.840.113549.1.9.16.2.47', values: [certificateId(by.der)] }),
      ],
    }),
  })
  const signed = new pkijs.SignedData({
    version: 3,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({
      eContentType: TST_INFO,
      eContent: new asn1js.OctetString({ valueHex: content }),
    }),
    signerInfos: [signer],
    certificates: [by.certificate, ...(by.issuer ? [by.issuer.certificate] : [])],
  })
  await signed.sign(by.keys.privateKey, 0, hash)
  const token = new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) })
  return new Uint8Array(token.toSchema().toBER())
}

function certificateId(der: Uint8Array) {
  const hash = new asn1js.OctetString({ valueHex: new Uint8Array(createHash('sha256').update(der).digest()).buffer })
  const id = new asn1js.Sequence({ value: [hash] })
  return new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [id] })] })
}

function entry(number: Uint8Array, at: Date): Buffer {
  const parts = [
    new asn1js.Integer({ valueHex: new Uint8Array(number).buffer }),
    new asn1js.GeneralizedTime({ valueDate: whole(at) }),
  ]
  return Buffer.from(new asn1js.Sequence({ value: parts }).toBER())
}

/** Twenty megabytes of it. */
const MANY = 680_000

async function listOf(
  of: Holder,
  by: Holder,
  entries: Buffer[],
  { from, isLarge }: { from: Date; isLarge: boolean },
): Promise<Uint8Array> {
  const algorithm = new pkijs.AlgorithmIdentifier({ algorithmId: '1.2.840.10045.4.3.2' })
  const time = (date: Date) => Buffer.from(new asn1js.UTCTime({ valueDate: whole(date) }).toBER())
  const one = entry(Buffer.from('0102030405060708090a', 'hex'), new Date('2026-01-01T00:00:00Z'))
  const all = isLarge ? [...Array.from({ length: MANY }, () => one), ...entries] : entries
  const tbs = sequence([
    Buffer.from(new asn1js.Integer({ value: 1 }).toBER()),
    Buffer.from(algorithm.toSchema().toBER()),
    Buffer.from(of.certificate.subject.toSchema().toBER()),
    time(from),
    time(new Date(from.getTime() + 7 * DAY_MS)),
    ...(all.length > 0 ? [sequence(all)] : []),
  ])
  const key = createPrivateKey({
    key: Buffer.from(await subtle.exportKey('pkcs8', by.keys.privateKey)),
    ...{ format: 'der', type: 'pkcs8' },
  })
  const value = new Uint8Array(createSign('sha256').update(tbs).sign(key))
  return sequence([
    tbs,
    Buffer.from(algorithm.toSchema().toBER()),
    Buffer.from(new asn1js.BitString({ valueHex: value.buffer }).toBER()),
  ])
}

function sequence(parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const digits = body.length.toString(16)
  const length = Buffer.from(digits.length % 2 ? `0${digits}` : digits, 'hex')
  const head =
    body.length < 0x80 ? Buffer.of(0x30, body.length) : Buffer.concat([Buffer.of(0x30, 0x80 | length.length), length])
  return Buffer.concat([head, body])
}
