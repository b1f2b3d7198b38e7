const QUIET_MS = 1500

export interface Refresher {
  /** Text of this draft was stored: its lists follow once the typing pauses, and at the latest when `flush` is called. */
  noteStored(draftId: string): void
  /** Refreshes whatever is still due. */
  flush(): Promise<void>
}

/**
 * Lists need the subject of a draft, not every keystroke of it: reading the whole text for each would cost too much. One
 * draft at a time: however slowly they are read on a busy day, one text is in memory for it and not one for each pause.
 */
export function createRefresher(
  refresh: (draftId: string) => Promise<void>,
  onError: (error: unknown) => void,
): Refresher {
  const resting = new Map<string, NodeJS.Timeout>()
  const due = new Set<string>()
  let running: Promise<void> | null = null

  function makeDue(draftId: string): void {
    clearTimeout(resting.get(draftId))
    resting.delete(draftId)
    due.add(draftId)
    running ??= run()
  }

  async function run(): Promise<void> {
    for (const draftId of due) {
      due.delete(draftId) // what is stored from here on makes it due once more
      await refresh(draftId).catch(onError)
    }
    running = null
  }

  return {
    noteStored(draftId) {
      if (resting.has(draftId) || due.has(draftId)) return
      resting.set(draftId, setTimeout(() => makeDue(draftId), QUIET_MS).unref())
    },
    async flush() {
      for (const draftId of [...resting.keys()]) makeDue(draftId)
      await running
    },
  }
}
