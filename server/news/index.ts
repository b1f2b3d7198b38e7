/** Tin báo: what concerns a person, written with the act, shown on every page, unread until it is read. */
import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'
import { countUnread, listNews } from './list.ts'
import { markRead, type Reading } from './read.ts'
import { remind } from './remind.ts'
import type { Happening, NewsPage, Warning } from './shapes.ts'
import { tell } from './tell.ts'
import { tidy } from './tidy.ts'
import { warn } from './warn.ts'

export { createLive } from './live.ts'

export interface News {
  /** For the rooms whose acts concern others, in the transaction of the act and before it is recorded. */
  tell(tx: Transaction, person: Person, happening: Happening): Promise<void>
  /** The newest first, without what the person may not see (any more). */
  list(person: Person, given: { before?: number | undefined }): Promise<NewsPage>
  /** Unread lines, 100 at most. */
  unread(person: Person): Promise<number>
  /** `bad_input` for what names no news. */
  read(person: Person, what: Reading): Promise<void>
  /** Writes down which deadlines are near or past; to be called every few minutes. */
  remind(now?: Date): Promise<void>
  /** Writes down what ends soon, once to each; to be called now and then. */
  warn(warnings: readonly Warning[]): Promise<void>
  /** Deletes old news; to be called now and then. */
  tidy(): Promise<void>
}

export function createNews(ground: { db: Database }): News {
  return {
    tell,
    list: (person, given) => listNews(ground, person, given),
    unread: (person) => countUnread(ground, person),
    read: (person, what) => markRead(ground, person, what),
    remind: (now = new Date()) => remind(ground, now),
    warn: (warnings) => warn(ground, warnings),
    tidy: () => tidy(ground),
  }
}
