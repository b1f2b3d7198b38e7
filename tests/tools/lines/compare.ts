/** Do the screen and the PDF end their lines and pages at the same words? */
import { type Word, wordsOf } from '../pdf.ts'
import type { Screen, ScreenWord } from './screen.ts'

export interface Comparison {
  /** Lines of the PDF that have words of the screen on them. */
  lines: number
  /** Those that begin and end with the same words on the screen. */
  same: number
  pages: number
  /** Page breaks, and those that fall before the same word. */
  breaks: number
  sameBreaks: number
  /** The lines that differ, as the PDF has them. */
  different: string[]
}

export function compare(screen: Screen, pdf: Uint8Array): Comparison {
  const paper = wordsOf(pdf, { asWritten: true })
  const partner = align(
    screen.words.map(({ text }) => bare(text)),
    paper.map(({ text }) => bare(text)),
  )
  const onScreen = (at: number): ScreenWord | undefined => screen.words[partner[at] ?? -1]
  const lines = linesOf(paper, (at) => onScreen(at)?.startsBlock ?? false).filter((line) => line.some(onScreen))
  const isRight = lines.map((line) => {
    const [first = 0, ...others] = line
    const endsWhole = onScreen(line.at(-1) ?? 0) !== undefined
    return endsWhole && (onScreen(first)?.startsLine ?? true) && !others.some((at) => onScreen(at)?.startsLine)
  })
  const beginsRight = lines.map(([first = 0]) => onScreen(first)?.startsLine ?? true)
  const different = lines.filter((_, at) => !isRight[at] || beginsRight[at + 1] === false)
  const breaks = compareBreaks(screen, paper, lines, partner)
  return {
    lines: lines.length,
    same: lines.length - different.length,
    pages: paper.at(-1)?.page ?? 0,
    ...breaks,
    different: different.map((line) => line.map((at) => paper[at]?.text).join(' ')),
  }
}

/** Letters alone: the screen draws capitals and the endings of list items by style. */
const bare = (word: string) =>
  word
    .normalize('NFC')
    .toLocaleLowerCase('vi')
    .replace(/[;.]+$/, '')

/** Indexes of words, line by line. Words of one line stand at one height, from left to right. */
function linesOf(words: readonly Word[], startsBlock: (at: number) => boolean): number[][] {
  const lines: number[][] = []
  for (const [at, word] of words.entries()) {
    const before = words[at - 1]
    const goesOn =
      before?.page === word.page &&
      Math.abs((before.top + before.bottom) / 2 - (word.top + word.bottom) / 2) < SAME_LINE_PT &&
      word.left > before.left &&
      !startsBlock(at)
    if (goesOn) lines.at(-1)?.push(at)
    else lines.push([at])
  }
  return lines
}

const SAME_LINE_PT = 5

/** Pages that begin with an appendix have no mark of their own on the screen: its heading is one. */
function compareBreaks(
  { words, edges }: Screen,
  paper: readonly Word[],
  lines: readonly number[][],
  partner: readonly (number | undefined)[],
): Pick<Comparison, 'breaks' | 'sameBreaks'> {
  const begun = new Map<number, number>()
  for (const at of lines.flat()) {
    const [page = 0, word] = [paper[at]?.page, partner[at]]
    if (word !== undefined && !begun.has(page)) begun.set(page, word)
  }
  const wanted = [...begun].filter(([page, word]) => page > 1 && !words[word]?.isAppendix).map(([, word]) => word)
  const drawn = edges.map((edge) => words.findIndex(({ top }) => top > edge - NEAR_PX))
  return { breaks: wanted.length, sameBreaks: wanted.filter((word, at) => drawn[at] === word).length }
}

const NEAR_PX = 3

/** For each word of `b` its partner in `a`, in order. What only one of them has (numbers, repeated headings) has none. */
function align(a: readonly string[], b: readonly string[]): (number | undefined)[] {
  const partner: (number | undefined)[] = b.map(() => undefined)
  const fits = (i: number, j: number) =>
    [0, 1, 2].every((more) => a[i + more] === b[j + more] || i + more >= a.length || j + more >= b.length)
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      partner[j++] = i++
      continue
    }
    const step = nextFit(i, j, fits)
    if (!step) return partner
    ;[i, j] = [i + step[0], j + step[1]]
  }
  return partner
}

/** The least that must be left out on both sides until three words agree again. */
function nextFit(i: number, j: number, fits: (i: number, j: number) => boolean): [number, number] | null {
  for (let out = 1; out < FARTHEST; out++) {
    for (let ofA = 0; ofA <= out; ofA++) if (fits(i + ofA, j + out - ofA)) return [ofA, out - ofA]
  }
  return null
}

const FARTHEST = 300
