/** Tells what a person typed or chose in a field apart from every other change of the fields. */
import * as Y from 'yjs'

/** Origin of the transactions in which a person types or chooses. Only these can be undone. */
export const FIELD_ORIGIN = Symbol('typed in a field')

export function fieldUndo(fields: Y.Map<unknown>): Y.UndoManager {
  return new Y.UndoManager(fields, { trackedOrigins: new Set([FIELD_ORIGIN]) })
}
