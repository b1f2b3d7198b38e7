/** No table of an office is wider or taller than this; beyond it a span is a mistake or an attack. */
export const MAX_SPAN = 100

/** A whole number from 1 to 100; 1 for anything else. */
export function span(value: unknown): number {
  const number = Number(value)
  return Number.isInteger(number) && number >= 1 && number <= MAX_SPAN ? number : 1
}

/** Relative widths of the columns a cell covers, or null. */
export function columnWidths(value: unknown, columns: number): number[] | null {
  if (!Array.isArray(value) || value.length !== columns) return null
  const widths = value.map(Number)
  return widths.every((width) => Number.isFinite(width) && width >= 0) ? widths : null
}
