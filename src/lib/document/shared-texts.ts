/**
 * A new empty block gets its `Y.XmlText` from the person who makes it. Otherwise the first two people who type into it
 * each bring one of their own; y-tiptap then joins the two, and what a third typed meanwhile into the one that goes
 * is lost.
 */
import type { Schema } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** Gives a text to every empty textblock among these and what they hold. */
export function giveTexts(elements: readonly unknown[], schema: Schema): void {
  for (const element of elements) {
    if (!(element instanceof Y.XmlElement)) continue
    if (element.length > 0) giveTexts(element.toArray(), schema)
    else if (schema.nodes[element.nodeName]?.isTextblock) element.insert(0, [new Y.XmlText()])
  }
}

/** Does so for every block that this replica makes. Returns what ends it. */
export function keepTexts(ydoc: Y.Doc, schema: Schema): () => void {
  const attend = (transaction: Y.Transaction) => {
    if (!transaction.local) return
    const made = madeIn(transaction)
    // The origin is kept, so that undo takes block and text back together.
    if (made.length > 0) ydoc.transact(() => giveTexts(made, schema), transaction.origin)
  }
  ydoc.on('afterTransaction', attend)
  return () => ydoc.off('afterTransaction', attend)
}

/** Elements without content, or with it, that came into being in a transaction of this replica. */
function madeIn(transaction: Y.Transaction): Y.XmlElement[] {
  const { clientID } = transaction.doc
  const start = transaction.beforeState.get(clientID) ?? 0
  const made: Y.XmlElement[] = []
  for (const parent of transaction.changed.keys()) {
    if (!(parent instanceof Y.XmlFragment)) continue
    for (const child of parent.toArray()) {
      const id = child._item?.id
      if (child instanceof Y.XmlElement && id?.client === clientID && id.clock >= start && lacksText(child))
        made.push(child)
    }
  }
  return made
}

/** Whether it is empty, or anything in it is. */
function lacksText(element: Y.XmlElement): boolean {
  return element.length === 0 || element.toArray().some((child) => child instanceof Y.XmlElement && lacksText(child))
}

/** The same for an editor that y-tiptap binds to a draft. */
export function sharedTexts(): Plugin {
  return new Plugin({
    view(view) {
      const sync: unknown = ySyncPluginKey.getState(view.state)
      const isBound = typeof sync === 'object' && sync !== null && 'doc' in sync
      const doc: unknown = isBound ? sync.doc : null
      const end = doc instanceof Y.Doc ? keepTexts(doc, view.state.schema) : () => undefined
      return { destroy: end }
    },
  })
}
