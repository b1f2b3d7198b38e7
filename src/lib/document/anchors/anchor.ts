/**
 * Where words stand in a shared text, for what is said about them: the ids of their first and last letter, and the
 * letters around them, by which they are found again when the text was made anew (y-tiptap does so at every Enter).
 */
import { z } from 'zod'

/** Yjs relative positions as JSON, `start` at the first letter and `end` behind the last. */
export interface Anchor {
  start: unknown
  end: unknown
  /** The letters before and behind, without blanks; absent where the passage was anchored before they were kept. */
  before?: string | undefined
  after?: string | undefined
  /** The name under which the text keeps its newer places, where it is not the thread's id: of a thread that was carried over. */
  name?: string | undefined
}

/** Letters that are kept of what stands around. */
export const AROUND = 32

const id = z.object({ client: z.int().nonnegative(), clock: z.int().nonnegative() })
const position = z
  .object({ type: id.nullish(), tname: z.string().max(50).nullish(), item: id.nullish(), assoc: z.int().nullish() })
  .refine(({ type, tname, item }) => type ?? tname ?? item, 'no_position')

/** What a page may say at the border of the server. */
export const anchorShape = z.object({
  start: position,
  end: position,
  before: z.string().max(AROUND).optional(),
  after: z.string().max(AROUND).optional(),
})

/** The same as it was stored, by older programs too. */
export const storedAnchor = z.object({
  start: z.unknown(),
  end: z.unknown(),
  before: z.string().optional(),
  after: z.string().optional(),
  name: z.string().optional(),
})

/** Words somebody speaks about. */
export interface Spoken {
  /** Of the thread. */
  id: string
  anchor: Anchor
  /** As they read when the thread was opened, perhaps cut short. */
  quote: string
}

/** Positions in a ProseMirror document. */
export interface Passage {
  from: number
  to: number
}
