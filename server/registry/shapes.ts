/** What goes into and comes out of the verbs of this room. */
import type { DraftState } from '../../src/lib/vocabulary.ts'

export interface RegisterView {
  id: string
  name: string
  /** Kinds numbered here; empty = every kind no other register of the agency names. */
  kinds: string[]
  closedAt: Date | null
  /** Newest first. */
  years: { year: number; lastNumber: number }[]
}

export interface EntryQuery {
  registerId: string
  year: number
  /** Every word must occur; diacritics and case do not matter. */
  search?: string
  /** From 1. */
  page?: number
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
  /** A number that will never be issued: since when (yyyy-MM-dd), by whom, why. */
  voided: { on: string; by: string; reason: string } | null
}

export interface EntryPage {
  rows: EntryView[]
  total: number
  page: number
  pages: number
}
