/** What goes into and comes out of the verbs of this room. */
import { z } from 'zod'
import { type Anchor, anchorShape } from '../../src/lib/document/anchors/anchor.ts'
import { SHOWN_FIELDS, type ShownField } from '../../src/lib/document/fields.ts'
import { LIMITS } from '../../src/lib/limits.ts'
import { type Audience, AUDIENCES } from '../../src/lib/vocabulary.ts'
import { id, line, prose } from '../access/border.ts'
import type { Writer } from '../access/outside.ts'

export interface CommentView {
  id: string
  author: Writer & { unit: string | null }
  /** Empty once it is deleted. */
  text: string
  /** Who is spoken to (@), by name. */
  mentions: { id: string; name: string }[]
  createdAt: Date
  editedAt: Date | null
  deletedAt: Date | null
  isMine: boolean
  /** Its place in the order in which things were said; read marks go by it. */
  seq: number
}

export interface ThreadView {
  id: string
  /** Null = about the whole draft, a field or a suggestion. */
  anchor: Anchor | null
  field: ShownField | null
  suggestionId: string | null
  /** The passage as it read when the thread was opened. */
  quote: string
  audience: Audience
  /** Whose people may know of it, by name; null unless it is one unit's. */
  unit: string | null
  createdAt: Date
  resolved: { at: Date; by: { id: string; name: string } } | null
  /** Up to which comment (`seq`) this person has read; 0 for nothing. */
  readUpTo: number
  /** Oldest first; never empty. */
  comments: CommentView[]
}

/** A thread that comes with a file, with its comments in their order; never none. */
export interface BroughtThread {
  anchor: Anchor | null
  quote: string
  /** By whom and when, as the file says it. */
  said: { author: string; date: string; text: string }[]
  isSettled: boolean
}

/** Who speaks to more people speaks to all. */
const MAX_MENTIONS = 20

export const words = prose(LIMITS.comment)
const mentions = z
  .array(id)
  .max(MAX_MENTIONS, 'too_long')
  .default([])
  .transform((ids) => [...new Set(ids)])

/** A passage may be the whole draft: its beginning says which it is. */
const quote = line(100_000, 0).transform((text) => text.slice(0, LIMITS.quote).toWellFormed())

const about = z.object({
  anchor: anchorShape.nullable(),
  quote,
  field: z.enum(SHOWN_FIELDS, 'choice').nullable().default(null),
  suggestionId: id.nullable().default(null),
})

/** What a thread that comes with a file is about. */
export const bringing = about.pick({ anchor: true, quote: true })

export const opening = about.extend({
  draftId: z.string(),
  audience: z.enum(AUDIENCES, 'choice').default('all'),
  mentions,
  text: words,
})

export const replying = z.object({ draftId: z.string(), threadId: id, text: words, mentions })

export const editing = z.object({ draftId: z.string(), commentId: id, text: words, mentions })

export const deleting = z.object({ draftId: z.string(), commentId: id })

export type NewThread = Omit<z.input<typeof opening>, 'anchor'> & { anchor: Anchor | null }
