/**
 * Which of this tab's edits are on disk (SAVE-1). The server says `stored {n}`: the first n sync messages (step 2 and
 * update) of this connection are committed. So every edit is tied to the message that carried it on the present
 * connection, and is done when that message is. A state vector would not do: a pure deletion does not move it.
 *
 * After a reconnect both ends count from 0 again. The step 2 with which the client answers the server's step 1 holds
 * everything the server lacks and every deletion, so it carries all edits that were not acknowledged before.
 */
export interface Edit {
  update: Uint8Array
  /** How many changes of the person it holds; more than one when it was brought back from an earlier visit. */
  changes: number
  /** Where it stands in the browser's store (see tail-store.ts). */
  rows: readonly TailKey[]
  /** Number of the message that carried it on the present connection; null = not sent on it. */
  message: number | null
}

/** [owner, visit, sequence]: see tail-store.ts. */
export type TailKey = [string, string, number]

export class AckCounter {
  #edits: Edit[] = []
  #sent = 0

  /** Changes not yet known to be on disk. */
  get unsaved(): number {
    return this.#edits.reduce((sum, edit) => sum + edit.changes, 0)
  }

  get edits(): readonly Edit[] {
    return this.#edits
  }

  /** A new connection: nothing has been sent on it, whatever was sent on an earlier one. */
  opened(): void {
    this.#sent = 0
    for (const edit of this.#edits) edit.message = null
  }

  add(update: Uint8Array, rows: readonly TailKey[], changes = 1): Edit {
    const edit: Edit = { update, changes, rows, message: null }
    this.#edits.push(edit)
    return edit
  }

  /** An update left on the socket. Yjs hands an edit to its listeners one by one, so it carries the newest edit alone. */
  sentUpdate(): void {
    this.#sent++
    const newest = this.#edits.at(-1)
    if (newest) newest.message ??= this.#sent
  }

  /** A step 2 left on the socket: it carries every edit there is. One sent before keeps its own, earlier number. */
  sentStep2(): void {
    this.#sent++
    for (const edit of this.#edits) edit.message ??= this.#sent
  }

  /** The first n messages of this connection are on disk. Returns the edits that are done with it. */
  stored(n: number): Edit[] {
    const done: Edit[] = []
    const open: Edit[] = []
    for (const edit of this.#edits) (edit.message !== null && edit.message <= n ? done : open).push(edit)
    if (done.length > 0) this.#edits = open
    return done
  }

  /** Takes all edits out: they are no longer this document's (see stranded.ts). */
  takeAll(): Edit[] {
    const all = this.#edits
    this.#edits = []
    return all
  }
}
