/** What of one's own suggestions the server does not have yet: kept in this browser until it has, also over a reload. */
import { z } from 'zod'
import { canonicalJson } from '../../document/canonical.ts'
import type { Fork, Suggested } from '../../document/suggest/fork.ts'
import { changesShape } from '../../document/suggest/shapes.ts'
import { wordsIn } from '../../document/suggest/words.ts'

/** `again`: it was taken back, and is put up again as it was: Ctrl+Z and Ctrl+Y. */
type Put = Suggested & { again?: boolean | undefined }

/** As the list has it; `client` is the one under which it came into the text. */
type Decided = Suggested & { state: string; client?: number }

export interface Left {
  put: Put[]
  take: string[]
}

const shape = z.object({
  put: z.array(z.object({ id: z.string(), changes: changesShape, again: z.boolean().optional() })),
  take: z.array(z.string()),
})
const NOTHING: Left = { put: [], take: [] }

export class Outbox {
  readonly #key: string
  /** As the server has it, by id: in one spelling, since what was read from a store has its keys in another order. */
  #saved = new Map<string, string>()
  #memory = NOTHING
  /** What the server had when the copy was made; of it, what is lost does not stand in the copy. */
  #begun: ReadonlySet<string> = new Set()
  /** Taken back, here or in another tab: the server's list does not hold them any more. */
  readonly #ended = new Set<string>()
  /** Went from this page's copy, and the server knows it. */
  readonly #undone = new Set<string>()

  constructor(personId: string, draftId: string) {
    this.#key = `suggestions/${personId}/${draftId}`
  }

  get left(): Left {
    try {
      const held = localStorage.getItem(this.#key)
      return held === null ? NOTHING : shape.catch(NOTHING).parse(JSON.parse(held))
    } catch {
      return this.#memory // storage is switched off: it lives as long as this page
    }
  }

  get size(): number {
    const { put, take } = this.left
    return put.length + take.length
  }

  /** With what a copy begins: what the server has, and what it does not have yet. */
  begin(own: readonly Suggested[], isDecided: (id: string) => boolean): Suggested[] {
    this.#begun = new Set(own.map(({ id }) => id))
    const { put, take } = this.left
    const newer = new Map(put.map((one) => [one.id, one]))
    const known = own.filter(({ id }) => !take.includes(id)).map(({ id, changes }) => newer.get(id) ?? { id, changes })
    const fresh = put.filter(({ id }) => !own.some((one) => one.id === id) && !isDecided(id))
    return [...known, ...fresh]
  }

  /** What is read from a new copy counts as saved where it is what was put into it. False when two have become one. */
  take(fork: Fork): boolean {
    const unsent = new Set(this.left.put.map(({ id }) => id))
    const { ids } = fork
    const now = fork.suggestions()
    const isWhole = now.length === ids.length
    this.#saved = new Map(ids.map((id) => [id, '']))
    for (const { id, changes } of now) if (isWhole && !unsent.has(id)) this.#saved.set(id, canonicalJson(changes))
    return isWhole
  }

  /** What differs from the server now. */
  note(fork: Fork): void {
    const now = fork.suggestions()
    const ids = new Set(now.map(({ id }) => id))
    const put = now
      .filter(({ id, changes }) => this.#saved.get(id) !== canonicalJson(changes))
      .map((one): Put => (this.#undone.has(one.id) ? { ...one, again: true } : one))
    this.#keep({ put, take: [...this.#saved.keys()].filter((id) => !ids.has(id)) })
  }

  /** The server has it. What was typed meanwhile stays. */
  sent({ put, take }: Left): void {
    const known = new Map(put.map(({ id, changes }) => [id, canonicalJson(changes)]))
    for (const [id, changes] of known) {
      this.#saved.set(id, changes)
      this.#undone.delete(id)
      this.#ended.delete(id)
    }
    for (const id of take) {
      this.#saved.delete(id)
      this.#undone.add(id)
    }
    const { left } = this
    this.#keep({
      put: left.put.filter(({ id, changes }) => known.get(id) !== canonicalJson(changes)),
      take: left.take.filter((id) => !take.includes(id)),
    })
  }

  /** The server has it, but for those that were decided before it came: words that were typed into them since are still to be rescued. */
  answered(part: Left, decided: readonly string[]): void {
    this.end(decided)
    const isWords = ({ changes: [change, ...more] }: Put) => change?.is === 'words' && more.length === 0
    this.sent({ ...part, put: part.put.filter((one) => !(this.#ended.has(one.id) && isWords(one))) })
    this.end(decided)
  }

  /** What is on its way to the server: not what has an end there. */
  get ahead(): Left {
    const { put, take } = this.left
    return { put: put.filter(({ id }) => !this.#ended.has(id)), take }
  }

  end(ids: readonly string[]): void {
    for (const id of ids) this.#ended.add(id)
  }

  hasEnded(id: string): boolean {
    return this.#ended.has(id)
  }

  /** It stands in the copy, could not be put into it, or is on its way back. */
  knows(id: string): boolean {
    return this.#begun.has(id) || this.#saved.has(id) || this.#ended.has(id) || this.#isLeft(id)
  }

  #isLeft(id: string): boolean {
    const { put, take } = this.left
    return take.includes(id) || put.some((one) => one.id === id)
  }

  /** A decision on it was undone: it stands in the list again. */
  revive(id: string): void {
    this.#ended.delete(id)
  }

  /** Of those that stand in the copy, the ones that were decided. */
  decided(isDecided: (id: string) => boolean): string[] {
    return [...this.#saved.keys()].filter(isDecided)
  }

  /** They were decided. What was typed into one since then is a suggestion of its own: no letter is lost. */
  forget(ids: readonly string[], list: readonly Decided[]): void {
    const known = new Map(
      ids.map((id) => [id, list.find((one) => one.id === id) ?? { id, changes: [], state: 'withdrawn' }]),
    )
    for (const id of ids) this.#saved.delete(id)
    const { put, take } = this.left
    const still = put.flatMap((one): Suggested[] => {
      const before = known.get(one.id)
      if (!before) return [one]
      const decided = new Set(before.changes.map(canonicalJson))
      const own = one.changes.filter((change) => !decided.has(canonicalJson(change)))
      if (own.length === 0) return []
      return [{ id: crypto.randomUUID(), changes: before.state === 'accepted' ? beyond(own, before) : own }]
    })
    this.#keep({ put: still, take: take.filter((id) => !known.has(id)) })
  }

  /**
   * Of what another visit left unsent: letters typed into a suggestion that was decided meanwhile are one of their own. What was
   * sent, and its answer not heard, is in the list as it was.
   */
  rescue(list: readonly Decided[]): void {
    const known = new Map(list.map((one) => [one.id, one]))
    const { put, take } = this.left
    const still = put.flatMap((one): Put[] => {
      const before = known.get(one.id)
      if (!before || before.state === 'open') return [one]
      const [change, decided] = [one.changes[0], before.changes[0]]
      if (one.changes.length !== 1 || change?.is !== 'words' || decided?.is !== 'words') return []
      if (wordsIn(change.put) === wordsIn(decided.put)) return []
      const own = before.state === 'accepted' ? beyond(one.changes, before) : one.changes
      return [{ id: crypto.randomUUID(), changes: own }]
    })
    this.#keep({ put: still, take: take.filter((id) => (known.get(id)?.state ?? 'open') === 'open') })
  }

  #keep(left: Left): void {
    this.#memory = left
    try {
      if (left.put.length + left.take.length === 0) localStorage.removeItem(this.#key)
      else localStorage.setItem(this.#key, JSON.stringify(left))
    } catch {
      // Storage is switched off or full: see `left`.
    }
  }
}

/** What goes on behind words that are in the text by now. */
function beyond(now: Suggested['changes'], { changes, client }: Omit<Decided, 'id' | 'state'>): Suggested['changes'] {
  const [change, before] = [now[0], changes[0]]
  if (now.length !== 1 || change?.is !== 'words' || before?.is !== 'words') return now
  const [words, known] = [wordsIn(change.put), wordsIn(before.put)]
  if (!words.startsWith(known) || words.length === known.length) return now
  // They came in under the suggestion's own client, letter by letter.
  const last = client === undefined ? change.after : { client, clock: known.length - 1 }
  const put = [{ type: 'text', text: words.slice(known.length) }]
  return [{ ...change, after: last, removed: [], was: [], put }]
}
