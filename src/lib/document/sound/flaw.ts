/** What is wrong with a draft's shared text, in words that can be told; no client of ours makes any of it. */

export type FlawKind =
  /** A node, or a kind of content, that no document has. */
  | 'unknown-node'
  /** A node in a place where none of its type may stand: a block inside a line, a row outside a table. */
  | 'misplaced-node'
  /** Letters outside any line. */
  | 'stray-text'
  /** A letter style that no document has. */
  | 'unknown-mark'
  /** An attribute of a node that it does not have, or that holds something else than it should. */
  | 'bad-attribute'
  /** A field around the text that holds something else than it should, or more than it may. */
  | 'bad-field'
  /** Something beside the body and the fields. */
  | 'unknown-part'
  /** Nothing is wrong with it but that it takes too long, or too much memory, to be drawn. */
  | 'too-heavy'
  /** The stored text, or a row of its log, is no Yjs update. */
  | 'unreadable'

export interface Flaw {
  kind: FlawKind
  /** Of the node, mark, attribute, field or part; shortened. */
  name: string
  /** The document cannot be read as long as it is there. Others are mended, but stop nobody. */
  isGrave: boolean
  /** Number of the block in the body, from 1; null where it is not in the body. */
  block: number | null
  /** First words of what it holds. */
  words: string
  /** Yjs' id of what brought it; null where something is missing. */
  at: { client: number; clock: number } | null
}

/** Shown and recorded; all are mended. */
export const MOST_FLAWS_TOLD = 50
const TOLD_LENGTH = 60

/** Short enough to be shown, without anything that is not seen. */
export function told(text: string): string {
  const seen = text
    .slice(0, 4 * TOLD_LENGTH)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .toWellFormed()
  return seen.length > TOLD_LENGTH ? `${seen.slice(0, TOLD_LENGTH).toWellFormed()}…` : seen
}
