/**
 * NFC in linear time. Behind one letter the marks are put in order as they come, which takes quadratic time: 64 kB of them
 * hold everything up for 0.7 s, a field full of them for minutes. No script of the world has more than a few on a letter;
 * the Stream-Safe Text Format (UAX #15, section 13) allows 30, and what stands on top of those is dropped here.
 */
const MOST_MARKS = 30
const TOWER = new RegExp(`\\p{M}{${MOST_MARKS + 1},}`, 'gu')

export const hasTower = (text: string): boolean => text.search(TOWER) >= 0

export function composed(text: string): string {
  return text
    .replace(TOWER, (marks) => [...marks.slice(0, 2 * MOST_MARKS)].slice(0, MOST_MARKS).join(''))
    .normalize('NFC')
}
