/**
 * The holder's own way to the service, with their browser (RFC 6749, 4.1; RFC 7636): to its page with the hash that they are to confirm,
 * and back with a code, which becomes the leave to sign that hash (CSC v1.0.4 and v2, oauth2/authorize and oauth2/token).
 */
import { z } from 'zod'
import type { Journey, Returned } from '../provider.ts'
import { call as post, need, unreachable } from '../remote/call.ts'
import type { Leave } from './leave.ts'
import { SHA256 } from './oids.ts'

export interface OAuthSettings {
  /** Where people confirm: https://sign.example.vn/oauth2/authorize. */
  authorizeUrl: string
  /** As in https://sign.example.vn/oauth2/token. */
  tokenUrl: string
  clientId: string
  clientSecret: string
}

export interface PageSettings extends OAuthSettings {
  version: 1 | 2
  /** v2 with `authorization_details` (RFC 9396), which names the paper on the service's page, in place of single parameters. */
  byDetails: boolean
}

const MOST_DESCRIPTION = 250
const LEAVE_S = 120
const text = z.string().min(1).max(8_000)
const token = z.object({
  access_token: text,
  expires_in: z.coerce.number().positive().catch(LEAVE_S),
  refresh_token: text.nullish(),
})
const failure = z.object({ error: z.string().max(200) })

/** What somebody confirms. */
export interface Confirmed {
  credentialID: string
  sha256: Uint8Array
  description: string
}

/** Where the browser goes so that its user confirms this hash. */
export function confirmAddress(settings: PageSettings, asked: Confirmed, journey: Journey): string {
  const { authorizeUrl, clientId, version } = settings
  const { credentialID, sha256 } = asked
  const hash = Buffer.from(sha256).toString('base64url')
  const single = {
    ...{ scope: 'credential', credentialID, numSignatures: '1', description: shortened(asked.description) },
    ...(version === 1 ? { hash } : { hashes: hash, hashAlgorithmOID: SHA256 }),
  }
  return withQuery(authorizeUrl, { ...asksOf(clientId, journey), ...(detailsOf(settings, asked) ?? single) })
}

/** Null where single parameters say it. */
function detailsOf({ version, byDetails }: PageSettings, { credentialID, sha256, description }: Confirmed) {
  if (version === 1 || !byDetails) return null
  const digest = { hash: Buffer.from(sha256).toString('base64'), label: shortened(description) }
  const one = { type: 'credential', credentialID, documentDigests: [digest], hashAlgorithmOID: SHA256 }
  return { authorization_details: JSON.stringify([one]) }
}

const shortened = (description: string) => [...description].slice(0, MOST_DESCRIPTION).join('')

/** Where the browser goes so that its user signs in, and leaves their credentials to be asked about. */
export function signInAddress({ authorizeUrl, clientId }: PageSettings, journey: Journey): string {
  return withQuery(authorizeUrl, { ...asksOf(clientId, journey), scope: 'service' })
}

/** Throws `key_unreachable {reason}`: `service_leave` where the code is good no more. */
export async function leaveFor(settings: PageSettings, confirmed: Confirmed, returned: Returned): Promise<Leave> {
  const asked = { ...codeOf(returned), ...detailsOf(settings, confirmed) }
  const { access_token: sad, expires_in } = await exchange(settings, asked)
  return { sad, untilMs: Date.now() + expires_in * 1_000, asBearer: settings.version === 2 }
}

/** What somebody's own sign-in at the service gives. */
export interface Account {
  bearer: string
  untilMs: number
  /** For another, without the person. */
  refresh: string | null
}

/** Throws as `leaveFor` does. */
export const accountFor = (settings: PageSettings, returned: Returned): Promise<Account> =>
  account(settings, codeOf(returned))

/** Throws as `leaveFor` does. */
export const renewed = (settings: PageSettings, refresh: string): Promise<Account> =>
  account(settings, { grant_type: 'refresh_token', refresh_token: refresh })

async function account(settings: PageSettings, asked: Record<string, string>): Promise<Account> {
  const { access_token: bearer, expires_in, refresh_token } = await exchange(settings, asked)
  return { bearer, untilMs: Date.now() + expires_in * 1_000, refresh: refresh_token ?? asked.refresh_token ?? null }
}

const codeOf = ({ code, verifier, redirectUri }: Returned) => ({
  ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
})

async function exchange({ tokenUrl, clientId, clientSecret }: PageSettings, asked: Record<string, string>) {
  const body = new URLSearchParams({ ...asked, client_id: clientId, client_secret: clientSecret })
  const { status, said } = await post(tokenUrl, { body })
  if (status >= 500) throw unreachable('service_down')
  if (status >= 400)
    throw unreachable(failure.safeParse(said).data?.error === 'invalid_grant' ? 'service_leave' : 'service_credentials')
  return need(token, said)
}

const asksOf = (clientId: string, { state, challenge, redirectUri }: Journey) => ({
  ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, state, lang: 'vi' },
  ...{ code_challenge: challenge, code_challenge_method: 'S256' },
})

function withQuery(url: string, asked: Record<string, string>): string {
  const address = new URL(url)
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
  return address.href
}
