/** A signing service as a test wants it: it asks its holder, who answers when the test says so, or never, or with something else. */
import { randomUUID } from 'node:crypto'
import type { OpenKey } from '../../../server/issue/pki/open.ts'
import type { Answer, Order, Providers, SigningProvider } from '../../../server/issue/providers/provider.ts'
import { AppError } from '../../../src/lib/errors.ts'

export interface Phone {
  /** As `phone`. */
  providers: Providers
  /** Everything that it was asked, the last at the end. */
  orders: Order[]
  last(): Order
  /** What it says of one request from now on; that it waits until then. */
  say(order: Order, answer: Answer): void
  /** The holder confirms. Gives the value of the signature. */
  confirm(order: Order, key?: OpenKey): Promise<Uint8Array>
  /** Does not answer at all. */
  isDown: boolean
}

/** `key`: the holder's. `goodForMs`: five minutes, as the services say. */
export function openPhone(key: OpenKey, goodForMs = 300_000): Phone {
  const answers = new Map<string, Answer>()
  const orders: Order[] = []
  const needUp = () => {
    if (phone.isDown) throw new AppError('key_unreachable', { reason: 'down' })
  }
  const provider: SigningProvider = {
    device: 'phone',
    needsPin: false,
    goodForMs,
    async open() {
      needUp()
      return {
        ...{ certificate: key.certificate, chain: key.chain },
        async ask(order) {
          needUp()
          orders.push(order)
          return { is: 'waiting', reference: randomUUID() }
        },
        close: async () => {},
      }
    },
    async look(_row, { requestId, reference }) {
      needUp()
      return answers.get(requestId) ?? { is: 'waiting', reference }
    },
  }
  const phone: Phone = {
    providers: new Map([['phone', provider]]),
    orders,
    last() {
      const order = orders.at(-1)
      if (!order) throw new Error('nobody was asked')
      return order
    },
    say: ({ requestId }, answer) => void answers.set(requestId, answer),
    async confirm(order, other = key) {
      const signature = await other.sign(order.attributes)
      phone.say(order, { is: 'signed', signature })
      return signature
    },
    isDown: false,
  }
  return phone
}
