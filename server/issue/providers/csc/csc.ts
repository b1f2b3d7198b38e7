/**
 * A key at a service of the Cloud Signature Consortium's kind. Two kinds of keys: those whose holder the service asks on their phone,
 * and those with a PIN that is typed here and handed on.
 */
import { createHash, randomBytes, verify, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../../src/lib/errors.ts'
import type { Answer, KeyRow, Order, SigningProvider } from '../provider.ts'
import { asStands, certificatesOf } from '../remote/value.ts'
import { type CscClient, NotAuthorised } from './client.ts'

/** Where a key is found again: its user, and the service's name of the credential. */
export const cscPlace = z.object({ userId: z.string(), serial: z.string() })

const GOOD_FOR_MS = 300_000
/** A service that cannot be reached, or knows nobody of this name, says so by then; a person takes longer. */
const AT_ONCE_MS = 1_000
const AGAIN_MS = 2_000

/** The holder confirms on their phone. */
export function createCsc(client: CscClient, goodForMs = GOOD_FOR_MS): SigningProvider {
  /**
   * What this process waits for, or has been told: in v1 the answer to `authorize` is the holder's own, and comes over a line that is
   * open meanwhile. It is lost with the process; the request then ends with its time, and is asked again.
   */
  const under = new Map<string, { key: KeyRow; answer: Answer | null; isLost: boolean }>()
  /** Of v2: a leave that was given is used again where the line broke before the signature came. */
  const leaves = new Map<string, { sad: string; untilMs: number }>()

  async function carry(key: KeyRow, { requestId, attributes, title, goodUntil }: Order): Promise<void> {
    const { userId, serial } = placeOf(key)
    const sha256 = sha256Of(attributes)
    const patienceMs = Math.max(1_000, goodUntil.getTime() - Date.now())
    const about = { credentialID: serial, sha256, description: title, patienceMs }
    const leave = await client.authorise(userId, about)
    if ('handle' in leave)
      return void under.set(requestId, { key, answer: waiting(leave.handle, sha256), isLost: false })
    const { algorithm } = await client.credential(userId, serial)
    const value = await signWhile(leave.untilMs, () =>
      client.sign(userId, { credentialID: serial, sad: leave.sad, sha256, algorithm }),
    )
    under.set(requestId, { key, answer: { is: 'signed', signature: asStands(key, value) }, isLost: false })
  }

  async function follow(key: KeyRow, order: Order): Promise<void> {
    try {
      await carry(key, order)
    } catch (failure) {
      const answer: Answer | null = failure instanceof NotAuthorised ? { is: failure.is } : null
      under.set(order.requestId, { key, answer, isLost: answer === null })
      if (answer === null) throw failure
    }
  }

  return {
    device: 'phone',
    needsPin: false,
    goodForMs,
    async open(key) {
      await needActive(client, key)
      return {
        ...certificatesOf(key),
        async ask(order) {
          under.set(order.requestId, { key, answer: null, isLost: false })
          const forgotten = setTimeout(() => under.delete(order.requestId), goodForMs * 4)
          forgotten.unref()
          const following = follow(key, order)
          following.catch(() => {}) // whoever looks is told
          await Promise.race([following, new Promise((resolve) => setTimeout(resolve, AT_ONCE_MS))])
          return under.get(order.requestId)?.answer ?? { is: 'waiting', reference: order.requestId }
        },
        close: async () => {},
      }
    },
    async look(key, { requestId, reference: stored }) {
      const told = under.get(requestId)
      if (told?.isLost) return { is: 'expired' }
      const answer = told?.answer ?? null
      if (answer && answer.is !== 'waiting') return answer
      // A handle that came after we had stopped waiting for it is stored with this look.
      const reference = answer?.reference ?? stored
      const asked = handleIn(reference)
      if (!asked) return { is: 'waiting', reference }
      const { userId, serial } = placeOf(key)
      try {
        const kept = leaves.get(requestId)
        const leave = kept && kept.untilMs > Date.now() ? kept : await client.check(userId, asked.handle)
        if (leave === null || 'handle' in leave) return { is: 'waiting', reference }
        leaves.set(requestId, leave)
        const { algorithm } = await client.credential(userId, serial)
        const order = { credentialID: serial, sad: leave.sad, sha256: asked.sha256, algorithm }
        const signature = asStands(key, await client.sign(userId, order))
        leaves.delete(requestId)
        return { is: 'signed', signature }
      } catch (failure) {
        if (failure instanceof NotAuthorised) return { is: failure.is }
        throw failure
      }
    },
  }
}

/** The PIN is typed here, tried with a test digest before the freeze, and kept nowhere. */
export function createCscPin(client: CscClient): SigningProvider {
  async function sign(key: KeyRow, pin: string, data: Uint8Array, description: string): Promise<Uint8Array> {
    const { userId, serial: credentialID } = placeOf(key)
    const sha256 = sha256Of(data)
    const leave = await client.authorise(userId, { credentialID, sha256, description, pin })
    if ('handle' in leave) throw new AppError('key_unreachable', { reason: 'service_odd' })
    const { algorithm } = await client.credential(userId, credentialID)
    return asStands(key, await client.sign(userId, { credentialID, sad: leave.sad, sha256, algorithm }))
  }
  return {
    device: 'service',
    needsPin: true,
    goodForMs: 60_000, // it answers in the same breath
    async open(key, { pin }) {
      await needActive(client, key)
      const test = randomBytes(32)
      const value = await sign(key, pin, test, 'Bút Phê: thử khóa').catch(asRefused)
      const { publicKey } = new X509Certificate(key.certificatePem)
      if (!isValue(test, publicKey, value)) throw new AppError('key_unreachable', { reason: 'service_value' })
      return {
        ...certificatesOf(key),
        async ask({ attributes, title }) {
          try {
            return { is: 'signed', signature: await sign(key, pin, attributes, title) }
          } catch (failure) {
            if (failure instanceof NotAuthorised) return { is: failure.is }
            throw failure
          }
        },
        close: async () => {},
      }
    },
  }
}

function asRefused(failure: unknown): never {
  if (failure instanceof NotAuthorised) throw new AppError('key_unreachable', { reason: 'service_refused' })
  throw failure
}

function isValue(data: Uint8Array, key: X509Certificate['publicKey'], value: Uint8Array): boolean {
  try {
    return verify('sha256', data, key, value)
  } catch {
    return false // no signature at all
  }
}

/** A certificate that was renewed is another, and is brought in anew. */
async function needActive(client: CscClient, key: KeyRow): Promise<void> {
  const { userId, serial } = placeOf(key)
  const { certificate, isActive } = await client.credential(userId, serial)
  const isOwn = new X509Certificate(key.certificatePem).raw.equals(certificate)
  if (!isOwn || !isActive) throw new AppError('key_unreachable', { reason: 'service_certificate' })
}

/** A leave is for one hash: while it lasts, a line that breaks is tried again. */
async function signWhile(untilMs: number, sign: () => Promise<Uint8Array>): Promise<Uint8Array> {
  for (;;) {
    try {
      return await sign()
    } catch (failure) {
      if (failure instanceof NotAuthorised || Date.now() + AGAIN_MS > untilMs) throw failure
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
}

const sha256Of = (data: Uint8Array) => createHash('sha256').update(data).digest()

/** What is needed to go on with v2, on another node and after a restart: the service's handle, and the hash it is for. */
const waiting = (handle: string, sha256: Buffer): Answer => ({
  is: 'waiting',
  reference: `${sha256.toString('hex')} ${handle}`,
})
function handleIn(reference: string): { handle: string; sha256: Buffer } | null {
  const at = reference.indexOf(' ')
  return at < 0 ? null : { handle: reference.slice(at + 1), sha256: Buffer.from(reference.slice(0, at), 'hex') }
}

function placeOf({ place }: KeyRow): z.infer<typeof cscPlace> {
  const where = cscPlace.safeParse(place)
  if (!where.success) throw new AppError('bad_key')
  return where.data
}
