/**
 * What somebody suggests: a change of the text that waits beside it. Nothing of it stands in the shared text before it is
 * accepted (docs/decisions/0016-suggestions.md). Places are ids of Yjs: of letters, of lines, of blocks.
 */
import { z } from 'zod'
import { AROUND } from '../anchors/anchor.ts'
import type { BodyNode } from '../model.ts'
import { bodyNode } from '../read.ts'

export const idShape = z.object({ client: z.int().nonnegative(), clock: z.int().nonnegative() })
/** The id that Yjs gave a letter, a line or another block. */
export type Id = z.infer<typeof idShape>

const runShape = idShape.extend({ length: z.int().positive().max(50_000) })
/** Letters whose ids follow each other. */
export type Run = z.infer<typeof runShape>

/** More than this is no suggestion any more but another document. */
const MOST = 2_000

/** A chapter has less. */
const MOST_LETTERS = 50_000
const runs = z
  .array(runShape)
  .max(MOST)
  .refine((all) => all.reduce((sum, { length }) => sum + length, 0) <= MOST_LETTERS, 'too_long')
const nodes = z.array(bodyNode).max(MOST)
const around = z.object({ before: z.string().max(AROUND), after: z.string().max(AROUND) })
const value = z.union([z.string().max(20_000), z.number(), z.boolean(), z.null(), z.array(z.number()).max(100)])
export const attributesShape = z.record(z.string().max(40), value)
export type Attributes = z.infer<typeof attributesShape>

/** Between two letters of a line; null at its edge. `line` counts where it has no letters. */
const place = { line: idShape, after: idShape.nullable(), before: idShape.nullable(), around }

export const changeShape = z.discriminatedUnion('is', [
  /** Letters go, others come in their place; either may be none. `leads`: they come with the letter behind them, to whichever line. */
  z.object({
    is: z.literal('words'),
    ...place,
    removed: runs,
    was: nodes,
    put: nodes,
    leads: z.literal(true).optional(),
  }),
  /** Letters are shown otherwise: bold or not. */
  z.object({
    is: z.literal('look'),
    line: idShape,
    letters: runs,
    was: nodes,
    mark: z.string().max(20),
    on: z.boolean(),
  }),
  /** What a line or a block is: its kind, its level, its alignment. `text` is how it reads. */
  z.object({
    is: z.literal('form'),
    block: idShape,
    was: attributesShape,
    put: attributesShape,
    text: z.string().max(400),
  }),
  /**
   * Whole blocks go, others come between two that stay; null at the edge of the text. In a table, whose `parent` it then names:
   * rows, cells of a row, lines of a cell.
   */
  z.object({
    is: z.literal('blocks'),
    parent: idShape.optional(),
    after: idShape.nullable(),
    before: idShape.nullable(),
    removed: z.array(idShape).max(MOST),
    was: nodes,
    put: nodes,
  }),
  /** A line is cut in two before the letter `before`. `put`, an empty line, says what the second one is. */
  z.object({ is: z.literal('split'), ...place, put: bodyNode }),
  /** The line `next` is joined to the line before it. */
  z.object({ is: z.literal('join'), line: idShape, next: idShape, was: bodyNode }),
  z.object({
    is: z.literal('field'),
    name: z.string().max(40),
    was: z.string().max(20_000),
    put: z.string().max(20_000),
  }),
])
export type Change = z.infer<typeof changeShape>
export type Words = Extract<Change, { is: 'words' }>

/**
 * What takes an accepted suggestion out again is made here, and never comes from outside: it knows under which ids the letters and
 * blocks have stood that it brings back, so that all that speaks of them can be told where they are.
 */
export type Undo = Change & { back?: Back }
export interface Back {
  letters: Run[]
  blocks: Id[]
  /** Of the blocks, where they were moved: the ids of what stands for them meanwhile. */
  known: Id[]
}

/** What is kept of an acceptance: what undoes it, and what it will say then, where its letters are not what they were. */
export interface Undoing {
  undo: Undo[]
  says?: Change[]
}

/** One act of one person: accepted or rejected whole. */
export const changesShape = z.array(changeShape).min(1).max(MOST)

export type Inline = readonly BodyNode[]

export const keyOf = ({ client, clock }: Id): string => `${client}:${clock}`
export const sameId = (a: Id | null, b: Id | null): boolean =>
  a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)

/** Ids as runs, in their order. */
export function runsOf(ids: readonly Id[]): Run[] {
  const found: Run[] = []
  for (const { client, clock } of ids) {
    const last = found.at(-1)
    if (last?.client === client && last.clock + last.length === clock) last.length++
    else found.push({ client, clock, length: 1 })
  }
  return found
}

export const idsOf = (runs: readonly Run[]): Id[] =>
  runs.flatMap(({ client, clock, length }) => Array.from({ length }, (_, at) => ({ client, clock: clock + at })))
