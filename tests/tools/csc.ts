/**
 * A service of the Cloud Signature Consortium's kind in small, v1.0.4 or v2, as the API says it works; its holders answer when the test
 * says so. Of v1 its leave comes over the line of `authorize`, of v2 by a handle. What a client must show is looked at: hashes, numbers of
 * signatures, codes, where browsers come back, and PKCE.
 */
import { createHash, randomInt, randomUUID } from 'node:crypto'
import type { Holder } from './holders.ts'
import { type Asked, inLines, openService, type RemoteService, type Said, type Subscriber } from './remote-service.ts'

type Answer = 'yes' | 'no' | 'late'
type Body = Record<string, unknown>

export interface Csc extends Omit<RemoteService, 'url'> {
  settings: {
    url: string
    version: 1 | 2
    tokenUrl: string
    authorizeUrl: string
    clientId: string
    clientSecret: string
    byDetails: boolean
    byHolder: boolean
  }
  asked: Asked[]
  last(): Asked
  /** The holder says it on their phone. */
  say(answer: Answer, request?: Asked): void
  /** What the next signatures are in place of the right ones. */
  /** How long a leave is good for, as it says. */
  leaveSeconds: number
  lie: ((digest: Buffer, holder: Holder) => Uint8Array) | null
  /** How often a token was asked for, a leave given, and a signature made. */
  tokens: number
  left: number
  signed: number
  /** Those that were given are good no more; leaves and codes of browsers too. */
  forget(): void
  /** The one-time passwords that were sent, the last at the end. What a holder's own device shows is `OWN_OTP`. */
  sent: string[]
  /** The last of them is too old. */
  expireOtp(): void
  /** Where browsers may be sent back, as the contract names it. */
  returnsTo: string
  /** Of v2: told to us and not sent, where it is not null. */
  challenge: string | null
  /** Who sits at the browser that signs in there. */
  account: string
  /** Tokens of people's own sign-ins end now; `refreshes`: what would renew them too. */
  endTokens(refreshes: boolean): void
  /** What its page has shown, the last at the end. */
  pages: { credential: string; digest: Buffer; description: string; state: string }[]
  /** A browser without a screen: opens the page, presses, and tells where it is sent. */
  visit(address: string, answer: 'yes' | 'no'): Promise<URL>
}

/** `byHolder`: each signs in there before they and their credentials are known. */
interface Kind {
  version?: 1 | 2
  login?: string
  byDetails?: boolean
  byHolder?: boolean
}

export const OWN_OTP = '314159'
const SHA256 = '2.16.840.1.101.3.4.2.1'

export async function openCsc(
  subscribers: Map<string, Subscriber>,
  { version = 1, login, byDetails = false, byHolder = false }: Kind = {},
): Promise<Csc> {
  const asked: Asked[] = []
  const waiting = new Map<string, (said: Said) => void>()
  const answers = new Map<string, Answer>()
  const leaves = new Map<string, { subscriber: string; digest: Buffer; isOfPage: boolean }>()
  const otps = new Map<string, string>()
  /** By what its form sends back: a page that somebody looks at. */
  const open = new Map<string, Sent>()
  const codes = new Map<string, Sent>()
  /** Tokens, each with the account that it is of; null of the office's own. */
  let known = new Map<string, string | null>()
  const refreshes = new Map<string, string>()
  const root = login ? '/adss/service/ras/csc/v1' : `/csc/v${version}`
  const clientId = 'client-of-a-test'
  const secret = 'secret-of-a-test'
  const refused = (status: number, error: string, error_description = ''): Said => ({
    status,
    body: { error, error_description },
  })
  const ofCredential = (credentialID: unknown) => {
    const subscriber = String(credentialID ?? '').replace(/^cred-/, '')
    return { subscriber, own: subscribers.get(subscriber) }
  }

  function answer(path: string, body: Body, bearer: string): Said | Promise<Said> {
    if (path === '/oauth2/authorize') return page(body)
    if (path === '/oauth2/confirm') return confirmed(body)
    if (path === (login ?? '/oauth2/token'))
      return body.grant_type === 'authorization_code'
        ? exchanged(body)
        : body.grant_type === 'refresh_token'
          ? refreshed(body)
          : loggedIn(body)
    const isOfPage = leaves.get(bearer)?.isOfPage && version === 2 && path.endsWith('/signHash')
    if (!known.has(bearer) && !isOfPage) return refused(401, 'invalid_token')
    const { subscriber, own } = ofCredential(body.credentialID)
    const account = known.get(bearer)
    if (account && path.endsWith('/credentials/list'))
      return body.userID === undefined
        ? { body: { credentialIDs: [`cred-${account}`] } }
        : refused(400, 'invalid_request', 'Invalid parameter userID')
    if (account && account !== subscriber) return refused(400, 'invalid_request', 'Invalid parameter credentialID')
    switch (path.slice(root.length)) {
      case '/credentials/list':
        return { body: { credentialIDs: subscribers.has(String(body.userID)) ? [`cred-${String(body.userID)}`] : [] } }
      case '/credentials/info': {
        if (!own) return refused(400, 'invalid_request', 'Invalid parameter credentialID')
        const { certificate } = own.holder
        return {
          body: {
            key: { status: 'enabled', algo: ['1.2.840.113549.1.1.11'], len: 2048 },
            cert: { status: own.status ?? 'valid', certificates: [certificate, own.authority].map(inLines) },
            ...(version === 1 ? authOfV1(own) : { auth: authOfV2(own) }),
            ...{ SCAL: '2', multisign: 1 },
          },
        }
      }
      case version === 1 ? '/credentials/sendOTP' : '/credentials/getChallenge':
        if (own?.otp !== 'sent') return refused(400, 'invalid_request', 'Invalid parameter credentialID')
        if (version === 2 && body.authObjectID !== 'OTP')
          return refused(400, 'invalid_request', 'Invalid parameter authObjectID')
        otps.set(subscriber, String(randomInt(100_000, 1_000_000)))
        csc.sent.push(otps.get(subscriber) ?? '')
        return csc.challenge === null ? { status: 204, body: undefined } : { body: { challenge: csc.challenge } }
      case '/credentials/authorize': {
        const hashes = hashesOf(body)
        const [digest] = hashes
        if (!own || own.isOnPage || !digest || hashes.length !== 1 || body.numSignatures !== 1)
          return refused(400, 'invalid_request', 'Invalid parameter hash')
        if (own.pin !== undefined || own.otp) {
          const fault = faultOfTyped(body, subscriber, own)
          return fault ?? { body: leave(subscriber, digest) }
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
        // A leave of v2 that came by the page is the token itself; every other stands beside one of the service's.
        const sad = isOfPage ? bearer : String(body.SAD)
        const given = leaves.get(sad)
        const [digest, ...more] = hashesOf(body)
        const isBeside = isOfPage ? body.SAD === undefined : given?.isOfPage !== true || version === 1
        if (!given || !own || !isBeside || given.subscriber !== subscriber)
          return refused(400, 'invalid_request', 'Invalid SAD')
        if (!digest?.equals(given.digest) || more.length > 0) return refused(400, 'invalid_request', 'Invalid SAD')
        leaves.delete(sad)
        csc.signed++
        const value = csc.lie ? csc.lie(given.digest, own.holder) : own.holder.signDigest(given.digest)
        return { body: { signatures: [inLines(value)] } }
      }
      default:
        return refused(404, 'not_found')
    }
  }

  function loggedIn(body: Body): Said {
    if (body.client_secret !== secret) return refused(401, 'invalid_client')
    if (byHolder) return refused(400, 'unauthorized_client')
    if (login && !subscribers.has(String(body.user_id))) return refused(401, 'invalid_user')
    const token = randomUUID()
    known.set(token, null)
    csc.tokens++
    return { body: { access_token: token, token_type: 'Bearer', expires_in: 3600 } }
  }

  /** Of exactly one digest of SHA-256, each. */
  function hashesOf(body: Body): Buffer[] {
    const isNamed = version === 1 || body.hashAlgorithmOID === SHA256
    const given = (version === 1 ? body.hash : body.hashes) as unknown
    if (!isNamed || !Array.isArray(given)) return []
    const hashes = given.map((one) => Buffer.from(String(one), 'base64'))
    return hashes.every(({ length }) => length === 32) ? hashes : []
  }

  function faultOfTyped(body: Body, subscriber: string, { pin, otp }: Subscriber): Said | null {
    const data = body.authData as { id: string; value: string }[] | undefined
    const typed = (id: string) => (version === 1 ? body[id] : data?.find((one) => one.id === id)?.value)
    const wrong = (v1: string): Said =>
      version === 1
        ? refused(400, v1)
        : refused(400, 'invalid_authentication_data', 'The authentication data is invalid')
    if (pin !== undefined && typed('PIN') !== pin) return wrong('invalid_pin')
    if (!otp) return null
    const right = otp === 'own' ? OWN_OTP : otps.get(subscriber)
    if (right === undefined || typed('OTP') !== right) return wrong('invalid_otp')
    otps.delete(subscriber) // once
    return null
  }

  function leave(subscriber: string, digest: Buffer, isOfPage = false) {
    const SAD = randomUUID()
    leaves.set(SAD, { subscriber, digest, isOfPage })
    csc.left++
    return { SAD, expiresIn: csc.leaveSeconds }
  }
  function leaveOf({ subscriber, digest }: Asked, said: Answer): Said {
    if (said === 'yes') return { body: leave(subscriber, digest) }
    return said === 'no'
      ? refused(400, 'access_denied', 'The user refused')
      : refused(400, 'expired_request', 'Timeout')
  }

  /** A client that is not right is told so here, and no browser is sent back to it (RFC 6749, 4.1.2.1). */
  function page(query: Body): Said {
    const wrong = (what: string): Said => ({ status: 400, html: `<!doctype html><title>400</title><p>${what}</p>` })
    const { redirect_uri, state, code_challenge: challenge } = query
    if (query.client_id !== clientId || redirect_uri !== csc.returnsTo) return wrong('client')
    if (query.response_type !== 'code' || typeof state !== 'string' || state.length < 20) return wrong('request')
    if (typeof challenge !== 'string' || !/^[\w-]{43}$/.test(challenge) || query.code_challenge_method !== 'S256')
      return wrong('PKCE')
    if (query.scope === 'service') return byHolder ? signInPage(state, challenge) : wrong('scope')
    const told = version === 2 && byDetails ? detailsOf(query) : singleOf(query)
    const { subscriber, own } = ofCredential(told?.credential)
    if (!told || !own?.isOnPage || told.digest.length !== 32) return wrong('credential')
    const form = randomUUID()
    const details = typeof query.authorization_details === 'string' ? query.authorization_details : undefined
    open.set(form, { redirectUri: csc.returnsTo, state, challenge, subscriber, digest: told.digest, details })
    csc.pages.push({ ...told, state })
    return { html: pageWith('Xác nhận ký', told.description, form, 'Đồng ý ký') }
  }

  function signInPage(state: string, challenge: string): Said {
    const form = randomUUID()
    open.set(form, {
      redirectUri: csc.returnsTo,
      state,
      challenge,
      subscriber: csc.account,
      digest: null,
      details: undefined,
    })
    return { html: pageWith('Đăng nhập', csc.account, form, 'Đăng nhập') }
  }

  function singleOf(query: Body): Told | null {
    const hash = version === 1 ? query.hash : query.hashes
    const isNamed = version === 1 || query.hashAlgorithmOID === SHA256
    if (query.scope !== 'credential' || query.numSignatures !== '1' || typeof hash !== 'string' || !isNamed) return null
    if (!/^[\w-]+$/.test(hash)) return null // base64url, of one
    const { credentialID: credential, description } = query
    return { credential: String(credential), digest: Buffer.from(hash, 'base64url'), description: String(description) }
  }

  function detailsOf(query: Body): Told | null {
    if (query.scope !== undefined || query.hashes !== undefined) return null
    const [one, ...more] = JSON.parse(String(query.authorization_details)) as {
      type: string
      credentialID: string
      hashAlgorithmOID: string
      documentDigests: { hash: string; label: string }[]
    }[]
    const [document, ...others] = one?.documentDigests ?? []
    if (!one || !document || more.length + others.length > 0) return null
    if (one.type !== 'credential' || one.hashAlgorithmOID !== SHA256) return null
    return { credential: one.credentialID, digest: Buffer.from(document.hash, 'base64'), description: document.label }
  }

  function confirmed(given: Body): Said {
    const sent = open.get(String(given.form))
    if (!sent) return { status: 400, html: '<p>400</p>' }
    open.delete(String(given.form))
    const back = new URL(sent.redirectUri)
    back.searchParams.set('state', sent.state)
    const code = randomUUID()
    if (given.answer === 'yes') codes.set(code, sent)
    if (given.answer === 'yes') back.searchParams.set('code', code)
    else back.searchParams.set('error', 'access_denied')
    return { location: back.href }
  }

  /** A code counts once, however it is asked with. */
  function exchanged(given: Body): Said {
    if (given.client_id !== clientId || given.client_secret !== secret) return refused(401, 'invalid_client')
    const sent = codes.get(String(given.code))
    codes.delete(String(given.code))
    const verified = createHash('sha256').update(String(given.code_verifier)).digest('base64url')
    const isSame = given.redirect_uri === sent?.redirectUri && given.authorization_details === sent?.details
    if (!sent || !isSame || verified !== sent.challenge) return refused(400, 'invalid_grant')
    if (!sent.digest) return ofAccount(sent.subscriber)
    const { SAD, expiresIn } = leave(sent.subscriber, sent.digest, true)
    return { body: { access_token: SAD, token_type: version === 1 ? 'SAD' : 'Bearer', expires_in: expiresIn } }
  }

  function ofAccount(account: string): Said {
    const [token, refresh] = [randomUUID(), randomUUID()]
    known.set(token, account)
    refreshes.set(refresh, account)
    csc.tokens++
    return { body: { access_token: token, token_type: 'Bearer', expires_in: 3600, refresh_token: refresh } }
  }

  /** Each counts once; another comes with what it gives. */
  function refreshed(given: Body): Said {
    if (given.client_id !== clientId || given.client_secret !== secret) return refused(401, 'invalid_client')
    const account = refreshes.get(String(given.refresh_token))
    refreshes.delete(String(given.refresh_token))
    return account === undefined ? refused(400, 'invalid_grant') : ofAccount(account)
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
      ...{ url: `${url}${root}`, version, tokenUrl: `${url}/oauth2/token`, authorizeUrl: `${url}/oauth2/authorize` },
      ...{ clientId, clientSecret: secret, byDetails, byHolder },
    },
    ...{
      asked,
      last,
      leaveSeconds: 300,
      lie: null,
      tokens: 0,
      left: 0,
      signed: 0,
      sent: [],
      returnsTo: '',
      pages: [],
      account: '',
      challenge: null,
    },
    say(said, request = last()) {
      answers.set(request.id, said)
      waiting.get(request.id)?.(leaveOf(request, said))
    },
    forget() {
      known = new Map()
      for (const all of [leaves, codes, open]) all.clear()
    },
    expireOtp: () => otps.clear(),
    endTokens(alsoRefreshes) {
      known = new Map()
      if (alsoRefreshes) refreshes.clear()
    },
    async visit(address, said) {
      const shown = await (await fetch(address)).text()
      const form = /name="form" value="([^"]+)"/.exec(shown)?.[1]
      if (form === undefined) throw new Error(`the service's page says: ${shown}`)
      const body = new URLSearchParams({ form, answer: said })
      const back = await fetch(`${url}/oauth2/confirm`, { method: 'POST', body, redirect: 'manual' })
      return new URL(back.headers.get('location') ?? 'nowhere:')
    },
  }
  return csc
}

/** What a browser was sent with. */
interface Sent {
  redirectUri: string
  state: string
  challenge: string
  subscriber: string
  /** Null of a sign-in. */
  digest: Buffer | null
  details: string | undefined
}
interface Told {
  credential: string
  digest: Buffer
  description: string
}

const pageWith = (title: string, text: string, form: string, yes: string) =>
  `<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width"><title>Dịch vụ ký</title>
  <h1>${title}</h1><p id="paper">${text.replaceAll('<', '&lt;')}</p>
  <form method="POST" action="/oauth2/confirm"><input type="hidden" name="form" value="${form}">
  <button name="answer" value="yes">${yes}</button> <button name="answer" value="no">Từ chối</button></form></html>`

const modeOf = ({ pin, otp, isOnPage }: Subscriber) =>
  isOnPage ? 'oauth2code' : pin !== undefined || otp ? 'explicit' : 'implicit'

function authOfV1(own: Subscriber) {
  const presence = (is: boolean) => String(is)
  return {
    authMode: modeOf(own),
    PIN: { presence: presence(own.pin !== undefined), format: 'N', label: 'PIN' },
    OTP: { presence: presence(own.otp !== undefined), type: own.otp === 'own' ? 'offline' : 'online', label: 'OTP' },
  }
}

function authOfV2(own: Subscriber) {
  const objects = [
    ...(own.pin === undefined ? [] : [{ type: 'Password', id: 'PIN', format: 'N' }]),
    ...(own.otp ? [{ type: own.otp === 'sent' ? 'ChallengeResponse' : 'Password', id: 'OTP', format: 'N' }] : []),
  ]
  return { mode: modeOf(own), expression: objects.map(({ id }) => id).join(' AND '), objects }
}
