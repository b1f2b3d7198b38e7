/** Viettel MySign's gateway in small, as its description says it works; its holders answer when the test says so. */
import { randomUUID } from 'node:crypto'
import type { Holder } from './holders.ts'
import { type Asked, inLines, openService, type RemoteService, type Said, type Subscriber } from './remote-service.ts'

export interface MySign extends Omit<RemoteService, 'url'> {
  settings: { url: string; clientId: string; clientSecret: string; profileId: string }
  asked: Asked[]
  last(): Asked
  /** Its holder, or somebody else, confirms: gives the value of the signature. */
  confirm(request?: Asked, holder?: Holder): Uint8Array
  /** A code of its own: "4002" refused, "4001" too late. Or a value that is none. */
  say(said: { status: string } | { value: Uint8Array }, request?: Asked): void
}

export async function openMySign(subscribers: Map<string, Subscriber>): Promise<MySign> {
  const asked: Asked[] = []
  const tokens = new Map<string, string>()
  const settings = {
    ...{ url: '', clientId: 'client-of-a-test', clientSecret: 'secret-of-a-test', profileId: 'adss:ras:profile:001' },
  }
  const refused = (status: number, error: string): Said => ({ status, body: { error } })

  function answer(path: string, body: Record<string, unknown>, bearer: string): Said {
    if (path === '/vtss/service/ras/v1/login') {
      if (body.client_secret !== settings.clientSecret) return refused(401, 'invalid_client')
      if (!subscribers.has(String(body.user_id))) return refused(400, 'invalid_user')
      const token = randomUUID()
      tokens.set(token, String(body.user_id))
      return { body: { access_token: token, token_type: 'Bearer', expires_in: '3600' } }
    }
    const user = tokens.get(bearer)
    const own = user === undefined ? undefined : subscribers.get(user)
    if (!own || user === undefined) return refused(401, 'invalid_token')
    switch (path) {
      case '/vtss/service/certificates/info': {
        const certificates = [own.holder.certificate, own.authority].map(inLines)
        const cert = { status: own.status ?? 'active', certificates }
        return {
          body: [{ credential_id: `cred-${user}`, cert, key: { status: 'enabled', algo: ['1.2.840.113549.1.1.1'] } }],
        }
      }
      case '/vtss/service/signHash': {
        const [hash] = body.hash as string[]
        const [document] = body.documents as { document_id: string; document_name: string }[]
        const digest = Buffer.from(hash ?? '', 'base64')
        const name = document?.document_name ?? ''
        // Ninety-nine letters of base64, and no more documents than hashes.
        if (digest.length !== 32 || name.length > 99 || body.numSignatures !== 1) return refused(400, 'invalid_request')
        const title = Buffer.from(name, 'base64').toString('utf8')
        const request = { id: randomUUID(), subscriber: user, title, digest, said: null }
        asked.push(request)
        return { body: { transactionId: request.id } }
      }
      case '/vtss/service/requests/status': {
        const request = asked.find(({ id }) => id === body.transactionId)
        if (!request) return refused(400, 'not_found')
        return { body: request.said === null ? { status: '4000' } : JSON.parse(request.said) }
      }
      default:
        return refused(404, 'not_found')
    }
  }

  const { url, ...rest } = await openService(answer)
  settings.url = url
  const last = () => {
    const request = asked.at(-1)
    if (!request) throw new Error('nobody was asked')
    return request
  }
  const mySign: MySign = {
    ...rest,
    ...{ settings, asked, last },
    confirm(request = last(), holder = subscribers.get(request.subscriber)?.holder) {
      if (!holder) throw new Error('no such subscriber')
      const value = holder.signDigest(request.digest)
      mySign.say({ value }, request)
      return value
    },
    say(said, request = last()) {
      request.said = JSON.stringify('value' in said ? { status: '1', signatures: [inLines(said.value)] } : said)
    },
  }
  return mySign
}
