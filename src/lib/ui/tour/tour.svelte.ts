/** The tour of the page one is on: offered once, remembered by the server, and there again from «?». */
import type { Tour } from '../../vocabulary.ts'

class TourState {
  /** The one of the page that is shown; null where a page has none. */
  here = $state<Tour | null>(null)
  /** Which step is shown, from 0; null while none is. */
  step = $state<number | null>(null)
  /** Asked for by hand: then its card takes the focus. */
  isAsked = $state(false)
  /** Of one draft's page and the next, the second comes up before the first has gone. */
  #arrivals = 0

  /** A page with a tour has come up; one that is new to this person is offered by itself. Gives the end of it. */
  arrive(tour: Tour, isNew: boolean): () => void {
    const arrival = ++this.#arrivals
    this.here = tour
    this.isAsked = false
    this.step = isNew ? 0 : null
    return () => {
      if (arrival !== this.#arrivals) return
      this.here = null
      this.step = null
    }
  }

  start(): void {
    this.isAsked = true
    this.step = 0
  }

  /** Had to its end, or put aside. Who cannot reach the server is offered it again another day. */
  end(): void {
    const tour = this.here
    this.step = null
    if (tour) void fetch(`/tours/${tour}`, { method: 'POST', headers: { accept: 'application/json' } }).catch(() => {})
  }
}

export const tour = new TourState()
