/** What of a node is form: how it stands, never what it says. All else of it are words, and change as words do. */
import { z } from 'zod'
import { isClauseLevel } from '../nodes/clause.ts'
import { ALIGNMENTS, isBlockRole, LINE_MARKERS } from '../nodes/textblock.ts'
import { isSpan } from '../span.ts'
import type { Attributes } from './shapes.ts'

const choice = z.boolean()
const TEXTBLOCK = {
  role: z.string().refine(isBlockRole),
  level: z.string().refine(isClauseLevel),
  /** Comes and goes with the kind of line; see `keepsNames` in stands.ts. */
  id: z.string().max(200),
  restarts: choice,
  align: z.enum(ALIGNMENTS),
  indent: choice,
  marker: z.enum(LINE_MARKERS),
  byHand: choice,
  isLandscape: choice,
  isAttached: choice,
}
const CELL = {
  colspan: z.number().refine(isSpan),
  rowspan: z.number().refine(isSpan),
  colwidth: z.array(z.number().nonnegative()),
}
const IMAGE = { widthMm: z.number().positive() }

/** By the name of the node in the shared text. */
const FORM: Partial<Record<string, Record<string, z.ZodType>>> = {
  textblock: TEXTBLOCK,
  image: IMAGE,
  tableCell: CELL,
  tableHeader: CELL,
}
const ALL: Record<string, z.ZodType> = { ...TEXTBLOCK, ...CELL, ...IMAGE }

/** Whether an attribute of such a node is form. */
export const isForm = (node: string, name: string): boolean => Object.hasOwn(FORM[node] ?? {}, name)

/** Whether all are form, of some node; null stands for the default. */
export const areForms = (attributes: Attributes): boolean =>
  Object.entries(attributes).every(
    ([name, value]) => Object.hasOwn(ALL, name) && (value === null || ALL[name]?.safeParse(value).success === true),
  )
