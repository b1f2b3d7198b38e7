/** What waits: by urgency, and within each one person after the other, however much each has asked for. */
import { URGENCIES, type Urgency } from './contract.ts'

export interface Waiting {
  urgency: Urgency
  person: string
}

export class FairQueue<Order extends Waiting> {
  /** Within a lane, persons in the order of their next turn. */
  readonly #lanes = new Map<Urgency, Map<string, Order[]>>(URGENCIES.map((urgency) => [urgency, new Map()]))

  add(order: Order): void {
    const lane = this.#lane(order.urgency)
    const own = lane.get(order.person)
    if (own) own.push(order)
    else lane.set(order.person, [order])
  }

  /** Whether it was there. */
  remove(order: Order): boolean {
    const lane = this.#lane(order.urgency)
    const own = lane.get(order.person) ?? []
    const at = own.indexOf(order)
    if (at === -1) return false
    own.splice(at, 1)
    if (own.length === 0) lane.delete(order.person)
    return true
  }

  /** Puts `next` where `old` waits. */
  replace(old: Order, next: Order): void {
    const own = this.#lane(old.urgency).get(old.person) ?? []
    const at = own.indexOf(old)
    if (at !== -1) own[at] = next
  }

  /** The next one that may begin now. */
  first(mayBegin: (order: Order) => boolean): Order | undefined {
    for (const order of this) if (mayBegin(order)) return order
  }

  /** Takes one out for its turn: the next turn of its person comes after those of all others. */
  take(order: Order): void {
    const lane = this.#lane(order.urgency)
    const own = lane.get(order.person)
    if (!this.remove(order) || !own?.length) return
    lane.delete(order.person)
    lane.set(order.person, own)
  }

  /** From the most urgent, and within a lane by person: all of the one whose turn is next, then the others'. */
  *[Symbol.iterator](): Generator<Order> {
    for (const lane of this.#lanes.values()) for (const own of lane.values()) yield* own
  }

  #lane(urgency: Urgency): Map<string, Order[]> {
    const lane = this.#lanes.get(urgency)
    if (!lane) throw new Error(`no such urgency: ${urgency}`)
    return lane
  }
}
