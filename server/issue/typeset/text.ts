/** Makes any text safe to set: what Typst would refuse, drop or let run off the page is settled here. */
import { cleanText } from '../../../src/lib/document/text.ts'
import { AppError } from '../../../src/lib/errors.ts'
import type { Face } from '../fonts.ts'

/** A place where a line may end although nothing is there. */
const BREAK_CHANCE = '\u200b'

/** A letter with its marks. Not Intl.Segmenter: over one long word its time grows with the square of the length. */
const LETTERS = /\P{M}\p{M}*|\p{M}+/gsu

export interface Setting {
  /** Safe text for places that never run out of room. */
  plain(text: string): string
  /** Safe text whose longest words can fold into a line of `widthMm`. */
  line(text: string, widthMm: number, sizePt: number): string
  /** Width in points that the text takes at most on one line. */
  width(text: string, sizePt: number): number
}

export function settingIn(face: Face): Setting {
  return {
    plain: (text) => printable(text, face),
    line: (text, widthMm, sizePt) => foldable(printable(text, face), (widthMm / 25.4) * 72, sizePt, face),
    width: (text, sizePt) => face.width(text, sizePt),
  }
}

/**
 * Text as it would come in anew: a preview shows what the draft becomes once it is mended (the freeze takes none that is
 * not). Throws `typeset_failed` for a character that the fonts cannot draw.
 */
function printable(text: string, face: Face): string {
  const clean = cleanText(text)
  const character = face.missing(clean.replaceAll('\n', ''))
  if (character !== undefined) throw new AppError('typeset_failed', { character })
  return clean
}

/** Lets a word that is wider than `room` (points) end a line where the room ends; other words are left alone. */
function foldable(text: string, room: number, sizePt: number, face: Face): string {
  // No letter is wider than its size, so that most words need no measuring.
  const surelyFits = Math.floor(room / sizePt)
  return text.replace(/[^\s\u00a0]+/g, (word) =>
    word.length <= surelyFits || face.width(word, sizePt) <= room ? word : fold(word, room, sizePt, face),
  )
}

function fold(word: string, room: number, sizePt: number, face: Face): string {
  const lines: string[] = []
  let line = ''
  let taken = 0
  for (const [segment] of word.matchAll(LETTERS)) {
    const width = face.width(segment, sizePt)
    if (line !== '' && taken + width > room) {
      lines.push(line)
      line = ''
      taken = 0
    }
    line += segment
    taken += width
  }
  return [...lines, line].join(BREAK_CHANCE)
}

/** Text as it was before `foldable`. */
export const withoutFolds = (text: string): string => text.replaceAll(BREAK_CHANCE, '')
