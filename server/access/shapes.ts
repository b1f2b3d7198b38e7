/** What goes into and comes out of the verbs of this room. */
import type { KnownBasis } from '../../src/lib/document/known-basis.ts'
import type { DraftPart, Role } from '../../src/lib/vocabulary.ts'
import type { Person } from './person.ts'

/** Where a request comes from; `address` is what rate limits count. */
export interface Visitor {
  address: string
  userAgent: string
}

/** A session as its owner sees it. `id` is the hash of the secret in the cookie: safe to show, opens nothing. */
export interface SessionInfo {
  id: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  userAgent: string
  address: string
}

/** As SvelteKit's `cookies.set(name, value, attributes)` takes it. */
export interface SessionCookie {
  name: string
  value: string
  attributes: { path: '/'; httpOnly: true; sameSite: 'lax'; secure: boolean; expires?: Date; maxAge?: number }
}

/** Who is behind a request. */
export interface SignedIn {
  person: Person
  session: SessionInfo
  /** The password was given by an administrator; only choosing another one is open. */
  mustChangePassword: boolean
  /** To be sent with the answer when present: the session was begun or prolonged. */
  cookie: SessionCookie | null
}

/** Somebody to choose from: a reviewer, a signer, a second author. */
export interface Colleague {
  id: string
  name: string
  position: string
  unit: string | null
  roles: Role[]
}

/** A row of the administrator's list of people. */
export interface PersonRow extends Person {
  unitName: string | null
  lockedAt: Date | null
  mustChangePassword: boolean
  createdAt: Date
}

export interface PeopleQuery {
  /** Every word must occur; marks and case do not matter. */
  search?: string
  role?: Role
  /** From 1. */
  page?: number
}

export interface PeoplePage {
  rows: PersonRow[]
  total: number
  page: number
  pages: number
}

export interface UnitRow {
  id: string
  name: string
  abbreviation: string
  closedAt: Date | null
}

/** A document that drafts may be founded on; days are yyyy-MM-dd. */
export type BasisData = KnownBasis
export interface BasisRow extends KnownBasis {
  id: string
}

/** Of whom a dated change tells: the agency, one of its units, one of its people. */
export type Subject = 'agency' | 'unit' | 'person'

/** What is called otherwise from a day on; days are yyyy-MM-dd. */
export interface NewChange {
  subject: Subject
  subjectId: string
  validFrom: string
  /** The last day; null = until the next change. */
  validTo: string | null
  data: Record<string, string>
}

/** The first one of a subject has neither id nor day: what its own row says, from the start. */
export interface DatedChange extends Omit<NewChange, 'subject' | 'validFrom'> {
  id: string | null
  validFrom: string | null
  hasBegun: boolean
  /** It began before today, and can no longer be taken back. */
  isPast: boolean
  /** It is what holds today. */
  holds: boolean
}

export interface AgencyData {
  parentName: string
  name: string
  fullName: string
  abbreviation: string
  place: string
  contact: string
  code: string
}

export interface PersonOnDraft {
  id: string
  name: string
  position: string
  parts: DraftPart[]
}
