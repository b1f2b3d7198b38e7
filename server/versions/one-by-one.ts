/**
 * The log of a text is read before a process works on it, and both cost. One of a person's is done at a time, and who has as
 * many waiting as the queue of the processes takes is refused before anything is read for them.
 */
import { AppError } from '../../src/lib/errors.ts'

/** As in server/compute. */
const WAITING_EACH = 6
const WAITS_MS = 15_000
const AGAIN_SECONDS = 5

interface Line {
  /** In work or waiting. */
  size: number
  last: Promise<unknown>
}

export class OneByOne {
  readonly #lines = new Map<string, Line>()

  /** Throws `too_many_requests` at once where too many wait, or when its turn has not come in time. */
  async take<Got>(personId: string, act: () => Promise<Got>): Promise<Got> {
    const line = this.#lines.get(personId) ?? { size: 0, last: Promise.resolve() }
    if (line.size > WAITING_EACH) throw tooMany()
    line.size++
    this.#lines.set(personId, line)
    const until = Date.now() + WAITS_MS
    const turn = line.last.then(() => {
      if (Date.now() > until) throw tooMany() // its page has given up, too
      return act()
    })
    line.last = turn.catch(() => undefined) // whoever asked for it is told
    try {
      return await turn
    } finally {
      if (--line.size === 0) this.#lines.delete(personId)
    }
  }
}

const tooMany = () => new AppError('too_many_requests', { seconds: AGAIN_SECONDS })
