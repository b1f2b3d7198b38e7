/**
 * A service of the Cloud Signature Consortium's kind in small, v1.0.4 or v2, as the API says it works; its holders answer when the test
 * says so. With `asksOnLine` its leave comes over the line of `authorize`, as v1 has it; else by a handle, as v2 does.
 */
import { randomUUID } from 'node:crypto'
import type { Holder } from './holders.ts'
import { type Asked, inLines, openService, type RemoteService, type Said, type Subscriber } from './remote-service.ts'

type Answer = 'yes' | 'no' | 'late'
export interface Csc extends Omit<RemoteService, 'url'> {
  settings: { url: string; version: 1 | 2; tokenUrl: string; clientId: string; clientSecret: string }
  asked: Asked[]
  last(): Asked
  /** The holder says it on their phone. */
  say(answer: Answer, request?: Asked): void
  /** What the next signatures are in place of the right ones. */
  lie: ((digest: Buffer, holder: Holder) => Uint8Array) | null
  /** How often a token was asked for, and a signature made. */
  tokens: number
  signed: number
  /** Those that were given are good no more. */
  forget(): void
}

export async function openCsc(
  subscribers: Map<string, Subscriber>,
  { version = 1, login }: { version?: 1 | 2; login?: string } = {},
): Promise<Csc> {
  const asked: Asked[] = []
  const waiting = new Map<string, (said: Said) => void>()
  const answers = new Map<string, Answer>()
  const leaves = new Map<string, { subscriber: string; digest: Buffer }>()
  let known = new Set<string>()
  const root = login ? '/adss/service/ras/csc/v1' : `/csc/v${version}`
  const secret = 'secret-of-a-test'
  const refused = (status: number, error: string, error_description = ''): Said => ({
    status,
    body: { error, error_description },
  })

  function answer(path: string, body: Record<string, unknown>, bearer: string): Said | Promise<Said> {
    if (path === (login ?? '/oauth2/token')) {
      if (body.client_secret !== secret) return refused(401, 'invalid_client')
      if (login && !subscribers.has(String(body.user_id))) return refused(401, 'invalid_user')
      const token = randomUUID()
      known.add(token)
      csc.tokens++
      return { body: { access_token: token, token_type: 'Bearer', expires_in: 3600 } }
    }
    if (!known.has(bearer)) return refused(401, 'invalid_token')
    const subscriber = String(body.credentialID ?? '').replace(/^cred-/, '')
    const own = subscribers.get(subscriber)
    switch (path.slice(root.length)) {
      case '/credentials/list':
        return { body: { credentialIDs: subscribers.has(String(body.userID)) ? [`cred-${String(body.userID)}`] : [] } }
      case '/credentials/info': {
        if (!own) return refused(400, 'invalid_request', 'Invalid parameter credentialID')
        const mode = own.pin === undefined ? 'implicit' : 'explicit'
        const { certificate } = own.holder
        return {
          body: {
            key: { status: 'enabled', algo: ['1.2.840.113549.1.1.11'], len: 2048 },
            cert: { status: own.status ?? 'valid', certificates: [certificate, own.authority].map(inLines) },
            ...(version === 1 ? { authMode: mode } : { auth: { mode } }),
            ...{ SCAL: '2', multisign: 1 },
          },
        }
      }
      case '/credentials/authorize': {
        const [hash] = (version === 1 ? body.hash : body.hashes) as string[]
        const digest = Buffer.from(hash ?? '', 'base64')
        if (!own || digest.length !== 32) return refused(400, 'invalid_request', 'Invalid parameter hash')
        if (own.pin !== undefined) {
          const data = body.authData as { id: string; value: string }[] | undefined
          const pin = version === 1 ? body.PIN : data?.find(({ id }) => id === 'PIN')?.value
          if (pin !== own.pin) return refused(400, 'invalid_pin', 'The PIN is invalid')
          return { body: leave(subscriber, digest) }
        }
        const request = { id: randomUUID(), subscriber, title: String(body.description), digest, said: null }
        asked.push(request)
        if (version === 2) return { body: { handle: request.id } }
        return new Promise((resolve) => waiting.set(request.id, resolve))
      }
      case '/credentials/authorizeCheck': {
        const request = asked.find(({ id }) => id === body.handle)
        const said = answers.get(String(body.handle))
        if (!request) return refused(400, 'invalid_request', 'Invalid parameter handle')
        return said === undefined ? { status: 202, body: { handle: request.id } } : leaveOf(request, said)
      }
      case '/signatures/signHash': {
        const given = leaves.get(String(body.SAD))
        const [hash] = (version === 1 ? body.hash : body.hashes) as string[]
        if (!given || !own || hash !== given.digest.toString('base64'))
          return refused(400, 'invalid_request', 'Invalid SAD')
        leaves.delete(String(body.SAD))
        csc.signed++
        const value = csc.lie ? csc.lie(given.digest, own.holder) : own.holder.signDigest(given.digest)
        return { body: { signatures: [inLines(value)] } }
      }
      default:
        return refused(404, 'not_found')
    }
  }

  function leave(subscriber: string, digest: Buffer) {
    const SAD = randomUUID()
    leaves.set(SAD, { subscriber, digest })
    return { SAD, expiresIn: 300 }
  }
  function leaveOf({ subscriber, digest }: Asked, said: Answer): Said {
    if (said === 'yes') return { body: leave(subscriber, digest) }
    return said === 'no'
      ? refused(400, 'access_denied', 'The user refused')
      : refused(400, 'expired_request', 'Timeout')
  }

  const service = await openService(answer)
  const last = () => {
    const request = asked.at(-1)
    if (!request) throw new Error('nobody was asked')
    return request
  }
  const { url, ...rest } = service
  const csc: Csc = {
    ...rest,
    settings: {
      ...{ url: `${url}${root}`, version, tokenUrl: `${url}/oauth2/token` },
      ...{ clientId: 'client-of-a-test', clientSecret: secret },
    },
    ...{ asked, last, lie: null, tokens: 0, signed: 0 },
    say(said, request = last()) {
      answers.set(request.id, said)
      waiting.get(request.id)?.(leaveOf(request, said))
    },
    forget: () => void (known = new Set()),
  }
  return csc
}
