/** What happens around every request: language, origin, session, headers, and how a fault is told. */
import { randomBytes } from 'node:crypto'
import { error, type Handle, type HandleServerError, type RequestEvent, type ServerInit } from '@sveltejs/kit'
import { sequence } from '@sveltejs/kit/hooks'
import { AppError, type ErrorCode } from '$lib/errors.ts'
import { m } from '$lib/paraglide/messages'
import { paraglideMiddleware } from '$lib/paraglide/server'
import { type App, startApp } from '../server/app.ts'
import { isOutage } from '../server/database/outage.ts'
import { type Errand } from '../server/http/doors.ts'
import { headersFor } from '../server/http/headers.ts'
import { isBelieved } from '../server/http/hosts.ts'

const APP = Symbol.for('but-phe.app') // read by server/start.js and, in development, by vite.config.ts
let app: App

export const init: ServerInit = async () => {
  const shared = globalThis as { [key: symbol]: { stop(): Promise<void> } | undefined }
  await shared[APP]?.stop() // in development, the one before a hot reload
  const starting = startApp()
  // Whoever presses Ctrl-C before it is ready must find something to stop.
  const stop = () =>
    starting.then(
      (started) => started.stop(),
      () => {},
    )
  shared[APP] = { stop }
  app = await starting
  shared[APP] = app
}

const language: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, ({ locale }) =>
    resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', locale) }),
  )

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Services come from no page; what they say is believed by nobody (server/issue/requests/nudge.ts). */
const CALLED_BY_SERVICES = '/signing/webhook/[service]'

/** A request that changes something must come from a page of ours; browsers always say where one comes from. */
const ownOrigin: Handle = ({ event, resolve }) => {
  const { request, url } = event
  const own = app.config.origin ?? url.origin
  const isOwn = request.headers.get('origin') === own || event.route.id === CALLED_BY_SERVICES
  if (SAFE_METHODS.has(request.method) || isOwn) return resolve(event)
  if (request.headers.get('accept')?.includes('text/html'))
    return new Response(m.error_foreign_origin(), { status: 403 })
  return refuse('foreign_origin')
}

/** Asked by machines, also while the database is away. */
const ASKED_BY_MACHINES = new Set(['/healthz', '/readyz', '/metrics'])

const session: Handle = async ({ event, resolve }) => {
  event.locals.app = app
  if (ASKED_BY_MACHINES.has(event.url.pathname)) return resolve(event)
  const signedIn = await whoHas(event.cookies.get(app.access.cookieName))
  event.locals.session = signedIn
  event.locals.person = signedIn?.person ?? null
  if (signedIn?.cookie) {
    const { name, value, attributes } = signedIn.cookie
    event.cookies.set(name, value, attributes)
  }
  return resolve(event)
}

async function whoHas(cookie: string | undefined) {
  try {
    return await app.access.whoHas(cookie)
  } catch (failure) {
    app.log.error({ err: failure }, 'the session could not be read')
    return refuse('unavailable')
  }
}

/** A person's requests beyond a few wait for each other, and for what earlier ones still do (server/http/doors.ts). */
const door: Handle = async ({ event, resolve }) => {
  const { person } = event.locals
  if (!person) return resolve(event)
  let isIn = false
  const run = () => {
    isIn = true
    return Promise.resolve(resolve(event))
  }
  try {
    return await app.doors.through(person.id, errandOf(event), run)
  } catch (failure) {
    if (isIn || !(failure instanceof AppError)) throw failure
    return refuseTurn(event, failure)
  }
}

function refuseTurn({ request, isDataRequest }: RequestEvent, { status, code, detail }: AppError): Response {
  const isPage = !isDataRequest && request.headers.get('accept')?.includes('text/html')
  if (!isPage) error(status, { message: code, code, detail })
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'retry-after': String(detail.seconds) }
  return new Response(m.error_too_many_requests(), { status, headers })
}

/** Signing and sealing, step by step. */
const CEREMONIES = new Set(['/drafts/[id]/finalize/run', '/(office)/seal/run'])

/** More than any form without a file: such a body is held in memory as one piece. */
const UPLOAD_BYTES = 1024 * 1024

function errandOf({ request, route }: RequestEvent): Errand {
  if (SAFE_METHODS.has(request.method)) return { is: 'look' }
  const most = app.config.uploadLimitBytes
  const { headers } = request
  const bytes = headers.has('transfer-encoding') ? most : Number(headers.get('content-length') ?? 0)
  if (bytes > UPLOAD_BYTES) return { is: 'upload', bytes: Math.min(bytes, most) }
  return { is: 'act', isPatient: CEREMONIES.has(route.id ?? '') }
}

function refuse(code: 'foreign_origin' | 'unavailable'): never {
  error(new AppError(code).status, { message: code, code })
}

const headers: Handle = async ({ event, resolve }) => {
  const response = inOurWords(await resolve(event))
  for (const [name, value] of Object.entries(headersFor(event.url.protocol === 'https:')))
    response.headers.set(name, value)
  // Nothing a person could read stays in a shared computer's cache after signing out.
  if (event.locals.session && !response.headers.has('cache-control'))
    response.headers.set('cache-control', 'private, no-store')
  return response
}

/** SvelteKit says this one itself, in English and without a type, and asks nobody. */
function inOurWords(response: Response): Response {
  if (response.status !== 405 || response.headers.has('content-type')) return response
  return new Response(m.error_wrong_method(), { status: 405, headers: { allow: response.headers.get('allow') ?? '' } })
}

/** Without ORIGIN the name in the address is the client's word, see server/http/hosts.ts. */
const ownHost: Handle = ({ event, resolve }) => {
  const { hostname, host, pathname } = event.url
  if (ASKED_BY_MACHINES.has(pathname) || isBelieved(hostname, app.config)) return resolve(event)
  app.log.info({ host: host.slice(0, 100) }, 'asked by a name that is not ours; set ORIGIN')
  return new Response(m.error_foreign_host(), { status: 421 })
}

/**
 * What SvelteKit and Postgres would trip over. The name of an action is looked for among the methods of every object,
 * too, and called; and no text with U+0000 can be asked for in the database.
 */
const soundAddress: Handle = ({ event, resolve }) => {
  const { href, searchParams } = event.url
  const action = [...searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1)
  const isNoAction = action !== undefined && (action === 'default' || action in Object.prototype)
  if (!/%00/.test(href) && !(isNoAction && event.request.method === 'POST')) return resolve(event)
  return new Response(m.error_not_found(), { status: 404 })
}

export const handle = sequence(language, headers, ownHost, ownOrigin, soundAddress, session, door)

/** What SvelteKit itself refuses, in our words. Whoever sent it is at fault, so it is no error of the log. */
const CLIENT_FAULTS: Partial<Record<number, ErrorCode>> = {
  404: 'not_found',
  405: 'wrong_method',
  413: 'too_large',
  415: 'wrong_media',
}

/** Faults of ours get a reference that finds them in the log; expected failures keep their code. */
export const handleError: HandleServerError = ({ error: failure, event, status }) => {
  if (failure instanceof AppError) return { message: failure.code, code: failure.code, detail: failure.detail }
  if (status < 500) {
    const code = CLIENT_FAULTS[status] ?? 'bad_input'
    app.log.info({ code, path: event.url.pathname, method: event.request.method }, 'a request was not understood')
    return { message: code, code }
  }
  if (isOutage(failure)) {
    app.log.error({ err: failure, path: event.url.pathname }, 'the database does not answer')
    return { message: 'unavailable', code: 'unavailable' }
  }
  const reference = randomBytes(4).toString('hex')
  app.log.error({ err: failure, reference, path: event.url.pathname, method: event.request.method }, 'a request failed')
  return { message: 'unexpected', reference }
}
