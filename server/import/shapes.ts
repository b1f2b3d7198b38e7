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

/** Who wrote something elsewhere, by the name that the file says, and when: as the file says it, or "". */
const said = z.object({ author: z.string(), date: z.string(), text: z.string() })
export type SaidElsewhere = z.infer<typeof said>

/** What was said about one passage. */
const remark = z.object({ quote: z.string(), said: z.array(said).default([]), isSettled: z.boolean().default(false) })
export type Remark = z.infer<typeof remark>

/** The file with the tracked changes of one author. */
const variant = z.object({
  author: z.string(),
  fields: broughtFields,
  blocks: z.array(bodyNode),
  /** When each of them was made, with which words, and where it stands among all changes of the file. */
  when: z.array(z.object({ words: z.string(), date: z.string(), place: z.number() })),
})
export type Variant = z.infer<typeof variant>

export const content = z.object({
  fields: broughtFields,
  blocks: z.array(bodyNode),
  /** What stood in front of each clause and appendix. */
  labels: z.array(z.string()).default([]),
  remarks: z.array(remark).default([]),
  variants: z.array(variant).default([]),
})

/** What a person decides when the report has been read. */
export interface Beginning {
  importId: string
  kind: KindId
  dueAt: Date | null
}
