import type { Change, Undoing } from '../../src/lib/document/suggest/shapes.ts'
import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'
import type { Put } from './normal.ts'
import type { AskedView } from './view.ts'

/** A suggestion as a process is given it. */
export interface Open {
  id: string
  /** Under which what it brings stands in the shared text: where several come to the same place, in this order. */
  client: number
  changes: Change[]
}

/** One to be applied; with `undo`, which is applied then, to be taken out of the text again. */
export interface Wanted extends Open, Partial<Undoing> {}

/** What speaks of letters and blocks of the text: what a suggestion says, and of an accepted one what undoes that. */
export interface Spoken extends Partial<Undoing> {
  id: string
  changes: Change[]
}

export interface Asked {
  state: Uint8Array
  /** In their order. */
  wanted: Wanted[]
  /** What stays as it is, and must find its letters afterwards: open ones, and those that were decided before. */
  others: Spoken[]
  /** Parts that a document of its kind must have stay. */
  keepsParts: boolean
}

export interface Applied {
  /** Null when nothing of it changes the text. */
  update: Uint8Array | null
  /** Ids of those that could be applied, and of those that could not: what they speak of is gone. */
  done: string[]
  gone: string[]
  /** Those that would have taken a part that the document must have. */
  needed: string[]
  /** Of those that moved blocks in which colleagues have written since: with what these say by now. */
  stood: { id: string; changes: Change[] }[]
  /** Those that are not accepted and of whose letters or blocks some have other ids now: what they say, where that is. */
  says: { id: string; changes: Change[] }[]
  /** Of each that was accepted what undoes that, and of others where that has other ids now. */
  undoes: ({ id: string } & Undoing)[]
}

/** What this room does that concerns others. */
export type Happening =
  | { is: 'suggest'; draftId: string; suggestionId: string }
  /** `of`: by author, the first of theirs. */
  | { is: 'decide'; draftId: string; how: 'accept' | 'reject' | 'reopen'; of: ReadonlyMap<string, string> }

/** What every verb of this room stands on. */
export interface Ground {
  db: Database
  /** The whole text as of now, as one Yjs update. */
  readNow(draftId: string): Promise<Uint8Array>
  /** `normalPut`, away from the main thread. */
  normal(person: Person, put: readonly Put[]): Promise<Put[]>
  /** Works on a copy of the text, away from the main thread. */
  apply(person: Person, draftId: string, asked: Asked): Promise<Applied>
  /** The text as one of the views shows it, made away from the main thread. */
  view(person: Person, draftId: string, asked: AskedView): Promise<Uint8Array>
  /** False when the text is closed. */
  append(tx: Transaction, draftId: string, change: { update: Uint8Array; userId: string }): Promise<boolean>
  /** After the commit of it: whoever has the draft open gets it. */
  appended(draftId: string): void
  /** Writes down whom it concerns (server/news): in the transaction of the act, before it is recorded. */
  tell(tx: Transaction, person: Person, happening: Happening): Promise<void>
  /** Tells those who have the draft open that its suggestions changed. Called after the commit. */
  notice(draftId: string, topic: 'suggestions'): void
}
