/**
 * Where a page has words: the boxes of shown text and of pictures, which may hold some. Runs the page's drawing program
 * (ISO 32000-2, 8 and 9) as far as places go; what it does not understand it takes for larger rather than smaller.
 */
import { A4, around, type Box, boxIn, IDENTITY, type Matrix, matrixIn, moved, times } from './boxes.ts'
import { Irregular, irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import { type Font, GUESSED_BY, readFont, USUAL_WIDTH } from './fonts.ts'
import { needNoOtherEnd, passInlineImage } from './inline.ts'
import type { Page } from './pages.ts'
import { Parser, Word } from './parse.ts'
import { type Dict, dictOf, isDict, Name, nameOf, type PdfValue, Stream, Text } from './values.ts'

const MAX_FORMS_DEEP = 12
/** Drawn on one page, however deep. */
const MAX_FORMS = 4000
const MAX_BOXES = 200_000
/** One plain filled rectangle that takes more of the page than this is its ground. */
const GROUND = 0.6
/** Straight lines and edges from this length on are rules and frames, no strokes of letters: on a sheet up to A3. */
const RULE_POINTS = 60
const A3_POINTS = 1191
/** No rule is thicker. */
const THICKEST_RULE_POINTS = 3
/** Lines have some width: what is painted is taken for larger by this on each side. */
const STROKE_POINTS = 1
/** How near a picture in the same line reads as part of the words, of the font size: a nought behind an amount. */
const TOUCHING = 0.35
/** For text whose size nobody has said. */
const USUAL_SIZE = 12
const ANYWHERE: Box = { left: -1e6, bottom: -1e6, right: 1e6, top: 1e6 }
const MOST_OPERANDS = 64
const MOST_SAVED = 256
/** How many operands these have: what to do with others, readers do not agree on. */
const OPERANDS = new Map(
  Object.entries({
    ...{ cm: 6, Tf: 2, Tc: 1, Tw: 1, Tz: 1, TL: 1, Ts: 1, Td: 2, TD: 2, Tm: 6, 'T*': 0, Tj: 1, "'": 1, '"': 3, TJ: 1 },
    ...{ Do: 1, gs: 1, w: 1, d: 2, sh: 1, m: 2, l: 2, c: 6, v: 4, y: 4, re: 4 },
  }),
)
/** Of the font size: from the deepest to the highest of usual letters. */
const DESCENT = -0.2
const ASCENT = 0.72

export function wordsOn(file: PdfFile, page: Page, revision: number): Box[] {
  const sheet = boxIn(file, page.inherited.MediaBox, revision) ?? A4
  const painting = new Painting(file, revision, sheet)
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
  // Pictures may be scans, and shapes letters that were turned into outlines.
  return [...painting.text, ...painting.pictures, ...painting.shapes]
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

/** Whether a drawing that stands by itself, as of a field, holds anything but its ground and its frame. */
export function holdsWords(file: PdfFile, drawing: Stream, revision: number): boolean {
  const painting = new Painting(file, revision, boxIn(file, drawing.dict.get('BBox'), revision) ?? A4)
  const content = file.unfold(drawing, revision)
  if (!content) return true
  painting.run(content, resourcesOf(file, drawing.dict.get('Resources'), revision), IDENTITY, 0)
  return painting.text.length + painting.pictures.length + painting.shapes.length > 0
}

const areaOf = ({ left, bottom, right, top }: Box) => (right - left) * (top - bottom)

function contentOf(file: PdfFile, page: Dict, revision: number): Buffer {
  const content = file.resolve(page.get('Contents'), revision)
  const parts = Array.isArray(content) ? content.map((item) => file.resolve(item, revision)) : [content]
  if (parts.some((part) => part !== null && !(part instanceof Stream))) irregular('a page of an odd content')
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
  /** How wide lines are, in the units of the matrix. */
  pen: number
  /** Paths are filled with a picture. */
  isPattern: boolean
  /** So are lines. */
  isPenPattern: boolean
  isDashed: boolean
  /** The last path that painting was confined to. */
  clip: Box | null
  /** What is painted is seen through something else than one rectangle. */
  isCut: boolean
}

/** A path as far as it has come. `isRuled`: of long straight lines along the edges of the page and nothing else. */
interface Path {
  box: Box | null
  at: [x: number, y: number] | null
  rectangles: number
  others: number
  isRuled: boolean
}
const NO_PATH: Path = { box: null, at: null, rectangles: 0, others: 0, isRuled: true }

class Painting {
  readonly text: Box[] = []
  readonly pictures: Box[] = []
  readonly shapes: Box[] = []
  readonly said: string[] = []
  /** How far from where it is taken to be the next text may stand, in text space: fonts before it had no widths. */
  private slack = 0
  private readonly drawing = new Set<Stream>()
  private forms = 0
  private readonly rule: number

  constructor(
    private readonly file: PdfFile,
    private readonly revision: number,
    private readonly sheet: Box = A4,
    private readonly fonts = new Map<Dict, Font>(),
  ) {
    const [, long] = sidesOf(sheet)
    this.rule = RULE_POINTS * Math.max(1, long / A3_POINTS)
  }

  /** `above`: what a form has from the program that draws it (8.10.1). */
  run(content: Buffer, resources: Dict, matrix: Matrix, depth: number, above: State = START): void {
    if (depth > MAX_FORMS_DEEP) throw new Irregular('too-much', 'forms in forms')
    const parser = new Parser(content, 0, this.file.budget)
    const stack: State[] = []
    let state: State = { ...above, matrix }
    let line: Matrix = IDENTITY
    let at: Matrix = IDENTITY
    let path = NO_PATH
    let isClipping = false
    let operands: PdfValue[] = []
    /** Behind the first picture whose end is not sure: where that was, and how many ends were found from there. */
    let unsure: number | null = null
    let ends = 0
    const number = (index: number) => numberAt(operands, index)
    const newLine = (x: number, y: number) => {
      line = times([1, 0, 0, 1, x, y], line)
      at = line
      this.slack = 0
    }
    const show = (value: PdfValue | undefined) => {
      if (value instanceof Text) at = times([1, 0, 0, 1, this.show(value.bytes, state, at), 0], at)
    }
    const place = (x: number, y: number): Box => moved({ left: x, right: x, bottom: y, top: y }, state.matrix)
    const extend = (box: Box, more: Partial<Path>) => {
      path = { ...path, ...more, box: path.box ? around(path.box, box) : box }
    }
    const curve = (indices: number[]) => {
      for (const index of indices) extend(place(number(index), number(index + 1)), { isRuled: false })
      path = { ...path, others: path.others + 1 }
    }
    for (let read = parser.next(); read; read = parser.next()) {
      const { item } = read
      if (!(item instanceof Word)) {
        if (operands.length >= MOST_OPERANDS) throw new Irregular('structure', 'operands without end')
        operands.push(item)
        continue
      }
      if (operands.length !== (OPERANDS.get(item.word) ?? operands.length))
        throw new Irregular('structure', `operands of ${item.word}`)
      switch (item.word) {
        case 'q':
          if (stack.length >= MOST_SAVED) throw new Irregular('structure', 'states without end')
          stack.push({ ...state })
          break
        case 'Q':
          state = stack.pop() ?? state
          break
        case 'cm':
          state = { ...state, matrix: times(operandMatrix(operands), state.matrix) }
          break
        case 'BT':
          line = at = IDENTITY
          this.slack = 0
          break
        case 'Tf': {
          const [font] = operands
          state = { ...state, font: this.font(resources, nameOf(font), depth), size: number(1) }
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
          this.slack = 0
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
          this.draw(resources, nameOf(operands[0]), state, depth)
          break
        case 'BI':
          unsure ??= parser.at
          ends++
          if (passInlineImage(parser).isSure && ends === 1) [unsure, ends] = [null, 0]
          this.add(this.pictures, UNIT, state.matrix)
          break
        case 'gs': {
          state = { ...state, ...this.named(resources, nameOf(operands[0]), depth) }
          break
        }
        case 'w':
          state = { ...state, pen: number(0) }
          break
        case 'd':
          state = { ...state, isDashed: isDash(operands[0]) }
          break
        case 'scn':
          state = { ...state, isPattern: operands.at(-1) instanceof Name }
          break
        case 'SCN':
          state = { ...state, isPenPattern: operands.at(-1) instanceof Name }
          break
        case 'CS':
        case 'SC':
        case 'G':
        case 'RG':
        case 'K':
          state = { ...state, isPenPattern: false }
          break
        case 'cs':
        case 'sc':
        case 'g':
        case 'rg':
        case 'k':
          state = { ...state, isPattern: false }
          break
        case 'sh':
          this.add(this.pictures, state.clip ?? ANYWHERE, IDENTITY)
          break
        case 'W':
        case 'W*':
          isClipping = true
          break
        case 'm': {
          const here = place(number(0), number(1))
          extend(here, { at: [here.left, here.bottom] })
          break
        }
        case 'l': {
          const here = place(number(0), number(1))
          const [x, y] = path.at ?? [here.left, here.bottom]
          const [wide, high] = [Math.abs(here.left - x), Math.abs(here.bottom - y)]
          const isRule = Math.min(wide, high) <= STROKE_POINTS && Math.max(wide, high) >= this.rule
          extend(here, { at: [here.left, here.bottom], others: path.others + 1, isRuled: path.isRuled && isRule })
          break
        }
        case 'c':
          curve([0, 2, 4])
          break
        case 'v':
        case 'y':
          curve([0, 2])
          break
        case 're': {
          const [x, y] = [number(0), number(1)]
          const box = moved(
            around(
              { left: x, right: x, bottom: y, top: y },
              { left: x + number(2), right: x + number(2), bottom: y + number(3), top: y + number(3) },
            ),
            state.matrix,
          )
          const [short, long] = sidesOf(box)
          const isFrame = long >= this.rule && (short >= this.rule || short <= THICKEST_RULE_POINTS)
          extend(box, { at: [box.left, box.bottom], rectangles: path.rectangles + 1, isRuled: path.isRuled && isFrame })
          break
        }
        case 'n':
          if (isClipping) state = clipped(state, path)
          isClipping = false
          path = NO_PATH
          break
        default:
          if (!PAINTS.has(item.word)) break
          if (path.box && !this.isBare(path, path.box, state, item.word))
            this.add(this.shapes, thick(path.box), IDENTITY)
          if (isClipping) state = clipped(state, path)
          isClipping = false
          path = NO_PATH
      }
      operands = []
    }
    if (unsure !== null) needNoOtherEnd(content, unsure, ends)
  }

  /** Rules, frames and the ground: nothing that could be read. */
  private isBare(path: Path, box: Box, state: State, word: string) {
    const { isRuled } = path
    const isStroke = word === 'S' || word === 's'
    const isThick = state.pen * scaleOf(state.matrix) > THICKEST_RULE_POINTS
    // Letters may be cut out of it, or be the gaps of a broad line.
    if (isThick && !FILLS.has(word) && (state.isDashed || state.isPenPattern || state.isCut)) return false
    if (!isStroke && state.isPattern) return false
    if (isRectangle(path) && !state.isCut && areaOf(box) >= GROUND * areaOf(this.sheet)) return true
    if (isStroke) return isRuled
    const [short] = sidesOf(box)
    return isRuled && short <= THICKEST_RULE_POINTS
  }

  /** Answers with how far the text goes on, in text space. */
  private show(bytes: Buffer, state: State, at: Matrix): number {
    const { font, spacing, wordSpacing, scale, rise } = state
    const size = state.size || USUAL_SIZE
    if (font?.isSprawling) this.add(this.text, ANYWHERE, IDENTITY)
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
    const codes = wide ? bytes.length >> 1 : bytes.length
    const before = this.slack
    if (font?.isGuessed !== false) this.slack += Math.abs((GUESSED_BY / 1000) * size * scale) * codes
    // Letters may be wider than their font says.
    const least = (USUAL_WIDTH / 1000) * size * scale
    const touching = Math.abs(TOUCHING * size * scale)
    const box = {
      left: Math.min(-before, end - this.slack) - touching,
      right: Math.max(before, end + this.slack, least) + touching,
      bottom: rise + DESCENT * size,
      top: rise + ASCENT * size,
    }
    this.said.push(said)
    if (isBlank) return end
    const { extent } = font ?? {}
    const drawn = extent && moved(extent, [size * scale, 0, 0, size, 0, rise])
    const letters = drawn ? around(box, { ...drawn, right: end + drawn.right }) : box
    this.add(this.text, letters, times(at, state.matrix))
    return end
  }

  private draw(resources: Dict, name: string | null, state: State, depth: number): void {
    const { matrix } = state
    const objects = dictOf(this.file.resolve(resources.get('XObject'), this.revision))
    const object = name === null ? null : this.file.resolve(objects?.get(name), this.revision)
    if (!(object instanceof Stream)) return
    const kind = nameOf(this.file.resolve(object.dict.get('Subtype'), this.revision))
    if (kind === 'Image') this.add(this.pictures, UNIT, matrix)
    if (kind !== 'Form' && kind !== 'Image' && kind !== 'PS') irregular('a drawing of no kind')
    // One that draws itself draws nothing more by that (8.10.1).
    if (kind !== 'Form' || this.drawing.has(object)) return
    if (++this.forms > MAX_FORMS) throw new Irregular('too-much', 'forms')
    const own = this.file.resolve(object.dict.get('Resources'), this.revision)
    const content = this.file.unfold(object, this.revision)
    if (!content) throw new Irregular('structure', 'a form in an unknown encoding')
    const inner = times(matrixIn(this.file, object.dict.get('Matrix'), this.revision), matrix)
    this.drawing.add(object)
    this.run(content, isDict(own) ? own : resources, inner, depth + 1, state)
    this.drawing.delete(object)
  }

  private add(list: Box[], box: Box, matrix: Matrix): void {
    const placed = moved(box, matrix)
    if (list.length >= MAX_BOXES) throw new Irregular('too-much', 'boxes')
    list.push(Object.values(placed).every(Number.isFinite) ? placed : ANYWHERE)
  }

  private font(resources: Dict, name: string | null, depth: number): Font | null {
    const fonts = dictOf(this.file.resolve(resources.get('Font'), this.revision))
    return name === null ? null : this.fontIn(fonts?.get(name), resources, depth)
  }

  /** What a state brings along that is called by its name (8.4.5). */
  private named(resources: Dict, name: string | null, depth: number): Partial<State> {
    const of = (value: PdfValue | undefined) => this.file.resolve(value, this.revision)
    const states = dictOf(of(resources.get('ExtGState')))
    const state = name === null ? null : dictOf(of(states?.get(name)))
    const [given, pen, dash, mask] = ['Font', 'LW', 'D', 'SMask'].map((key) => of(state?.get(key)))
    const size = Array.isArray(given) ? of(given[1]) : null
    return {
      ...(Array.isArray(given)
        ? { font: this.fontIn(given[0], resources, depth), size: typeof size === 'number' ? size : 0 }
        : {}),
      ...(typeof pen === 'number' ? { pen } : {}),
      ...(Array.isArray(dash) ? { isDashed: isDash(of(dash[0])) } : {}),
      // One with a mask is seen through that, whatever is painted.
      ...(isDict(mask) ? { isCut: true } : {}),
    }
  }

  private fontIn(value: PdfValue | undefined, resources: Dict, depth: number): Font | null {
    const dict = dictOf(this.file.resolve(value, this.revision))
    if (!dict) return null
    const known = this.fonts.get(dict)
    if (known) return known
    const font = readFont(this.file, dict, this.revision)
    this.fonts.set(dict, font)
    const glyphs = dictOf(this.file.resolve(dict.get('CharProcs'), this.revision))
    if (glyphs) this.drawGlyphs(font, dict, glyphs, resources, depth)
    return font
  }

  /** Letters that are drawn may reach further than their font says. */
  private drawGlyphs(font: Font, dict: Dict, glyphs: Dict, resources: Dict, depth: number): void {
    const own = this.file.resolve(dict.get('Resources'), this.revision)
    const matrix = matrixIn(this.file, dict.get('FontMatrix'), this.revision)
    // On a sheet without end nothing is a ground or a rule.
    const painting = new Painting(this.file, this.revision, ANYWHERE, this.fonts)
    for (const given of glyphs.values()) {
      const glyph = this.file.resolve(given, this.revision)
      const content = glyph instanceof Stream ? this.file.unfold(glyph, this.revision) : null
      if (content) painting.run(content, isDict(own) ? own : resources, matrix, depth + 1)
      else font.isSprawling = true
    }
    for (const box of [...painting.text, ...painting.pictures, ...painting.shapes])
      font.extent = font.extent ? around(font.extent, box) : box
  }
}

const START: State = {
  ...{ matrix: IDENTITY, font: null, size: 0, spacing: 0, wordSpacing: 0, scale: 1, leading: 0, rise: 0 },
  ...{ pen: 1, isPattern: false, isPenPattern: false, isDashed: false, clip: null, isCut: false },
}

function sidesOf({ left, right, bottom, top }: Box): [short: number, long: number] {
  const [wide, high] = [right - left, top - bottom]
  return [Math.min(wide, high), Math.max(wide, high)]
}

const isRectangle = ({ rectangles, others }: Path) => rectangles === 1 && others === 0

const isDash = (value: PdfValue | undefined) => Array.isArray(value) && value.length > 0

function clipped(state: State, path: Path): State {
  return { ...state, clip: path.box, isCut: state.isCut || !isRectangle(path) }
}

/** How much larger it makes things, at most. */
const scaleOf = ([a, b, c, d]: Matrix) => Math.max(Math.hypot(a, b), Math.hypot(c, d))

function thick({ left, right, bottom, top }: Box): Box {
  return {
    ...{ left: left - STROKE_POINTS, right: right + STROKE_POINTS },
    ...{ bottom: bottom - STROKE_POINTS, top: top + STROKE_POINTS },
  }
}

const UNIT: Box = { left: 0, bottom: 0, right: 1, top: 1 }
const FILLS = new Set(['f', 'F', 'f*'])
const PAINTS = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*'])

function operandMatrix(operands: PdfValue[]): Matrix {
  const at = (index: number) => numberAt(operands, index)
  return [at(0), at(1), at(2), at(3), at(4), at(5)]
}

/** What to do where something else stands, readers do not agree on. */
function numberAt(operands: PdfValue[], index: number): number {
  const value = operands[index]
  return typeof value === 'number' ? value : irregular('an operand that is no number')
}
