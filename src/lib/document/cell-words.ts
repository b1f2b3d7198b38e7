/** How much room the words of a table's cell take, in millimetres, its insets included. */
import { imageAttributes } from './image.ts'
import { ATOM, inlineText } from './inline.ts'
import { wordsWidth } from './letter-width.ts'
import { MEASURES } from './measures.ts'
import type { BodyNode } from './model.ts'

const { sizePt, insetXMm } = MEASURES.table
const MM_PER_PT = 25.4 / 72
const widthMm = (words: string, sizePt: number, isBold: boolean) =>
  wordsWidth(words.normalize('NFC'), sizePt, isBold) * MM_PER_PT
/** Sums of shares are off by a hair, which must not break a word. */
const HAIR_MM = 0.05
/** The lines take no room: Typst draws them over the edges, and tables.css makes up for what a browser takes. */
export const AROUND_MM = 2 * insetXMm + HAIR_MM
/** Stands for a live reference, whose words are known only in its document: "khoản 2 Điều 5". */
const REFERENCE = 'khoản 22 Điều 22'
const NARROWEST_IMAGE_MM = 10
/** A line may end at these blanks; at one that holds two words together it may not. */
const BLANKS = /[ \t]+/
/** Halvings of the room between the longest word and the whole line: to the millimetre. */
const HALVINGS = 8

export const isHeading = ({ type }: BodyNode) => type === 'tableHeader'

interface Line {
  words: readonly { mm: number }[]
  blankMm: number
}

interface Measured {
  lines: readonly Line[]
  imagesMm: readonly number[]
}

/** Cells never change: each is measured once, for at every letter all cells of a long table are asked. */
const known = new WeakMap<BodyNode, { least: number; full: number; measured: Measured }>()

function knownOf(cell: BodyNode) {
  const held = known.get(cell)
  if (held) return held
  const measured = measure(cell)
  const words = measured.lines.flatMap((line) => line.words.map(({ mm }) => mm))
  const least = AROUND_MM + largest([...words, ...measured.imagesMm.map((mm) => Math.min(mm, NARROWEST_IMAGE_MM))])
  const full = AROUND_MM + largest([...measured.lines.map((line) => lengthOf(line)), ...measured.imagesMm])
  known.set(cell, { least, full, measured })
  return { least, full, measured }
}

/** Below this a word would be broken. */
export const leastWidthMm = (cell: BodyNode): number => knownOf(cell).least

/** Each of its lines as it was written, unbroken. */
export const fullWidthMm = (cell: BodyNode): number => knownOf(cell).full

/** The least in which none of its paragraphs takes more than so many lines. */
export function widthInLinesMm(cell: BodyNode, lines: number): number {
  const { least, full, measured } = knownOf(cell)
  if (full === least || lines === 1) return full
  return largest([least, ...measured.lines.map((line) => AROUND_MM + foldedMm(line, lines))])
}

function measure(cell: BodyNode): Measured {
  const blocks = cell.content ?? []
  return {
    imagesMm: blocks.flatMap(({ type, attrs = {} }) => (type === 'image' ? [imageAttributes(attrs).widthMm] : [])),
    lines: blocks.flatMap((block) => {
      const isBold = isHeading(cell) || (block.content ?? []).some(isBoldRun)
      const text = inlineText(block).replaceAll(ATOM, REFERENCE)
      const blankMm = widthMm(' ', sizePt, isBold)
      return (block.type === 'listLine' ? `- ${text}` : text).split('\n').map((line) => ({
        blankMm,
        words: line.split(BLANKS).map((word) => ({ mm: widthMm(word, sizePt, isBold) })),
      }))
    }),
  }
}

const isBoldRun = ({ marks }: BodyNode) => marks?.some(({ type }) => type === 'bold') === true

const lengthOf = ({ words, blankMm }: Line) => words.reduce((sum, { mm }) => sum + mm, (words.length - 1) * blankMm)

function foldedMm(line: Line, lines: number): number {
  let [low, high] = [line.words.reduce((most, { mm }) => Math.max(most, mm), 0), lengthOf(line)]
  if (linesIn(line, low) <= lines) return low
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2
    if (linesIn(line, middle) <= lines) high = middle
    else low = middle
  }
  return high
}

/** Filled one after the other, as everybody sets them. */
function linesIn({ words, blankMm }: Line, roomMm: number): number {
  let [lines, taken] = [1, 0]
  for (const { mm } of words) {
    if (taken > 0 && taken + blankMm + mm > roomMm) [lines, taken] = [lines + 1, mm]
    else taken += (taken > 0 ? blankMm : 0) + mm
  }
  return lines
}

/** Of any number of numbers: as arguments of a function a hundred thousand would be too many. */
export const largest = (numbers: readonly number[]) => numbers.reduce((most, number) => Math.max(most, number), 0)
