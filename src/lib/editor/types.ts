/** What the editor is handed by its page. Shapes only: the page fills them from the server's verbs. */
import type { Anchor } from '../document/anchors/anchor.ts'
import type { ShownField } from '../document/fields.ts'
import type { BodyNode, Fields } from '../document/model.ts'
import type { Offices } from '../document/office.ts'
import type { Flaw } from '../document/sound/flaw.ts'
import type { Change } from '../document/suggest/shapes.ts'
import type { Action, Audience, DraftState, KeyState, PathAct } from '../vocabulary.ts'
import type { HeldText } from './held-text.ts'

export interface PersonName {
  id: string
  name: string
  position: string
}

/** `isOutside`: somebody elsewhere, named by a Word file; nobody of this house, whatever the name. */
export interface Writer extends PersonName {
  isOutside: boolean
}

export interface CommentItem {
  id: string
  author: Writer & { unit: string | null }
  /** Empty once it is deleted. */
  text: string
  /** Who is spoken to (@). */
  mentions: { id: string; name: string }[]
  createdAt: Date
  editedAt: Date | null
  deletedAt: Date | null
  isMine: boolean
  /** Its place in the order in which things were said; read marks go by it. */
  seq: number
}

export interface ThreadItem {
  id: string
  /** Null = about the whole draft, a field or a suggestion. */
  anchor: Anchor | null
  field: ShownField | null
  suggestionId: string | null
  quote: string
  audience: Audience
  /** Whose people may know of it; null unless it is one unit's. */
  unit: string | null
  createdAt: Date
  resolved: { at: Date; by: { id: string; name: string } } | null
  /** Up to which comment (`seq`) this person has read. */
  readUpTo: number
  comments: CommentItem[]
}

/** What somebody suggests to change. */
export interface SuggestionItem {
  id: string
  author: Writer
  isMine: boolean
  changes: Change[]
  /** The Yjs client under which it comes into the text. */
  client: number
  /** Grows each time its author changes it: who decides says which one they saw. */
  revision: number
  createdAt: Date
  /** Why its author suggests it. */
  reason: string
  state: 'open' | 'accepted' | 'rejected' | 'withdrawn'
  decided: { at: Date; by: { id: string; name: string }; reply: string } | null
  /** It is one's own, and the house wants another to accept it. */
  needsAnother: boolean
}

export interface DraftView {
  id: string
  kind: string
  subject: string
  state: DraftState
  step: number
  holder: PersonName | null
  heldSince: Date
  dueAt: Date | null
  owner: { id: string; name: string }
  people: (PersonName & { parts: string[] })[]
  path: {
    act: PathAct
    from: DraftState | null
    to: DraftState
    actor: PersonName
    holder: { id: string; name: string } | null
    reason: string
    at: Date
  }[]
  actions: Action[]
  frozenAt: Date | null
  /** Where the log of the text ended before any of it was read for the page. */
  textPosition: number
  entry: {
    number: number
    suffix: string
    symbol: string
    documentDate: string
    /** Why it will never be issued. */
    voided: { at: Date; by: string; reason: string; isReturned: boolean } | null
  } | null
  /** The voided draft that this one goes on from, and the one that goes on from this one. */
  restarted: { from: { id: string; numberLine: string | null } | null; into: { id: string } | null }
  offices: Offices
  /** Somebody has written on since this person last read it, at that moment; null where nothing is new to them. */
  unreadSince?: Date | null
  /** Of who can approve, and will sign next: whether their key and the agency's seal can, and whether their signature has its picture. */
  keys?: { own: KeyState; hasPicture: boolean; seal: KeyState } | null
}

export interface ColleagueItem extends PersonName {
  unit: string | null
  roles: string[]
}

/** What can be read of a text that is broken. */
export interface BrokenText {
  flaws: Pick<Flaw, 'kind' | 'name' | 'block' | 'words'>[]
  shown: { fields: Fields; html: { main: string; appendices: string } } | null
  /** What is shown is the text without what is broken; otherwise an earlier moment of it. */
  isMended: boolean
  /** Words, where nothing more can be had. */
  lines: string[]
}

/** The text as it was stored when the page was asked for. */
export interface StoredText {
  fields: Fields
  html: HeldText
  /** The body itself, for who has no line to the draft: a document that was frozen, and no part in the making of it. */
  frozen: BodyNode | null
}
