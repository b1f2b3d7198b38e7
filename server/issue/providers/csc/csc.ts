/**
 * A key at a service of the Cloud Signature Consortium's kind. Two kinds of keys: those whose holder the service asks on their phone,
 * and those with a PIN that is typed here and handed on. Those with a one-time password: typed.ts; with the service's own page: page.ts.
 */
import { randomBytes } from 'node:crypto'
import type { Answer, KeyRow, Order, SigningProvider } from '../provider.ts'
import { unreachable } from '../remote/call.ts'
import { certificatesOf } from '../remote/value.ts'
import { type CscClient, NotAuthorised, type Typed } from './client.ts'
import { answerOf, createLeaves, sha256Of } from './leaves.ts'
import { needActive, placeOf } from './place.ts'

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
  const leaves = createLeaves(client)

  async function carry(key: KeyRow, signals: Typed[], { requestId, attributes, title, goodUntil }: Order) {
    const { userId, serial } = placeOf(key)
    const sha256 = sha256Of(attributes)
    const patienceMs = Math.max(1_000, goodUntil.getTime() - Date.now())
    const about = { credentialID: serial, sha256, description: title, patienceMs, typed: signals }
    const leave = await client.authorise(userId, about)
    if ('handle' in leave)
      return void under.set(requestId, { key, answer: waiting(leave.handle, sha256), isLost: false })
    const answer = await signWhile(leave.untilMs, () => leaves.use(key, { sha256, leave }))
    under.set(requestId, { key, answer, isLost: false })
  }

  async function follow(key: KeyRow, signals: Typed[], order: Order): Promise<void> {
    try {
      await carry(key, signals, order)
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
      const { asks } = await needActive(client, key)
      if (asks.how !== 'holder') throw unreachable('service_certificate')
      const signals = asks.signals.map((id) => ({ id }))
      return {
        ...certificatesOf(key),
        async ask(order) {
          under.set(order.requestId, { key, answer: null, isLost: false })
          const forgotten = setTimeout(() => under.delete(order.requestId), goodForMs * 4)
          forgotten.unref()
          const following = follow(key, signals, order)
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
      try {
        const again = await leaves.again(key, requestId)
        if (again) return again
        const leave = await client.check(placeOf(key).userId, asked.handle)
        if (leave === null || 'handle' in leave) return { is: 'waiting', reference }
        return await leaves.take(key, { requestId, sha256: asked.sha256, leave })
      } catch (failure) {
        return answerOf(failure)
      }
    },
  }
}

/** The PIN is typed here, tried before the freeze, and kept nowhere. */
export function createCscPin(client: CscClient): SigningProvider {
  const leaves = createLeaves(client)

  return {
    device: 'service',
    needsPin: true,
    goodForMs: 60_000, // it answers in the same breath
    /** A leave for a digest of nothing shows that the PIN is right, and is never used: signatures are what is counted and paid for. */
    async open(key, { pin }) {
      const { userId, serial: credentialID } = placeOf(key)
      const { asks } = await needActive(client, key)
      if (asks.how !== 'typed' || asks.pin === null || asks.code !== null) throw unreachable('service_certificate')
      const typed = [{ id: asks.pin, value: pin }]
      async function leaveFor(sha256: Uint8Array, description: string) {
        const leave = await client.authorise(userId, { credentialID, sha256, description, typed })
        if ('handle' in leave) throw unreachable('service_odd')
        return leave
      }
      await leaveFor(randomBytes(32), 'Bút Phê: thử khóa').catch(asRefused)
      return {
        ...certificatesOf(key),
        async ask({ attributes, title }) {
          const sha256 = sha256Of(attributes)
          try {
            return await leaves.use(key, { sha256, leave: await leaveFor(sha256, title) })
          } catch (failure) {
            return answerOf(failure)
          }
        },
        close: async () => {},
      }
    },
  }
}

function asRefused(failure: unknown): never {
  if (failure instanceof NotAuthorised) throw unreachable('service_refused')
  throw failure
}

/** A leave is for one hash: while it lasts, a line that breaks is tried again. */
async function signWhile(untilMs: number, sign: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await sign()
    } catch (failure) {
      if (failure instanceof NotAuthorised || Date.now() + AGAIN_MS > untilMs) throw failure
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
}

/** What is needed to go on with v2, on another node and after a restart: the service's handle, and the hash it is for. */
const waiting = (handle: string, sha256: Buffer): Answer => ({
  is: 'waiting',
  reference: `${sha256.toString('hex')} ${handle}`,
})
function handleIn(reference: string): { handle: string; sha256: Buffer } | null {
  const at = reference.indexOf(' ')
  return at < 0 ? null : { handle: reference.slice(at + 1), sha256: Buffer.from(reference.slice(0, at), 'hex') }
}
