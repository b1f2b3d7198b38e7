/** Which of what was said is shown. Pure: the margin, the list and the keys ask the same. */
import type { CommentItem, ThreadItem } from '../types.ts'

export const SHOWN = ['open', 'all', 'mine', 'unread'] as const

export interface Filter {
  /** `open`: not settled yet. `mine`: of those, what this person began, answered, or is spoken to in. */
  which: (typeof SHOWN)[number]
  /** Only where this person has spoken. */
  person: string | null
  /** Only where somebody of this unit has spoken, by its name. */
  unit: string | null
}

export const EVERYTHING_OPEN: Filter = { which: 'open', person: null, unit: null }

export const isFiltered = ({ which, person, unit }: Filter): boolean =>
  which === 'mine' || which === 'unread' || person !== null || unit !== null

/** What has been said since this person last read the thread. */
export const unreadIn = ({ comments, readUpTo }: ThreadItem): readonly CommentItem[] =>
  comments.filter(({ isMine, deletedAt, seq }) => !isMine && !deletedAt && seq > readUpTo)

export function passes(thread: ThreadItem, { which, person, unit }: Filter, me: string): boolean {
  const said = thread.comments
  if (person !== null && !said.some(({ author }) => author.id === person)) return false
  if (unit !== null && !said.some(({ author }) => author.unit === unit)) return false
  switch (which) {
    case 'all':
      return true
    case 'unread':
      return unreadIn(thread).length > 0
    case 'open':
      return thread.resolved === null
    case 'mine':
      return thread.resolved === null && said.some((one) => one.isMine || one.mentions.some(({ id }) => id === me))
  }
}

/** The same for somebody who has suggested something. */
export function authorPasses(author: { id: string; unit: string | null }, { which, person, unit }: Filter, me: string) {
  if (person !== null && author.id !== person) return false
  if (unit !== null && author.unit !== unit) return false
  return which === 'mine' ? author.id === me : which !== 'unread'
}

export interface Speaker {
  id: string
  name: string
  unit: string | null
}

/** Everybody who has spoken, by name; and their units. */
export function speakersIn(threads: readonly ThreadItem[]): { people: Speaker[]; units: string[] } {
  const people = new Map<string, Speaker>()
  for (const { comments } of threads)
    for (const { author } of comments) people.set(author.id, { id: author.id, name: author.name, unit: author.unit })
  const units = new Set([...people.values()].flatMap(({ unit }) => (unit === null ? [] : [unit])))
  return {
    people: [...people.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi')),
    units: [...units].sort((a, b) => a.localeCompare(b, 'vi')),
  }
}

/** Up to which comment each thread has been read. */
export type Marks = ReadonlyMap<string, number>
export const NO_MARKS: Marks = new Map()

/** Together with others: a mark never goes back. */
export function furthest(marks: Marks, read: Iterable<readonly [string, number]>): Marks {
  const all = new Map(marks)
  for (const [id, upTo] of read) all.set(id, Math.max(upTo, all.get(id) ?? 0))
  return all
}
