/** What was frozen, for those who may see it without a part in the draft: its words alone, nothing of how they came. */
import type { OfficialDocument } from '../../src/lib/document/model.ts'
import type { Person } from '../access/person.ts'
import { needDraft } from './draft.ts'
import type { Ground } from './ground.ts'
import { readRevision } from './revision.ts'

/** Throws `not_found` when the draft may not be seen. */
export async function read(ground: Ground, person: Person, draftId: string): Promise<OfficialDocument> {
  await needDraft(ground.db, person, 'see', draftId)
  return (await readRevision(ground.db, draftId)).document
}
