/** What goes into and comes out of the verbs of this room. */
import type { DraftState } from '../../src/lib/vocabulary.ts'

export interface RegisterView {
  id: string
  name: string
  /** Kinds numbered here; empty = every kind no other register of the agency names. */
  kinds: string[]
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
  lines: (EntryView | OutsideRange)[]
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
