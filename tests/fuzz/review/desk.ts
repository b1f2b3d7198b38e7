/** The desk where suggestions are decided, without a server: it does what the verb `decide` does, through its own job. */
import * as Y from 'yjs'
import type { Open } from '../../../server/suggest/ground.ts'
import { applySuggestions } from '../../../server/suggest/jobs.ts'
import { canonicalJson, readDocument } from '../../../src/lib/document/read.ts'
import type { Suggested } from '../../../src/lib/document/suggest/fork.ts'
import { normalChanges } from '../../../src/lib/document/suggest/normal.ts'
import { changesShape } from '../../../src/lib/document/suggest/shapes.ts'

export class Desk {
  /** What the log holds. */
  #log: Uint8Array
  readonly open = new Map<string, Open>()
  /** Could not be applied when they were accepted. */
  readonly gone: string[] = []
  /** Somebody who has the draft open all the time. */
  readonly reader = new Y.Doc()

  constructor(state: Uint8Array, suggestions: readonly Open[]) {
    this.#log = state
    Y.applyUpdate(this.reader, state)
    for (const one of suggestions) this.open.set(one.id, one)
  }

  accept(ids: readonly string[]): void {
    const wanted = ids.flatMap((id) => this.open.get(id) ?? [])
    const others = [...this.open.values()].filter(({ id }) => !ids.includes(id))
    const { update, gone, remapped } = applySuggestions({ state: this.#log, wanted, others, keepsParts: false })
    if (update) {
      this.#log = Y.mergeUpdates([this.#log, update])
      Y.applyUpdate(this.reader, update)
    }
    for (const id of ids) this.open.delete(id)
    for (const { id, changes } of remapped) {
      const one = this.open.get(id)
      if (one) this.open.set(id, { ...one, changes })
    }
    this.gone.push(...gone)
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
