/** Names of the office's directory for the line of a field that is being typed. Nothing is chosen until an arrow says so. */
import { directory } from '../core/directory.svelte.ts'
import { namesFor, type Offer } from '../core/offers.ts'
import { bareLine } from './bare-line.ts'

/** Fewer letters begin too many names. */
const LEAST_LETTERS = 2

export class FieldNames {
  list = $state.raw<readonly Offer[]>([])
  chosen = $state(-1)
  /** Which line of the field is typed, from 0. */
  line = $state(0)

  /** What was typed has changed, in this text box. */
  look({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): void {
    directory.ask()
    const { typed, at, isEnd } = bareLine(value, selectionStart)
    const isTyped = selectionStart === selectionEnd && isEnd && typed.trim().length >= LEAST_LETTERS
    const names = isTyped ? namesFor(typed, directory.names).filter((name) => name !== typed.trim()) : []
    this.list = names.map((text) => ({ text, is: 'name' }))
    this.chosen = -1
    this.line = at
  }

  leave(): void {
    this.list = []
  }

  /** True when the key was meant for the list. */
  key(key: string, pick: (offer: Offer) => void): boolean {
    const { length } = this.list
    if (length === 0) return false
    const offer = this.list[this.chosen]
    if (key === 'ArrowDown') this.chosen = this.chosen + 1 < length ? this.chosen + 1 : 0
    else if (key === 'ArrowUp') this.chosen = this.chosen > 0 ? this.chosen - 1 : length - 1
    else if (key === 'Escape') this.leave()
    else if (key === 'Enter' && offer) pick(offer)
    else return false
    return true
  }
}
