/**
 * Where the cards of the margin stand, and which of them are drawn. Of hundreds, only those near the window are: the others
 * are placed by a guess of their height until they have been seen once.
 */
import { type ById, Measured, NOTHING, orderOf, placeCards, type Placed } from './placing.ts'

/** With fewer, all are drawn, and the browser's own search finds their words. */
const DRAWN_WHOLE = 100
/** Drawn so far beyond the window, px; changed in steps, so that scrolling seldom draws anything. */
const AHEAD_PX = 900
const STEP_PX = 450
/** Hundreds of places are measured in slices while nothing else is to be done: no key press and no frame waits for them. */
const SLICE_MS = 6
const IDLE_WITHIN_MS = 500

export class Places {
  tops = $state.raw(NOTHING)
  /** Where the last one ends, px. */
  end = $state(0)
  /** In the order of the text, for the keys and for who hears the page. */
  order = $state.raw(NOTHING)
  #from = $state(0)
  #to = $state(0)
  #cards: readonly Placed[] = []
  readonly #measured = new Measured()
  #round = 0
  /** Those away from the window are to be measured, too. */
  #areOthersOld = false

  /**
   * Measures where the lines are, then places: first those near the window and those that are new, then `all` the others, unless
   * it is begun anew meanwhile. `wishOf` reads the layout. `mayReorder`: nobody's focus is among the cards.
   */
  async measure<Card extends Placed>(
    cards: readonly Card[],
    wishOf: (card: Card) => number,
    { isAll, active, mayReorder }: { isAll: boolean; active: () => string | null; mayReorder: () => boolean },
  ): Promise<void> {
    const round = ++this.#round
    this.#areOthersOld ||= isAll
    const isFirst = ({ id }: Card) => this.isNear(id, cards.length) || !this.#measured.isKnown(id)
    const parts = [cards.filter(isFirst), ...(this.#areOthersOld ? [cards.filter((card) => !isFirst(card))] : [])]
    for (const [at, part] of parts.entries()) {
      let until = performance.now() + SLICE_MS
      for (const card of part) {
        if (performance.now() > until) {
          await (at === 0 ? aTaskLater() : whenIdle())
          if (round !== this.#round) return
          until = performance.now() + SLICE_MS
        }
        this.#measured.wish(card.id, wishOf(card))
      }
      this.#cards = cards
      this.stack(active())
      const order = orderOf(this.#measured.cards(cards))
      if ((mayReorder() || this.order.size === 0) && !isSame(order, this.order)) this.order = order
    }
    this.#areOthersOld = false
  }
  /** Cards as they are drawn now; true when one is of another height than was known. */
  heard(slots: Iterable<HTMLElement>): boolean {
    let isNew = false
    for (const slot of slots) {
      const { slot: id } = slot.dataset
      const { offsetHeight } = slot
      if (id !== undefined && this.#measured.height(id, offsetHeight)) isNew = true
    }
    return isNew
  }

  /** Without asking where the lines are: a card has grown, or another one is being read. */
  stack(active: string | null): void {
    const cards = this.#measured.cards(this.#cards)
    const tops = placeCards(cards, active)
    if (!isSame(tops, this.tops)) this.tops = tops
    this.end = Math.max(0, ...cards.map(({ id, height }) => (tops.get(id) ?? 0) + height))
  }

  /** The window has moved to here: px from the top of the margin. */
  look(from: number, to: number): void {
    this.#from = Math.floor((from - AHEAD_PX) / STEP_PX) * STEP_PX
    this.#to = Math.ceil((to + AHEAD_PX) / STEP_PX) * STEP_PX
  }

  /** Whether it is drawn, of so many. */
  isNear(id: string, of: number): boolean {
    if (of <= DRAWN_WHOLE) return true
    const top = this.tops.get(id)
    return top !== undefined && top >= this.#from && top <= this.#to
  }

  stop(): void {
    this.#round++
  }
}

const isSame = (one: ById, other: ById): boolean => {
  if (one.size !== other.size) return false
  for (const [id, px] of one) if (other.get(id) !== px) return false
  return true
}

const aTaskLater = () => new Promise<void>((resolve) => setTimeout(resolve))

const whenIdle = () =>
  new Promise<void>((resolve) => {
    if (typeof requestIdleCallback === 'undefined') setTimeout(resolve)
    else requestIdleCallback(() => resolve(), { timeout: IDLE_WITHIN_MS })
  })
