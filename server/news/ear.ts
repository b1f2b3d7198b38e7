/** Hears from Postgres whose news has changed, on whichever node it was written: the trigger says so at the commit. */
import pg from 'pg'
import type { Logger } from 'pino'

const CHANNEL = 'news'
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** A connection whose other end has gone says nothing; asked this often, it is noticed. */
const ASK_EVERY_MS = 30_000
const ANSWER_WITHIN_MS = 10_000

export interface EarOptions {
  /** Of the database; a pooler that gives connections away after each transaction cannot be listened on. */
  url: string
  log: Logger
  /** The id of a person whose news or rights have changed. */
  onTold(personId: string): void
  /** It listens, for the first time or again: what was said before was not heard. */
  onListening(): void
}

/** Begins to listen and goes on for good, whatever becomes of the database. Gives back how to end it. */
export function listen({ url, log, onTold, onListening }: EarOptions): () => Promise<void> {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  let wait = FIRST_WAIT_MS
  let isEnded = false

  async function begin(): Promise<void> {
    const mine = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      keepAlive: true,
    })
    client = mine
    mine.on('notification', ({ payload }) => payload && onTold(payload))
    mine.on('error', (error) => lost(mine, error))
    mine.on('end', () => lost(mine, new Error('the connection ended')))
    try {
      await mine.connect()
      await mine.query(`listen ${CHANNEL}`)
      if (isEnded) return void (await mine.end())
      wait = FIRST_WAIT_MS
      onListening()
      timer = setTimeout(() => void ask(mine), ASK_EVERY_MS)
    } catch (error) {
      lost(mine, error)
    }
  }

  async function ask(mine: pg.Client): Promise<void> {
    try {
      await mine.query('select 1')
      if (client === mine) timer = setTimeout(() => void ask(mine), ASK_EVERY_MS)
    } catch (error) {
      lost(mine, error)
    }
  }

  function lost(mine: pg.Client, error: unknown): void {
    if (client !== mine || isEnded) return
    client = null
    clearTimeout(timer)
    mine.end().catch(() => {}) // it is gone anyway
    log.warn({ err: error, waitMs: wait }, 'news is not heard of; trying again')
    timer = setTimeout(() => void begin(), wait)
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
  }

  void begin()
  return async () => {
    isEnded = true
    clearTimeout(timer)
    await client?.end().catch(() => {}) // ended by the database before
  }
}
