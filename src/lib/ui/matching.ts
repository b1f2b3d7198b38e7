/** Finding by what people type: letter case and Vietnamese diacritics do not matter, and neither does word order. */
import { fold } from '../document/fold.ts'

/** True when every typed word lies somewhere in the text. Nothing typed matches everything. */
export function matches(typed: string, text: string): boolean {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const within = fold(text)
  return words.every((word) => within.includes(word))
}

/** True when the whole text was typed, by the same measure. */
export function isSame(typed: string, text: string): boolean {
  return fold(typed).trim() === fold(text).trim()
}
