/** Where the letters of a line differ from those of its copy. */
import { AROUND } from '../anchors/anchor.ts'
import { inlineOf, type Letter, lettersOf, type Reader, wordsOf } from './letters.ts'
import type { Back, Change, Id, Words } from './shapes.ts'
import { keyOf, runsOf } from './shapes.ts'

/** The letters from `from` to `to` of the line went, these came in their place. */
export interface Hunk {
  from: number
  to: number
  put: Letter[]
  /** Where these stand among the letters of the copy. */
  at: number
}

/** A letter that stayed and looks otherwise. */
export interface Look {
  was: Letter
  now: readonly string[]
}

/** How two texts are held against each other. */
export interface Way {
  /**
   * Only a letter of the same id has stayed, and what comes stands where it stands. So are letters put back, and under which ids
   * they had stood is told.
   */
  isExact: boolean
  letters: Reader
  /** Under which id a block is known. */
  block: (id: Id) => Id
}

export const FORWARD: Way = { isExact: false, letters: lettersOf, block: (id) => id }

export function hunksOf(
  old: readonly Letter[],
  own: readonly Letter[],
  { isExact }: Pick<Way, 'isExact'> = FORWARD,
): { hunks: Hunk[]; looks: Look[] } {
  const { front, back } = commonEnds(old, own)
  const [oldEnd, ownEnd] = [old.length - back, own.length - back]
  const places = new Map(old.slice(front, oldEnd).map((letter, at) => [keyOf(letter), front + at]))
  const hunks: Hunk[] = []
  const looks: Look[] = []
  const stay = (was: Letter, now: Letter) => {
    if (was.marks.join() !== now.marks.join()) looks.push({ was, now: now.marks })
  }
  const stayAll = (count: number, from: number, to: number) => {
    for (let at = 0; at < count; at++) pass(old[from + at], own[to + at])
  }
  const pass = (was: Letter | undefined, now: Letter | undefined) => void (was && now && stay(was, now))
  stayAll(front, 0, 0)
  let next = front
  let put: Letter[] = []
  const close = (to: number, end: number) => {
    const whole = { from: next, to, put, at: end - put.length }
    const hunk = isExact ? whole : trimmed(old, whole, stay)
    if (hunk && hasWords(hunk)) hunks.push(hunk)
    put = []
  }
  for (let index = front; index < ownEnd; index++) {
    const letter = own[index]
    if (!letter) break
    const at = places.get(keyOf(letter))
    const was = at === undefined || at < next ? undefined : old[at]
    // A footnote in other words is another letter under the same id.
    if (at === undefined || was?.value !== letter.value) {
      put.push(letter)
      continue
    }
    close(at, index)
    stay(was, letter)
    next = at + 1
  }
  close(oldEnd, ownEnd)
  stayAll(back, oldEnd, ownEnd)
  const merged = isExact
    ? hunks
    : together(
        old,
        own,
        hunks.map((hunk) => slid(old, own, hunk)),
      )
  const isIn = ({ was }: Look) => merged.some(({ from, to }) => old.slice(from, to).includes(was))
  const placeOf = ({ was }: Look) => places.get(`${was.client}:${was.clock}`) ?? 0
  return {
    hunks: merged,
    // Those at the end of what was written anew were found from behind.
    looks: looks.filter((look) => !isIn(look)).toSorted((a, b) => placeOf(a) - placeOf(b)),
  }
}

export const hasWords = ({ from, to, put }: Hunk): boolean => to > from || put.length > 0

/** How many letters stay at the beginning and at the end: most of a line. */
function commonEnds(old: readonly Letter[], own: readonly Letter[]): { front: number; back: number } {
  const least = Math.min(old.length, own.length)
  const isSame = (was: Letter | undefined, now: Letter | undefined) =>
    was?.client === now?.client && was?.clock === now?.clock && was?.value === now?.value
  let [front, back] = [0, 0]
  while (front < least && isSame(old[front], own[front])) front++
  while (back < least - front && isSame(old.at(-1 - back), own.at(-1 - back))) back++
  return { front, back }
}

/**
 * Where the same letters could have come at several places, the last of them: an input method that puts a syllable anew leaves
 * what plain typing leaves. Letters that went are those that went, and none that looks otherwise now is passed.
 */
function slid(old: readonly Letter[], own: readonly Letter[], hunk: Hunk): Hunk {
  const { from, to, at } = hunk
  if (from !== to) return hunk
  const put = [...hunk.put]
  let by = 0
  for (; ; by++) {
    const [first, next] = [put[0], old[to + by]]
    const now = own[at + put.length + by]
    if (!first || first.value !== next?.value || first.marks.join() !== next.marks.join()) break
    if (now?.marks.join() !== next.marks.join()) break
    put.push(...put.splice(0, 1))
  }
  const isCut = isLow(put[0]) || /^\p{M}/u.test(put[0]?.value ?? '')
  return by === 0 || isCut ? hunk : { from: from + by, to: to + by, put, at: at + by }
}

/** Words replaced one after the other are one suggestion, and a line that is written anew is no confetti. */
function together(old: readonly Letter[], own: readonly Letter[], hunks: readonly Hunk[]): Hunk[] {
  const merged: Hunk[] = []
  for (const hunk of hunks) {
    const last = merged.at(-1)
    const between = last ? old.slice(last.to, hunk.from) : []
    if (!last || !(isBlank(between) || isRewritten(last, hunk, between.length))) merged.push({ ...hunk })
    else {
      last.to = hunk.to
      last.put = own.slice(last.at, hunk.at + hunk.put.length)
    }
  }
  return isConfetti(merged) ? [asOne(own, merged)] : merged
}

/** Many small changes between which hardly anything stays: the line was written anew there, and reads so. */
function isConfetti(hunks: readonly Hunk[]): boolean {
  const [first, last] = [hunks[0], hunks.at(-1)]
  if (!first || !last || hunks.length < 3) return false
  const gone = hunks.reduce((sum, { from, to }) => sum + to - from, 0)
  const put = hunks.reduce((sum, { put }) => sum + put.length, 0)
  const stays = last.to - first.from - gone
  return Math.min(gone, put) >= REWRITTEN_LETTERS && Math.min(gone, put) >= 2 * stays
}
const REWRITTEN_LETTERS = 20

function asOne(own: readonly Letter[], hunks: readonly Hunk[]): Hunk {
  const [from, at] = [hunks[0]?.from ?? 0, hunks[0]?.at ?? 0]
  const last = hunks.at(-1)
  return { from, at, to: last?.to ?? from, put: own.slice(at, last ? last.at + last.put.length : at) }
}

const isBlank = (letters: readonly Letter[]): boolean => letters.length > 0 && /^\s+$/.test(wordsOf(letters))

/** Both have words that went and words that came, and hardly a letter between them stayed. */
function isRewritten(first: Hunk, second: Hunk, between: number): boolean {
  const isReplaced = [first, second].every(({ from, to, put }) => to > from && put.length > 0)
  return isReplaced && between <= FEW_LETTERS
}

/** What two Vietnamese syllables may share by chance: "ng", an "nh". */
const FEW_LETTERS = 3

/**
 * Without the letters that came as they went: y-tiptap writes the rest of a line anew where a line end or a footnote is put
 * in. Null where nothing is left.
 */
export function trimmed(
  old: readonly Letter[],
  hunk: Hunk,
  stay: (was: Letter, now: Letter) => void = () => {},
): Hunk | null {
  let { from, to, put } = hunk
  const same = (was: Letter | undefined, now: Letter | undefined) => was !== undefined && now?.value === was.value
  let [start, end] = [0, put.length]
  while (from < to && start < end && same(old[from], put[start])) pass(from++, start++)
  while (from < to && start < end && same(old[to - 1], put[end - 1])) pass(--to, --end)
  function pass(at: number, by: number) {
    const [was, now] = [old[at], put[by]]
    if (was && now) stay(was, now)
  }
  // Half of a character of two units is none.
  if (isLow(old[from] ?? put[start]) && isHigh(old[from - 1]) && from > hunk.from) {
    from--
    start--
  }
  if (isHigh(old[to - 1] ?? put[end - 1]) && isLow(old[to]) && to < hunk.to) {
    to++
    end++
  }
  put = put.slice(start, end)
  return from === to && put.length === 0 ? null : { from, to, put, at: hunk.at + start }
}

const isHigh = (letter: Letter | undefined) => letter !== undefined && /^[\ud800-\udbff]$/.test(letter.value)
const isLow = (letter: Letter | undefined) => letter !== undefined && /^[\udc00-\udfff]$/.test(letter.value)

export function wordsChange(
  line: Id,
  old: readonly Letter[],
  { from, to, put }: Omit<Hunk, 'at'>,
  { isExact }: Pick<Way, 'isExact'> = FORWARD,
): Words & { back?: Back } {
  const removed = old.slice(from, to)
  return {
    is: 'words',
    ...placeIn(line, old, from, to),
    removed: runsOf(removed),
    was: inlineOf(removed),
    put: inlineOf(put),
    ...(isExact && put.length > 0 && { back: { letters: runsOf(put), blocks: [], known: [] } }),
  }
}

/** Between two letters of a line: behind the one before `from`, in front of the one at `to`. */
export function placeIn(line: Id, old: readonly Letter[], from: number, to: number) {
  const [after, before] = [old[from - 1], old[to]]
  return {
    line: { client: line.client, clock: line.clock },
    after: after ? { client: after.client, clock: after.clock } : null,
    before: before ? { client: before.client, clock: before.clock } : null,
    around: {
      before: wordsOf(old.slice(Math.max(0, from - AROUND), from)).toWellFormed(),
      after: wordsOf(old.slice(to, to + AROUND)).toWellFormed(),
    },
  }
}

/** One change for each stretch of letters that got, or lost, the same mark. */
export function lookChanges(line: Id, looks: readonly Look[]): Change[] {
  const open = new Map<string, { mark: string; on: boolean; letters: Letter[] }>()
  for (const { was, now } of looks) {
    for (const mark of new Set([...was.marks, ...now])) {
      const on = now.includes(mark)
      if (on === was.marks.includes(mark)) continue
      const key = `${mark} ${on}`
      const group = open.get(key) ?? { mark, on, letters: [] }
      group.letters.push(was)
      open.set(key, group)
    }
  }
  const at = { client: line.client, clock: line.clock }
  return [...open.values()].map(({ mark, on, letters }): Change => {
    return { is: 'look', line: at, letters: runsOf(letters), was: inlineOf(letters), mark, on }
  })
}
