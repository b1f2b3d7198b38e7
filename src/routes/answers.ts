/** How a route answers: expected failures become SvelteKit errors and refused forms, everything else passes through. */
import { type ActionFailure, error, fail, redirect, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { AppError } from '$lib/errors.ts'
import { type FaultCode, type Faults, isFaultCode } from '$lib/ui/faults.ts'
import type { Refusal } from '$lib/ui/submission.svelte.ts'
import { needHolderOfKeys } from '../../server/access/office.ts'
import type { Person } from '../../server/access/person.ts'
import type { SignedIn, Visitor } from '../../server/access/shapes.ts'
import { lasts } from '../../server/http/doors.ts'
import { budgetFor } from './body.ts'
import { formOf, type Given } from './form.ts'

/**
 * Who asks. Sends others to the sign-in page, and back here afterwards; a script of ours that asks for JSON is told so
 * instead, since it would take the sign-in page it is led to for a success.
 */
export function signedIn(event: RequestEvent): SignedIn & { person: Person } {
  const { session } = event.locals
  const isOpen = session !== null && (!session.mustChangePassword || event.url.pathname === '/account')
  if (isOpen) return session
  if (asksForJson(event)) refuse(new AppError('not_signed_in'))
  if (session) redirect(303, '/account')
  const here = event.request.method === 'GET' ? event.url.pathname + event.url.search : event.url.pathname
  redirect(303, `/sign-in?to=${encodeURIComponent(here)}`)
}

/** Not SvelteKit's own requests for data and form results: they carry redirects in their JSON. */
function asksForJson({ request, isDataRequest }: RequestEvent): boolean {
  if (isDataRequest || request.headers.has('x-sveltekit-action')) return false
  return request.headers.get('accept') === 'application/json'
}

/** Who asks, when it is an administrator. */
export function administrator(event: RequestEvent): Person {
  const { person } = signedIn(event)
  if (!person.roles.includes('admin')) refuse(new AppError('not_allowed'))
  return person
}

/** Who asks, when they may hold a key or bring one: before a byte is read of what they send. */
export function holderOfKeys(event: RequestEvent): SignedIn & { person: Person } {
  const session = signedIn(event)
  try {
    needHolderOfKeys(session.person)
  } catch (failure) {
    if (failure instanceof AppError) refuse(failure)
    throw failure
  }
  return session
}

export const visitor = (event: RequestEvent): Visitor => ({
  address: addressOf(event),
  userAgent: (event.request.headers.get('user-agent') ?? '').slice(0, 400),
})

/** Who comes past the proxies of the settings has no address that they tell: all such are counted as one. */
function addressOf(event: RequestEvent): string {
  try {
    return event.getClientAddress() || 'unknown' // a connection that has been cut has none either
  } catch {
    return 'unknown'
  }
}

const NOWHERE = 'http://nowhere.invalid'

/** A path of this house, or "/": never an address elsewhere, so that a link to us leads nowhere else. */
export function ownPath(to: string | null): string {
  if (!to?.startsWith('/') || !URL.canParse(to, NOWHERE)) return '/'
  // Read as a browser will read it: it drops tabs and takes "\\" for "/", so that "/<tab>/host" is another host.
  const { origin, pathname, search, hash } = new URL(to, NOWHERE)
  return origin === NOWHERE && !pathname.startsWith('//') ? pathname + search + hash : '/'
}

function refuse(failure: AppError): never {
  error(failure.status, { message: failure.code, code: failure.code, detail: failure.detail })
}

/** So long a person waits for a page. */
const PAGE_MS = 5_000
/** The process that writes a Word file gives up by itself. */
export const WORD_MS = 62_000
/** A service may be asked three things on the way, and a time-stamping authority one. */
export const SIGNING_MS = 50_000
/** The typesetter gives up after a minute, and says why. */
export const TYPESETTING_MS = 65_000

/** A Word file to be saved; its name may carry Vietnamese letters (RFC 6266). */
export function wordFile(bytes: Uint8Array, name: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'content-length': String(bytes.byteLength),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'private, no-store',
    },
  })
}

/**
 * For `load` and endpoints: waits for a verb, not longer than `ms`, and answers its expected failure with the error page.
 */
export async function shown<T>(verb: Promise<T>, { ms = PAGE_MS, event }: { ms?: number; event?: RequestEvent } = {}) {
  lasts(verb)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('took_too_long')), ms)
  })
  try {
    return await Promise.race([verb, late])
  } catch (failure) {
    if (event) tellWhen(event, failure)
    if (failure instanceof AppError) refuse(failure)
    throw failure
  } finally {
    clearTimeout(timer)
  }
}

/** Never sent back to the page. */
const SECRETS = new Set(['password', 'present', 'next', 'repeat', 'pin', 'token'])

function textOf(given: Given): Record<string, string | string[]> {
  const texts: Record<string, string | string[]> = {}
  for (const [key, value] of given) {
    if (SECRETS.has(key)) continue
    if (typeof value === 'string') texts[key] = value
    else if (Array.isArray(value)) texts[key] = value.filter((part) => typeof part === 'string')
  }
  return texts
}

function faultsOf(issues: z.core.$ZodIssue[], of?: string): Faults {
  const faults: Faults = {}
  for (const issue of issues) {
    const field = of ?? String(issue.path[0] ?? '')
    faults[field] ??= isFaultCode(issue.message) ? issue.message : 'unclear'
  }
  return faults
}

/** Fields at fault that a verb names in its detail; a wrong password, PIN or key belongs beside its field too. */
function faultsOfFailure(failure: AppError, fields: string[]): Faults {
  const { field, reason } = failure.detail
  if (failure.code === 'wrong_pin' && fields.includes('pin')) return { pin: wrongPin(failure.detail.remaining) }
  if (failure.code === 'wrong_credentials' && fields.includes('present')) return { present: 'wrong' }
  if (failure.code === 'wrong_setup_token') return { token: 'wrong' }
  if (failure.code === 'bad_key' && fields.includes('pkcs12')) return { pkcs12: faultOf(`key_${String(reason)}`) }
  if ((failure.code === 'bad_key' || failure.code === 'key_unreachable') && fields.includes('key'))
    return { key: faultOf(`key_${String(reason)}`) }
  if (failure.code === 'key_unreachable' && fields.includes('subscriber'))
    return { subscriber: faultOf(`key_${String(reason)}`) }
  if (failure.code === 'bad_word_file') return { docx: faultOf(`word_${String(reason)}`) }
  if (failure.code === 'too_large' && fields.includes('docx')) return { docx: 'size' }
  if (failure.code === 'bad_sheet') return { list: faultOf(`sheet_${String(failure.detail.reason)}`) }
  if (failure.code !== 'bad_input' || typeof field !== 'string') return {}
  return { [field]: faultOf(String(reason)) }
}

/** Nobody looks for more at once. */
const MOST_PAGES_NAMED = 20

/** "2, 5", "2, 5, …". */
function pagesOf({ detail: { pages } }: AppError): Pick<Refusal, 'pages'> {
  if (!Array.isArray(pages)) return {}
  const named = pages.slice(0, MOST_PAGES_NAMED).map(String)
  return { pages: [...named, ...(pages.length > named.length ? ['…'] : [])].join(', ') }
}

/** Told before it happens that the key closes. */
const wrongPin = (remaining: unknown): FaultCode =>
  remaining === 0 ? 'pin_none' : remaining === 1 ? 'pin_last' : 'wrong'

const faultOf = (reason: string): FaultCode => (isFaultCode(reason) ? reason : 'unclear')

/** What a form action asks, in this order. */
export interface Asked<S extends z.ZodType, W> {
  /** Who sends it, and whether their role may: before a byte of the form is read. */
  who: (event: RequestEvent) => W | Promise<W>
  /** The verb's own schema: what it takes is said once. */
  fields: S
  /** How this form writes what is no text, by field: a day, check boxes, a choice that is left open (inputs.ts). */
  written?: Written
  /** What the address says already, as the draft. */
  known?: Record<string, string | undefined>
  /** Tells several forms of one page apart. */
  form?: string
  /** Throws when this person has no business here: nobody else is told what is wrong with their form. */
  right?: (who: W) => Promise<unknown>
}

type Written = Record<string, z.ZodType>

/** The form read by the verb's schema, after each field has been read as the form writes it; or what is wrong with it. */
function readForm<S extends z.ZodType>(
  given: Record<string, unknown>,
  { fields, written = {} }: { fields: S; written?: Written },
): { input: z.infer<S> } | { faults: Faults } {
  const values = { ...given }
  let faults: Faults = {}
  for (const [name, how] of Object.entries(written)) {
    const read = how.safeParse(given[name])
    if (read.success) values[name] = read.data
    else faults = { ...faults, ...faultsOf(read.error.issues, name) }
  }
  const parsed = fields.safeParse(values)
  if (parsed.success && Object.keys(faults).length === 0) return { input: parsed.data }
  return { faults: { ...(parsed.success ? {} : faultsOf(parsed.error.issues)), ...faults } }
}

/** Anybody may send it. */
export const anybody = () => undefined

/**
 * For form actions: reads the form by its schema, does the act, and gives back either its result or a refusal that
 * carries what was typed (without secrets), the faults by field, and the code of the failure. What is no form at all,
 * or more than the route takes, gets the error page.
 */
export async function answer<S extends z.ZodType, W, R>(
  event: RequestEvent,
  { who, right, known = {}, form = '', ...how }: Asked<S, W>,
  act: (input: z.infer<S>, who: W) => Promise<R>,
): Promise<R | ActionFailure<Refusal>> {
  const asking = await who(event)
  const allowed = async () => void (await shown(Promise.resolve(right?.(asking))))
  const given = await formOf(event.request, budgetFor(event)).catch(async (failure: unknown) => {
    await allowed()
    return shown(Promise.reject<never>(failure))
  })
  const values = textOf(given)
  const read = readForm({ ...Object.fromEntries(given), ...known }, how)
  if ('faults' in read) {
    await allowed()
    return fail(400, { form, values, faults: read.faults })
  }
  try {
    return await act(read.input, asking)
  } catch (failure) {
    if (!(failure instanceof AppError)) throw failure
    tellWhen(event, failure)
    return fail(failure.status, {
      form,
      values,
      faults: faultsOfFailure(failure, [...given.keys()]),
      ...pagesOf(failure),
      code: failure.code,
    })
  }
}

/** A form of the administration; it is told that what it asked for is done. */
export const administers =
  <S extends z.ZodType>(
    how: Pick<Asked<S, Person>, 'fields' | 'written' | 'form'>,
    act: (event: RequestEvent, me: Person, given: z.infer<S>) => Promise<unknown>,
  ) =>
  (event: RequestEvent) =>
    answer(event, { who: administrator, ...how }, async (given, me) => {
      await act(event, me, given)
      return { saved: true }
    })

/** Says to programs, too, when to come back (RFC 9110, section 10.2.3). */
export function tellWhen(event: RequestEvent, failure: unknown): void {
  if (!(failure instanceof AppError) || typeof failure.detail.seconds !== 'number') return
  event.setHeaders({ 'retry-after': String(failure.detail.seconds) })
}
