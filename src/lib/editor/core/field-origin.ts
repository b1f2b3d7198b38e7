import * as Y from 'yjs'

/** Transactions of a person typing or choosing in a field; the undo manager of the fields listens to these alone. */
export const FIELD_ORIGIN = Symbol('typed in a field')

export function fieldUndo(fields: Y.Map<unknown>): Y.UndoManager {
  return new Y.UndoManager(fields, { trackedOrigins: new Set([FIELD_ORIGIN]) })
}
