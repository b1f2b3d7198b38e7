/** The page's end of what it says to the program at its person's PC (docs/companion-protocol.md). */
import { z } from 'zod'
import { keepPairing, readPairing } from './kept-pairing.ts'
import {
  CODE_LENGTH,
  failed,
  type Fault,
  HEADERS,
  hello,
  importSecret,
  type Keys,
  keys,
  type Language,
  type Order,
  pairingId,
  PORTS,
  proofOf,
  signed,
  VERSION,
} from './protocol.ts'

/**
 * What the program says, and what the page finds out itself: `insecure`: browsers let no page that came over plain HTTP do this.
 * `permission`: the browser was told not to let this site speak with programs of this PC. `asked`: it has asked, and nobody has said
 * yes. `not_running`: nobody listens. `old_version`: one of another time.
 */
export type CompanionFault = Fault | 'insecure' | 'permission' | 'asked' | 'not_running' | 'old_version'

export class CompanionFailure extends Error {
  readonly code: CompanionFault
  readonly remaining: number | undefined

  constructor(code: CompanionFault, remaining?: number) {
    super(code)
    this.code = code
    this.remaining = remaining
  }
}

const HELLO_MS = 60_000 // the browser asks its person meanwhile
/** The names under which browsers have kept the same permission, the newest first. */
const PERMISSIONS = ['loopback-network', 'local-network-access', 'local-network']

export const newCode = (): string =>
  [...crypto.getRandomValues(new Uint8Array(CODE_LENGTH))].map((byte) => byte % 10).join('')

/** Of this browser; false where its person has to pair first. */
export const isPaired = async (): Promise<boolean> => (await readPairing()) !== null

/** Resolves when its person has typed the code into the program's window. */
export async function pair({
  code,
  name,
  language,
}: {
  code: string
  name: string
  language: Language
}): Promise<void> {
  const [{ address }] = await findAll()
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const body = JSON.stringify({ secret: btoa(String.fromCharCode(...secret)), code, name, language })
  await send(`${address}/pair`, body, z.object({ id: z.string() }))
  await keepPairing({ id: await pairingId(secret), key: await importSecret(secret), since: new Date() })
}

export const listKeys = (): Promise<Keys> => ask('keys', {}, keys)

/** The value of the signature, in base64. */
export const sign = async (order: Order): Promise<string> => (await ask('sign', order, signed)).signature

async function ask<T>(what: 'keys' | 'sign', given: object, shape: z.ZodType<T>): Promise<T> {
  const pairing = await readPairing()
  if (!pairing) throw new CompanionFailure('not_paired')
  const body = JSON.stringify(given)
  for (const { address, nonce } of await findAll()) {
    const proof = await proofOf(pairing.key, `/v1/${what}`, nonce, body)
    const headers = { [HEADERS.pairing]: pairing.id, [HEADERS.nonce]: nonce, [HEADERS.proof]: proof }
    try {
      return await send(`${address}/${what}`, body, shape, headers)
    } catch (failure) {
      // That of somebody else at this PC.
      if (!(failure instanceof CompanionFailure) || failure.code !== 'not_paired') throw failure
    }
  }
  await keepPairing(null) // nobody knows it any more
  throw new CompanionFailure('not_paired')
}

async function send<T>(
  address: string,
  body: string,
  shape: z.ZodType<T>,
  more: Record<string, string> = {},
): Promise<T> {
  let answer: Response
  try {
    const headers = { 'content-type': 'application/json', ...more }
    answer = await fetch(address, { method: 'POST', headers, body, credentials: 'omit', cache: 'no-store' })
  } catch {
    throw new CompanionFailure('not_running') // it was there a moment ago
  }
  const said: unknown = await answer.json().catch(() => null)
  const fault = failed.safeParse(said)
  if (fault.success) throw new CompanionFailure(fault.data.failed, fault.data.remaining)
  const read = shape.safeParse(said)
  if (!read.success) throw new CompanionFailure('unexpected')
  return read.data
}

interface Found {
  address: string
  nonce: string
}

/** The programs that listen for this office: one of each person who uses this PC now. One at least. */
async function findAll(): Promise<[Found, ...Found[]]> {
  if (!globalThis.isSecureContext) throw new CompanionFailure('insecure')
  if ((await permission()) === 'denied') throw new CompanionFailure('permission')
  const greeted = await Promise.allSettled(PORTS.map(greet))
  const [first, ...others] = greeted.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (first) return [first, ...others]
  const told = greeted.find((one) => one.status === 'rejected' && one.reason instanceof CompanionFailure)
  if (told?.status === 'rejected') throw told.reason
  const state = await permission()
  throw new CompanionFailure(state === 'denied' ? 'permission' : state === 'prompt' ? 'asked' : 'not_running')
}

async function greet(port: number): Promise<Found> {
  const address = `http://127.0.0.1:${port}/v1`
  const asked = { credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(HELLO_MS) } as const
  const told: unknown = await (await fetch(address, asked)).json()
  const fault = failed.safeParse(told)
  if (fault.success) throw new CompanionFailure(fault.data.failed)
  const said = hello.safeParse(told)
  if (!said.success) throw new Error('another program')
  if (said.data.version !== VERSION) throw new CompanionFailure('old_version')
  return { address, nonce: said.data.nonce }
}

/** Undefined where this browser knows no such permission: it then asks nobody. */
async function permission(): Promise<PermissionState | undefined> {
  const permissions: { query(of: { name: string }): Promise<PermissionStatus> } | undefined = navigator.permissions
  for (const name of PERMISSIONS) {
    try {
      const state = (await permissions?.query({ name }))?.state
      if (state) return state
    } catch {
      continue // of another time
    }
  }
  return undefined
}
