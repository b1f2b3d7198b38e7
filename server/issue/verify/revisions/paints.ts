/** Whether a widget lets a reader paint anything, by an appearance of its own or by one the reader makes (12.5.6.19). */
import { around, type Box, boxIn, matrixIn, moved } from './boxes.ts'
import { irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import { type Dict, dictOf, isDict, type PdfValue, Stream, Text } from './values.ts'

/** Fonts and colours alone: text that has no words. */
const ONLY_STYLE = /^\s*(?:\/\S+\s+[\d.]+\s+Tf\s*|(?:[\d.]+\s+){1,4}(?:g|rg|k)\s*)*$/
const LONGEST_STYLE_BYTES = 256
/** What a border is where nothing is said of it. */
const USUAL_BORDER = 1
const DEEPEST_STATES = 2

export function paints(file: PdfFile, widget: Dict, revision: number): boolean {
  const now = (value: PdfValue | undefined) => file.resolve(value, revision)
  const appearance = now(widget.get('AP'))
  if (appearance !== null && !isBlank(file, appearance, revision, DEEPEST_STATES)) return true
  const look = now(widget.get('MK'))
  if (look !== null && !isPlainLook(file, look, revision)) return true
  const style = now(widget.get('BS'))
  if (style !== null && (!isDict(style) || isWide(now(style.get('W'))))) return true
  const border = now(widget.get('Border'))
  if (border !== null && (!Array.isArray(border) || isWide(now(border[2])))) return true
  const text = now(widget.get('DA'))
  if (text === null) return false
  if (!(text instanceof Text) || text.bytes.length > LONGEST_STYLE_BYTES) return true
  return !ONLY_STYLE.test(text.bytes.toString('latin1'))
}

/** Whether its usual look is one drawing, and no choice among several, that paints something. */
export function isDrawn(file: PdfFile, widget: Dict, revision: number): boolean {
  const usual = file.resolve(dictOf(file.resolve(widget.get('AP'), revision))?.get('N'), revision)
  return usual instanceof Stream && !isBlank(file, usual, revision, 0)
}

/** The areas of all its appearances, as a reader draws them that does not stretch them to the rectangle. */
export function unstretched(file: PdfFile, widget: Dict, rectangle: Box, revision: number): Box {
  const sizes: Box[] = []
  const visit = (value: PdfValue | undefined, depth: number): void => {
    const found = file.resolve(value, revision)
    if (isDict(found)) {
      if (depth > 0) for (const below of found.values()) visit(below, depth - 1)
    } else if (found instanceof Stream) {
      const box = boxIn(file, found.dict.get('BBox'), revision)
      if (!box) return irregular('a drawing without a size')
      sizes.push(moved(box, matrixIn(file, found.dict.get('Matrix'), revision)))
    }
  }
  visit(widget.get('AP'), DEEPEST_STATES)
  const { left, bottom } = rectangle
  return sizes
    .map((own) => ({ left, bottom, right: left + own.right - own.left, top: bottom + own.top - own.bottom }))
    .reduce(around, rectangle)
}

const isWide = (width: PdfValue) =>
  width !== null && !(typeof width === 'number' && width >= 0 && width <= USUAL_BORDER)

/** Any state of any of the three looks: as it is, under the pointer, and pressed. */
function isBlank(file: PdfFile, value: PdfValue, revision: number, depth: number): boolean {
  if (value instanceof Stream) {
    const content = file.unfold(value, revision)
    if (!content) return false
    return (
      content
        .toString('latin1')
        .replace(/%[^\r\n]*/g, '')
        .replace(/[qQ\s]/g, '') === ''
    )
  }
  if (value === null) return true
  const states = dictOf(value)
  if (!states || depth === 0) return false
  return [...states.values()].every((state) => isBlank(file, file.resolve(state, revision), revision, depth - 1))
}

/** Neither a colour, nor words, nor a picture: at most how it is turned. */
function isPlainLook(file: PdfFile, look: PdfValue, revision: number): boolean {
  if (!isDict(look)) return false
  return [...look].every(([key, given]) => {
    const value = file.resolve(given, revision)
    if (key === 'R' || value === null) return true
    if (key === 'BC' || key === 'BG') return Array.isArray(value) && value.length === 0
    return value instanceof Text && value.bytes.length === 0
  })
}
