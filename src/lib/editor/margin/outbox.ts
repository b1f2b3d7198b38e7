/** What of one's own suggestions the server does not have yet: kept in this browser until it has, also over a reload. */
import type * as Y from 'yjs'
import { z } from 'zod'
import { canonicalJson } from '../../document/canonical.ts'
import { beyond, speaksOfGone, unlike } from '../../document/suggest/beyond.ts'
import type { Fork, Suggested } from '../../document/suggest/fork.ts'
import { type Change, changesShape } from '../../document/suggest/shapes.ts'

/** `again`: it was taken back, and is put up again as it was: Ctrl+Z and Ctrl+Y. */
type Put = Suggested & { again?: boolean | undefined }

/** As the list has it; `client` is the one under which it came into the text. */
export type Decided = Suggested & { state: string; client: number }

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

  /** The server has it, but for those that were decided before it came: what was typed into them since is still to be rescued. */
  answered(part: Left, decided: readonly string[]): void {
    this.end(decided)
    this.sent({ ...part, put: part.put.filter(({ id }) => !this.#ended.has(id)) })
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

  /** Of these, those that stand in the copy, could not be put into it, or are on their way to the server or back. */
  known<One extends { id: string }>(list: readonly One[]): One[] {
    const { put, take } = this.left
    const left = new Set([...put.map(({ id }) => id), ...take])
    return list.filter(({ id }) => this.#begun.has(id) || this.#saved.has(id) || this.#ended.has(id) || left.has(id))
  }

  /** A decision on it was undone: it stands in the list again. */
  revive(id: string): void {
    this.#ended.delete(id)
  }

  /** Of those that stand in the copy, or were sent from it and not heard of, the ones that were decided. */
  decided(isDecided: (id: string) => boolean): string[] {
    const known = new Set([...this.#saved.keys(), ...this.left.put.map(({ id }) => id)])
    return [...known].filter(isDecided)
  }

  /**
   * They were decided; what was accepted stands in `text`. What was typed into one since then is a suggestion of its own: no
   * letter is lost, and none comes twice.
   */
  forget(ids: readonly string[], list: readonly Decided[], text: Y.Doc): void {
    for (const id of ids) this.#saved.delete(id)
    this.#release(new Set(ids), list, text)
  }

  /** The same for what another visit left unsent. What was sent, and its answer not heard, is in the list as it was. */
  rescue(list: readonly Decided[], text: Y.Doc): void {
    const { put, take } = this.left
    const left = new Set([...put.map(({ id }) => id), ...take])
    const decided = list.flatMap(({ id, state }) => (state !== 'open' && left.has(id) ? [id] : []))
    this.#release(new Set(decided), list, text)
  }

  #release(ids: ReadonlySet<string>, list: readonly Decided[], text: Y.Doc): void {
    const { put, take } = this.left
    let still = put.filter(({ id }) => !ids.has(id))
    const release = (changes: Change[][]) =>
      still.push(
        ...changes.filter(({ length }) => length > 0).map((own) => ({ id: crypto.randomUUID(), changes: own })),
      )
    for (const one of put.filter(({ id }) => ids.has(id))) {
      const before = list.find(({ id }) => id === one.id)
      if (before?.state !== 'accepted') {
        release([unlike(one.changes, before?.changes ?? [])])
        continue
      }
      // What was typed between letters that are gone by now had become one of its own.
      const isOf = ({ changes }: Put) => changes.some((change) => speaksOfGone(change, before.changes))
      const beside = still.filter(isOf)
      still = still.filter((other) => !beside.includes(other))
      release(
        beyond(
          text,
          [one, ...beside].flatMap(({ changes }) => changes),
          before,
        ),
      )
    }
    this.#keep({ put: still, take: take.filter((id) => !ids.has(id)) })
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
