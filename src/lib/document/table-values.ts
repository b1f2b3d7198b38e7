/** What a cell says as a number or a day, as Vietnamese offices write both: 1.234.567,89 and 29/11/2026. */

/** Exact, whatever its length: `units` / 10^`decimals`. */
export interface Decimal {
  units: bigint
  decimals: number
}

const NUMBER = /^(?:[-−–]\s?(?=\d)|\+)?(\d{1,3}(?:\.\d{3})+|\d{1,30})(?:,(\d{1,15}))?$/
/** Books write what is owed in brackets. */
const BRACKETS = /^\((\d[\d.,]*)\)$/
const DAY = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/

/** Null for what is no number: "12.5" might be twelve and a half or a mistake, and is none. */
export function numberIn(words: string): Decimal | null {
  const text = words.trim()
  const owed = BRACKETS.exec(text)?.[1]
  const [, whole, part = ''] = NUMBER.exec(owed ?? text) ?? []
  if (whole === undefined) return null
  const units = BigInt(whole.replaceAll('.', '') + part)
  return { units: owed !== undefined || /^[-−–]/.test(text) ? -units : units, decimals: part.length }
}

/** An empty cell, or one with the dash that stands for nothing. */
export const isBlank = (words: string): boolean => /^[-−–—\s]*$/.test(words)

export function sumOf(numbers: readonly Decimal[]): Decimal {
  const decimals = numbers.reduce((most, one) => Math.max(most, one.decimals), 0)
  return { decimals, units: numbers.reduce((sum, one) => sum + scaled(one, decimals), 0n) }
}

const scaled = ({ units, decimals }: Decimal, wanted: number) => units * 10n ** BigInt(wanted - decimals)

/** Negative where the first is the smaller. */
export function compareNumbers(one: Decimal, other: Decimal): number {
  const decimals = Math.max(one.decimals, other.decimals)
  const [first, second] = [scaled(one, decimals), scaled(other, decimals)]
  return first < second ? -1 : first > second ? 1 : 0
}

const inThousands = new Intl.NumberFormat('vi-VN')

/** "1.234.567,89". */
export function writtenNumber({ units, decimals }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  const whole = inThousands.format(BigInt(digits.slice(0, digits.length - decimals)))
  const part = digits.slice(digits.length - decimals)
  return `${units < 0n ? '-' : ''}${whole}${part === '' ? '' : `,${part}`}`
}

/** As a number that grows from day to day; null for what is no day of the calendar. */
export function dayIn(words: string): number | null {
  const [day, month, year] = (DAY.exec(words.trim()) ?? []).slice(1).map(Number)
  if (day === undefined || month === undefined || year === undefined) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null
}

/** "Tổng cộng", "Cộng", "Tổng số": a row that counts others. "Cộng đồng" is none. */
export const isTotal = (words: string): boolean =>
  /^(?:tổng(?:\s+(?:cộng|số|kinh\s+phí|vốn))?|cộng|toàn\s+tỉnh)\s*[:.]?$/iu.test(words.normalize('NFC').trim())
