import type { Around } from '../../src/lib/document/drawn/html.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import type { Office, Offices } from '../../src/lib/document/office.ts'
import type { Seed } from '../../src/lib/document/seed.ts'
import type { DrawnText, WayBack } from '../../src/lib/document/sound/shapes.ts'
import type { InvitedPart, MoveAct, VersionKind } from '../../src/lib/vocabulary.ts'
import type { Person } from '../access/person.ts'
import type { Database, Transaction } from '../database/connect.ts'

/** Texts as a whole, their logs, and what can be said of those that cannot be read: examined away from the main thread. */
export interface TextCare {
  /** A new text; `blocks` is the JSON of `BodyNode[]`, in place of the usual parts of the kind. Throws `bad_input`. */
  begin(person: Person, seed: Seed, blocks: string | undefined): Promise<Uint8Array>
  /** One update is the whole text; several are the log of one that cannot be put together. */
  draw(person: Person, draft: Named, updates: Uint8Array[], around: Around): Promise<DrawnText>
  /** Whether its next reader will see the whole of it, told within the time that drawing may take. */
  canBeDrawn(person: Person, draft: Named, update: Uint8Array): Promise<boolean>
  wayBack(
    person: Person,
    draft: Named,
    updates: Uint8Array[],
    wanted: 'mended' | 'earlier' | 'lighter',
  ): Promise<WayBack>
  /** The words of a text, to be put away. Throws `broken_text` where nobody could read it. */
  keep(person: Person, about: Pick<Named, 'id'>, model: Model): Promise<KeptText>
  /** The first text of a new draft with the same words, for a person of `office`. Throws `broken_text`. */
  beginAgain(person: Person, about: Pick<Named, 'id'>, model: Model, office: Office): Promise<FirstText>
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

/** What another draft is to begin with: a text as it is stored, or one that was put away as JSON. */
export type Model = { is: 'draft'; update: Uint8Array; offices: Offices } | { is: 'kept'; json: string; office: Office }

interface Told {
  kind: KindId
  subject: string
  /** Hashes of those that it shows. */
  images: string[]
}
/** `office`: whose names stand in it. */
export type KeptText = Told & { json: string; office: Office }
export type FirstText = Told & { update: Uint8Array }

export interface Named {
  id: string
  kind: string
}

/** What this room does that concerns others. */
export type Happening =
  | { is: 'move'; draftId: string; act: MoveAct; holderBefore: string | null; holderId: string | null }
  | { is: 'restart'; draftId: string; ownerId: string }
  | { is: 'invite'; draftId: string; userId: string; as: InvitedPart }

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
  /** Of these images those that one draft has become the other's too. */
  carryImages(tx: Transaction, fromDraftId: string, toDraftId: string, hashes: readonly string[]): Promise<void>
  /** Throws `open_suggestions` while something is still to be decided. */
  needDecided(tx: Transaction, draftId: string): Promise<void>
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
