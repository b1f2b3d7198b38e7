/**
 * What a comparison says, so fully that either text can be made from it again (apply.ts): nothing of what was taken away
 * or put in can be missing from what is shown.
 */
import type { BodyNode, Fields } from '../model.ts'

/** A stretch of a line. `form`: the same words with other marks. */
export type Piece =
  | { is: 'same'; nodes: BodyNode[] }
  | { is: 'in'; nodes: BodyNode[] }
  | { is: 'out'; nodes: BodyNode[] }
  | { is: 'form'; before: BodyNode[]; nodes: BodyNode[] }

/** What a node is without what stands in it. */
export type Shell = Pick<BodyNode, 'type' | 'attrs' | 'marks'>

/** What became of what stands in a node that is in both texts. */
export type Within =
  /** `isRewritten`: so little is left that the old line and the new one are read one after the other. */
  | { is: 'line'; pieces: Piece[]; isRewritten: boolean }
  /** Rows of a table, cells of a row, blocks of a cell. */
  | { is: 'children'; entries: Entry[] }
  /** An image, a page break. */
  | { is: 'atom' }

/** Where a node stands among its siblings, before and after. `isMoved`: the others kept their order, it did not. */
interface Both {
  before: number
  after: number
  isMoved: boolean
}

export type Entry =
  | ({ is: 'same'; node: BodyNode } & Both)
  | ({ is: 'changed'; old: Shell; new: Shell; within: Within } & Both)
  | { is: 'in'; after: number; node: BodyNode }
  | { is: 'out'; before: number; node: BodyNode }

export interface FieldChange {
  name: keyof Fields
  before: string
  after: string
  /** Of its words; null for a choice. */
  pieces: Piece[] | null
}

export interface Words {
  in: number
  out: number
}

export interface Comparison {
  fields: FieldChange[]
  /** In the order of the new text; what is gone stands where it stood. */
  entries: Entry[]
  words: Words
  /** There was too much to compare every line word by word: some lines that changed are shown as written anew. */
  isCoarse: boolean
}
