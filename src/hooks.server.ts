/** What happens around every request: language, origin, session, headers, and how a fault is told. */
import { randomBytes } from 'node:crypto'
import { error, type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit'
import { sequence } from '@sveltejs/kit/hooks'
import { AppError } from '$lib/errors.ts'
import { m } from '$lib/paraglide/messages'
import { paraglideMiddleware } from '$lib/paraglide/server'
import { startApp, type App } from '../server/app.ts'
import { isOutage } from '../server/database/outage.ts'

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

/** A request that changes something must come from a page of ours; browsers always say where one comes from. */
const ownOrigin: Handle = ({ event, resolve }) => {
  const { request, url } = event
  const own = app.config.origin ?? url.origin
  if (SAFE_METHODS.has(request.method) || request.headers.get('origin') === own) return resolve(event)
  if (request.headers.get('accept')?.includes('text/html'))
    return new Response(m.error_foreign_origin(), { status: 403 })
  return refuse('foreign_origin')
}

/** Asked by machines, also while the database is away. */
const WITHOUT_SESSION = new Set(['/healthz', '/readyz', '/metrics'])

const session: Handle = async ({ event, resolve }) => {
  event.locals.app = app
  if (WITHOUT_SESSION.has(event.url.pathname)) return resolve(event)
  const signedIn = await whoHas(event.cookies.get('session'))
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

function refuse(code: 'foreign_origin' | 'unavailable'): never {
  error(new AppError(code).status, { message: code, code })
}

/** Beside the content security policy of svelte.config.js. Pages of ours may frame our own PDF preview, nobody else us. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}
const HALF_A_YEAR_SECONDS = 15_552_000

const headers: Handle = async ({ event, resolve }) => {
  const response = await resolve(event)
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value)
  if (event.url.protocol === 'https:')
    response.headers.set('strict-transport-security', `max-age=${HALF_A_YEAR_SECONDS}`)
  // Nothing a person could read stays in a shared computer's cache after signing out.
  if (event.locals.session && !response.headers.has('cache-control'))
    response.headers.set('cache-control', 'private, no-store')
  return response
}

export const handle = sequence(language, headers, ownOrigin, session)

/** Faults of ours get a reference that finds them in the log; expected failures keep their code. */
export const handleError: HandleServerError = ({ error: failure, event, status }) => {
  if (failure instanceof AppError) return { message: failure.code, code: failure.code, detail: failure.detail }
  if (status === 404) return { message: 'not_found', code: 'not_found' }
  if (isOutage(failure)) {
    app.log.error({ err: failure, path: event.url.pathname }, 'the database does not answer')
    return { message: 'unavailable', code: 'unavailable' }
  }
  const reference = randomBytes(4).toString('hex')
  app.log.error({ err: failure, reference, path: event.url.pathname, method: event.request.method }, 'a request failed')
  return { message: 'unexpected', reference }
}
