/** Cards in the margin stand beside their line; where two would overlap, one gives way. */

export interface Card {
  id: string
  /** Where its line is, px from the top of the page. */
  wish: number
  height: number
  /** Makes room for all that do not: a finding for what people have said. */
  yields: boolean
}

const GAP_PX = 8

export interface Placed {
  id: string
  yields: boolean
  /** Its height before it was ever drawn, px. */
  guess: number
}

/** By id: where its line is, how high it is, or its place in a row. */
export type ById = ReadonlyMap<string, number>
export const NOTHING: ById = new Map()

/** What has been measured of the cards so far. */
export class Measured {
  readonly #wishes = new Map<string, number>()
  readonly #heights = new Map<string, number>()

  wish(id: string, px: number): void {
    this.#wishes.set(id, px)
  }

  /** Whether it is known where its line is. */
  isKnown(id: string): boolean {
    return this.#wishes.has(id)
  }

  /** True when it was not known to be so high. */
  height(id: string, px: number): boolean {
    if (this.#heights.get(id) === px) return false
    this.#heights.set(id, px)
    return true
  }

  cards(placed: readonly Placed[]): Card[] {
    return placed.map(({ id, yields, guess }) => {
      return { id, wish: this.#wishes.get(id) ?? 0, height: this.#heights.get(id) ?? guess, yields }
    })
  }
}

/** Their places in the order of the text. */
export const orderOf = (cards: readonly Card[]): ById =>
  new Map(cards.toSorted((a, b) => a.wish - b.wish).map(({ id }, at) => [id, at]))

/** The top of each card. Those that yield go to the first free place at or below their line. */
export function placeCards(cards: readonly Card[], active: string | null): Map<string, number> {
  const sorted = cards.toSorted((a, b) => a.wish - b.wish)
  const firm = sorted.filter(({ yields }) => !yields)
  const tops = stack(firm, active)
  const taken = firm.map(({ id, height }) => ({ top: tops.get(id) ?? 0, height })).sort((a, b) => a.top - b.top)
  let first = 0 // wishes only grow: what ends above one of them is above all that follow
  for (const { id, wish, height } of sorted.filter(({ yields }) => yields)) {
    let top = Math.max(wish, 0)
    const isAbove = (other: { top: number; height: number } | undefined) =>
      other !== undefined && other.top + other.height + GAP_PX <= top
    while (isAbove(taken[first])) first++
    let at = first
    for (let other = taken[at]; other && other.top < top + height + GAP_PX; other = taken[++at])
      top = Math.max(top, other.top + other.height + GAP_PX)
    tops.set(id, top)
    taken.splice(at, 0, { top, height })
  }
  return tops
}

/**
 * The later one gives way downwards. The active one gets exactly its line: those above it give way upwards, but never
 * above the top of the margin.
 */
function stack(sorted: readonly Card[], active: string | null): Map<string, number> {
  const tops = new Map<string, number>()
  const pivot = sorted.findIndex(({ id }) => id === active)
  let floor = pivot >= 0 ? (sorted[pivot]?.wish ?? 0) : Infinity
  for (let at = pivot - 1; at >= 0; at--) {
    const card = sorted[at]
    if (!card) continue
    floor = Math.min(card.wish, floor - card.height - GAP_PX)
    tops.set(card.id, floor)
  }
  let ceiling = 0
  for (const [at, card] of sorted.entries()) {
    const wish = at < pivot ? (tops.get(card.id) ?? card.wish) : card.wish
    const top = Math.max(wish, ceiling)
    tops.set(card.id, top)
    ceiling = top + card.height + GAP_PX
  }
  return tops
}
