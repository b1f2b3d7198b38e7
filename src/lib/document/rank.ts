/** Who stands before whom in a list of signers: by what their title says, as on the office's own directory. */
import { fold } from './fold.ts'

/** Heads, from the head of the body down. Titles begin with one of these, without marks. */
const HEADS: readonly (readonly string[])[] = [
  [
    ...['chu tich', 'bi thu', 'bo truong', 'thu truong', 'thong doc', 'tong thanh tra', 'tong cuc truong'],
    ...['tong giam doc', 'giam doc', 'cuc truong', 'vu truong', 'chi cuc truong', 'vien truong', 'hieu truong'],
    ...['chanh an', 'kiem toan truong', 'thu truong don vi'],
  ],
  ['uy vien'],
  ['chanh van phong', 'chanh thanh tra'],
  ['truong ban', 'truong phong', 'truong khoa', 'truong don vi', 'truong'],
  ['doi truong', 'to truong'],
]
const NO_HEAD = HEADS.length

/** The words in front of a head's title that make somebody stand in for, or under, that head. */
const UNDER: readonly (readonly [prefix: string, step: number])[] = [
  ['quyen ', 1],
  ['q. ', 1],
  ['pho ', 3],
]
/** "Phó Chủ tịch Thường trực" stands before the other deputies. */
const STANDING_DEPUTY = 2
const STEPS = 4

/**
 * 0 for the head of the body ("Chủ tịch", "Giám đốc"), more for whoever stands under them: "Phó Chủ tịch", "Chánh Văn
 * phòng", "Trưởng phòng"; the largest for a title that is no head's. Of several titles ("Phó Bí thư, Chủ tịch") the
 * highest counts.
 */
export function rankOf(position: string): number {
  return Math.min(...fold(position).split(/[,;]/).map(rankOfTitle))
}

/** Whether a title is one of somebody who heads something, or stands in for its head. */
export const isHead = (position: string): boolean => rankOf(position) < NO_HEAD * STEPS

function rankOfTitle(given: string): number {
  const title = given.replace(/\s+/g, ' ').trim()
  const [prefix = '', step = 0] = UNDER.find(([before]) => title.startsWith(before)) ?? []
  const rest = title.slice(prefix.length)
  // A deputy of a section is "Phó phòng" as often as "Phó Trưởng phòng".
  const head = step === 3 && /^(phong|ban|khoa)\b/.test(rest) ? `truong ${rest}` : rest
  const level = HEADS.findIndex((titles) => titles.some((one) => head === one || head.startsWith(`${one} `)))
  if (level < 0) return NO_HEAD * STEPS
  return level * STEPS + (step === 3 && title.includes('thuong truc') ? STANDING_DEPUTY : step)
}

/** The same people by rank; those of one rank stay in the order they came in. */
export function byRank<Someone extends { position: string }>(people: readonly Someone[]): Someone[] {
  return people.toSorted((a, b) => rankOf(a.position) - rankOf(b.position))
}

/** The same people in groups of one title each, by rank: "Chủ tịch", "Phó Chủ tịch" … */
export function byTitle<Someone extends { position: string }>(
  people: readonly Someone[],
): { title: string; people: Someone[] }[] {
  const groups = new Map<string, Someone[]>()
  for (const person of byRank(people)) {
    const group = groups.get(person.position)
    if (group) group.push(person)
    else groups.set(person.position, [person])
  }
  return [...groups].map(([title, people]) => ({ title, people }))
}
