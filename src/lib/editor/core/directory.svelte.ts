/** To whom the office writes, fetched when it is first asked for on this page. */
import { z } from 'zod'

const answer = z.object({ names: z.array(z.string()) })

class Directory {
  names = $state.raw<readonly string[]>([])
  #asked = false

  /** Who cannot reach it writes as ever; the next opening of the page tries again. */
  ask(): void {
    if (this.#asked) return
    this.#asked = true
    fetch('/recipients', { headers: { accept: 'application/json' } })
      .then(async (response) => {
        if (response.ok) this.names = answer.parse(await response.json()).names
      })
      .catch(() => (this.#asked = false))
  }
}

export const directory = new Directory()
