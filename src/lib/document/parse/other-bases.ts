/** Căn cứ that begin otherwise than most, told by where they stand: above "QUYẾT ĐỊNH:". */
import type { Recognised } from './line.ts'

/** "Theo Đơn đề nghị của …", "Sau khi …": as in the checker's rule of how căn cứ open. */
const OPENING = /^\s*(?:theo|xét|thực\s+hiện|sau\s+khi|được\s+sự|trên\s+cơ\s+sở)\s.*[;.,]\s*$/isu
/** Somebody left "Căn cứ" out; only a list of them ends so. */
const NAMED = /^\s*(?:bộ\s+luật|luật|pháp\s+lệnh|nghị\s+định|nghị\s+quyết|quyết\s+định|thông\s+tư)\s.*[;,]\s*$/isu

/** `found`: what each line is by itself, null for a finished block. */
export function withOtherBases(found: readonly (Recognised | null)[], texts: readonly string[]) {
  const formula = found.findIndex((one) => one?.is === 'formula')
  const above = found.slice(0, Math.max(0, formula))
  const first = above.findIndex((one) => one?.is === 'basis')
  if (first === -1 || above.some((one) => one === null || one.is === 'clause')) return [...found]
  return found.map((one, index): Recognised | null => {
    const text = texts[index] ?? ''
    const isOther = index < formula && one?.is === 'text' && (NAMED.test(text) || (index > first && OPENING.test(text)))
    return isOther ? { is: 'basis', labelLength: 0 } : one
  })
}
