/** Where the matches stand in the fields of the page. */
import type { FieldHit, FieldName } from '../core/found-in-fields.ts'
import { readText } from './line-reading.ts'
import { matchesIn, type Query } from './matching.ts'

/** What a field of the page reads now. */
export interface FieldText {
  field: FieldName
  text: string
  /** Above the body; else below it. */
  isAbove: boolean
}

export function fieldHits(texts: readonly FieldText[], query: Query): FieldHit[] {
  return texts.flatMap(({ field, text }) =>
    matchesIn(readText(text), query).map(([from, to]) => ({ field, from, to, isText: field !== 'signerName' })),
  )
}
