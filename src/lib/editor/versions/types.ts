/** What these pages are handed. Shapes only: the routes fill them from the server's verbs. */
import type { ShownField } from '../../document/fields.ts'
import type { Kind } from '../../document/suggest/words.ts'
import type { Audience, VersionKind } from '../../vocabulary.ts'

export interface Who {
  id: string
  name: string
}

export interface VersionItem {
  number: number
  kind: VersionKind
  name: string
  at: Date
  position: number
  actor: Who | null
  hash: string | null
  words: number | null
  wordsIn: number | null
  wordsOut: number | null
  authors: Who[]
  openThreads: number
}

export type Which = { is: 'version'; number: number } | { is: 'moment'; position: number } | { is: 'now' }

/** A text of the draft, by what it is called. */
export interface NamedText {
  which: Which
  position: number
  at: Date | null
  by: Who | null
  version: VersionItem | null
}

export interface ThreadThen {
  id: string
  quote: string
  field: ShownField | null
  isOnSuggestion: boolean
  audience: Audience
  createdAt: string
  resolved: { at: string; by: string } | null
  comments: { author: string; text: string; createdAt: string; isEdited: boolean; isDeleted: boolean }[]
}

export interface SuggestionThen {
  id: string
  author: string
  kind: Kind
  was: string
  put: string
  createdAt: string
}
