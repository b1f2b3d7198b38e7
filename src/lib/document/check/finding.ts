/** What the format checker says, as data: the interface turns `rule` and `params` into a sentence. */
import type { BodyNode, Fields } from '../model.ts'

/** A fault stops the issue of a document; advice does not. An agency may set either, or `off`, for each rule. */
export type Severity = 'fault' | 'advice'
export type Policy = Readonly<Record<string, Severity | 'off'>>

/**
 * Where. `path` leads from the body to a textblock, child by child ([3] is the fourth block, [3, 0, 1, 0] a paragraph
 * in a table); `from` and `to` count its inline positions, where a character or an atom is 1 (as ProseMirror does).
 */
export type Place =
  | { at: 'field'; field: keyof Fields }
  | { at: 'block'; path: readonly number[]; id: string | null; from?: number; to?: number }
  | { at: 'document' }

/** A change that mends a finding; see mend.ts. */
export type Mend =
  | { act: 'set-field'; field: TextualField; value: string }
  | { act: 'replace-text'; path: readonly number[]; from: number; to: number; text: string }
  | { act: 'replace-block'; index: number; node: BodyNode }
  | { act: 'insert-block'; index: number; node: BodyNode }
  | { act: 'remove-block'; index: number }
  /** The first rows of the table at `index` become its headings. */
  | { act: 'head-rows'; index: number; rows: number }
  /** The pages of the appendix that begins at `index` lie across. */
  | { act: 'lay-across'; index: number }
  /** What nobody sees goes out of a line, its footnotes and its image. */
  | { act: 'clean'; path: readonly number[] }
  /** The blanks of these lines are meant: they are filled in by hand. */
  | { act: 'leave-blank'; paths: readonly (readonly number[])[] }

/** Fields whose value is free text. */
export type TextualField = Exclude<keyof Fields, 'kind' | 'urgency' | 'circulation' | 'sheet'>

export interface Finding {
  /** `checker_<rule>` is its sentence in the message files. */
  rule: string
  severity: Severity
  /** Something is not written yet; it stops the issue like any fault, but is no mistake of anybody. */
  isGap?: true
  /** It would be so once what is suggested is accepted; the text as it stands is not. */
  isSuggested?: true
  /** Where the decree says so. */
  article: string
  place: Place
  /** Fills the sentence's blanks. */
  params: Readonly<Record<string, string | number>>
  mend?: Mend
  /** Says that it is meant; kept in the text. */
  accept?: Mend
}

/** One breach, as a rule reports it. */
export interface Breach {
  place: Place
  params?: Finding['params']
  mend?: Mend
  accept?: Mend
}
