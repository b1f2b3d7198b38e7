/** The tokens that are plugged into this PC: what is on them, and signing with one of them. */
import { X509Certificate } from 'node:crypto'
import { nameParts, shownName } from '../server/issue/pki/names.ts'
import {
  listTokens,
  type Modules,
  openToken,
  type Token,
  type TokenPlace,
} from '../server/issue/providers/pkcs11/tokens.ts'
import { comparedCode, type Fault, FAULTS, type Keys, type Order } from '../src/lib/companion/protocol.ts'
import { AppError } from '../src/lib/errors.ts'
import { faultOfAttributes } from './attributes.ts'
import { Failure } from './failure.ts'
import type { Ask } from './windows/ask.ts'
import { WORDS } from './words.ts'

/** Each is typed by a person who was told that the one before was wrong; then they look at the page again. */
const MOST_PINS = 3

export async function listKeys(modules: Modules): Promise<Keys> {
  const { tokens, failed } = await listTokens(modules)
  return {
    tokens: tokens.map(({ label, model, serial, pin, certificates }) => {
      const all = certificates.flatMap(({ der }) => readable(der))
      return {
        ...{ label, model, serial, pin },
        certificates: all
          .filter(({ ca }) => !ca)
          .map((one) => ({ der: base64(one), name: nameOf(one), until: untilOf(one) })),
        chain: all.filter(({ ca }) => ca).map(base64),
      }
    }),
    failed: [...failed].map(([module, reason]) => ({ module, reason })),
  }
}

const base64 = ({ raw }: X509Certificate) => raw.toString('base64')
const untilOf = ({ validTo }: X509Certificate) => new Date(validTo).toISOString()

/** What cannot be read is nobody's to sign with. */
function readable(der: Uint8Array): X509Certificate[] {
  try {
    return [new X509Certificate(der)]
  } catch {
    return []
  }
}

export interface Desk {
  modules: Modules
  ask: Ask
  origin: string
}

/** Throws a Failure. The window is closed with the signal. */
export async function sign(desk: Desk, order: Order, signal: AbortSignal): Promise<Uint8Array> {
  const der = new Uint8Array(Buffer.from(order.certificate, 'base64'))
  const attributes = new Uint8Array(Buffer.from(order.attributes, 'base64'))
  const certificate = readCertificate(der)
  if (faultOfAttributes(attributes, der) !== null) throw new Failure('bad_attributes')
  const { token, place } = await find(desk.modules, der)
  if (token.pin === 'locked') throw new Failure('pin_locked')
  const words = WORDS[order.language]
  const about = [
    `${words.document}: ${shownName(order.title)}`,
    `${words.code}: ${await comparedCode(attributes)}`,
    `${words.certificate}: ${nameOf(certificate)} (${words.until} ${dayOf(certificate)}), ${shownName(token.label)}`,
    `${words.origin}: ${desk.origin}`,
    words.compare,
  ]
  let warning = token.pin === 'low' ? [words.pinLow] : []
  for (let tries = 1; ; tries++) {
    const asking = { kind: 'pin' as const, title: words.signTitle, lines: [...warning, ...about] }
    const pin = await desk.ask({ ...asking, label: words.pinLabel }, signal)
    if (pin === null) throw new Failure(signal.aborted ? 'too_late' : 'cancelled')
    try {
      return await signWith(desk.modules, place, { certificate, chain: [], pin }, attributes)
    } catch (failure) {
      const told = failureOf(failure)
      if (told.code !== 'wrong_pin' || tries === MOST_PINS) throw told
      warning = [words.pinWrong(told.remaining)]
    }
  }
}

async function signWith(
  modules: Modules,
  place: TokenPlace,
  key: Parameters<typeof openToken>[2],
  attributes: Uint8Array,
): Promise<Uint8Array> {
  const opened = await openToken(modules, place, key)
  try {
    const answer = await opened.ask({ requestId: '', attributes, title: '', goodUntil: new Date() })
    if (answer.is !== 'signed') throw new Failure('unexpected')
    return answer.signature
  } finally {
    await opened.close()
  }
}

async function find(modules: Modules, der: Uint8Array): Promise<{ token: Token; place: TokenPlace }> {
  if (modules.paths.size === 0) throw new Failure('no_module')
  const { tokens, failed } = await listTokens(modules)
  for (const token of tokens) {
    const found = token.certificates.find((one) => Buffer.from(one.der).equals(der))
    if (!found) continue
    const { module, serial } = token
    return { token, place: { module, serial, keyId: found.keyId } }
  }
  // Where a module gave no answer, the key may be behind it.
  const reasons = [...failed.values()].map(faultOf)
  const worst = reasons.find((reason) => reason !== 'no_module' && reason !== 'unexpected')
  throw new Failure(worst ?? (tokens.length === 0 && reasons.length < modules.paths.size ? 'token_gone' : 'no_key'))
}

function readCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der)
  } catch {
    throw new Failure('bad_request')
  }
}

const isFault = (code: string): code is Fault => FAULTS.some((one) => one === code)
const faultOf = (code: string): Fault => (isFault(code) ? code : 'unexpected')

export function failureOf(failure: unknown): Failure {
  if (failure instanceof Failure) return failure
  if (!(failure instanceof AppError)) return new Failure('unexpected')
  const { reason, remaining } = failure.detail
  if (failure.code === 'key_unreachable') return new Failure(faultOf(String(reason)))
  return new Failure(faultOf(failure.code), typeof remaining === 'number' ? remaining : undefined)
}

const nameOf = ({ subject }: X509Certificate) =>
  shownName(nameParts(subject).get('CN') ?? subject.replaceAll('\n', ', '))
const dayOf = ({ validTo }: X509Certificate) =>
  new Date(validTo).toLocaleDateString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' })
