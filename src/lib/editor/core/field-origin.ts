/** Tells what a person typed or chose in a field apart from every other change of the fields. */
import type * as Y from 'yjs'
import { StepHistory } from './undo.ts'

/** Origin of the transactions in which a person types or chooses. Only these can be undone. */
export const FIELD_ORIGIN = Symbol('typed in a field')

export const fieldUndo = (fields: Y.Map<unknown>) => new StepHistory(fields, FIELD_ORIGIN)
