/**
 * One time-stamping authority over HTTP (RFC 3161, 3.4). What it answers is believed when it is about what was asked, fits, and
 * comes from somebody this house trusts with it; a token that is none of these would be worth less than none.
 */
import { randomBytes } from 'node:crypto'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import type { StampFault } from '../../../src/lib/vocabulary.ts'
import type { TrustedAuthority } from '../pki/chain.ts'
import { fetchBytes, FetchFailure } from '../pki/fetch.ts'
import { OID } from '../pki/oids.ts'
import { type CheckToken, isForStamps, MOST_CLOCK_DIFFERENCE_MS, type Stamp } from '../pki/stamper.ts'
import { trustOf } from '../pki/trust.ts'

/** Tokens with all their certificates have 5 to 10 kB. */
const MOST_BYTES = 64 * 1024

export class StampFailure extends Error {
  /** `time`: what it said, where that is what is wrong. */
  constructor(
    readonly fault: StampFault,
    readonly time?: Date,
  ) {
    super(fault)
  }
}

export interface Token {
  /** DER of the TimeStampToken. */
  token: Uint8Array
  stamp: Stamp
}

export interface StampAsking {
  url: string
  authorities: TrustedAuthority[]
  check: CheckToken
  now: Date
  ms: number
}

/** `sha256`: of what is stamped. Throws StampFailure. */
export async function askTsa(sha256: Uint8Array, { url, authorities, check, now, ms }: StampAsking): Promise<Token> {
  const nonce = randomBytes(8)
  nonce[0] = 0x40 | ((nonce[0] ?? 0) & 0x3f) // positive, and of one length
  const { address, headers } = withoutCredentials(url)
  let answer: Uint8Array
  try {
    const body = { bytes: requestFor(sha256, nonce), type: 'application/timestamp-query' }
    answer = await fetchBytes(address, { body, headers, mostBytes: MOST_BYTES, ms, allowed: null })
  } catch (failure) {
    if (!(failure instanceof FetchFailure)) throw failure
    throw new StampFailure(OF_FETCH[failure.fault])
  }
  const { token, granted } = readAnswer(answer)
  if (!granted) throw new StampFailure('refused')
  if (!token) throw new StampFailure('unreadable')
  const stamp = needAbout(token, sha256, nonce, check)
  await needTrusted(stamp, authorities)
  if (Math.abs(stamp.time.getTime() - now.getTime()) > MOST_CLOCK_DIFFERENCE_MS)
    throw new StampFailure('wrong_clock', stamp.time)
  return { token, stamp }
}

const OF_FETCH = {
  ...{ bad_address: 'unreachable', private_address: 'unreachable', unreachable: 'unreachable' },
  ...{ slow: 'slow', too_large: 'unreadable', refused: 'refused' },
} as const satisfies Record<string, StampFault>

/** A name and password in the address go where HTTP wants them, and are in no message. */
function withoutCredentials(url: string): { address: string; headers: Record<string, string> } {
  const parsed = new URL(url)
  const { username, password } = parsed
  if (!username && !password) return { address: url, headers: {} }
  const pair = [username, password].map(decodeURIComponent).join(':')
  parsed.username = parsed.password = ''
  return { address: parsed.href, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } }
}

function requestFor(sha256: Uint8Array, nonce: Uint8Array): Uint8Array {
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: OID.sha256, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: new Uint8Array(sha256).buffer }),
    }),
    nonce: new asn1js.Integer({ valueHex: new Uint8Array(nonce).buffer }),
    certReq: true, // without its certificates nobody could check it later
  })
  return new Uint8Array(request.toSchema().toBER())
}

const GRANTED = new Set([0, 1]) // as asked, or with changes (2.4.2)

/** The token as it came, byte for byte: written anew it might not fit its signature. */
function readAnswer(answer: Uint8Array): { token: Uint8Array | null; granted: boolean } {
  try {
    const bytes = new Uint8Array(answer).buffer
    const { status } = pkijs.TimeStampResp.fromBER(bytes)
    const { result } = asn1js.fromBER(bytes)
    const token = result instanceof asn1js.Sequence ? result.valueBlock.value[1] : undefined
    return { token: token ? new Uint8Array(token.valueBeforeDecodeView) : null, granted: GRANTED.has(status.status) }
  } catch {
    throw new StampFailure('unreadable')
  }
}

function needAbout(token: Uint8Array, sha256: Uint8Array, nonce: Uint8Array, check: CheckToken): Stamp {
  const info = infoIn(token)
  if (!info) throw new StampFailure('unreadable')
  const { messageImprint } = info
  if (messageImprint.hashAlgorithm.algorithmId !== OID.sha256) throw new StampFailure('wrong_imprint')
  if (!Buffer.from(messageImprint.hashedMessage.valueBlock.valueHexView).equals(Buffer.from(sha256)))
    throw new StampFailure('wrong_imprint')
  const answered = info.nonce && Buffer.from(info.nonce.valueBlock.valueHexView)
  if (!answered?.equals(Buffer.from(nonce))) throw new StampFailure('wrong_nonce')
  const stamp = check(token, sha256)
  if (stamp === 'weak') throw new StampFailure('weak')
  if (stamp === 'broken') throw new StampFailure('unreadable')
  return stamp
}

function infoIn(token: Uint8Array): pkijs.TSTInfo | null {
  try {
    const content = pkijs.ContentInfo.fromBER(new Uint8Array(token).buffer)
    const signed = new pkijs.SignedData({ schema: content.content })
    const info = signed.encapContentInfo.eContent?.getValue()
    return info ? pkijs.TSTInfo.fromBER(info) : null
  } catch {
    return null
  }
}

async function needTrusted({ certificate, others, time }: Stamp, authorities: TrustedAuthority[]): Promise<void> {
  const { authority, isValidAt, fault } = await trustOf(certificate, others, authorities, time)
  if (fault === 'weak') throw new StampFailure('weak')
  if (!authority || !isValidAt || !isForStamps(certificate)) throw new StampFailure('untrusted')
}
