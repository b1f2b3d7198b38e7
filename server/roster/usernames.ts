/** User names as offices form them. */
import { bare } from '../../src/lib/document/fold.ts'

/**
 * Given name and initials of the rest: "Nguyễn Văn An" → "annv"; with a number where that is taken. Empty for a name
 * without Latin letters.
 */
export function proposeUsername(name: string, isTaken: (username: string) => boolean): string {
  const words = bare(name)
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)
  const given = words.at(-1) ?? ''
  const stem = (
    given +
    words
      .slice(0, -1)
      .map((word) => word[0] ?? '')
      .join('')
  ).slice(0, 30)
  if (stem === '') return ''
  let username = stem.length > 1 ? stem : `${stem}1`
  for (let n = 2; isTaken(username); n++) username = `${stem}${n}`
  return username
}
