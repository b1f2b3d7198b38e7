/**
 * A signing service that speaks the API of the Cloud Signature Consortium, v1.0.4 or v2. Of it what a server needs: the service's
 * own leave (OAuth 2, or a sign-in of the service's), a credential's certificate, its holder's authorisation (SAD), and the hash signed.
 */
import { z } from 'zod'
import { AppError } from '../../../../src/lib/errors.ts'
import { base64, bytesOf, call as post, type Called, need, type Patience, unreachable } from '../remote/call.ts'
import type { RemoteKey } from '../remote/value.ts'
import { type Asks, asksOf, authInfo } from './asks.ts'
import type { Leave } from './leave.ts'
import type { OAuthSettings } from './oauth.ts'
import { SHA256 } from './oids.ts'

export interface CscService {
  /** As in https://sign.example.vn/csc/v1, without a final slash. */
  url: string
  version: 1 | 2
  /** An access token; for this user where the service gives one to each. */
  logIn(userId: string, until?: AbortSignal): Promise<Called>
  /** Where each holder signs in themselves: what they gave is good no more. Their credentials are asked for under no name then. */
  forget?(userId: string): Promise<void>
}

const RSA = '1.2.840.113549.1.1.1'
const RSA_SHA256 = '1.2.840.113549.1.1.11'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const MOST_CREDENTIALS = 20
/** To find a user's keys, all questions together: an administrator's form waits. */
const FINDING_MS = 15_000
/** What a token says of its life is not trusted to the second. */
const EARLIER_MS = 30_000
const LONGEST_TOKEN_S = 3_600
/** Of a leave that does not say how long it is good for. */
const LEAVE_S = 120

const text = z.string().max(4_000)
const token = z.object({ access_token: text.min(1), expires_in: z.coerce.number().positive().catch(300) })
const listed = z.object({ credentialIDs: z.array(text.min(1)).max(1_000) })
const info = z.object({
  key: z.object({ status: text.nullish(), algo: z.array(text).max(50).nullish() }),
  cert: z.object({ status: text.nullish(), certificates: z.array(base64).min(1).max(20) }),
  ...authInfo,
})
const authorised = z.union([
  z.object({ SAD: text.min(1), expiresIn: z.coerce.number().positive().catch(LEAVE_S) }),
  z.object({ handle: text.min(1).max(500) }),
])
const challenge = z.object({ challenge: z.string().max(500) })
const signatures = z.object({ signatures: z.array(base64.min(1)).min(1).max(10) })
const failure = z.object({ error: text, error_description: text.nullish() })

export interface Credential {
  certificate: Uint8Array
  chain: Uint8Array[]
  isActive: boolean
  asks: Asks
  algorithm: string
}

/** `handle`: of v2, asked after with `check`. */
export type Authorised = Leave | { handle: string }

/** Something that was typed is wrong. */
class WrongTyped extends Error {}

const whatWas = (typed: Typed[]): ConstructorParameters<typeof AppError> =>
  typed.length > 1 ? ['wrong_otp', { reason: 'either' }] : [/otp/i.test(typed[0]?.id ?? '') ? 'wrong_otp' : 'wrong_pin']

/** Its holder, or their time, said no. */
export class NotAuthorised extends Error {
  readonly is: 'refused' | 'expired'
  constructor(is: 'refused' | 'expired') {
    super(is)
    this.is = is
  }
}

/** Each throws `key_unreachable {reason}`: service_down, service_slow, service_odd, service_credentials, service_certificate. */
export function cscClient({ url, version, logIn, forget }: CscService) {
  const tokens = new Map<string, { bearer: string; untilMs: number }>()

  async function bearerOf(userId: string, until?: AbortSignal): Promise<string> {
    const kept = tokens.get(userId)
    if (kept && kept.untilMs > Date.now()) return kept.bearer
    const { status, said } = await logIn(userId, until)
    if (status >= 500) throw unreachable('service_down')
    if (status >= 400) throw unreachable('service_credentials')
    const { access_token: bearer, expires_in } = need(token, said)
    const lastsMs = Math.min(expires_in, LONGEST_TOKEN_S) * 1_000
    tokens.set(userId, { bearer, untilMs: Date.now() + Math.max(0, lastsMs - EARLIER_MS) })
    return bearer
  }

  /** A token that has died meanwhile is fetched anew, once. */
  async function call(
    userId: string,
    path: string,
    body: object,
    { own, ...bounds }: Patience & { own?: string } = {},
  ): Promise<unknown> {
    for (const isLast of [own !== undefined, true]) {
      const bearer = own ?? (await bearerOf(userId, bounds.until))
      const answer = await post(`${url}/${path}`, { body, bearer, ...bounds })
      if (answer.status < 300) return answer.said
      if (answer.status === 401 && !isLast) {
        tokens.delete(userId)
        await forget?.(userId)
        continue
      }
      throw faultOf(answer)
    }
    throw unreachable('service_credentials')
  }

  return {
    /** Of a user: what they have that can sign. */
    async keys(userId: string): Promise<(RemoteKey & { asks: Asks })[]> {
      const until = AbortSignal.timeout(FINDING_MS)
      const asked = { ...(!forget && { userID: userId }), maxResults: MOST_CREDENTIALS }
      const { credentialIDs } = need(listed, await call(userId, 'credentials/list', asked, { until }))
      const all: (RemoteKey & { asks: Asks })[] = []
      for (const serial of credentialIDs.slice(0, MOST_CREDENTIALS)) {
        const { certificate, chain, isActive, asks } = await this.credential(userId, serial, until)
        all.push({ serial, certificate, chain, isSeal: false, isActive: isActive && asks.how !== 'other', asks })
      }
      return all
    },

    async credential(userId: string, credentialID: string, until?: AbortSignal): Promise<Credential> {
      const asked = { credentialID, certificates: 'chain', certInfo: true, authInfo: true }
      const { key, cert, ...auth } = need(info, await call(userId, 'credentials/info', asked, { until }))
      const [certificate = new Uint8Array(), ...chain] = cert.certificates.map(bytesOf)
      const algorithms = key.algo ?? []
      return {
        ...{ certificate, chain },
        isActive: (key.status ?? 'enabled') === 'enabled' && (cert.status ?? 'valid') === 'valid',
        asks: asksOf(auth),
        algorithm: [RSA_SHA256, ECDSA_SHA256, RSA].find((one) => algorithms.includes(one)) ?? RSA,
      }
    },

    /** Has a one-time password sent to a credential's holder, or gives what it is to be an answer to. `id`: the service's name for it. */
    async sendCode(userId: string, credentialID: string, id: string): Promise<string | null> {
      const said =
        version === 1
          ? await call(userId, 'credentials/sendOTP', { credentialID })
          : await call(userId, 'credentials/getChallenge', { credentialID, authObjectID: id })
      return (version === 2 && challenge.safeParse(said).data?.challenge) || null
    },

    /**
     * For this very hash. `typed`: what its holder typed with us, under the service's names for it. Where they are asked by the service,
     * v1 answers only when they have: `patienceMs`. Throws NotAuthorised, `wrong_pin`, `wrong_otp`.
     */
    async authorise(
      userId: string,
      asked: { credentialID: string; sha256: Uint8Array; description: string; typed?: Typed[]; patienceMs?: number },
    ): Promise<Authorised> {
      const hash = Buffer.from(asked.sha256).toString('base64')
      const { credentialID, description, typed = [] } = asked
      const named = Object.fromEntries(typed.map(({ id, value }) => [id, value]))
      const body =
        version === 1
          ? { credentialID, numSignatures: 1, hash: [hash], description, ...named }
          : {
              ...{ credentialID, numSignatures: 1, hashes: [hash], hashAlgorithmOID: SHA256, description },
              ...(typed.length > 0 && { authData: typed }),
            }
      try {
        const said = await call(userId, 'credentials/authorize', body, { patienceMs: asked.patienceMs })
        return sadOf(need(authorised, said))
      } catch (failure) {
        // v2 does not say which of the two it was.
        if (failure instanceof WrongTyped) throw new AppError(...whatWas(typed))
        throw failure
      }
    },

    /** v2: null while the holder has said nothing. */
    async check(userId: string, handle: string): Promise<Authorised | null> {
      const said = await call(userId, 'credentials/authorizeCheck', { handle })
      const read = authorised.safeParse(said)
      return read.success && 'SAD' in read.data ? sadOf(read.data) : null
    },

    /** The bare value. */
    async sign(userId: string, { credentialID, leave, sha256, algorithm }: ToSign): Promise<Uint8Array> {
      const hash = Buffer.from(sha256).toString('base64')
      const { sad, asBearer } = leave
      const body =
        version === 1
          ? { credentialID, SAD: sad, hash: [hash], hashAlgo: SHA256, signAlgo: algorithm }
          : {
              ...{ credentialID, hashes: [hash], hashAlgorithmOID: SHA256, signAlgo: algorithm, operationMode: 'S' },
              ...(!asBearer && { SAD: sad }),
            }
      const said = await call(userId, 'signatures/signHash', body, asBearer ? { own: sad } : {})
      const [value = ''] = need(signatures, said).signatures
      return bytesOf(value)
    },
  }
}

/** Under the service's name for it: `PIN`, `OTP`. */
export interface Typed {
  id: string
  /** None where the service asks its holder elsewhere, and is told by this that it is to. */
  value?: string
}

interface ToSign {
  credentialID: string
  leave: Leave
  sha256: Uint8Array
  algorithm: string
}

export type CscClient = ReturnType<typeof cscClient>

const sadOf = (said: z.infer<typeof authorised>): Authorised =>
  'SAD' in said ? { sad: said.SAD, untilMs: Date.now() + said.expiresIn * 1_000 } : said

/** The names are the standard's, and those that services add to them. */
function faultOf({ status, said }: Called): Error {
  const { error = '', error_description = '' } = failure.safeParse(said).data ?? {}
  const words = `${error} ${error_description ?? ''}`
  if (status >= 500) return unreachable('service_down')
  if (error === 'invalid_authentication_data') return new WrongTyped()
  if (/_locked|\blocked\b/i.test(words)) return unreachable('service_locked')
  if (/invalid_otp|parameter OTP/i.test(words)) return new AppError('wrong_otp')
  if (/\bOTP\b/i.test(words) && /\b(wrong|invalid|expired|incorrect)\b/i.test(words)) return new AppError('wrong_otp')
  if (/invalid_pin|parameter PIN|wrong PIN/i.test(words)) return new AppError('wrong_pin')
  if (/expired_request|timed? ?out|expired (request|session)/i.test(words)) return new NotAuthorised('expired')
  if (/access_denied|cancel|reject|refuse|denied by/i.test(words)) return new NotAuthorised('refused')
  if (status === 401 || status === 403 || /invalid_client|invalid_token|unauthorized/i.test(words))
    return unreachable('service_credentials')
  if (/\bSAD\b/.test(words)) return unreachable('service_leave')
  if (/credential/i.test(words)) return unreachable('service_certificate')
  return unreachable('service_odd')
}

/** OAuth 2, client_credentials (RFC 6749, 4.4): the service trusts this house to ask its users. */
export const oauth =
  ({ tokenUrl, clientId, clientSecret }: Omit<OAuthSettings, 'authorizeUrl'>): CscService['logIn'] =>
  (_, until) => {
    const given = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'service',
    }
    return post(tokenUrl, { body: new URLSearchParams(given), until })
  }
