/** Streams as the file's own structure uses them: plain or Flate, with a predictor (ISO 32000-2, 7.4.4). */
import { inflateSync } from 'node:zlib'
import { type Budget, Irregular, irregular } from './budget.ts'
import { type Dict, isDict, nameOf, type PdfValue, type Stream } from './values.ts'

/** Not even zeros deflate better than this: more is a lie about the rest of the file, or a bomb of many layers. */
const MAX_BYTES = 48 * 1024 * 1024
/** One answer of the inflater at a time, so that a bomb costs no more than what is allowed. */
const MAX_COLUMNS = 1 << 16

/** The decoded bytes; null when it is encoded in a way not known here (an image, a font). `resolve` follows references. */
export function unfold(
  stream: Stream,
  budget: Budget,
  resolve: (value: PdfValue | undefined) => PdfValue,
): Buffer | null {
  // Its content is in another file, or some readers take it for the short names of inline pictures.
  if (stream.dict.has('F') || stream.dict.has('DP')) return null
  const filters = listOf(resolve(stream.dict.get('Filter')))
  const parameters = listOf(resolve(stream.dict.get('DecodeParms')))
  if (filters.length > 2) return null
  let bytes = stream.raw
  for (const [index, given] of filters.entries()) {
    const filter = nameOf(resolve(given))
    if (filter !== 'FlateDecode' && filter !== 'Fl') return null
    const parameter = resolve(parameters[index])
    bytes = unpredict(inflate(bytes, budget), isDict(parameter) ? parameter : new Map<string, PdfValue>())
  }
  return bytes
}

function listOf(value: PdfValue): PdfValue[] {
  return Array.isArray(value) ? value : value === null ? [] : [value]
}

function inflate(bytes: Buffer, budget: Budget): Buffer {
  const most = Math.min(MAX_BYTES, budget.inflatable)
  let inflated: Buffer
  try {
    inflated = inflateSync(bytes, { maxOutputLength: Math.max(1, most) })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new Irregular('too-much', 'a stream that unfolds to more than is looked at')
    return irregular('a stream that cannot be unfolded')
  }
  budget.inflate(inflated.length)
  return inflated
}

function unpredict(bytes: Buffer, parameters: Dict): Buffer {
  const number = (key: string, otherwise: number) => {
    const value = parameters.get(key)
    return typeof value === 'number' ? value : otherwise
  }
  const predictor = number('Predictor', 1)
  if (predictor === 1) return bytes
  const bits = number('Colors', 1) * number('BitsPerComponent', 8)
  const columns = number('Columns', 1)
  if (predictor < 10 || bits !== 8 || !Number.isSafeInteger(columns) || columns < 1 || columns > MAX_COLUMNS)
    return irregular('a predictor that no table uses')
  const rows = Math.ceil(bytes.length / (columns + 1))
  const out = Buffer.alloc(rows * columns)
  for (let row = 0; row < rows; row++) {
    const from = row * (columns + 1)
    const type = bytes[from] ?? 0
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      const left = column > 0 ? (out[at - 1] ?? 0) : 0
      const up = row > 0 ? (out[at - columns] ?? 0) : 0
      const corner = column > 0 && row > 0 ? (out[at - columns - 1] ?? 0) : 0
      out[at] = ((bytes[from + 1 + column] ?? 0) + predicted(type, left, up, corner)) & 0xff
    }
  }
  return out
}

/** The five filters of PNG (PNG specification, 9.2), for samples of one byte. */
function predicted(type: number, left: number, up: number, corner: number): number {
  switch (type) {
    case 0:
      return 0
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4: {
      const estimate = left + up - corner
      const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)]
      return a <= b && a <= c ? left : b <= c ? up : corner
    }
    default:
      return irregular('a filter that PNG does not know')
  }
}
