/**
 * Where the lines of a subject end. Centred words stand in the narrowest width that needs no more lines than all their
 * room, so that no last line is one word. Browsers and the typesetter each have a search of their own for that width, and
 * a hair's breadth between them is another line; so the lines are ended here, once for all.
 */
import { wordsWidth } from '../letter-width.ts'
import { MEASURES } from '../measures.ts'

export interface Room {
  widthMm: number
  sizePt: number
  isBold: boolean
}

const { letterhead, title } = MEASURES
/** Of a letter's "V/v …", below its number. */
export const LETTER_SUBJECT: Room = {
  widthMm: letterhead.letterSubjectWidthMm,
  sizePt: letterhead.letterSubjectPt,
  isBold: false,
}
/** Below the name of the kind. */
export const TITLE_SUBJECT: Room = { widthMm: title.widthMm, sizePt: title.sizePt, isBold: true }

/** What letters may be wider where they are really set than they are measured. */
const SLACK_PT = 1
/** Longer than any subject that is balanced; beyond it lines are as long as the room. */
const MOST_WORDS = 200
/** The width is found to a thousandth of the room. */
const HALVINGS = 14

/** The lines of `text`, blanks at their ends included: put together they are the text. */
export function balancedLines(text: string, { widthMm, sizePt, isBold }: Room): string[] {
  const words = text.match(/[^ ]+ *|^ +/g) ?? []
  const room = (widthMm / 25.4) * 72 - SLACK_PT
  const measured = words.map((word) => ({
    word,
    bare: wordsWidth(word.trimEnd(), sizePt, isBold),
    whole: wordsWidth(word, sizePt, isBold),
  }))
  const widest = linesIn(measured, room)
  if (widest.length < 2 || words.length > MOST_WORDS) return widest
  let [low, high] = [0, room]
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2
    if (fits(measured, middle) && linesIn(measured, middle).length === widest.length) high = middle
    else low = middle
  }
  return linesIn(measured, high)
}

/** The same as they are printed. Words whose lines somebody has ended by hand stay as they are. */
export const balanced = (text: string, room: Room): string =>
  text.includes('\n')
    ? text
    : balancedLines(text, room)
        .map((line) => line.trimEnd())
        .join('\n')

interface Measured {
  word: string
  /** Without the blank behind it, which takes no room at the end of a line. */
  bare: number
  whole: number
}

/** As many words on each line as have room. */
function linesIn(words: readonly Measured[], room: number): string[] {
  const lines: string[] = []
  let taken = Infinity
  for (const { word, bare, whole } of words) {
    if (taken + bare > room) {
      lines.push('')
      taken = 0
    }
    lines[lines.length - 1] += word
    taken += whole
  }
  return lines.length > 0 ? lines : ['']
}

/** A word wider than its room folds, and folds least in all the room there is. */
const fits = (words: readonly Measured[], room: number) => words.every(({ bare }) => bare <= room)
