/** How a text reads with suggestions in it that are not decided. */
import * as Y from 'yjs'
import { apply, remap, stands } from './apply.ts'
import type { Change } from './shapes.ts'

/** A suggestion, and the Yjs client under which it comes into the text. */
export interface Standing {
  client: number
  changes: readonly Change[]
}

/** A copy with these in it, but for those that cannot be applied. */
export function finalText(text: Y.Doc, open: readonly Standing[]): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(text))
  let waiting = open.map(({ client, changes }) => ({ client, changes: [...changes] }))
  while (waiting.length > 0) {
    const [first, ...rest] = waiting
    waiting = rest
    if (!first || !stands(copy, first.changes)) continue
    copy.clientID = first.client
    const moved = copy.transact((tr) => apply(tr, first.changes))
    waiting = rest.map(({ client, changes }) => ({ client, changes: changes.map((change) => remap(change, moved)) }))
  }
  return copy
}
