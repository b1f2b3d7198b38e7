import type pg from 'pg'
import type { Anchor } from '../../src/lib/document/anchors/anchor.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import type { Fields } from '../../src/lib/document/model.ts'
import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'
import type { TakenImage } from './images.ts'
import type { BroughtSuggestion } from './jobs.ts'
import type { Remark } from './shapes.ts'
import type { Reader } from './works.ts'

/** What the verbs of this room stand on. Drafts are made by the room that has them. */
export interface Ground {
  db: Database
  pool: pg.Pool
  uploadLimitBytes: number
  /** Null for an image that is not taken. */
  keepImage(bytes: Uint8Array, person: Person): Promise<TakenImage | null>
  /** Gives kept images to a draft that the transaction makes. */
  takeImages(tx: Transaction, person: Person, draftId: string, hashes: readonly string[]): Promise<void>
  /** What is done in other processes. */
  reader: Reader
  /** `prepare` takes its time over the first text, and gives back what is done in the transaction that makes the draft. */
  createDraft(
    person: Person,
    input: {
      kind: KindId
      dueAt: Date | null
      fileName: string
      text: { fields: Partial<Omit<Fields, 'kind'>>; blocks: string }
    },
    prepare: (update: Uint8Array) => Promise<(tx: Transaction, draftId: string) => Promise<void>>,
  ): Promise<{ id: string }>
  /** Threads of a draft that the transaction makes. */
  bringThreads(
    tx: Transaction,
    person: Person,
    draftId: string,
    threads: (Remark & { anchor: Anchor | null })[],
  ): Promise<void>
  /** Suggestions about such a draft. */
  bringSuggestions(tx: Transaction, person: Person, draftId: string, suggestions: BroughtSuggestion[]): Promise<void>
}
