import type { Change } from '../../src/lib/document/suggest/shapes.ts'
import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'
import type { Put } from './normal.ts'

/** A suggestion as a process is given it. */
export interface Open {
  id: string
  /** Under which what it brings stands in the shared text: where several come to the same place, in this order. */
  client: number
  changes: Change[]
}

export interface Applied {
  /** Null when nothing of it changes the text. */
  update: Uint8Array | null
  /** Ids of those that could be applied, and of those that could not: what they speak of is gone. */
  done: string[]
  gone: string[]
  /** Others whose letters were written anew, where they are now. */
  remapped: { id: string; changes: Change[] }[]
}

/** What every verb of this room stands on. */
export interface Ground {
  db: Database
  /** The whole text as of now, as one Yjs update. */
  readNow(draftId: string): Promise<Uint8Array>
  /** `normalPut`, away from the main thread. */
  normal(person: Person, put: readonly Put[]): Promise<Put[]>
  /** Applies `wanted` to a copy of the text, away from the main thread. `others` stay open. */
  apply(person: Person, draftId: string, work: { state: Uint8Array; wanted: Open[]; others: Open[] }): Promise<Applied>
  /** False when the text is closed. */
  append(tx: Transaction, draftId: string, change: { update: Uint8Array; userId: string }): Promise<boolean>
  /** After the commit of it: whoever has the draft open gets it. */
  appended(draftId: string): void
  /** Tells those who have the draft open that its suggestions changed. Called after the commit. */
  notice(draftId: string, topic: 'suggestions'): void
}
