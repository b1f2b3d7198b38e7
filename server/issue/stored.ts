import { createHash } from 'node:crypto'
import type { OfficialDocument } from '../../src/lib/document/model.ts'
import { type Offices, withOffice } from '../../src/lib/document/office.ts'
import { InvalidDocument, readUpdate } from '../../src/lib/document/read.ts'
import { AppError } from '../../src/lib/errors.ts'

/** A draft as it is stored, and what its office is called. */
export interface Stored {
  update: Uint8Array
  offices: Offices
}

/** The text that was read last: to be signed, one and the same is examined, set, and examined again. */
let last: { digest: string; document: OfficialDocument } | null = null

/** The document as it was written, whatever its office is called now: what versions and approvals are named by. */
export function readBare({ update }: Pick<Stored, 'update'>): OfficialDocument {
  const digest = createHash('sha256').update(update).digest('hex')
  if (last?.digest !== digest) last = { digest, document: unlessBroken(() => readUpdate(update)) }
  return last.document
}

/**
 * The document, with the names that its office has now. In processes only: a hundred pages take 100 ms. Throws
 * `broken_text` where nobody could read it: the draft's page says why, and shows the way back (OPEN-1).
 */
export function readStored(stored: Stored): OfficialDocument {
  const document = readBare(stored)
  return { ...document, fields: withOffice(document.fields, stored.offices) }
}

/** What is read of a text. Throws `broken_text` where nobody could read it. */
export function unlessBroken<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof InvalidDocument ? new AppError('broken_text') : error
  }
}
