/**
 * Characters that nobody sees come into no draft (letters.ts). What a source had of them is told by code and place: one
 * that turns the direction lets the words around it read otherwise there than here. What no font draws is told likewise.
 */
import { cleanText, codesOf, type Passage, SHOWS_NOTHING, unprintableIn, unseenIn } from './letters.ts'

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
  return groupsOf(unseenIn(line)).map((group) => ({
    turns: group.some(({ text }) => TURNING.test(text)),
    words: wordsAround(line, group, unseenIn, () => ''),
  }))
}

/**
 * Where a line holds what no font of ours draws, as the checker finds it once the line is in a draft: the words around,
 * each such character with its code behind it, "Đã xong 😀[U+1F600] rồi". It stays in the draft. Linear.
 */
export function unprintablePlaces(text: string): string[] {
  const line = cleanText(text)
  return groupsOf(unprintableIn(line)).map((group) =>
    wordsAround(line, group, unprintableIn, (one) => (SHOWS_NOTHING.test(one) ? '' : one)),
  )
}

/** Those that stand near each other are told as one place. */
function groupsOf(passages: readonly Passage[]): Passage[][] {
  const groups: Passage[][] = []
  for (const passage of passages) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group && last && group.length < MOST_OF_ONE && passage.from - last.to <= 2 * AROUND) group.push(passage)
    else groups.push([passage])
  }
  return groups
}

/** A place is read by a person. */
const MOST_OF_ONE = 8

type Find = (text: string) => Passage[]
/** What stands of a character before its code. */
type Show = (character: string) => string

function wordsAround(line: string, group: readonly Passage[], find: Find, show: Show): string {
  const begin = Math.max(0, (group[0]?.from ?? 0) - AROUND)
  const end = Math.min(line.length, (group.at(-1)?.to ?? 0) + AROUND)
  const words = withCodes(line.slice(begin, end).toWellFormed(), find, show).replaceAll(/\s+/g, ' ').trim()
  return `${begin > 0 ? '…' : ''}${words}${end < line.length ? '…' : ''}`
}

/** Whatever of its kind stands in it is named, that of a neighbouring place too. */
function withCodes(text: string, find: Find, show: Show): string {
  let named = ''
  let at = 0
  for (const { from, to, text: found } of find(text)) {
    named += `${text.slice(at, from)}${show(found)}[${codesOf(found)}]`
    at = to
  }
  return named + text.slice(at)
}
