/** Who wrote something elsewhere, as a Word file says it: nobody of this house, whatever the name. */
import { createHash } from 'node:crypto'

/** Whose something is. `isOutside`: somebody elsewhere, who has neither rights nor news here. */
export interface Writer {
  id: string
  name: string
  position: string
  isOutside: boolean
}

/** `outsideAuthor` null: it is this person's; else they have only brought it. */
export function writerOf<Own extends Omit<Writer, 'isOutside'>>(own: Own, outsideAuthor: string | null) {
  if (outsideAuthor === null) return { ...own, isOutside: false }
  return { id: idOf(outsideAuthor), name: outsideAuthor, position: '', isOutside: true }
}

/** Of the same form as a person's, and the same wherever this name is met: what is shown "by person" goes by it. */
function idOf(name: string): string {
  const digits = createHash('sha256').update(`outside ${name}`).digest('hex')
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-')
}
