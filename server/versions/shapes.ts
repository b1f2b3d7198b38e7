/** What goes into and comes out of the verbs of this room. */
import type { ShownPart } from '../../src/lib/document/compare/part.ts'
import type { ShownField } from '../../src/lib/document/fields.ts'
import type { Fields } from '../../src/lib/document/model.ts'
import type { Kind } from '../../src/lib/document/suggest/words.ts'
import type { Audience, VersionKind } from '../../src/lib/vocabulary.ts'

export interface Name {
  id: string
  name: string
}

/** A version as a list shows it. */
export interface VersionRow {
  number: number
  kind: VersionKind
  /** As it was named on demand; "" otherwise. */
  name: string
  at: Date
  position: number
  /** Whose act it was; null where the program kept it. */
  actor: Name | null
  /** Names its text: equal texts, equal hashes. Null where the text could not be read then. */
  hash: string | null
  /** Null until they have been counted, or where the text could not be read. */
  words: number | null
  /** Since the version before it. */
  wordsIn: number | null
  wordsOut: number | null
  authors: Name[]
  /** Comments that were open then, of those that are for all. */
  openThreads: number
}

/** What a version is called, to be chosen by. */
export type VersionName = Pick<VersionRow, 'number' | 'kind' | 'name' | 'position'>

export interface VersionList {
  /** Newest first; a part of them. */
  versions: VersionRow[]
  /** The newest of those that are older than all in the part; null where there is none. */
  older: VersionRow | null
  /** The newest ones of all by name, newest first. */
  names: VersionName[]
  /** Where the log ends: behind the newest version, people have written on. */
  head: number
  /** What the leader approved, while the draft stands so. */
  approved: { number: number; hash: string | null } | null
  mayKeep: boolean
  mayRestore: boolean
}

/** What was said at a moment, as it read then. */
export interface ThenThread {
  id: string
  quote: string
  /** What it is about, where it is no passage. */
  field: ShownField | null
  isOnSuggestion: boolean
  audience: Audience
  createdAt: string
  resolved: { at: string; by: string } | null
  /** A deleted one has no words. */
  comments: { author: string; text: string; createdAt: string; isEdited: boolean; isDeleted: boolean }[]
}

/** What was suggested and not decided at a moment, in words. */
export interface ThenSuggestion {
  id: string
  author: string
  kind: Kind
  was: string
  put: string
  createdAt: string
}

/** Which text is meant: a version by its number, a moment by its position in the log, or the text of now. */
export type Which = { is: 'version'; number: number } | { is: 'moment'; position: number } | { is: 'now' }

/** A text that was asked for, by what it is called. */
export interface Named {
  which: Which
  position: number
  /** When its last letter came; null where nobody knows. */
  at: Date | null
  /** Who brought it. */
  by: Name | null
  /** The version, where it is one. */
  version: VersionRow | null
}

export interface PastText extends Named {
  fields: Fields
  html: { main: string; appendices: string }
  /** Null but for a version: of a moment in between nobody kept what had been said. Null also where it is too much to show. */
  talk: ThenThread[] | null
  /** The same; null also for a version from before it was kept. */
  suggested: ThenSuggestion[] | null
  head: number
  mayRestore: boolean
}

export interface ComparedTexts {
  from: Named
  to: Named
  /** Who wrote between the two. */
  authors: Name[]
  /** `seen`: so many of its units were ticked off. */
  comparison: ShownPart & { seen: number }
}

/** What has changed since somebody last read a draft. */
export interface Unread extends ComparedTexts {
  /** Keys of what they have ticked off. */
  seen: string[]
  /** What they approved last, if they did. */
  approved: { number: number; hash: string | null; at: Date } | null
}
