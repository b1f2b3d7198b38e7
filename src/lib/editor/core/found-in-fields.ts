/** What was found in the fields of the page, and how their words are drawn with it. */
import type { TextField } from '../../document/model.ts'

/** The signer's name is on the page, but chosen from a list. */
export type FieldName = TextField | 'signerName'

export interface FieldHit {
  field: FieldName
  from: number
  to: number
  /** Typed; else chosen from a list, which finding cannot change. */
  isText: boolean
}

/** All matches in fields, in reading order, and the one that is looked at. */
export interface InFields {
  hits: readonly FieldHit[]
  now: FieldHit | null
}

/** Words of a field as they are drawn: `look` is null outside of a match. */
export interface Piece {
  text: string
  look: 'found' | 'found now' | null
}

/** One line of a field, cut where the matches begin and end; `start` is where the line begins in the field. */
export function piecesOf(line: string, start: number, field: FieldName, { hits, now }: InFields): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const hit of hits) {
    if (hit.field !== field) continue
    const [from, to] = [Math.max(hit.from - start, at), Math.min(hit.to - start, line.length)]
    if (from >= to) continue
    if (from > at) pieces.push({ text: line.slice(at, from), look: null })
    pieces.push({ text: line.slice(from, to), look: hit === now ? 'found now' : 'found' })
    at = to
  }
  if (at < line.length) pieces.push({ text: line.slice(at), look: null })
  return pieces
}
