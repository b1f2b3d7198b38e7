import type { Action } from '../../src/lib/vocabulary.ts'
import { type DraftRow, readDraft } from '../access/facts.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { Queryable } from '../database/connect.ts'

/** For a look before the act itself locks the row. Throws `not_found`, `wrong_state` or `not_allowed`. */
export async function needDraft(db: Queryable, person: Person, action: Action, draftId: string): Promise<DraftRow> {
  const draft = await readDraft(db, person, draftId)
  need(person, action, draft)
  return draft
}
