/** News of a draft is read when somebody looks at its page: arrives there, comes back to the tab, or does something in it. */
import { live } from './live.svelte.ts'

const PAGE_OF_A_DRAFT = /^\/(?:drafts|documents)\/([0-9a-f-]{36})(?:\/|$)/

/** The draft whose page this is. */
export const draftOf = (path: string): string | null => PAGE_OF_A_DRAFT.exec(path)?.[1] ?? null

export class LookedAt {
  #draftId: string | null = null
  /** What had been told when the server was last told. */
  #toldVersion = -1

  /** A page was opened. */
  at(path: string): void {
    const draftId = draftOf(path)
    if (draftId !== this.#draftId) this.#toldVersion = -1
    this.#draftId = draftId
    this.look()
  }

  /**
   * Tells the server, at most once for all that has come so far. An open page alone is no look: nobody may sit there, and
   * on another device it would be read without having been seen.
   */
  look(): void {
    if (!this.#draftId || live.unread === 0 || this.#toldVersion === live.version || document.hidden) return
    this.#toldVersion = live.version
    const body = new URLSearchParams({ draftId: this.#draftId })
    const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' }
    fetch('/news?/draft', { method: 'POST', body, headers, keepalive: true }).catch(() => {
      this.#toldVersion = -1 // offline: the next look tries again
    })
  }
}
