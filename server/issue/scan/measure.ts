/** How large the pages of a scan are, and how finely their pictures show them. Reads a file that we wrote ourselves. */
import { type Box, boxIn, IDENTITY, type Matrix, matrixIn, moved, times } from '../verify/revisions/boxes.ts'
import { Budget } from '../verify/revisions/budget.ts'
import { PdfFile } from '../verify/revisions/file.ts'
import { passInlineImage } from '../verify/revisions/inline.ts'
import { pagesOf } from '../verify/revisions/pages.ts'
import { Parser, Word } from '../verify/revisions/parse.ts'
import { type Dict, dictOf, nameOf, type PdfValue, Stream } from '../verify/revisions/values.ts'

export interface MeasuredPage {
  /** In points; null of a page without a size. */
  sheet: Box | null
  widthMm: number
  heightMm: number
  /** Dots per inch; null where no picture shows the page. */
  dpi: number | null
  isColour: boolean
}

const MM_PER_POINT = 25.4 / 72
const POINTS_PER_INCH = 72
const UNIT: Box = { left: 0, bottom: 0, right: 1, top: 1 }
/** Smaller pictures are marks on the page and not the page. */
const LEAST_SHARE = 0.02
/** A picture from this share on shows the page alone; a scanner may lay a finer one with the letters over a coarse ground. */
const WHOLE_SHARE = 0.5
const MAX_FORMS_DEEP = 6
const MOST_PICTURES = 2_000
const MOST_SAVED = 256

interface Picture {
  /** Of the page. */
  share: number
  dpi: number
  isColour: boolean
}

export function measurePages(bytes: Uint8Array): MeasuredPage[] {
  const file = new PdfFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), new Budget())
  const revision = file.revisions.length - 1
  return pagesOf(file, revision).map(({ dict, inherited }) => {
    const sheet = boxIn(file, inherited.CropBox ?? inherited.MediaBox, revision)
    if (!sheet || file.resolve(dict.get('UserUnit'), revision) !== null)
      return { sheet: null, widthMm: 0, heightMm: 0, dpi: null, isColour: false }
    const looking = new Looking(file, revision, areaOf(sheet))
    looking.run(contentOf(file, dict, revision), resourcesOf(file, inherited.Resources, revision), IDENTITY, 0)
    return {
      sheet,
      widthMm: (sheet.right - sheet.left) * MM_PER_POINT,
      heightMm: (sheet.top - sheet.bottom) * MM_PER_POINT,
      dpi: dpiOf(looking.pictures),
      isColour: looking.pictures.some(({ isColour }) => isColour),
    }
  })
}

function dpiOf(pictures: Picture[]): number | null {
  const whole = pictures.filter(({ share }) => share >= WHOLE_SHARE)
  if (whole.length > 0) return Math.max(...whole.map(({ dpi }) => dpi))
  // A page in strips is as fine as its coarsest.
  const strips = pictures.filter(({ share }) => share >= LEAST_SHARE)
  const shown = strips.reduce((sum, { share }) => sum + share, 0)
  return shown >= WHOLE_SHARE ? Math.min(...strips.map(({ dpi }) => dpi)) : null
}

class Looking {
  readonly pictures: Picture[] = []

  constructor(
    private readonly file: PdfFile,
    private readonly revision: number,
    private readonly sheetArea: number,
  ) {}

  /** The page's drawing program as far as pictures go (ISO 32000-2, 8.4 and 8.9). */
  run(content: Buffer, resources: Dict, start: Matrix, depth: number): void {
    const parser = new Parser(content, 0, this.file.budget)
    const saved: Matrix[] = []
    let matrix = start
    let operands: PdfValue[] = []
    for (let read = parser.next(); read; read = parser.next()) {
      const { item } = read
      if (!(item instanceof Word)) {
        operands.push(item)
        continue
      }
      if (item.word === 'q' && saved.length < MOST_SAVED) saved.push(matrix)
      else if (item.word === 'Q') matrix = saved.pop() ?? matrix
      else if (item.word === 'cm') matrix = times(asMatrix(operands), matrix)
      else if (item.word === 'Do') this.draw(resources, nameOf(operands[0]), matrix, depth)
      else if (item.word === 'BI') passInlineImage(parser)
      operands = []
    }
  }

  private draw(resources: Dict, name: string | null, matrix: Matrix, depth: number): void {
    const named = dictOf(this.file.resolve(resources.get('XObject'), this.revision))
    const drawn = this.file.resolve(name === null ? undefined : named?.get(name), this.revision)
    if (!(drawn instanceof Stream)) return
    const kind = nameOf(drawn.dict.get('Subtype'))
    if (kind === 'Image') return this.add(drawn.dict, matrix)
    if (kind !== 'Form' || depth >= MAX_FORMS_DEEP) return
    const content = this.file.unfold(drawn, this.revision)
    if (!content) return
    const own = drawn.dict.get('Resources')
    const inside = own === undefined ? resources : resourcesOf(this.file, own, this.revision)
    const placed = times(matrixIn(this.file, drawn.dict.get('Matrix'), this.revision), matrix)
    this.run(content, inside, placed, depth + 1)
  }

  private add(image: Dict, matrix: Matrix): void {
    if (this.pictures.length >= MOST_PICTURES) return
    const [a, b, c, d] = matrix
    const [inchesWide, inchesHigh] = [Math.hypot(a, b) / POINTS_PER_INCH, Math.hypot(c, d) / POINTS_PER_INCH]
    const pixels = (key: string) => {
      const value = this.file.resolve(image.get(key), this.revision)
      return typeof value === 'number' ? value : 0
    }
    if (inchesWide <= 0 || inchesHigh <= 0) return
    this.pictures.push({
      share: areaOf(moved(UNIT, matrix)) / this.sheetArea,
      dpi: Math.min(pixels('Width') / inchesWide, pixels('Height') / inchesHigh),
      isColour: isColour(this.file, image, this.revision),
    })
  }
}

/** Red of the seal and blue of the ink; a JPEG 2000 says so only inside, and is taken at its word. */
function isColour(file: PdfFile, image: Dict, revision: number): boolean {
  if (file.resolve(image.get('ImageMask'), revision) === true) return false
  const space = file.resolve(image.get('ColorSpace'), revision)
  const filters = file.resolve(image.get('Filter'), revision)
  const named = (Array.isArray(filters) ? filters : [filters]).map((one) => nameOf(file.resolve(one, revision)))
  if (space === null) return named.includes('JPXDecode')
  return hasColours(file, space, revision)
}

function hasColours(file: PdfFile, space: PdfValue, revision: number, depth = 0): boolean {
  if (!Array.isArray(space)) return nameOf(space) === 'DeviceRGB' || nameOf(space) === 'DeviceCMYK'
  const [kind, first] = space.map((one) => file.resolve(one, revision))
  switch (nameOf(kind)) {
    case 'DeviceRGB':
    case 'DeviceCMYK':
    case 'CalRGB':
    case 'Lab':
      return true
    case 'ICCBased': {
      const parts = first instanceof Stream ? file.resolve(first.dict.get('N'), revision) : null
      return typeof parts === 'number' && parts >= 3
    }
    case 'Indexed':
      return depth === 0 && hasColours(file, first ?? null, revision, depth + 1)
    default:
      return false
  }
}

function contentOf(file: PdfFile, page: Dict, revision: number): Buffer {
  const content = file.resolve(page.get('Contents'), revision)
  const parts = Array.isArray(content) ? content.map((item) => file.resolve(item, revision)) : [content]
  const read = parts.flatMap((part) => (part instanceof Stream ? [file.unfold(part, revision)] : []))
  return Buffer.concat(read.flatMap((part) => (part ? [part, Buffer.from('\n')] : [])))
}

const resourcesOf = (file: PdfFile, value: PdfValue | undefined, revision: number): Dict =>
  dictOf(file.resolve(value, revision)) ?? new Map<string, PdfValue>()

function asMatrix(operands: PdfValue[]): Matrix {
  const at = (index: number, otherwise: number) => {
    const value = operands[index]
    return typeof value === 'number' ? value : otherwise
  }
  return [at(0, 1), at(1, 0), at(2, 0), at(3, 1), at(4, 0), at(5, 0)]
}

const areaOf = ({ left, bottom, right, top }: Box): number => (right - left) * (top - bottom)
