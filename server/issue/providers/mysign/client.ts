/**
 * Viettel MySign's gateway ("vtss"): sign in, certificates of a user, a hash to be signed, what became of it; all POST with JSON. Its
 * older generation is CSC v1 with another sign-in (`mySignOld`). Written from its public description, and never tried with the
 * real one.
 */
import { z } from 'zod'
import { type CscClient, cscClient } from '../csc/client.ts'
import { base64, bytesOf, call as post, need, unreachable } from '../remote/call.ts'
import type { RemoteKey } from '../remote/value.ts'

export interface MySignSettings {
  /** As in https://remotesigning.viettel.vn, without a final slash. */
  url: string
  clientId: string
  clientSecret: string
  /** As in adss:ras:profile:001. */
  profileId: string
}

const SHA256 = '2.16.840.1.101.3.4.2.1'
const RSA = '1.2.840.113549.1.1.1'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
/** Poll with `requests/status`. */
const ASYNC = 1
/** Names are sent in base64 of less than a hundred letters. */
const MOST_NAME_BYTES = 72

const text = z.string().max(4_000)
const token = z.object({ access_token: text.min(1) })
const certificates = z
  .array(
    z.object({
      credential_id: text.min(1),
      cert: z.object({ status: text.nullish(), certificates: z.array(base64).min(1).max(20) }),
    }),
  )
  .max(50)
const taken = z.object({ transactionId: text.min(1).max(200) })
const status = z.object({
  status: z.coerce.string(),
  signatures: z.array(base64).nullish(),
})

export type MySignStatus = { signature: Uint8Array } | 'refused' | 'expired' | null

/** Each throws `key_unreachable {reason}`, as that of SmartCA does. */
export function mySignClient({ url, ...account }: MySignSettings) {
  /** A sign-in for each act: those of several users go side by side. */
  async function call(userId: string, path: string, body: object) {
    const logged = await mySignLogIn(`${url}/vtss/service/ras/v1/login`, account)(userId)
    if (logged.status >= 500) throw unreachable('service_down')
    if (logged.status >= 400) throw unreachable('service_credentials')
    const { access_token: bearer } = need(token, logged.said)
    const answer = await post(`${url}/vtss/service/${path}`, { body, bearer })
    if (answer.status >= 500) throw unreachable('service_down')
    if (answer.status === 401 || answer.status === 403) throw unreachable('service_credentials')
    if (answer.status >= 400) throw unreachable('service_odd')
    return answer.said
  }
  const asks = { client_id: account.clientId, client_secret: account.clientSecret }

  return {
    async keys(userId: string): Promise<RemoteKey[]> {
      const asked = { ...asks, user_id: userId, profile_id: account.profileId }
      const body = { ...asked, certificates: 'chain', certInfo: true, authInfo: true }
      const all = need(certificates, await call(userId, 'certificates/info', body))
      return all.map(({ credential_id: serial, cert }) => {
        const [certificate = new Uint8Array(), ...chain] = cert.certificates.map(bytesOf)
        const isActive = /^(active|valid|enabled|)$/i.test(cert.status ?? '')
        return { serial, certificate, chain, isSeal: false, isActive }
      })
    },

    /** Gives the service's name of the request; its holder is asked on their phone. */
    async sign(
      userId: string,
      asked: { serial: string; sha256: Uint8Array; code: string; title: string; isEc: boolean },
    ): Promise<string> {
      const name = shortened(asked.title)
      const said = await call(userId, 'signHash', {
        ...asks,
        ...{ credentialID: asked.serial, numSignatures: 1, description: name },
        documents: [{ document_id: asked.code, document_name: name }],
        hash: [Buffer.from(asked.sha256).toString('base64')],
        ...{ hashAlgo: SHA256, signAlgo: asked.isEc ? ECDSA_SHA256 : RSA, async: ASYNC },
      })
      return need(taken, said).transactionId
    },

    async status(userId: string, transactionId: string): Promise<MySignStatus> {
      const { status: code, signatures } = need(status, await call(userId, 'requests/status', { transactionId }))
      switch (code) {
        case '0':
        case '4000': // asked
        case '6000': // confirmed; being signed
          return null
        case '1': {
          const [value] = signatures ?? []
          if (!value) throw unreachable('service_odd')
          return { signature: bytesOf(value) }
        }
        case '4001':
          return 'expired'
        case '4002':
          return 'refused'
        case '13004':
          throw unreachable('service_certificate')
        case '4005':
          throw unreachable('service_quota')
        default:
          throw unreachable('service_odd')
      }
    },
  }
}
export type MySignClient = ReturnType<typeof mySignClient>

const mySignLogIn =
  (address: string, { clientId, clientSecret, profileId }: Omit<MySignSettings, 'url'>) =>
  (userId: string, until?: AbortSignal) =>
    post(address, {
      until,
      body: { client_id: clientId, client_secret: clientSecret, profile_id: profileId, user_id: userId },
    })

/** The older generation ("adss"): CSC v1, and a sign-in for each user. */
export const mySignOld = ({ url, ...account }: MySignSettings): CscClient =>
  cscClient({
    url: `${url}/adss/service/ras/csc/v1`,
    version: 1,
    logIn: mySignLogIn(`${url}/adss/service/ras/v1/login`, account),
  })

/** In base64, cut at a letter. */
function shortened(title: string): string {
  let short = title
  while (Buffer.byteLength(short) > MOST_NAME_BYTES) short = [...short].slice(0, -1).join('')
  return Buffer.from(short).toString('base64')
}
