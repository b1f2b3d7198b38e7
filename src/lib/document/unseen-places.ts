/**
 * Characters that nobody sees come into no draft (letters.ts). What a source had of them is told by code and place: one
 * that turns the direction lets the words around it read otherwise there than here.
 */
import { codesOf, type Passage, unseenIn } from './letters.ts'

export interface UnseenPlace {
  /** By the rules of bidirectional text (UAX #9) digits and words may stand in another order there. */
  turns: boolean
  /** The words around, with the codes where the characters stand: "cấp [U+202E]21[U+202C] tỷ". */
  words: string
}

/** Letters on either side; places that are nearer than both are told as one. */
const AROUND = 40
const TURNING = /\p{Bidi_Control}/u
/** They become an ordinary line end, and are not lost. */
const LINE_ENDS = /[\u0085\u2028\u2029\v\f\r]/g

/** Of one line or paragraph, before anything is taken out of it. Linear. */
export function unseenPlaces(text: string): UnseenPlace[] {
  const line = text.replaceAll(LINE_ENDS, '\n')
  const groups: Passage[][] = []
  for (const passage of unseenIn(line)) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group && last && group.length < MOST_OF_ONE && passage.from - last.to <= 2 * AROUND) group.push(passage)
    else groups.push([passage])
  }
  return groups.map((group) => placeOf(line, group))
}

/** A place is read by a person. */
const MOST_OF_ONE = 8

function placeOf(line: string, group: readonly Passage[]): UnseenPlace {
  const begin = Math.max(0, (group[0]?.from ?? 0) - AROUND)
  const end = Math.min(line.length, (group.at(-1)?.to ?? 0) + AROUND)
  const words = withCodes(line.slice(begin, end)).replaceAll(/\s+/g, ' ').trim()
  return {
    turns: group.some(({ text }) => TURNING.test(text)),
    words: `${begin > 0 ? '…' : ''}${words}${end < line.length ? '…' : ''}`,
  }
}

/** Whatever stands in it unseen is named, that of a neighbouring place too. */
function withCodes(text: string): string {
  let named = ''
  let at = 0
  for (const { from, to, text: unseen } of unseenIn(text)) {
    named += `${text.slice(at, from)}[${codesOf(unseen)}]`
    at = to
  }
  return (named + text.slice(at)).toWellFormed()
}
