/** The lines of a field whose words are centred, as its print and its search need them. */
import { balancedLines, type Room } from '../../document/print/balanced.ts'

interface Line {
  text: string
  /** Where it begins in the field. */
  start: number
}

/** Broken together with what is printed before the words; that itself is no part of a line here. */
export function leadLines(lead: string, words: string, room: Room): Line[] {
  let start = -lead.length
  return balancedLines(lead + words, room).map((whole) => {
    const hidden = Math.max(0, -start)
    const line = { text: whole.slice(hidden).trimEnd(), start: Math.max(0, start) }
    start += whole.length
    return line
  })
}
