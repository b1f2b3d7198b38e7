import { InvalidDocument } from '../../src/lib/document/read.ts'
import { normalChanges } from '../../src/lib/document/suggest/normal.ts'
import type { Change } from '../../src/lib/document/suggest/shapes.ts'
import { AppError } from '../../src/lib/errors.ts'

export interface Put {
  id: string
  changes: Change[]
  /** Also one that was taken back. */
  again: boolean
}

/** Each as a document may hold it. Throws `bad_input`. */
export function normalPut(put: readonly Put[]): Put[] {
  try {
    return put.map((one) => ({ ...one, changes: normalChanges(one.changes) }))
  } catch (failure) {
    if (failure instanceof InvalidDocument) throw new AppError('bad_input', { field: 'changes' })
    throw failure
  }
}
