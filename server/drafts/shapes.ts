/** What goes into and comes out of the verbs of this room. */
import type { Right } from '../../src/lib/collab/protocol.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import type { Fields } from '../../src/lib/document/model.ts'
import type { Offices } from '../../src/lib/document/office.ts'
import type { Action, DraftPart, DraftState, PathAct } from '../../src/lib/vocabulary.ts'
import type { PersonOnDraft } from '../access/shapes.ts'

/** Which moment of a draft a form speaks about; `stale` is thrown when it has passed. */
export interface Moment {
  draftId: string
  step: number
}

/** A moment, and the text that was read then. */
export interface Shown extends Moment {
  /** Where its log ended when it was shown; `text_changed` is thrown when it has gone on. Undefined: nobody was shown it. */
  textPosition?: number
}

/** Who is named when a draft goes to review. */
export interface Submission extends Moment {
  reviewerId: string
  /** Who is to approve and sign. */
  leaderId: string
  /** Undefined leaves the deadline as it is. */
  dueAt?: Date | null
  reason?: string
}

export interface NewDraft {
  kind: KindId
  subject?: string
  dueAt?: Date | null
  /**
   * A text in place of the usual parts of the kind. `blocks` is the JSON of `BodyNode[]`: it may be long, and is read where
   * it keeps nobody waiting.
   */
  text?: { fields: Partial<Omit<Fields, 'kind'>>; blocks: string }
  /** The file that the text was read from. */
  fileName?: string
}

/** One line of "my work". */
export interface WorkRow {
  id: string
  kind: string
  subject: string
  state: DraftState
  step: number
  unit: string | null
  holder: { id: string; name: string } | null
  heldSince: Date
  dueAt: Date | null
  owner: { id: string; name: string }
  updatedAt: Date
  /** Threads not yet resolved. */
  openThreads: number
  /** Symbol with its number, once it has one: "15/QĐ-UBND". */
  symbol: string | null
  issuedAt: Date | null
}

export const WORK_LISTS = ['waiting', 'written', 'following', 'voided', 'issued'] as const
export type WorkListName = (typeof WORK_LISTS)[number]

/** Of each list what is nearest, at a glance; `totals` says how much there is. */
export interface Work {
  /** In my hands or, for a clerk, signed and not yet issued; nearest deadline first. */
  waiting: WorkRow[]
  /** Mine to write and not yet issued or cancelled, also those that wait for me; last touched first. */
  written: WorkRow[]
  /** Others' that I have a part in and that are still under way; last touched first. */
  following: WorkRow[]
  /** Numbers cancelled of late that I had a part in: what became of them is said on their pages. */
  voided: WorkRow[]
  /** Of the agency, last issued first. */
  issued: WorkRow[]
  totals: Record<WorkListName, number>
}

export interface WorkQuery {
  list: WorkListName
  /** Every word must occur; marks and case do not matter. */
  search?: string
  kind?: string
  state?: DraftState
  /** From 1. */
  page?: number
}

export interface WorkPage {
  rows: WorkRow[]
  total: number
  page: number
  pages: number
}

/** One step of the path a draft has taken. */
export interface PathStep {
  act: PathAct
  from: DraftState | null
  to: DraftState
  actor: { id: string; name: string; position: string }
  /** To whom it went. */
  holder: { id: string; name: string } | null
  reason: string
  at: Date
}

export interface DraftLink {
  id: string
  /** "15/QĐ-UBND", where it has one. */
  numberLine: string | null
}

/** Everything about a draft but its text. */
export interface DraftPage {
  id: string
  kind: string
  subject: string
  state: DraftState
  step: number
  unit: { id: string; name: string; abbreviation: string } | null
  holder: { id: string; name: string; position: string } | null
  heldSince: Date
  dueAt: Date | null
  owner: { id: string; name: string }
  createdAt: Date
  people: PersonOnDraft[]
  path: PathStep[]
  parts: DraftPart[]
  actions: Action[]
  right: Right
  frozenAt: Date | null
  /** Where the log of the text ended, read before any of the text was. */
  textPosition: number
  /** The office when it was begun and now; what the letterhead shows follows from both. */
  offices: Offices
  /** In the register, once numbered. */
  entry: {
    registerId: string
    number: number
    suffix: string
    symbol: string
    documentDate: string
    issuedAt: Date | null
    /** Why it will never be issued. */
    voided: { at: Date; by: string; reason: string; isReturned: boolean } | null
  } | null
  /** The voided draft that this one goes on from, and the one that goes on from this one; null when they may not be seen. */
  restarted: { from: DraftLink | null; into: DraftLink | null }
}
