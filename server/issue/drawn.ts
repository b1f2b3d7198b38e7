/** What a process does to show what was frozen to those who have no part in the draft: its words alone. */
import { type Around, storedHtml } from '../../src/lib/document/drawn/html.ts'
import type { BodyNode, Fields } from '../../src/lib/document/model.ts'
import { parseDocument } from '../../src/lib/document/read.ts'
import { hashOf } from './revision.ts'

export interface DrawnRevision {
  fields: Fields
  html: { main: string; appendices: string }
  /** Who reads it gets no editor: the outline and the search are made from this. */
  body: BodyNode
}

/** `json`: as stored. Throws when it is no longer what its hash names (SIG-1). */
export function drawFrozen({ json, hash, around }: { json: unknown; hash: string; around: Around }): DrawnRevision {
  if (hashOf(json) !== hash) throw new Error('a frozen revision is not what was frozen')
  const { fields, body } = parseDocument(json)
  return { fields, html: storedHtml(body, fields.kind, around), body }
}
