/**
 * The append-only log in Postgres, and the promise that hangs on it (SAVE-1): an edit is confirmed by `stored` after
 * the COMMIT that holds it, never before.
 *
 * One commit is under way at a time, and they begin some milliseconds apart. Whatever arrives meanwhile, of all drafts,
 * goes into the next, so that a busy second costs few commits. Order within a draft is the order of arrival. A draft that
 * a transaction holds (somebody decides about it) waits for that one; the others do not.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import type { Logger } from 'pino'
import type { Batch } from './batch.ts'
import { inTime } from './in-time.ts'
import { appendRows, isPassing, isStored } from './rows.ts'

/** A draft as the log sees it. */
export interface Author {
  readonly draftId: string
  /** What waits for the next commit, or null; from now on the log holds it. */
  takeBatch(): Batch | null
  /** The batch is on disk, at the positions after `before` up to `head`; null when they are not known. */
  stored(batch: Batch, place: Place | null): void
  /** The batch will never be stored: the text was closed before it came (FRZ-1). */
  refusedByFreeze(batch: Batch): void
  /** The batch could not be stored although the database answers; it is dropped, the browsers still have it. */
  failed(batch: Batch, error: Error): void
}

export interface Place {
  before: number
  head: number
}

interface Entry {
  author: Author
  batch: Batch
}

export interface LogOptions {
  pool: Pool
  log: Logger
  /** A commit that takes longer is given up. */
  commitMs: number
  /** Seconds each commit took, and how many messages it held. */
  onCommit?: (seconds: number, messages: number) => void
}

/** Commits begin at least so far apart: what one costs hardly depends on what it holds, and nobody sees 2 ms. */
const PACE_MS = 2
/** The first edit after a pause waits so long for those that come with it. */
const GATHER_MS = 1
/** How often a draft that is held is tried again, where nothing else is to be stored. */
const HELD_MS = 10
const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2_000

export class UpdateLog {
  private readonly dirty = new Set<Author>()
  /** Batches that wait for who holds their draft; until they are stored, no more is taken of it. */
  private readonly held = new Map<Author, Batch>()
  private client: PoolClient | null = null
  private running: Promise<void> | null = null
  /** When the last commit began. */
  private began = -Infinity
  private readonly options: LogOptions

  constructor(options: LogOptions) {
    this.options = options
  }

  /** The author has a batch. Commits as soon as the one under way is done. */
  push(author: Author): void {
    this.dirty.add(author)
    this.running ??= this.run().finally(() => (this.running = null))
  }

  /** Resolves when nothing waits and nothing is under way. */
  async idle(): Promise<void> {
    while (this.running) await this.running
  }

  /** Gives the connection back. */
  close(): void {
    this.client?.release()
    this.client = null
  }

  private async run(): Promise<void> {
    while (this.dirty.size + this.held.size > 0) {
      await this.keepPace()
      const entries: Entry[] = [...this.held].map(([author, batch]) => ({ author, batch }))
      for (const author of this.dirty) {
        if (this.held.has(author)) continue
        this.dirty.delete(author)
        const batch = author.takeBatch()
        if (batch) entries.push({ author, batch })
      }
      this.held.clear()
      if (entries.length > 0) await this.commit(entries)
    }
  }

  private async keepPace(): Promise<void> {
    const rest = Math.round(this.began + PACE_MS - performance.now())
    const isAnyFree = this.held.size === 0 || [...this.dirty].some((author) => !this.held.has(author))
    await sleep(Math.max(GATHER_MS, isAnyFree ? rest : HELD_MS))
    this.began = performance.now()
  }

  /** Ends only when every entry is stored, refused or held: a database that is away is waited for. */
  private async commit(entries: Entry[]): Promise<void> {
    let waiting = entries
    for (let wait = FIRST_RETRY_MS, tries = 0; waiting.length > 0; tries++) {
      try {
        // After a lost connection nobody knows whether the COMMIT was reached. Look before writing again.
        if (tries > 0) waiting = await this.settleFound(waiting)
        if (waiting.length > 0) await this.append(waiting)
        return
      } catch (error) {
        const reason = error instanceof Error ? error : new Error(String(error))
        this.dropClient(reason)
        if (!isPassing(reason)) return this.isolate(waiting, reason)
        if (tries % 10 === 0)
          this.options.log.warn({ error: reason.message, tries }, 'text cannot be stored; trying again')
        await sleep(wait)
        wait = Math.min(2 * wait, LAST_RETRY_MS)
      }
    }
  }

  /** One draft's rows are refused by the database: the others must not wait for it. */
  private async isolate(entries: Entry[], reason: Error): Promise<void> {
    const [only, ...others] = entries
    if (only && others.length === 0) {
      this.options.log.error({ error: reason.message, draftId: only.author.draftId }, 'the database refuses a text')
      return only.author.failed(only.batch, reason)
    }
    for (const entry of entries) await this.commit([entry])
  }

  private async append(entries: Entry[]): Promise<void> {
    const began = performance.now()
    const client = await this.connected()
    const rows = entries.map(({ author, batch }) => ({ draftId: author.draftId, rows: batch.rows }))
    const places = await this.inTime(appendRows(client, rows))
    const messages = entries.reduce((sum, { batch }) => sum + batch.messages, 0)
    this.options.onCommit?.((performance.now() - began) / 1000, messages)
    entries.forEach(({ author, batch }, i) => {
      const place = places[i]
      if (place === 'held') this.held.set(author, batch)
      else if (place === undefined || place === 'closed') author.refusedByFreeze(batch)
      else author.stored(batch, place)
    })
  }

  /** Confirms what is on disk already and gives back the rest. */
  private async settleFound(entries: Entry[]): Promise<Entry[]> {
    const client = await this.connected()
    const missing: Entry[] = []
    for (const entry of entries) {
      const { author, batch } = entry
      if (await this.inTime(isStored(client, author.draftId, batch.rows))) author.stored(batch, null)
      else missing.push(entry)
    }
    return missing
  }

  private async connected(): Promise<PoolClient> {
    if (this.client) return this.client
    const client = await this.options.pool.connect()
    // The promise needs it, whatever the server's default is.
    await client.query('set synchronous_commit = on')
    client.on('error', () => {}) // reported by the query that fails next
    return (this.client = client)
  }

  private dropClient(reason: Error): void {
    this.client?.release(reason)
    this.client = null
  }

  private inTime<T>(work: Promise<T>): Promise<T> {
    return inTime(work, this.options.commitMs, () => new CommitTimeout())
  }
}

/** The database took too long to answer. */
export class CommitTimeout extends Error {
  constructor() {
    super('the database did not answer in time')
    this.name = 'CommitTimeout'
  }
}
