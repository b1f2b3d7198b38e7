/** What a font says about its codes (ISO 32000-2, 9.6 to 9.10): how wide they are, and which letters they mean. */
import { isStandardFont, StandardFontEmbedder } from 'pdf-lib'
import { type Box, boxIn, matrixIn, moved, numbersIn } from './boxes.ts'
import type { Budget } from './budget.ts'
import type { PdfFile } from './file.ts'
import { Parser, Word } from './parse.ts'
import { type Dict, dictOf, nameOf, type PdfValue, Stream, Text } from './values.ts'

export interface Font {
  bytesPerCode: 1 | 2
  /** In thousandths of the font size. */
  widthOf: (code: number) => number
  letters: Map<number, string> | null
  /** Of letters that are drawn as pictures: how far they reach, in sizes; null where that is as usual. */
  extent: Box | null
  /** Nobody can say where its letters lie: downwards, or as far as each of them likes. */
  isSprawling: boolean
  /** It says nothing of its widths, and is none of those that every reader knows. */
  isGuessed: boolean
}

/** In thousandths of the size: what a font without widths is taken to have. */
export const USUAL_WIDTH = 600
/** By how much its letters may be wider or narrower. */
export const GUESSED_BY = 450

export function readFont(file: PdfFile, dict: Dict, revision: number): Font {
  const isComposite = kindOf(file, dict, revision) === 'Type0'
  const map = file.resolve(dict.get('ToUnicode'), revision)
  const content = map instanceof Stream ? file.unfold(map, revision) : null
  return {
    ...(isComposite ? composite(file, dict, revision) : simple(file, dict, revision)),
    ...reachOf(file, dict, revision),
    letters: content && readLetters(content, file.budget),
  }
}

const kindOf = (file: PdfFile, dict: Dict, revision: number) => nameOf(file.resolve(dict.get('Subtype'), revision))

/** What a map of codes says that is none of the standard's own; larger ones say it all the same in their first lines. */
const MAP_BYTES = 64 * 1024
const TWO_BYTES = /^\s*(?:<[0-9A-Fa-f]{4}>\s*<[0-9A-Fa-f]{4}>\s*)+$/

/** Whether a map of a file's own makes anything else of its codes than two bytes each, from left to right. */
function isOddMap(file: PdfFile, map: Stream, revision: number): boolean {
  const content = file.unfold(map, revision)
  if (!content || content.length > MAP_BYTES) return true
  const program = content.toString('latin1')
  if (file.resolve(map.dict.get('WMode'), revision) === 1 || /\/WMode\s+1\b/.test(program)) return true
  if (map.dict.has('UseCMap') || /\busecmap\b/.test(program)) return true
  const [, ...spaces] = program.split('begincodespacerange')
  return spaces.length === 0 || !spaces.every((space) => TWO_BYTES.test(space.split('endcodespacerange', 1)[0] ?? ''))
}

function reachOf(file: PdfFile, dict: Dict, revision: number): Pick<Font, 'extent' | 'isSprawling'> {
  const kind = kindOf(file, dict, revision)
  if (kind === 'Type0') {
    const encoding = file.resolve(dict.get('Encoding'), revision)
    const isSprawling =
      encoding instanceof Stream ? isOddMap(file, encoding, revision) : /V$/.test(nameOf(encoding) ?? '')
    return { extent: null, isSprawling }
  }
  if (kind !== 'Type3') return { extent: null, isSprawling: false }
  const box = boxIn(file, dict.get('FontBBox'), revision)
  const isKnown = box !== null && box.right > box.left && box.top > box.bottom
  return isKnown
    ? { extent: moved(box, matrixIn(file, dict.get('FontMatrix'), revision)), isSprawling: false }
    : { extent: null, isSprawling: true }
}

function simple(file: PdfFile, dict: Dict, revision: number): Pick<Font, 'bytesPerCode' | 'widthOf' | 'isGuessed'> {
  if (!Array.isArray(file.resolve(dict.get('Widths'), revision))) return withoutWidths(file, dict, revision)
  const widths = numbersIn(file, dict.get('Widths'), revision)
  const first = file.resolve(dict.get('FirstChar'), revision)
  const from = typeof first === 'number' ? first : 0
  const isDrawn = kindOf(file, dict, revision) === 'Type3' && dict.has('FontMatrix')
  const factor = isDrawn ? matrixIn(file, dict.get('FontMatrix'), revision)[0] * 1000 : 1
  const widthOf = (code: number) => (widths[code - from] ?? USUAL_WIDTH) * factor
  return { bytesPerCode: 1, widthOf, isGuessed: false }
}

/** The fonts that every reader has (9.6.2.2) need not say how wide they are; of others nobody knows. */
function withoutWidths(
  file: PdfFile,
  dict: Dict,
  revision: number,
): Pick<Font, 'bytesPerCode' | 'widthOf' | 'isGuessed'> {
  const name = nameOf(file.resolve(dict.get('BaseFont'), revision))
  const encoding = dictOf(file.resolve(dict.get('Encoding'), revision))
  if (!isStandardFont(name) || encoding?.has('Differences'))
    return { bytesPerCode: 1, widthOf: () => USUAL_WIDTH, isGuessed: true }
  const widths = standardWidths(StandardFontEmbedder.for(name))
  return { bytesPerCode: 1, widthOf: (code) => widths[code] ?? USUAL_WIDTH, isGuessed: false }
}

const CODES = 256

function standardWidths(font: StandardFontEmbedder): number[] {
  return Array.from({ length: CODES }, (_, code) => {
    try {
      return font.widthOfTextAtSize(String.fromCharCode(code), 1000)
    } catch {
      return USUAL_WIDTH // no letter of this font
    }
  })
}

function composite(file: PdfFile, dict: Dict, revision: number): Pick<Font, 'bytesPerCode' | 'widthOf' | 'isGuessed'> {
  const [value] = listOf(file.resolve(dict.get('DescendantFonts'), revision))
  const descendant = dictOf(file.resolve(value, revision))
  const usual = file.resolve(descendant?.get('DW'), revision)
  const widths = new Map<number, number>()
  const list = listOf(file.resolve(descendant?.get('W'), revision))
  for (let at = 0; at + 1 < list.length;) {
    const first = file.resolve(list[at], revision)
    const second = file.resolve(list[at + 1], revision)
    if (typeof first !== 'number') break
    if (Array.isArray(second)) {
      for (const [index, width] of numbersIn(file, second, revision).entries())
        if (width !== undefined) widths.set(first + index, width)
      at += 2
      continue
    }
    const width = file.resolve(list[at + 2], revision)
    if (typeof second !== 'number' || typeof width !== 'number' || second - first > 0xffff) break
    file.budget.step(Math.max(0, second - first))
    for (let code = first; code <= second; code++) widths.set(code, width)
    at += 3
  }
  const widthOf = (code: number) => widths.get(code) ?? (typeof usual === 'number' ? usual : 1000)
  return { bytesPerCode: 2, widthOf, isGuessed: false }
}

function listOf(value: PdfValue): PdfValue[] {
  return Array.isArray(value) ? value : []
}

/** What the codes of a font mean (9.10.3). */
function readLetters(content: Buffer, budget: Budget): Map<number, string> {
  const letters = new Map<number, string>()
  const parser = new Parser(content, 0, budget)
  let operands: PdfValue[] = []
  for (let read = parser.next(); read; read = parser.next()) {
    const { item } = read
    if (!(item instanceof Word)) {
      operands.push(item)
      continue
    }
    if (item.word === 'endbfchar')
      for (let at = 0; at + 1 < operands.length; at += 2)
        addLetter(letters, numberOf(operands[at]), operands[at + 1], 0)
    if (item.word === 'endbfrange')
      for (let at = 0; at + 2 < operands.length; at += 3) {
        const [first, last, to] = [numberOf(operands[at]), numberOf(operands[at + 1]), operands[at + 2]]
        for (let code = first; code <= Math.min(last, first + 0xff); code++) {
          budget.step()
          if (Array.isArray(to)) addLetter(letters, code, to[code - first], 0)
          else addLetter(letters, code, to, code - first)
        }
      }
    operands = []
  }
  return letters
}

function numberOf(value: PdfValue | undefined): number {
  return value instanceof Text && value.bytes.length > 0 && value.bytes.length <= 4
    ? value.bytes.readUIntBE(0, value.bytes.length)
    : 0
}

function addLetter(letters: Map<number, string>, code: number, to: PdfValue | undefined, more: number): void {
  if (!(to instanceof Text) || to.bytes.length < 2 || to.bytes.length > 64) return
  const units = Array.from({ length: to.bytes.length >> 1 }, (_, index) => to.bytes.readUInt16BE(index * 2))
  const last = units.pop() ?? 0
  letters.set(code, String.fromCharCode(...units, (last + more) & 0xffff))
}
