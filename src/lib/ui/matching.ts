/** Finding by what people type: letter case and Vietnamese diacritics do not matter, and neither does word order. */

/** "Quyết định" → "quyet dinh". */
export const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()

/** True when every typed word lies somewhere in the text. Nothing typed matches everything. */
export function matches(typed: string, text: string): boolean {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  const within = plain(text)
  return words.every((word) => within.includes(word))
}
