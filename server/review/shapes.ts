/** What goes into and comes out of the verbs of this room. */

import type { Anchor } from '../../src/lib/document/anchors/anchor.ts'

export interface CommentView {
  id: string
  author: { id: string; name: string; position: string }
  text: string
  createdAt: Date
  editedAt: Date | null
  isMine: boolean
}

export interface ThreadView {
  id: string
  /** Null = about the whole draft. */
  anchor: Anchor | null
  /** The passage as it read when the thread was opened. */
  quote: string
  createdAt: Date
  resolved: { at: Date; by: { id: string; name: string } } | null
  /** Oldest first; never empty. */
  comments: CommentView[]
}

/** A thread that comes with a file, with its comments in their order; never none. */
export interface BroughtThread {
  anchor: Anchor | null
  quote: string
  texts: string[]
}

export interface NewThread {
  draftId: string
  anchor: Anchor | null
  quote: string
  text: string
}
