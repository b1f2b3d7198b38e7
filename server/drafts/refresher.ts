const QUIET_MS = 1500

export interface Refresher {
  /** Text of this draft was stored: its lists follow once the typing pauses, and at the latest when `flush` is called. */
  noteStored(draftId: string): void
  /** Refreshes whatever is still due. */
  flush(): Promise<void>
}

/** Lists need the subject of a draft, not every keystroke of it: reading the whole text for each would cost too much. */
export function createRefresher(
  refresh: (draftId: string) => Promise<void>,
  onError: (error: unknown) => void,
): Refresher {
  const due = new Map<string, NodeJS.Timeout>()

  async function now(draftId: string): Promise<void> {
    clearTimeout(due.get(draftId))
    due.delete(draftId)
    await refresh(draftId).catch(onError)
  }

  return {
    noteStored(draftId) {
      if (due.has(draftId)) return
      due.set(draftId, setTimeout(() => void now(draftId), QUIET_MS).unref())
    },
    async flush() {
      await Promise.all([...due.keys()].map(now))
    },
  }
}
