/** The desk where suggestions are decided, without a server: it does what the verb `decide` does, through its own job. */
import * as Y from 'yjs'
import type { Applied, Open, Wanted } from '../../../server/suggest/ground.ts'
import { applySuggestions } from '../../../server/suggest/jobs.ts'
import { FIRST_RESERVED_CLIENT } from '../../../src/lib/clients.ts'
import { canonicalJson, readDocument } from '../../../src/lib/document/read.ts'
import type { Suggested } from '../../../src/lib/document/suggest/fork.ts'
import { normalChanges } from '../../../src/lib/document/suggest/normal.ts'
import { type Change, changesShape } from '../../../src/lib/document/suggest/shapes.ts'

/** As the server marks what would undo an acceptance. */
const UNDO = 'undo '

export class Desk {
  /** What the log holds. */
  #log: Uint8Array
  readonly open = new Map<string, Open>()
  #client = FIRST_RESERVED_CLIENT + 2 ** 31
  /** Could not be applied when they were accepted. */
  readonly gone: string[] = []
  /** The newest last: what it spoke of when it was accepted, and what takes it out again. */
  readonly #accepted: { one: Open; undo: Change[] }[] = []
  /** Somebody who has the draft open all the time. */
  readonly reader = new Y.Doc()

  constructor(state: Uint8Array, suggestions: readonly Open[]) {
    this.#log = state
    Y.applyUpdate(this.reader, state)
    for (const one of suggestions) this.open.set(one.id, one)
  }

  accept(ids: readonly string[]): void {
    const wanted = ids.flatMap((id) => this.open.get(id) ?? [])
    const { gone, done, inverses, remapped } = this.#apply(wanted)
    const spoke = new Map(remapped.map(({ id, changes }) => [id, changes]))
    const known = new Map(inverses.map(({ id, changes }) => [id, changes]))
    for (const id of done) {
      const one = this.open.get(id)
      if (one)
        this.#accepted.push({ one: { ...one, changes: spoke.get(id) ?? one.changes }, undo: known.get(id) ?? [] })
    }
    for (const id of ids) this.open.delete(id)
    this.gone.push(...gone)
  }

  /** Takes back what was accepted last, as many as this. Answers which could not be. */
  undo(count: number): string[] {
    const latest = this.#accepted.splice(-count).toReversed()
    const wanted = latest.map(({ one, undo }) => ({
      ...{ id: one.id, client: ++this.#client, changes: undo, undone: one.changes },
    }))
    const { gone, inverses } = this.#apply(wanted)
    const known = new Map(inverses.map(({ id, changes }) => [id, changes]))
    for (const { one } of latest) {
      const now = known.get(one.id) ?? []
      this.open.set(one.id, now.length > 0 ? { ...one, changes: now } : one)
    }
    return gone
  }

  get accepted(): number {
    return this.#accepted.length
  }

  #apply(wanted: readonly Wanted[]): Applied {
    const isWanted = new Set(wanted.map(({ id }) => id))
    const undos = this.#accepted.map(({ one: { id }, undo }) => ({ id: `${UNDO}${id}`, changes: undo }))
    const others = [...[...this.open.values()].filter(({ id }) => !isWanted.has(id)), ...undos]
    const applied = applySuggestions({ state: this.#log, wanted: [...wanted], others, keepsParts: false })
    if (applied.update) {
      this.#log = Y.mergeUpdates([this.#log, applied.update])
      Y.applyUpdate(this.reader, applied.update)
    }
    for (const { id, changes } of applied.remapped) {
      const accepted = this.#accepted.find(({ one }) => `${UNDO}${one.id}` === id)
      if (accepted) accepted.undo = changes
      const one = this.open.get(id)
      if (one) this.open.set(id, { ...one, changes })
    }
    return applied
  }

  reject(ids: readonly string[]): void {
    for (const id of ids) this.open.delete(id)
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
