/** Cards in the margin stand beside their line; where two would overlap, the later one gives way downwards. */

export interface Card {
  id: string
  /** Where its line is, px from the top of the page. */
  wish: number
  height: number
}

const GAP_PX = 8

/**
 * The top of each card. The active one gets exactly its line: those above it give way upwards, but never above the top
 * of the margin.
 */
export function placeCards(cards: readonly Card[], active: string | null): Map<string, number> {
  const sorted = cards.toSorted((a, b) => a.wish - b.wish)
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
