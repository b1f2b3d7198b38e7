/** What goes into and comes out of the verbs of this room. */
import type { FormRange, PrintedRegister } from '../../src/lib/document/register-form.ts'
import type { DraftState, SignatureLevel } from '../../src/lib/vocabulary.ts'
import type { Asked } from '../compute/contract.ts'
import type { Database } from '../database/connect.ts'

export interface RegistryDeps {
  db: Database
  /** Sets the pages in a process of its own. Throws `typeset_failed`, `too_heavy`, `too_many_requests`. */
  setRegister(book: PrintedRegister, asked: Asked): Promise<Uint8Array>
}

export interface RegisterView {
  id: string
  name: string
  /** Kinds numbered here; empty = every kind no other register of the agency names. */
  kinds: string[]
  /** The council whose papers are numbered here, with the group of their symbol that tells them; null = the agency itself. */
  body: { name: string; symbol: string } | null
  /** The years in which numbers are given here; null = since ever, and without end. */
  fromYear: number | null
  toYear: number | null
  closedAt: Date | null
  /** Newest first. */
  years: RegisterYear[]
}

export interface RegisterYear {
  year: number
  lastNumber: number
  /** Numbers that were given outside this program, lowest first. */
  outside: OutsideRange[]
}

/** "01–412: đã cấp ngoài hệ thống". */
export interface OutsideRange {
  from: number
  to: number
  reason: string
  by: string
  at: Date
}

/** A number that was kept ahead. `late`: its day has passed and no paper took it. `void`: given back, and another came after it. */
export interface ReservedView {
  id: string
  registerId: string
  register: string
  year: number
  number: number
  suffix: string
  /** yyyy-MM-dd. */
  forDate: string
  reason: string
  decision: string
  by: string
  at: Date
  state: 'open' | 'late' | 'used' | 'back' | 'void'
  usedBy: { draftId: string; numberLine: string } | null
  returnReason: string
}

/** Numbers of a year that no row explains (NUM-1): there are none, unless somebody went round the program. */
export interface NumberFault {
  registerId: string
  year: number
  /** The first of them. */
  missing: number[]
  /** How many there are. */
  count: number
}

/** How a register is narrowed down; what is left out narrows nothing. */
export interface EntryFilter {
  /** As typed: words, a number with its symbol, days, ranges (search.ts). */
  search?: string | undefined
  kind?: string | undefined
  unitId?: string | undefined
  /** By name, as the paper prints it. */
  signer?: string | undefined
  /** Days of the document, yyyy-MM-dd. */
  from?: string | undefined
  to?: string | undefined
  state?: EntryState | undefined
  /** Words that must stand in this column, in any order; marks and case do not matter. */
  subject?: string | undefined
  recipient?: string | undefined
  note?: string | undefined
  /** The first and the last number. */
  numberFrom?: number | undefined
  numberTo?: number | undefined
  /** Days on which it was passed on, yyyy-MM-dd. */
  issuedFrom?: string | undefined
  issuedTo?: string | undefined
  copies?: number | undefined
  signing?: 'paper' | 'key' | undefined
}

/** What was chosen on the register's page, by its name in the address. */
export interface SavedFilter {
  id: string
  name: string
  query: Record<string, string>
}

export const ENTRY_STATES = ['finalizing', 'signed', 'issued', 'voided'] as const satisfies readonly DraftState[]
export type EntryState = (typeof ENTRY_STATES)[number]

export interface EntryQuery extends EntryFilter {
  registerId: string
  year: number
  /** From 1. */
  page?: number
}

/** What there is to choose from in a register's year. */
export interface EntryChoices {
  kinds: string[]
  units: { id: string; name: string }[]
  signers: { name: string; position: string }[]
}

export interface EntryView {
  id: string
  number: number
  /** "a" of "12a". */
  suffix: string
  symbol: string
  /** yyyy-MM-dd. */
  documentDate: string
  kind: string
  subject: string
  signerName: string
  signerPosition: string
  recipients: string
  unit: string | null
  copies: number
  note: string
  draftId: string
  state: DraftState
  /** Signed on paper, not with a key. */
  isByHand: boolean
  /** How long its signatures can be checked; null before the first of them. */
  level: SignatureLevel | null
  issuedAt: Date | null
  /** The day of that, yyyy-MM-dd. */
  issuedOn: string | null
  /** A number that will never be issued: since when (yyyy-MM-dd), by whom, why. */
  voided: { on: string; by: string; reason: string } | null
}

export interface EntryPage {
  rows: EntryView[]
  total: number
  page: number
  pages: number
}

/** As many lines as make a handy volume, and a page that opens at once. */
export const VOLUME_LINES = 500

/** A volume of the register as it is printed: lines by number, with the ranges that explain the others. */
export interface RegisterBook {
  lines: (EntryView | FormRange)[]
  volume: number
  volumes: number
  /** Something narrows it: it is not the register itself. */
  isFiltered: boolean
}

/** What a clerk keeps of an entry. */
export interface Kept {
  copies: number
  note: string
}

/** One change of what is kept, as the record tells it. */
export interface KeptChange {
  at: Date
  by: string
  from: Kept
  to: Kept
}
