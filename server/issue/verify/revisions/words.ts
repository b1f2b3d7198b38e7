/**
 * Where a page has words: the boxes of shown text and of pictures, which may hold some. Runs the page's drawing program
 * (ISO 32000-2, 8 and 9) as far as places go; what it does not understand it takes for larger rather than smaller.
 */
import { Irregular } from './budget.ts'
import { around, type Box, boxIn, IDENTITY, type Matrix, matrixIn, moved, times } from './boxes.ts'
import type { PdfFile } from './file.ts'
import { type Font, readFont, USUAL_WIDTH } from './fonts.ts'
import { isSpace, Parser, Word } from './parse.ts'
import type { Page } from './pages.ts'
import { type Dict, dictOf, isDict, nameOf, type PdfValue, Stream, Text } from './values.ts'

const MAX_FORMS_DEEP = 12
/** Drawn on one page, however deep. */
const MAX_FORMS = 4000
const MAX_BOXES = 200_000
const A4: Box = { left: 0, bottom: 0, right: 595, top: 842 }
/** A picture that takes more of the page than this is its ground, where words are shown on it as text. */
const GROUND = 0.6
/** Of the font size: from the deepest to the highest of usual letters. */
const DESCENT = -0.2
const ASCENT = 0.72

export function wordsOn(file: PdfFile, page: Page, revision: number): Box[] {
  const sheet = boxIn(file, page.inherited.MediaBox, revision) ?? A4
  const painting = new Painting(file, revision)
  try {
    painting.run(
      contentOf(file, page.dict, revision),
      resourcesOf(file, page.inherited.Resources, revision),
      IDENTITY,
      0,
    )
  } catch (error) {
    if (!(error instanceof Irregular) || error.irregularity === 'too-much') throw error
    return [sheet] // a page that cannot be followed may have words anywhere
  }
  const { text, pictures, shapes } = painting
  if (text.length === 0) return pictures.length > 0 ? pictures : shapes
  return [...text, ...pictures.filter((box) => areaOf(box) < GROUND * areaOf(sheet))]
}

/** The words themselves, as far as their fonts tell, without the spaces that only places make. */
export function sayingsOn(file: PdfFile, page: Page, revision: number): string {
  const painting = new Painting(file, revision)
  try {
    painting.run(
      contentOf(file, page.dict, revision),
      resourcesOf(file, page.inherited.Resources, revision),
      IDENTITY,
      0,
    )
  } catch (error) {
    if (!(error instanceof Irregular)) throw error // what was read up to here still counts
  }
  return painting.said.join('')
}

const areaOf = ({ left, bottom, right, top }: Box) => (right - left) * (top - bottom)

function contentOf(file: PdfFile, page: Dict, revision: number): Buffer {
  const content = file.resolve(page.get('Contents'), revision)
  const parts = Array.isArray(content) ? content.map((item) => file.resolve(item, revision)) : [content]
  const read = parts.flatMap((part) => (part instanceof Stream ? [file.unfold(part, revision)] : []))
  if (read.some((part) => part === null)) throw new Irregular('structure', 'a page in an unknown encoding')
  return Buffer.concat(read.flatMap((part) => (part ? [part, Buffer.from('\n')] : [])))
}

function resourcesOf(file: PdfFile, value: PdfValue | undefined, revision: number): Dict {
  return dictOf(file.resolve(value, revision)) ?? new Map<string, PdfValue>()
}

interface State {
  matrix: Matrix
  font: Font | null
  size: number
  spacing: number
  wordSpacing: number
  /** 1 = 100 %. */
  scale: number
  leading: number
  rise: number
}

class Painting {
  readonly text: Box[] = []
  readonly pictures: Box[] = []
  readonly shapes: Box[] = []
  readonly said: string[] = []
  private readonly fonts = new Map<Dict, Font>()
  private readonly drawing = new Set<Stream>()
  private forms = 0

  constructor(
    private readonly file: PdfFile,
    private readonly revision: number,
  ) {}

  run(content: Buffer, resources: Dict, matrix: Matrix, depth: number): void {
    if (depth > MAX_FORMS_DEEP) return
    const parser = new Parser(content, 0, this.file.budget)
    const stack: State[] = []
    let state: State = { matrix, font: null, size: 0, spacing: 0, wordSpacing: 0, scale: 1, leading: 0, rise: 0 }
    let line: Matrix = IDENTITY
    let at: Matrix = IDENTITY
    const path: { box: Box | null } = { box: null }
    let operands: PdfValue[] = []
    const number = (index: number) => {
      const value = operands[index]
      return typeof value === 'number' && Number.isFinite(value) ? value : 0
    }
    const newLine = (x: number, y: number) => {
      line = times([1, 0, 0, 1, x, y], line)
      at = line
    }
    const show = (value: PdfValue | undefined) => {
      if (value instanceof Text) at = times([1, 0, 0, 1, this.show(value.bytes, state, at), 0], at)
    }
    const point = (x: number, y: number) => {
      const here = moved({ left: x, right: x, bottom: y, top: y }, state.matrix)
      path.box = path.box ? around(path.box, here) : here
    }
    for (let read = parser.next(); read; read = parser.next()) {
      const { item } = read
      if (!(item instanceof Word)) {
        if (operands.length < 64) operands.push(item)
        continue
      }
      switch (item.word) {
        case 'q':
          if (stack.length < 256) stack.push({ ...state })
          break
        case 'Q':
          state = stack.pop() ?? state
          break
        case 'cm':
          state = { ...state, matrix: times(operandMatrix(operands), state.matrix) }
          break
        case 'BT':
          line = at = IDENTITY
          break
        case 'Tf': {
          const [font] = operands
          state = { ...state, font: this.font(resources, nameOf(font)), size: number(1) }
          break
        }
        case 'Tc':
          state = { ...state, spacing: number(0) }
          break
        case 'Tw':
          state = { ...state, wordSpacing: number(0) }
          break
        case 'Tz':
          state = { ...state, scale: number(0) / 100 }
          break
        case 'TL':
          state = { ...state, leading: number(0) }
          break
        case 'Ts':
          state = { ...state, rise: number(0) }
          break
        case 'Td':
          newLine(number(0), number(1))
          break
        case 'TD':
          state = { ...state, leading: -number(1) }
          newLine(number(0), number(1))
          break
        case 'Tm':
          line = at = operandMatrix(operands)
          break
        case 'T*':
          newLine(0, -state.leading)
          break
        case 'Tj':
          show(operands[0])
          break
        case "'":
          newLine(0, -state.leading)
          show(operands[0])
          break
        case '"':
          state = { ...state, wordSpacing: number(0), spacing: number(1) }
          newLine(0, -state.leading)
          show(operands[2])
          break
        case 'TJ': {
          const [list] = operands
          for (const part of Array.isArray(list) ? list : []) {
            if (typeof part === 'number') at = times([1, 0, 0, 1, (-part / 1000) * state.size * state.scale, 0], at)
            else show(part)
          }
          break
        }
        case 'Do':
          this.draw(resources, nameOf(operands[0]), state.matrix, depth)
          break
        case 'BI':
          skipInlineImage(parser)
          this.add(this.pictures, UNIT, state.matrix)
          break
        case 'm':
        case 'l':
          point(number(0), number(1))
          break
        case 'c':
          for (const index of [0, 2, 4]) point(number(index), number(index + 1))
          break
        case 'v':
        case 'y':
          for (const index of [0, 2]) point(number(index), number(index + 1))
          break
        case 're':
          point(number(0), number(1))
          point(number(0) + number(2), number(1) + number(3))
          break
        case 'n':
          path.box = null
          break
        default:
          if (PAINTS.has(item.word) && path.box) {
            this.add(this.shapes, path.box, IDENTITY)
            path.box = null
          }
      }
      operands = []
    }
  }

  /** Answers with how far the text goes on, in text space. */
  private show(bytes: Buffer, state: State, at: Matrix): number {
    const { font, size, spacing, wordSpacing, scale, rise } = state
    const wide = font?.bytesPerCode === 2
    let width = 0
    let isBlank = true
    let said = ''
    this.file.budget.step(bytes.length >> 2)
    for (let index = 0; index < bytes.length; index += wide ? 2 : 1) {
      const code = wide ? ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0) : (bytes[index] ?? 0)
      const isSpace = !wide && code === 0x20
      if (!isSpace) isBlank = false
      said += font?.letters?.get(code) ?? (wide ? '' : String.fromCharCode(code))
      width += ((font?.widthOf(code) ?? USUAL_WIDTH) / 1000) * size + spacing + (isSpace ? wordSpacing : 0)
    }
    const end = width * scale
    const box = {
      left: Math.min(0, end),
      right: Math.max(0, end),
      bottom: rise + DESCENT * size,
      top: rise + ASCENT * size,
    }
    this.said.push(said)
    if (!isBlank) this.add(this.text, box, times(at, state.matrix))
    return end
  }

  private draw(resources: Dict, name: string | null, matrix: Matrix, depth: number): void {
    const objects = dictOf(this.file.resolve(resources.get('XObject'), this.revision))
    const object = name === null ? null : this.file.resolve(objects?.get(name), this.revision)
    if (!(object instanceof Stream)) return
    const kind = nameOf(this.file.resolve(object.dict.get('Subtype'), this.revision))
    if (kind === 'Image') this.add(this.pictures, UNIT, matrix)
    // One that draws itself draws nothing more by that (8.10.1).
    if (kind !== 'Form' || this.drawing.has(object)) return
    if (++this.forms > MAX_FORMS) throw new Irregular('too-much', 'forms')
    const own = this.file.resolve(object.dict.get('Resources'), this.revision)
    const content = this.file.unfold(object, this.revision)
    if (!content) throw new Irregular('structure', 'a form in an unknown encoding')
    const inner = times(matrixIn(this.file, object.dict.get('Matrix'), this.revision), matrix)
    this.drawing.add(object)
    this.run(content, isDict(own) ? own : resources, inner, depth + 1)
    this.drawing.delete(object)
  }

  private add(list: Box[], box: Box, matrix: Matrix): void {
    const placed = moved(box, matrix)
    if (list.length >= MAX_BOXES) throw new Irregular('too-much', 'boxes')
    if (Object.values(placed).every(Number.isFinite)) list.push(placed)
  }

  private font(resources: Dict, name: string | null): Font | null {
    const fonts = dictOf(this.file.resolve(resources.get('Font'), this.revision))
    const dict = name === null ? null : dictOf(this.file.resolve(fonts?.get(name), this.revision))
    if (!dict) return null
    const known = this.fonts.get(dict)
    if (known) return known
    const font = readFont(this.file, dict, this.revision)
    this.fonts.set(dict, font)
    return font
  }
}

const UNIT: Box = { left: 0, bottom: 0, right: 1, top: 1 }
const PAINTS = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*'])

function operandMatrix(operands: PdfValue[]): Matrix {
  const [a, b, c, d, e, f] = operands.map((value) => (typeof value === 'number' ? value : 0))
  return f === undefined ? IDENTITY : [a ?? 1, b ?? 0, c ?? 0, d ?? 1, e ?? 0, f]
}

/** From behind "BI" to behind "EI"; its data may hold anything. */
function skipInlineImage(parser: Parser): void {
  const { bytes } = parser
  for (let at = bytes.indexOf('EI', parser.at); at >= 0; at = bytes.indexOf('EI', at + 1)) {
    if (!isSpace(bytes[at - 1]) || (at + 2 < bytes.length && !isSpace(bytes[at + 2]))) continue
    parser.at = at + 2
    return
  }
  throw new Irregular('structure', 'a picture without end')
}
