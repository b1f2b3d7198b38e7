/** What goes into and comes out of the verbs of this room. */
import { z } from 'zod'
import { type Change, changesShape } from '../../src/lib/document/suggest/shapes.ts'
import type { Kind } from '../../src/lib/document/suggest/words.ts'
import { LIMITS } from '../../src/lib/limits.ts'
import type { SuggestionDecision } from '../../src/lib/vocabulary.ts'
import { id, optionalProse } from '../access/border.ts'
import type { Writer } from '../access/outside.ts'

export type SuggestionState = 'open' | 'accepted' | 'rejected' | 'withdrawn'

export interface SuggestionView {
  id: string
  author: Writer
  isMine: boolean
  changes: Change[]
  /** The Yjs client under which it comes into the text. */
  client: number
  /** Grows each time its author changes it: who decides says which one they saw. */
  revision: number
  createdAt: Date
  /** Why its author suggests it. */
  reason: string
  state: SuggestionState
  decided: { at: Date; by: { id: string; name: string }; reply: string } | null
  /** It is this person's, and the house wants another to accept it. */
  needsAnother: boolean
}

export interface DecisionView {
  id: number
  suggestionId: string
  how: SuggestionDecision
  kind: Kind
  /** The words before and after. */
  was: string
  put: string
  reply: string
  reason: string
  author: Pick<Writer, 'id' | 'name' | 'isOutside'>
  by: { id: string; name: string }
  at: Date
}

export interface DecisionPage {
  list: DecisionView[]
  /** What to ask for next; null at the end. */
  before: number | null
}

/** More at once is several requests. */
const MOST_AT_ONCE = 500
const several = <S extends z.ZodType>(shape: S) => z.array(shape).max(MOST_AT_ONCE)

export const keeping = z.object({
  draftId: z.string(),
  /** One's own, new or as they read now; `again`: also one that was taken back. */
  put: several(z.object({ id, changes: changesShape, again: z.boolean().default(false) })).default([]),
  /** One's own that are taken back. */
  take: several(id).default([]),
  /** Why one suggests what one has suggested. */
  reasons: several(z.object({ id, reason: optionalProse(LIMITS.comment) })).default([]),
})

export const deciding = z.object({
  draftId: z.string(),
  how: z.enum(['accept', 'reject', 'reopen'], 'choice'),
  which: several(z.object({ id, revision: z.int().positive() }))
    .min(1, 'required')
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'unclear'),
  reply: optionalProse(LIMITS.comment),
})

export const parting = z.object({ draftId: z.string(), id, revision: z.int().positive() })

/**
 * What became of each. `gone`: its words are not in the text any more. `changed`: not as it was seen, or decided already.
 * `needed`: it would take a part that the document must have. `own`: another has to accept it.
 */
export interface Decided {
  done: string[]
  gone: string[]
  changed: string[]
  needed: string[]
  own: string[]
  /** Where the log of the text ends with it, which is right behind what was there before; null when the text stayed as it was. */
  position: number | null
}

/** A suggestion that comes with a file, in the name that the file says; null where it says no time. */
export interface Brought {
  author: string
  at: Date | null
  changes: Change[]
}
