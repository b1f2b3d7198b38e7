import type { Around } from '../../src/lib/document/drawn/html.ts'
import type { DrawnText, WayBack } from '../../src/lib/document/sound/shapes.ts'
import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'
import type { VersionKind } from '../../src/lib/vocabulary.ts'

/** Texts as a whole, their logs, and what can be said of those that cannot be read: examined away from the main thread. */
export interface TextCare {
  /** One update is the whole text; several are the log of one that cannot be put together. */
  draw(person: Person, draft: Named, updates: Uint8Array[], around: Around): Promise<DrawnText>
  wayBack(
    person: Person,
    draft: Named,
    updates: Uint8Array[],
    wanted: 'mended' | 'earlier' | 'lighter',
  ): Promise<WayBack>
  /** The trích yếu on one line. */
  subjectOf(draftId: string, update: Uint8Array): Promise<string>
  history(tx: Transaction, draftId: string): AsyncIterable<{ update: Uint8Array }>
  /** False when the log has gone on behind `position`. */
  append(
    tx: Transaction,
    draftId: string,
    change: { position: number; update: Uint8Array; userId: string | null },
  ): Promise<boolean>
  /** Reads the text from `state` in place of a damaged log. */
  replace(tx: Transaction, draftId: string, text: { state: Uint8Array; vector: Uint8Array }): Promise<void>
  /** After the commit of either. */
  appended(draftId: string, what: 'change' | 'replacement'): void
}

export interface Named {
  id: string
  kind: string
}

/** What this room does that concerns others. */
export type Happening =
  | { is: 'move'; draftId: string; act: string; holderBefore: string | null; holderId: string | null }
  | { is: 'restart'; draftId: string; ownerId: string }
  | { is: 'invite'; draftId: string; userId: string }

/** What every verb of this room stands on. The text itself belongs to the collaboration server. */
export interface Ground {
  db: Database
  /** Makes the draft's text with its first update, in the same transaction; null = by nobody in particular. */
  seedText(tx: Transaction, draftId: string, update: Uint8Array, userId: string | null): Promise<void>
  /** The whole text as stored, as one Yjs update. Throws InvalidDocument where it cannot be put together. */
  readText(tx: Transaction, draftId: string): Promise<Uint8Array>
  /** The same as of now. */
  readNow(draftId: string): Promise<Uint8Array>
  texts: TextCare
  /** Called after a commit that changed rights. */
  rightsChanged(change: { draftId?: string; userId?: string }): void
  /** Writes down whom it concerns (server/news): in the transaction of the act, before it is recorded. */
  tell(tx: Transaction, person: Person, happening: Happening): Promise<void>
  /** Keeps the text as it stands as a version (server/versions), in the transaction of the act that it is kept for. */
  keepVersion(
    tx: Transaction,
    person: Person,
    draftId: string,
    kind: VersionKind,
  ): Promise<{ number: number; hash: string | null }>
  /** Tells those who have the draft open that something beside its text changed. */
  notice(draftId: string, topic: 'state' | 'people'): void
}
