/** Makes any text safe to set: what Typst would refuse, drop or let run off the page is settled here. */
import { AppError } from '../../../src/lib/errors.ts'
import type { Face } from './fonts.ts'

const LINE_ENDS = /\r\n?|[\u2028\u2029\v\f]/g
/** Control characters but the line feed: PDF/A forbids them, and they show nothing. */
const CONTROLS = /[^\P{Cc}\n]/gu
/** Soft hyphen, joiners, direction marks …: invisible, and they change how the text around them is set. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}]/gu
/** A place where a line may end although nothing is there. */
const BREAK_CHANCE = '\u200b'

const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' })

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

/** Well-formed NFC text without anything invisible. Throws `typeset_failed` for a character that Tinos cannot draw. */
function printable(text: string, face: Face): string {
  const clean = text
    .toWellFormed()
    .normalize('NFC')
    .replace(LINE_ENDS, '\n')
    .replaceAll('\t', ' ')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '')
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
  for (const { segment } of graphemes.segment(word)) {
    if (line !== '' && face.width(line + segment, sizePt) > room) {
      lines.push(line)
      line = ''
    }
    line += segment
  }
  return [...lines, line].join(BREAK_CHANCE)
}

/** Text as it was before `foldable`. */
export const withoutFolds = (text: string): string => text.replaceAll(BREAK_CHANCE, '')
