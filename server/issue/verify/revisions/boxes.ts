/** Rectangles and matrices of PDF's user space (ISO 32000-2, 8.3). */
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

export function numbersIn(file: PdfFile, value: PdfValue | undefined, revision: number): number[] {
  const list = file.resolve(value, revision)
  if (!Array.isArray(list)) return []
  return list.flatMap((item) => {
    const number = file.resolve(item, revision)
    return typeof number === 'number' && Number.isFinite(number) ? [number] : []
  })
}

export function boxIn(file: PdfFile, value: PdfValue | undefined, revision: number): Box | null {
  const [x1, y1, x2, y2] = numbersIn(file, value, revision)
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) return null
  return { left: Math.min(x1, x2), bottom: Math.min(y1, y2), right: Math.max(x1, x2), top: Math.max(y1, y2) }
}

export function matrixIn(file: PdfFile, value: PdfValue | undefined, revision: number): Matrix {
  const [a, b, c, d, e, f] = numbersIn(file, value, revision)
  return f === undefined ? IDENTITY : [a ?? 1, b ?? 0, c ?? 0, d ?? 1, e ?? 0, f]
}

/** Points by which two boxes must overlap: neighbours that touch do not. */
const MARGIN_POINTS = 1

export function overlap(a: Box, b: Box): boolean {
  return (
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > MARGIN_POINTS &&
    Math.min(a.top, b.top) - Math.max(a.bottom, b.bottom) > MARGIN_POINTS
  )
}

export function isWithin(inner: Box, outer: Box, margin = MARGIN_POINTS): boolean {
  return (
    inner.left >= outer.left - margin &&
    inner.right <= outer.right + margin &&
    inner.bottom >= outer.bottom - margin &&
    inner.top <= outer.top + margin
  )
}

export function around(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    bottom: Math.min(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
    top: Math.max(a.top, b.top),
  }
}
