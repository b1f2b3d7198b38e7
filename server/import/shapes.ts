/** What goes into and comes out of the verbs of this room, and what is kept between reading and making the draft. */
import { z } from 'zod'
import { CIRCULATIONS, SHEETS, URGENCIES } from '../../src/lib/document/fields.ts'
import type { ImportReport } from '../../src/lib/document/import-report.ts'
import type { KindId } from '../../src/lib/document/kinds.ts'
import { bodyNode } from '../../src/lib/document/read.ts'

/** A file that was read and of which no draft has been made yet. */
export interface PendingImport {
  id: string
  report: ImportReport
}

/** A page has room for less; what is longer is no field but text. */
export const MAX_BROUGHT_LENGTH = 2000
const text = z.string().max(MAX_BROUGHT_LENGTH).optional()

/** Fields that a file may bring; agency, symbol, place and date are the office's own. */
export const broughtFields = z.object({
  subject: text,
  authority: text,
  addressees: text,
  recipients: text,
  capacity: text,
  signerName: text,
  secondCapacity: text,
  secondName: text,
  urgency: z.enum(URGENCIES).optional(),
  circulation: z.enum(CIRCULATIONS).optional(),
  sheet: z.enum(SHEETS).optional(),
  leaderWords: text,
})

export type BroughtFields = z.infer<typeof broughtFields>

/** What was said about one passage, each with its author's name. */
const remark = z.object({ quote: z.string(), texts: z.array(z.string()) })
export type Remark = z.infer<typeof remark>

export const content = z.object({
  fields: broughtFields,
  blocks: z.array(bodyNode),
  /** What stood in front of each clause and appendix. */
  labels: z.array(z.string()).default([]),
  remarks: z.array(remark).default([]),
})

/** What a person decides when the report has been read. */
export interface Beginning {
  importId: string
  kind: KindId
  dueAt: Date | null
}
