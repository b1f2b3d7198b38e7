/** In which order one reads what was found: fields above the body, the text, fields below it, appendices. */
import type { FieldHit, FieldName, InFields } from '../core/found-in-fields.ts'
import type { Hit } from './hits.ts'

export type Match = Hit | FieldHit

/** Undefined `field`: in the body. `within`: in the footnote whose mark is at `from`. */
export interface Place {
  field?: FieldName | undefined
  from: number
  to: number
  within?: number
}

/** Which fields stand above the body and which below it, each in their order. */
export interface Layout {
  above: readonly FieldName[]
  below: readonly FieldName[]
  /** Where the first appendix begins in the body; null without one. */
  appendix: number | null
}

export const isInField = (match: Match): match is FieldHit => 'field' in match

/** All matches in the order of the page; each list is in its own order already. */
export function inReadingOrder(layout: Layout, inFields: readonly FieldHit[], inBody: readonly Hit[]): Match[] {
  const below = inFields.findIndex(({ field }) => layout.below.includes(field))
  const split = below === -1 ? inFields.length : below
  const appendices = appendixStart(layout, inBody)
  return [
    ...inFields.slice(0, split),
    ...inBody.slice(0, appendices),
    ...inFields.slice(split),
    ...inBody.slice(appendices),
  ]
}

/**
 * Which of all matches is looked at, counted from 1; 0 for none. `current`: index of the one in the body. Asked with every
 * letter that is typed, so it makes no list of all.
 */
export function numberOf(layout: Layout, { hits, now }: InFields, inBody: readonly Hit[], current: number): number {
  if (now) return hits.indexOf(now) + 1 + (layout.below.includes(now.field) ? appendixStart(layout, inBody) : 0)
  const looked = inBody[current]
  if (!looked) return 0
  const isAbove = ({ field }: FieldHit) => layout.above.includes(field)
  return (isInAppendix(layout, looked) ? hits.length : hits.filter(isAbove).length) + current + 1
}

/** Index of the first match in an appendix; behind the last one when there is none. */
function appendixStart(layout: Layout, inBody: readonly Hit[]): number {
  const index = inBody.findIndex((hit) => isInAppendix(layout, hit))
  return index === -1 ? inBody.length : index
}

function isInAppendix({ appendix }: Layout, { from }: { from: number }): boolean {
  return appendix !== null && from >= appendix
}

/** Index of the first match at or behind a place; behind the last one when there is none. */
export function firstFrom(layout: Layout, matches: readonly Match[], place: Place): number {
  const part = partOf(layout, place)
  const index = matches.findIndex((match) => {
    const parts = partOf(layout, match) - part
    if (parts !== 0 || match.from !== place.from) return parts > 0 || (parts === 0 && match.from > place.from)
    return place.within === undefined || isInField(match) || (match.footnote?.start ?? 0) >= place.within
  })
  return index === -1 ? matches.length : index
}

/** Index of the last match that ends at or before a place; -1 when there is none. */
export function lastTo(layout: Layout, matches: readonly Match[], place: Place): number {
  const part = partOf(layout, place)
  return matches.findLastIndex((match) => {
    const parts = partOf(layout, match) - part
    return parts < 0 || (parts === 0 && match.to <= place.from)
  })
}

/** Number of the part of the page in which a place stands: each field is one, the text is one, the appendices are one. */
function partOf(layout: Layout, at: Match | Place): number {
  const { above, below } = layout
  if (!('field' in at) || at.field === undefined)
    return above.length + (isInAppendix(layout, at) ? 1 + below.length : 0)
  const place = above.indexOf(at.field)
  return place === -1 ? above.length + 1 + below.indexOf(at.field) : place
}
