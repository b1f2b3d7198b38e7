/**
 * The unsaved tail in the browser: edits the server has not yet said to be on disk. A closed lid, a crashed tab, a
 * reboot: on the next visit they are found here and sent (SAVE-2).
 *
 * Own store instead of y-indexeddb, because that one keeps the whole document of everybody, for ever, on a computer
 * that may be shared, and still could not tell which part of it is unsaved. Here nothing outlives its acknowledgement:
 * in normal work an edit is acknowledged before it would even have been written.
 *
 * Rows belong to one person and one draft: whoever signs in next on the same computer neither sees nor sends them.
 * Two tabs of one person may both bring the same row back; a Yjs update applied twice is applied once.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { uuidv4 } from 'lib0/random'
import { AfterPaint } from '../ui/after-paint.ts'
import type { TailKey } from './ack-counter.ts'

export interface TailRow {
  update: Uint8Array
  /** When the edit was made, ms since 1970. */
  at: number
  /** The draft refused it (frozen, right lost): shown to the person, never sent without being asked. */
  isStranded: boolean
}

interface TailSchema extends DBSchema {
  edits: { key: TailKey; value: TailRow }
}

export type StoredRow = TailRow & { key: TailKey }

export class TailStore {
  readonly #owner: string
  readonly #visit: string
  readonly #onFailure: () => void
  readonly #database: Promise<IDBPDatabase<TailSchema> | null>
  readonly #puts = new Map<number, { key: TailKey; row: TailRow }>()
  #deletes: TailKey[] = []
  #sequence = 0
  /** Of this visit, not released yet. */
  #kept = 0
  /** Mostly the server has confirmed an edit by then, and nothing need be written. */
  readonly #soon = new AfterPaint(() => this.#puts.size > 0 && this.#write())
  #writing: Promise<void> | null = null

  /** `onFailure`: the browser keeps nothing (private window, storage full); edits then live in this tab alone. */
  constructor(personId: string, draftId: string, onFailure: () => void, databaseName = 'but-phe') {
    this.#owner = `${personId}/${draftId}`
    this.#visit = uuidv4() // crypto.randomUUID is missing on plain HTTP, as offices run it inside their network
    this.#onFailure = onFailure
    this.#database = open(databaseName).catch(() => {
      onFailure()
      return null
    })
  }

  /**
   * Keeps an edit. Returns at once with its key; what is released before the write has begun is never written. While
   * each edit is released before the next comes, the write waits a moment for that; two that wait are written at once.
   */
  keep(update: Uint8Array, at = Date.now()): TailKey {
    const key: TailKey = [this.#owner, this.#visit, ++this.#sequence]
    this.#puts.set(this.#sequence, { key, row: { update, at, isStranded: false } })
    if (++this.#kept > 1) this.#write()
    else this.#soon.ask()
    return key
  }

  /** The edits are on disk at the server, or the person has done with them. */
  release(keys: readonly TailKey[]): void {
    for (const key of keys) {
      const isOwn = key[1] === this.#visit
      if (isOwn) this.#kept--
      if (!isOwn || !this.#puts.delete(key[2])) this.#deletes.push(key)
    }
    if (this.#deletes.length > 0) this.#write()
  }

  /** Nobody knows whether there will be a later moment: the page may be closed. */
  writeNow(): void {
    this.#soon.now()
  }

  /** What earlier visits, or another tab, left unsaved; oldest first. */
  async load(): Promise<StoredRow[]> {
    await this.settled()
    const database = await this.#database
    if (!database) return []
    const edits = database.transaction('edits').store
    const range = IDBKeyRange.bound([this.#owner], [this.#owner, []]) // an array sorts after every string
    const [keys, rows] = await Promise.all([edits.getAllKeys(range), edits.getAll(range)])
    return rows.flatMap((row, i) => (keys[i] ? [{ ...row, key: keys[i] }] : [])).sort((a, b) => a.at - b.at)
  }

  /** Marks rows as refused, or as the person's to send after all. */
  async mark(keys: readonly TailKey[], isStranded: boolean): Promise<void> {
    await this.settled()
    const database = await this.#database
    if (!database) return
    const transaction = database.transaction('edits', 'readwrite')
    for (const key of keys) {
      const row = await transaction.store.get(key)
      if (row) await transaction.store.put({ ...row, isStranded }, key)
    }
    await transaction.done
  }

  /** Waits until everything handed in so far is written. */
  async settled(): Promise<void> {
    this.writeNow()
    while (this.#writing) await this.#writing
  }

  async close(): Promise<void> {
    await this.settled()
    ;(await this.#database)?.close()
  }

  /** One transaction at a time, each with all that came up during the one before: fast typing costs no queue. */
  #write(): void {
    this.#writing ??= this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    const database = await this.#database
    while (this.#puts.size > 0 || this.#deletes.length > 0) {
      const puts = [...this.#puts.values()]
      const deletes = this.#deletes
      this.#puts.clear()
      this.#deletes = []
      if (!database) continue
      try {
        const transaction = database.transaction('edits', 'readwrite')
        for (const { key, row } of puts) void transaction.store.put(row, key).catch(() => {}) // `done` reports it
        for (const key of deletes) void transaction.store.delete(key).catch(() => {})
        await transaction.done
      } catch {
        this.#onFailure()
      }
    }
    this.#writing = null // in the same breath as the last look at the queue, or what comes next would wait for ever
  }
}

async function open(name: string): Promise<IDBPDatabase<TailSchema>> {
  return openDB<TailSchema>(name, 1, {
    upgrade: (database) => void database.createObjectStore('edits'),
  })
}
