/** The desk where suggestions are decided, without a server: it does what the verb `decide` does, through its own job. */
import * as Y from 'yjs'
import type { Applied, Open, Wanted } from '../../../server/suggest/ground.ts'
import { applySuggestions } from '../../../server/suggest/jobs.ts'
import { FIRST_RESERVED_CLIENT } from '../../../src/lib/clients.ts'
import { canonicalJson, readDocument } from '../../../src/lib/document/read.ts'
import type { Suggested } from '../../../src/lib/document/suggest/fork.ts'
import { normalChanges } from '../../../src/lib/document/suggest/normal.ts'
import { changesShape } from '../../../src/lib/document/suggest/shapes.ts'
import { toldEach } from '../../../src/lib/document/suggest/words.ts'

export interface Standing {
  text: string
  says: string
}

export class Desk {
  /** What the log holds. */
  #log: Uint8Array
  readonly #all = new Map<string, Wanted>()
  /** Ids; of those that were decided the newest is last. */
  readonly open = new Set<string>()
  readonly #accepted = new Set<string>()
  readonly #rejected = new Set<string>()
  /** Could not be applied when they were accepted. */
  readonly gone: string[] = []
  #client = FIRST_RESERVED_CLIENT + 2 ** 31
  /** Somebody who has the draft open all the time. */
  readonly reader = new Y.Doc()
  /** How it was before anything was decided. */
  readonly began: Standing
  /** What was decided, in its order. */
  readonly #decided: ['accept' | 'reject', readonly string[]][] = []

  constructor(state: Uint8Array, suggestions: readonly Open[]) {
    this.#log = state
    Y.applyUpdate(this.reader, state)
    for (const one of suggestions) this.#all.set(one.id, { ...one })
    this.#put(this.open, this.#all.keys())
    this.began = this.stands
  }

  accept(ids: readonly string[]): void {
    this.#decided.push(['accept', ids])
    const { gone, done } = this.#apply(ids.flatMap((id) => this.#all.get(id) ?? []))
    this.#put(this.#accepted, done)
    for (const id of gone) this.open.delete(id)
    this.gone.push(...gone)
  }

  /** Takes back what was accepted last, as many as this. Answers which could not be. */
  undo(count: number): string[] {
    const latest = [...this.#accepted].slice(-count).toReversed()
    const wanted = latest.flatMap((id) => this.#all.get(id) ?? [])
    const { gone } = this.#apply(wanted.map((one) => ({ ...one, client: ++this.#client })))
    for (const { id, client } of wanted) this.#all.set(id, { id, client, changes: this.#all.get(id)?.changes ?? [] })
    this.#put(this.open, latest)
    return gone
  }

  get accepted(): number {
    return this.#accepted.size
  }

  reject(ids: readonly string[]): void {
    this.#decided.push(['reject', ids])
    this.#put(this.#rejected, ids)
  }

  /** Takes back all rejections. */
  reopen(): void {
    this.#put(this.open, this.#rejected)
  }

  /** Decides everything once more, in its order. */
  again(): void {
    for (const [how, ids] of this.#decided.splice(0)) this[how](ids)
  }

  #put(to: Set<string>, ids: Iterable<string>): void {
    for (const id of [...ids]) {
      for (const set of [this.open, this.#accepted, this.#rejected]) set.delete(id)
      to.add(id)
    }
  }

  #apply(wanted: Wanted[]): Applied {
    const isWanted = new Set(wanted.map(({ id }) => id))
    const others = [...this.#all.values()].filter(({ id }) => !isWanted.has(id))
    const applied = applySuggestions({ state: this.#log, wanted, others, keepsParts: false })
    if (applied.update) {
      this.#log = Y.mergeUpdates([this.#log, applied.update])
      Y.applyUpdate(this.reader, applied.update)
    }
    for (const one of [...applied.says, ...applied.undoes]) Object.assign(this.#all.get(one.id) ?? {}, one)
    return applied
  }

  /** The text, and what each suggestion says of it. */
  get stands(): Standing {
    const says = [...this.#all.values()].map(({ id, changes }) => ({ id, told: toldEach(changes) }))
    return { text: plain(this.doc), says: canonicalJson(says) }
  }

  /** The text as whoever opens it now has it. */
  get doc(): Y.Doc {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, this.#log)
    return doc
  }

  /** How it reads for whoever has had it open all the time, and for whoever opens it from what these send on. */
  readings(): { open: string; sent: string } {
    const sent = new Y.Doc()
    Y.applyUpdate(sent, Y.encodeStateAsUpdate(this.reader))
    return { open: plain(this.reader), sent: plain(sent) }
  }
}

export const plain = (doc: Y.Doc): string => canonicalJson(readDocument(doc))

/** As they come back from the table: through JSON, the border and the schema. */
export function kept(suggestions: readonly Suggested[], client: () => number): Open[] {
  return suggestions.map(({ id, changes }) => {
    const sent: unknown = JSON.parse(JSON.stringify(changes))
    return { id, client: client(), changes: normalChanges(changesShape.parse(sent)) }
  })
}
