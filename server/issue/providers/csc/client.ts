/**
 * A signing service that speaks the API of the Cloud Signature Consortium, v1.0.4 or v2. Of it what a server needs: the service's
 * own leave (OAuth 2, or a sign-in of the service's), a credential's certificate, its holder's authorisation (SAD), and the hash signed.
 */
import { z } from 'zod'
import { AppError } from '../../../../src/lib/errors.ts'
import { base64, bytesOf, call as post, type Called, need, type Patience, unreachable } from '../remote/call.ts'
import type { RemoteKey } from '../remote/value.ts'

export interface CscService {
  /** As in https://sign.example.vn/csc/v1, without a final slash. */
  url: string
  version: 1 | 2
  /** An access token; for this user where the service gives one to each. */
  logIn(userId: string, until?: AbortSignal): Promise<Called>
}

const SHA256 = '2.16.840.1.101.3.4.2.1'
const RSA = '1.2.840.113549.1.1.1'
const RSA_SHA256 = '1.2.840.113549.1.1.11'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const MOST_CREDENTIALS = 20
/** To find a user's keys, all questions together: an administrator's form waits. */
const FINDING_MS = 15_000
/** What a token says of its life is not trusted to the second. */
const EARLIER_MS = 30_000
const LONGEST_TOKEN_S = 3_600

const text = z.string().max(4_000)
const token = z.object({ access_token: text.min(1), expires_in: z.coerce.number().positive().catch(300) })
const listed = z.object({ credentialIDs: z.array(text.min(1)).max(1_000) })
const info = z.object({
  key: z.object({ status: text.nullish(), algo: z.array(text).max(50).nullish() }),
  cert: z.object({ status: text.nullish(), certificates: z.array(base64).min(1).max(20) }),
  /** v1; v2 says it in `auth`. */
  authMode: text.nullish(),
  auth: z.object({ mode: text.nullish() }).nullish(),
})
const authorised = z.union([
  z.object({ SAD: text.min(1), expiresIn: z.coerce.number().positive().catch(120) }),
  z.object({ handle: text.min(1).max(500) }),
])
const signatures = z.object({ signatures: z.array(base64.min(1)).min(1).max(10) })
const failure = z.object({ error: text, error_description: text.nullish() })

export interface Credential {
  certificate: Uint8Array
  chain: Uint8Array[]
  isActive: boolean
  /** `implicit`: its holder is asked by the service, on their phone. `explicit`: they type a PIN with us. */
  mode: 'implicit' | 'explicit' | 'other'
  algorithm: string
}

/** `sad` until then; `handle`: of v2, asked after with `check`. */
export type Authorised = { sad: string; untilMs: number } | { handle: string }

/** Its holder, or their time, said no. */
export class NotAuthorised extends Error {
  readonly is: 'refused' | 'expired'
  constructor(is: 'refused' | 'expired') {
    super(is)
    this.is = is
  }
}

/** Each throws `key_unreachable {reason}`: service_down, service_slow, service_odd, service_credentials, service_certificate. */
export function cscClient({ url, version, logIn }: CscService) {
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
  async function call(userId: string, path: string, body: object, bounds: Patience = {}): Promise<unknown> {
    for (const isLast of [false, true]) {
      const bearer = await bearerOf(userId, bounds.until)
      const answer = await post(`${url}/${path}`, { body, bearer, ...bounds })
      if (answer.status < 300) return answer.said
      if (answer.status === 401 && !isLast) {
        tokens.delete(userId)
        continue
      }
      throw faultOf(answer)
    }
    throw unreachable('service_credentials')
  }

  return {
    /** Of a user: what they have that can sign. */
    async keys(userId: string): Promise<(RemoteKey & { needsPin: boolean })[]> {
      const until = AbortSignal.timeout(FINDING_MS)
      const asked = { userID: userId, maxResults: MOST_CREDENTIALS }
      const { credentialIDs } = need(listed, await call(userId, 'credentials/list', asked, { until }))
      const all: (RemoteKey & { needsPin: boolean })[] = []
      for (const serial of credentialIDs.slice(0, MOST_CREDENTIALS)) {
        const { certificate, chain, isActive, mode } = await this.credential(userId, serial, until)
        const isOurs = isActive && mode !== 'other'
        all.push({ serial, certificate, chain, isSeal: false, isActive: isOurs, needsPin: mode === 'explicit' })
      }
      return all
    },

    async credential(userId: string, credentialID: string, until?: AbortSignal): Promise<Credential> {
      const asked = { credentialID, certificates: 'chain', certInfo: true, authInfo: true }
      const { key, cert, authMode, auth } = need(info, await call(userId, 'credentials/info', asked, { until }))
      const [certificate = new Uint8Array(), ...chain] = cert.certificates.map(bytesOf)
      const mode = authMode ?? auth?.mode ?? ''
      const algorithms = key.algo ?? []
      return {
        ...{ certificate, chain },
        isActive: (key.status ?? 'enabled') === 'enabled' && (cert.status ?? 'valid') === 'valid',
        mode: mode === 'implicit' || mode === 'explicit' ? mode : 'other',
        algorithm: [RSA_SHA256, ECDSA_SHA256, RSA].find((one) => algorithms.includes(one)) ?? RSA,
      }
    },

    /**
     * For this very hash. Where the holder is asked by the service, v1 answers only when they have: `patienceMs`. Throws
     * NotAuthorised, `wrong_pin`.
     */
    async authorise(
      userId: string,
      asked: { credentialID: string; sha256: Uint8Array; description: string; pin?: string; patienceMs?: number },
    ): Promise<Authorised> {
      const hash = Buffer.from(asked.sha256).toString('base64')
      const { credentialID, description, pin } = asked
      const body =
        version === 1
          ? { credentialID, numSignatures: 1, hash: [hash], description, ...(pin !== undefined && { PIN: pin }) }
          : {
              ...{ credentialID, numSignatures: 1, hashes: [hash], hashAlgorithmOID: SHA256, description },
              ...(pin !== undefined && { authData: [{ id: 'PIN', value: pin }] }),
            }
      return sadOf(
        need(authorised, await call(userId, 'credentials/authorize', body, { patienceMs: asked.patienceMs })),
      )
    },

    /** v2: null while the holder has said nothing. */
    async check(userId: string, handle: string): Promise<Authorised | null> {
      const said = await call(userId, 'credentials/authorizeCheck', { handle })
      const read = authorised.safeParse(said)
      return read.success && 'SAD' in read.data ? sadOf(read.data) : null
    },

    /** The bare value. */
    async sign(
      userId: string,
      {
        credentialID,
        sad,
        sha256,
        algorithm,
      }: { credentialID: string; sad: string; sha256: Uint8Array; algorithm: string },
    ): Promise<Uint8Array> {
      const hash = Buffer.from(sha256).toString('base64')
      const body =
        version === 1
          ? { credentialID, SAD: sad, hash: [hash], hashAlgo: SHA256, signAlgo: algorithm }
          : {
              credentialID,
              SAD: sad,
              hashes: [hash],
              hashAlgorithmOID: SHA256,
              signAlgo: algorithm,
              operationMode: 'S',
            }
      const [value = ''] = need(signatures, await call(userId, 'signatures/signHash', body)).signatures
      return bytesOf(value)
    },
  }
}
export type CscClient = ReturnType<typeof cscClient>

const sadOf = (said: z.infer<typeof authorised>): Authorised =>
  'SAD' in said ? { sad: said.SAD, untilMs: Date.now() + said.expiresIn * 1_000 } : said

/** The names are the standard's, and those that services add to them. */
function faultOf({ status, said }: Called): Error {
  const { error = '', error_description = '' } = failure.safeParse(said).data ?? {}
  const words = `${error} ${error_description ?? ''}`
  if (status >= 500) return unreachable('service_down')
  if (/invalid_pin|parameter PIN|wrong PIN/i.test(words)) return new AppError('wrong_pin')
  if (/expired_request|timed? ?out|expired (request|session)/i.test(words)) return new NotAuthorised('expired')
  if (/access_denied|cancel|reject|refuse|denied by/i.test(words)) return new NotAuthorised('refused')
  if (status === 401 || status === 403 || /invalid_client|invalid_token|unauthorized/i.test(words))
    return unreachable('service_credentials')
  if (/credential/i.test(words)) return unreachable('service_certificate')
  return unreachable('service_odd')
}

export interface OAuthSettings {
  /** As in https://sign.example.vn/oauth2/token. */
  tokenUrl: string
  clientId: string
  clientSecret: string
}

/** OAuth 2, client_credentials (RFC 6749, 4.4): the service trusts this house to ask its users. */
export const oauth =
  ({ tokenUrl, clientId, clientSecret }: OAuthSettings): CscService['logIn'] =>
  (_, until) => {
    const given = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'service',
    }
    return post(tokenUrl, { body: new URLSearchParams(given), until })
  }
