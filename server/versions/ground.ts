import type { Asked, Doing } from '../compute/contract.ts'
import type { Database, Transaction } from '../database/connect.ts'
import type { versionWorks } from './works.ts'

/** A moment of a text: all updates that make it. */
export interface Moment {
  position: number
  updates: Uint8Array[]
  at: Date | null
  userId: string | null
  /** It took many updates: what comes out of them is worth keeping. */
  isFar: boolean
}

export interface Written {
  authors: string[]
  from: Date | null
  to: Date | null
}

/** The log of a text, as the collaboration server keeps it. */
export interface TextPast {
  /** Null where the log has no such position. */
  moment(tx: Transaction, draftId: string, position: number): Promise<Moment | null>
  keepKeyframe(tx: Transaction, draftId: string, keyframe: { position: number; state: Uint8Array }): Promise<void>
  /** Who wrote after one position, up to another, and when first and last. */
  written(tx: Transaction, draftId: string, after: number, upTo: number): Promise<Written>
  /** False when the log has gone on behind `position`. */
  append(
    tx: Transaction,
    draftId: string,
    change: { position: number; update: Uint8Array; userId: string | null },
  ): Promise<boolean>
  /** After the commit. */
  appended(draftId: string, what: 'change'): void
}

type Works = typeof versionWorks

/** What every verb of this room stands on. */
export interface Ground {
  db: Database
  text: TextPast
  /** What is done in other processes: see works.ts. */
  work: { readonly [Name in keyof Works]: Doing<Works[Name]> }
  /** Two texts, each as the updates that make it, as a Word file with changes. Throws `broken_text`. */
  toWord(
    texts: { before: Uint8Array[]; after: Uint8Array[]; stamp: { author: string; date: string } },
    asked: Asked,
    draftId: string,
  ): Promise<Uint8Array>
}
