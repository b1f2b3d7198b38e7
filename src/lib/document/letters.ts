/**
 * Which characters may stand in an official text. What is approved must be what is signed: a character that nobody sees,
 * or that turns the order of those beside it, may read one way on the page and another on paper.
 */
import { composed } from './composed.ts'
import { SIGN_RANGES, TEXT_RANGES } from './coverage.ts'

/**
 * Nobody sees them: controls, marks of direction, zero-width, soft hyphens, fillers, selectors and tags. By what Unicode
 * says of characters, never by a list. The line feed and the tab are blanks, and are dealt with as such.
 */
const UNSEEN_CLASS = String.raw`\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB`
const CONTROL = String.raw`[^\P{Cc}\n\t]`

/** One unseen character. Not global, so that it keeps no place. */
export const UNSEEN = new RegExp(`[${UNSEEN_CLASS}]|${CONTROL}`, 'u')
/**
 * Those that no page of ours can write at any moment, so that a server may refuse them. The others (joiners, selectors)
 * an input method may hold for a moment in what it composes; they go when it has ended.
 */
export const NEVER_WRITTEN = new RegExp(
  `(?![\\u200C\\u200D\\p{Variation_Selector}])(?:[${UNSEEN_CLASS}]|${CONTROL})`,
  'u',
)
const UNSEEN_RUNS = new RegExp(`(?:[${UNSEEN_CLASS}]|${CONTROL})+`, 'gu')

/** Blanks of other widths than ours; those that hold words together become the no-break space. */
const OTHER_BLANKS = /[^\P{Zs} \u00A0]/gu
const HOLDING = /[\u2007\u202F]/u
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029\v\f]/g

/** Everything that no font of a document draws; "\n" and the tab are no matter of fonts. */
const UNDRAWN = new RegExp(`(?!${UNSEEN.source})[^${TEXT_RANGES}${SIGN_RANGES}\\n\\t]`, 'gu')
/** Accents that stand on no letter (the digit 1 with a stroke is another number), or three and more upon each other. */
const STRAY_MARKS = /(?<![\p{L}\p{M}])\p{M}+|(?<=\p{M}{2})\p{M}+/gu
/** What `cleanText` takes out or makes an ordinary blank of. */
const UNCLEAN = new RegExp(`(?:[${UNSEEN_CLASS}]|${CONTROL})+|[^\\P{Zs} \\u00A0]`, 'gu')
const SIGNS = new RegExp(`[${SIGN_RANGES}]+`, 'gu')

/** What nearly every line is made of: drawn and seen by all, composed as it stands. To look for more takes ten times as long. */
const PLAIN = /^[\n -~\u00C0-\u02AF\u1E00-\u1EF9‘’“”–…«»]*$/

/** Text as it comes in from anywhere: well-formed, composed, unseen characters out, blanks as ours, line ends "\n". */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text
  const seen = withoutUnseen(text.replaceAll(LINE_ENDS, '\n'))
    .replaceAll('\t', ' ')
    .replaceAll(OTHER_BLANKS, (blank) => (HOLDING.test(blank) ? '\u00A0' : ' '))
  return composed(seen.toWellFormed())
}

/**
 * Text that was stored, as it is read: composed and well-formed, but with everything in it that somebody may see
 * otherwise than we do. The checker tells of that, and the freeze refuses it; silence would let two readings live.
 * What neither Postgres nor XML can hold becomes U+FFFD.
 */
export function storedText(text: string): string {
  if (PLAIN.test(text)) return text
  const held = text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/[\0\p{Noncharacter_Code_Point}]/gu, '\uFFFD')
  return composed(held.toWellFormed())
}

export function withoutUnseen(text: string): string {
  return text.replaceAll(UNSEEN_RUNS, '')
}

const PRIVATE = /\p{Co}/gu

/**
 * A line of a form, not of a document: without what nobody sees, and without letters of private areas, which mean nothing
 * beyond the font they were written in: «\uF0B7» of a list in Word becomes its bullet, the others go.
 */
export function withoutRiddles(text: string): string {
  if (PLAIN.test(text)) return text
  return cleanText(text).replaceAll(PRIVATE, (character) => plainForm(character) ?? '')
}

/** A passage of a text, in UTF-16 units. */
export interface Passage {
  from: number
  to: number
  text: string
}

/** Unseen characters, those that stand together as one. */
export function unseenIn(text: string): Passage[] {
  return passages(text, UNSEEN_RUNS)
}

/** Unseen characters and blanks of other widths: what a click takes out of a line. */
export function uncleanIn(text: string): Passage[] {
  return passages(text, UNCLEAN)
}

/** More of one text are found when these are mended. */
const MOST_UNPRINTABLE = 100

/** What no font of ours draws or nobody could copy rightly, one by one; unseen characters are not among them. */
export function unprintableIn(text: string): Passage[] {
  const found = [UNDRAWN, STRAY_MARKS].flatMap((pattern) => passages(text, pattern, MOST_UNPRINTABLE))
  return found.length < 2 ? found : found.toSorted((a, b) => a.from - b.from).filter(isFirstAt)
}

/** Runs of a composed text that only the fonts of signs draw: boxes, ticks, arrows. */
export function signsIn(text: string): Passage[] {
  return passages(text, SIGNS)
}

/** What the character surely stands for; null where only its writer knows. */
export function plainForm(character: string): string | null {
  if (character === '\uF0B7') return '•' // the bullet of Symbol and of Wingdings
  const plain = cleanText(character.normalize('NFKC'))
  return plain !== '' && plain !== character && unprintableIn(plain).length === 0 ? plain : null
}

/** "U+202E", for what cannot be shown; several are held apart by blanks. */
export function codesOf(text: string): string {
  const codes = [...text].map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
  return [...new Set(codes)].slice(0, MOST_CODES).join(' ')
}
const MOST_CODES = 4

/** It shows nothing of its own, or something of its neighbour. */
export const SHOWS_NOTHING = /[\p{Z}\p{C}\p{M}\u2800]/u

/** "“☃” (U+2603)"; by its code alone where it shows nothing of its own. */
export function named(character: string): string {
  return SHOWS_NOTHING.test(character) ? codesOf(character) : `“${character}” (${codesOf(character)})`
}

function passages(text: string, pattern: RegExp, most = Infinity): Passage[] {
  const all: Passage[] = []
  if (PLAIN.test(text)) return all
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (all.push({ from: index, to: index + found.length, text: found }) >= most) break
  }
  return all
}

function isFirstAt({ from }: Passage, at: number, all: readonly Passage[]): boolean {
  return all[at - 1]?.from !== from
}
