import type { Ledger, Visitor } from '../house.ts'

/** The house under siege: who attacks it, and what they know of it. */
export interface Field {
  url: string
  record: Ledger
  stranger: Visitor
  /** May read and comment, not write. */
  reader: Visitor
  author: Visitor
  /** A draft of a hundred pages that the reader may read. */
  longDraftId: string
  /** A signed PDF that the office has issued. */
  issuedPdf: Uint8Array
}

export interface Attack {
  /** What is sent. */
  name: string
  from: 'stranger' | 'reader' | 'author'
  /** Part of the small siege in CI: ends in a few seconds. */
  isQuick?: boolean
  /** Resolves when everything it asked for has been answered or cut off. */
  run(field: Field): Promise<void>
}
