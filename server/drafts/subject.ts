import { eq, sql } from 'drizzle-orm'
import * as Y from 'yjs'
import { fieldsMap } from '../../src/lib/document/fields.ts'
import { cleanText } from '../../src/lib/document/text.ts'
import { parseId } from '../access/border.ts'
import { drafts } from '../database/tables.ts'
import { MAX_SUBJECT_LENGTH } from './create.ts'
import type { Ground } from './ground.ts'

/** Copies the subject from the stored text to the lists, and notes that the text has changed. */
export async function refreshSubject(ground: Ground, draftId: string): Promise<void> {
  const id = parseId(draftId)
  await ground.db.transaction(async (tx) => {
    const subject = subjectOf(await ground.readText(tx, id))
    await tx
      .update(drafts)
      .set({ subject, updatedAt: sql`now()` })
      .where(eq(drafts.id, id))
  })
}

function subjectOf(text: Uint8Array): string {
  const ydoc = new Y.Doc()
  try {
    Y.applyUpdate(ydoc, text)
    const held = fieldsMap(ydoc).get('subject')
    const subject = held instanceof Y.Text ? held.toString() : ''
    return cleanText(subject).replace(/\s+/g, ' ').trim().slice(0, MAX_SUBJECT_LENGTH)
  } finally {
    ydoc.destroy()
  }
}
