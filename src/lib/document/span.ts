/** No table of an office is wider or taller than this; beyond it a span is a mistake or an attack. */
export const MAX_SPAN = 100

export const isSpan = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_SPAN

/** A whole number from 1 to 100; 1 for anything else. */
export function span(value: unknown): number {
  const number = Number(value)
  return Number.isInteger(number) && number >= 1 && number <= MAX_SPAN ? number : 1
}

/** More than any sheet, in pixels: what is wider still would be infinite in sum. */
const MAX_WIDTH = 100_000

/** Relative widths of the columns a cell covers, or null. */
export function columnWidths(value: unknown, columns: number): number[] | null {
  if (!Array.isArray(value) || value.length !== columns) return null
  const widths = value.map(Number)
  return widths.every((width) => width >= 0 && width <= MAX_WIDTH) ? widths : null
}
