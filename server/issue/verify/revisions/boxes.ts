/** Rectangles and matrices of PDF's user space (ISO 32000-2, 8.3). */
import { irregular } from './budget.ts'
import type { PdfFile } from './file.ts'
import type { PdfValue } from './values.ts'

export interface Box {
  left: number
  bottom: number
  right: number
  top: number
}

/** a b c d e f. */
export type Matrix = [number, number, number, number, number, number]

/** In points. */
export const A4: Box = { left: 0, bottom: 0, right: 595, top: 842 }

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** `first`, then `second`. */
export function times(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first
  const [A, B, C, D, E, F] = second
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F]
}

/** The smallest upright box around a box that was turned and stretched. */
export function moved({ left, bottom, right, top }: Box, [a, b, c, d, e, f]: Matrix): Box {
  const corners = [
    [left, bottom],
    [left, top],
    [right, bottom],
    [right, top],
  ] as const
  const xs = corners.map(([x, y]) => a * x + c * y + e)
  const ys = corners.map(([x, y]) => b * x + d * y + f)
  return { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) }
}

/** Beyond this some readers take a number for another one; no sheet is that large. */
const LARGEST = 1e6

/** The numbers of a list, each in its place: undefined where something else stands. */
export function numbersIn(file: PdfFile, value: PdfValue | undefined, revision: number): (number | undefined)[] {
  const list = file.resolve(value, revision)
  if (!Array.isArray(list)) return []
  return list.map((item) => {
    const number = file.resolve(item, revision)
    return typeof number === 'number' ? number : undefined
  })
}

/**
 * What decides where something is seen must be exactly so many numbers: readers make up what is missing, each in its own
 * way. Null where nothing is said; throws `Irregular` where something else is.
 */
function exactly(file: PdfFile, value: PdfValue | undefined, revision: number, count: number): number[] | null {
  if (file.resolve(value, revision) === null) return null
  const numbers = numbersIn(file, value, revision)
  if (numbers.length !== count) return irregular(`no ${count} numbers`)
  return numbers.map((number) =>
    number !== undefined && Math.abs(number) <= LARGEST ? number : irregular('a number that is none'),
  )
}

/** Null where there is none; throws `Irregular` where there is something else. Corners may come in any order (7.9.5). */
export function boxIn(file: PdfFile, value: PdfValue | undefined, revision: number): Box | null {
  const corners = exactly(file, value, revision, 4)
  if (!corners) return null
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners
  return { left: Math.min(x1, x2), bottom: Math.min(y1, y2), right: Math.max(x1, x2), top: Math.max(y1, y2) }
}

/** That which changes nothing where there is none; throws `Irregular` where there is something else. */
export function matrixIn(file: PdfFile, value: PdfValue | undefined, revision: number): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = exactly(file, value, revision, 6) ?? []
  return [a, b, c, d, e, f]
}

/** Points by which two boxes must overlap: neighbours that touch do not. `unit`: what a point is on this page. */
const MARGIN_POINTS = 1

/** Of the smaller box, where that is thin: many of them side by side cover as much as a large one. */
const MARGIN_SHARE = 0.25

export function overlap(a: Box, b: Box, unit: number): boolean {
  const isMore = (laps: number, one: number, other: number) =>
    laps > Math.min(MARGIN_POINTS * unit, Math.min(one, other) * MARGIN_SHARE)
  const [wide, high] = [
    Math.min(a.right, b.right) - Math.max(a.left, b.left),
    Math.min(a.top, b.top) - Math.max(a.bottom, b.bottom),
  ]
  return isMore(wide, a.right - a.left, b.right - b.left) && isMore(high, a.top - a.bottom, b.top - b.bottom)
}

export function around(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    bottom: Math.min(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
    top: Math.max(a.top, b.top),
  }
}
