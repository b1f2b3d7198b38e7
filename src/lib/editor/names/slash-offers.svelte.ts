/** What "/" offers at this moment, and which of it is chosen. */
import type { EditorView } from '@tiptap/pm/view'
import { directory } from '../core/directory.svelte.ts'
import { type Offer, offersFor } from '../core/offers.ts'
import { runStep } from '../core/step.ts'
import type { Asked, Offering } from './by-slash.ts'
import { dayNow } from './day-now.ts'

export class SlashOffers implements Offering {
  asked = $state.raw<Asked | null>(null)
  chosen = $state(0)
  readonly list = $derived(this.asked ? offersFor(this.asked.typed, dayNow(), directory.names) : [])
  #view: () => EditorView | undefined

  constructor(view: () => EditorView | undefined) {
    this.#view = view
  }

  readonly onasked = (asked: Asked | null): void => {
    if (asked) directory.ask()
    if (asked?.typed !== this.asked?.typed) this.chosen = 0
    this.asked = asked
  }

  readonly onkey = (key: string): boolean => {
    const { length } = this.list
    if (length === 0) return false
    if (key === 'ArrowDown') this.chosen = (this.chosen + 1) % length
    else if (key === 'ArrowUp') this.chosen = (this.chosen + length - 1) % length
    else if (key !== 'Escape') this.pick(this.list[this.chosen])
    return true
  }

  /** In place of the sign and what was typed behind it, with the look of the words around it; one step of undo. */
  pick(offer: Offer | undefined): void {
    const view = this.#view()
    const { asked } = this
    if (!view || !asked || !offer) return
    runStep(view, (state, dispatch) => {
      dispatch?.(state.tr.insertText(offer.text, asked.from, asked.to).scrollIntoView())
      return true
    })
  }
}
