/**
 * Text copied out of a PDF, or out of a mail that is cut at 72 letters, has a line end wherever a line of the page ended.
 * The lines of each paragraph are joined again. A line goes on in the next one where the first word of that one had no
 * room left in it; where nothing tells that lines were cut so, every line stays as it is.
 */
import { wordsWidth } from '../letter-width.ts'
import { isCapitals, recognise } from './line.ts'

export interface Joined {
  lines: string[]
  /** The paragraphs that were made of several lines. */
  paragraphs: string[]
  /** Lines that held nothing but the number of a page, and went. */
  pageNumbers: string[]
}

/** The width of words. A page is measured in sizes of its font, a mail in letters. */
type Measure = (words: string) => number

const inSizes: Measure = (words) => wordsWidth(words, 1)
const inLetters: Measure = (words) => words.length / LETTERS_A_SIZE
/** About as many letters as fit in the width of one size of the font. */
const LETTERS_A_SIZE = 2.2

/** In sizes of the font: a narrow column, and 10 pt on paper that lies across. Nothing else is a cut line. */
const NARROWEST = 20
const WIDEST = 75
/** The first line of a paragraph is shorter by its indent (1.27 cm), a point by its hanging label. */
const INDENT = 3
/** What a sum over a line may be off by, and what justified blanks may give up. */
const SLACK = 0.5
/** Full lines are shorter than the page by less than a long word. */
const FULL_SHARE = 0.88
/** A line that goes on in small letters may be in bold, or stand further in. */
const GOES_ON_SHARE = 0.55
/** Of the lines that go on in small letters so many are full; in a list of short lines few are. */
const CUT_SHARE = 0.6
/** Lines that are measured together. A page across has wider ones. */
const TILE = 20
/** A page has at least so many lines. */
const FEWEST_PAGE_LINES = 12

/** `from`: the lines above are a letterhead, whose lines are short by themselves. */
export function joinHardLines(given: readonly string[], from = 0): Joined {
  const unjoined: Joined = { lines: [...given], paragraphs: [], pageNumbers: [] }
  const { lines, pageNumbers } = withoutPageNumbers(given, from)
  const cuts = [inSizes, inLetters].map((measure) => new Cut(lines, from, measure))
  const [cut] = cuts.sort((one, other) => other.share - one.share)
  if (!cut || cut.share < CUT_SHARE) return unjoined
  const joined: Joined = { lines: lines.slice(0, from), paragraphs: [], pageNumbers }
  for (let at = from; at < lines.length;) {
    const end = cut.endOf(at)
    const parts = lines.slice(at, end)
    joined.lines.push(parts.length === 1 ? (parts[0] ?? '') : oneLine(parts))
    if (parts.length > 1) joined.paragraphs.push(joined.lines.at(-1) ?? '')
    at = end
  }
  return joined.paragraphs.length === 0 ? unjoined : joined
}

/** A line breaks behind a hyphen and a stroke without a blank: «15/2026/QĐ-⏎UBND». */
function oneLine(parts: readonly string[]): string {
  let line = ''
  for (const part of parts) {
    const words = part.trim()
    const isCutInside = /[\p{L}\p{N}][-/]$/u.test(line.slice(-2)) && /^[\p{L}\p{N}]/u.test(words)
    line += line === '' || isCutInside ? words : ` ${words}`
  }
  return line
}

/** The number of each page but the first stands on a line of its own, in the middle of what goes on over the page's end. */
function withoutPageNumbers(given: readonly string[], from: number): { lines: string[]; pageNumbers: string[] } {
  const found: number[] = []
  let before = from
  for (let at = from; at < given.length; at++) {
    const words = given[at]?.trim() ?? ''
    if (!/^\d{1,3}$/.test(words)) continue
    const last = found.length === 0 ? null : Number(given[found.at(-1) ?? 0])
    const isNext = last === null ? Number(words) >= 2 : Number(words) === last + 1
    if (isNext && at - before >= FEWEST_PAGE_LINES) {
      found.push(at)
      before = at
    }
  }
  const gone = new Set<number>()
  for (const at of found) {
    gone.add(at)
    // The blank lines around it parted nothing.
    for (let above = at - 1; above >= from && given[above]?.trim() === ''; above--) gone.add(above)
    for (let below = at + 1; below < given.length && given[below]?.trim() === ''; below++) gone.add(below)
  }
  return {
    lines: given.filter((_, at) => !gone.has(at)),
    pageNumbers: found.map((at) => given[at]?.trim() ?? ''),
  }
}

interface Line {
  words: string
  width: number
  firstWord: number
  /** A number, a dash, a căn cứ: it begins a paragraph, whatever stands above. */
  isLabelled: boolean
  /** Nothing, a rule, or a blank to be filled in: it stands by itself. */
  isRule: boolean
  isSmall: boolean
}

/** How the lines of one text are cut, by one measure. */
class Cut {
  /** How many of the lines that go on in small letters are full; 0 where there is none. */
  readonly share: number
  readonly #lines: readonly Line[]
  readonly #widths: readonly number[]

  constructor(
    lines: readonly string[],
    readonly from: number,
    measure: Measure,
  ) {
    const blank = measure(' ')
    this.#lines = lines.map((line, at) => lineOf(at < from ? '' : line, measure, blank))
    this.#widths = tileWidths(this.#lines)
    let [goOn, full] = [0, 0]
    for (let at = from; at + 1 < lines.length; at++) {
      const [line, next] = [this.#lines[at], this.#lines[at + 1]]
      if (!line || !next || !this.#isPrinted(at) || !next.isSmall || next.isLabelled || isEnded(line.words)) continue
      if (line.isRule || line.words.includes('\t')) continue
      goOn++
      if (this.#isFull(at, INDENT)) full++
    }
    this.share = goOn === 0 ? 0 : full / goOn
  }

  /** Index of the line behind the paragraph that begins at `from`. */
  endOf(from: number): number {
    let end = from + 1
    while (end < this.#lines.length && this.#goesOn(end - 1, end - 1 === from)) end++
    return end
  }

  #goesOn(at: number, isFirst: boolean): boolean {
    const [line, next] = [this.#lines[at], this.#lines[at + 1]]
    if (!line || !next || line.isRule || next.isRule || next.isLabelled || !this.#isPrinted(at)) return false
    if (next.words.includes('\t') || (line.words.includes('\t') && !line.isLabelled)) return false
    if (isCapitals(line.words) && !isCapitals(next.words)) return false
    const width = this.#widthAt(at)
    if (!isEnded(line.words)) {
      const isOpen = next.isSmall || /,$/.test(line.words) || WANTS_MORE.test(line.words.slice(-LONGEST_OPEN_WORD))
      return isOpen && !isCapitals(line.words) ? line.width > width * GOES_ON_SHARE : this.#isFull(at, INDENT)
    }
    if (!this.#isFull(at, isFirst ? INDENT : SLACK) || line.words.endsWith('./.')) return false
    // A part of a sentence ends with the line, or all of it. The first line of a paragraph is shorter by the indent.
    return next.isSmall || (!line.words.endsWith(':') && next.width > width - INDENT + SLACK)
  }

  /** Whether the first word of the next line had no room in this one. */
  #isFull(at: number, room: number): boolean {
    const [line, next] = [this.#lines[at], this.#lines[at + 1]]
    return line !== undefined && next !== undefined && line.width + next.firstWord > this.#widthAt(at) - room
  }

  #isPrinted(at: number): boolean {
    const width = this.#widthAt(at)
    return width >= NARROWEST && width <= WIDEST
  }

  #widthAt(at: number): number {
    return this.#widths[Math.floor(at / TILE)] ?? 0
  }
}

function lineOf(line: string, measure: Measure, blank: number): Line {
  const words = line.trim()
  const first = /^\S{1,40}/.exec(words)?.[0] ?? ''
  const isSmall = /^["“(]?\p{Ll}/u.test(words)
  return {
    words,
    width: words.length > LONGEST_LINE ? Infinity : measure(words),
    firstWord: blank + measure(first),
    isLabelled: isLabelled(words, isSmall),
    isRule: !/[\p{L}\p{N}]/u.test(words),
    isSmall,
  }
}

/** More letters stand in no line of a page. */
const LONGEST_LINE = 300

/** In a sentence «căn cứ», «mục 3» and «điều 5» may come first in a line, in small letters. */
function isLabelled(words: string, isSmall: boolean): boolean {
  const found = recognise(words)
  if (found.is === 'text') return false
  return !(isSmall && (found.is === 'basis' || found.is === 'clause') && /^\p{Ll}{2}/u.test(words))
}

const isEnded = (words: string) => /[.;:!?…]["”)]?$/.test(words)

/** What stands behind these words belongs to them: a number, a name. */
const WANTS_MORE =
  /(?:^|[\s(])(?:ngày|tháng|quý|năm|số|khoản|điểm|điều|mục|chương|phần|từ|đến|và|hoặc|của|tại|theo|là|cho|về|với|do)$/i
const LONGEST_OPEN_WORD = 10

/** For each tile of lines the width of the page they stand on: most of the words of it and its neighbours stand in lines of nearly that width. */
function tileWidths(lines: readonly Line[]): number[] {
  const widths: number[] = []
  for (let from = 0; from < lines.length; from += TILE) {
    const near = lines
      .slice(Math.max(0, from - TILE), from + 2 * TILE)
      .map(({ width }) => width)
      .filter((width) => width > 0)
    let [best, heaviest] = [0, 0]
    for (const width of near) {
      let weight = 0
      for (const one of near) if (one <= width + SLACK && one >= width * FULL_SHARE) weight += one * one
      if (weight > heaviest || (weight === heaviest && width > best)) [best, heaviest] = [width, weight]
    }
    widths.push(best)
  }
  return widths
}
