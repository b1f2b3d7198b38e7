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

/** The top of each card. Those that yield go to the first free place at or below their line. */
export function placeCards(cards: readonly Card[], active: string | null): Map<string, number> {
  const sorted = cards.toSorted((a, b) => a.wish - b.wish)
  const firm = sorted.filter(({ yields }) => !yields)
  const tops = stack(firm, active)
  const taken = firm.map(({ id, height }) => ({ top: tops.get(id) ?? 0, height })).sort((a, b) => a.top - b.top)
  for (const { id, wish, height } of sorted.filter(({ yields }) => yields)) {
    let top = Math.max(wish, 0)
    for (const other of taken) {
      if (top + height + GAP_PX > other.top && top < other.top + other.height + GAP_PX)
        top = other.top + other.height + GAP_PX
    }
    tops.set(id, top)
    const below = taken.findIndex((other) => other.top > top)
    taken.splice(below === -1 ? taken.length : below, 0, { top, height })
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
