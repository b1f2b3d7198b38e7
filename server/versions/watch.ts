/** Versions while people write: when they pause, and, where they do not, now and then. Bounded whatever is typed. */

/** Nothing came for so long: something is done, and worth keeping. */
export const PAUSE_MS = 5 * 60_000
/** While people go on, one in so long … */
export const LONGEST_MS = 30 * 60_000
/** … or after so many commits, but never sooner than a pause after the first. */
export const MANY_COMMITS = 3_000

interface Noted {
  first: number
  last: number
  commits: number
}

export interface Watch {
  /** Text of this draft was stored. */
  noteStored(draftId: string): void
  /** Looks which drafts are due; call it every minute or so. */
  pulse(): Promise<void>
}

export function createWatch(
  keep: (draftId: string) => Promise<void>,
  onError: (error: unknown) => void,
  now: () => number = Date.now,
): Watch {
  const noted = new Map<string, Noted>()

  const isDue = ({ first, last, commits }: Noted) => {
    const passed = now() - first
    return now() - last >= PAUSE_MS || passed >= LONGEST_MS || (commits >= MANY_COMMITS && passed >= PAUSE_MS)
  }

  return {
    noteStored(draftId) {
      const known = noted.get(draftId)
      if (!known) noted.set(draftId, { first: now(), last: now(), commits: 1 })
      else {
        known.last = now()
        known.commits++
      }
    },
    async pulse() {
      for (const [draftId, one] of [...noted]) {
        if (!isDue(one)) continue
        noted.delete(draftId)
        await keep(draftId).catch(onError)
      }
    },
  }
}
