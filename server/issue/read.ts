/** What was frozen, for those who may see it without a part in the draft: its words alone, nothing of how they came. */
import { eq } from 'drizzle-orm'
import type { Around } from '../../src/lib/document/drawn/html.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { Person } from '../access/person.ts'
import { frozenRevisions } from '../database/tables.ts'
import { needDraft } from './draft.ts'
import type { DrawnRevision } from './drawn.ts'
import type { Ground } from './ground.ts'

/** Throws `not_found` when the draft may not be seen, or was never frozen. */
export async function read(ground: Ground, person: Person, draftId: string, around: Around): Promise<DrawnRevision> {
  const draft = await needDraft(ground.db, person, 'see', draftId)
  const [row] = await ground.db
    .select({ json: frozenRevisions.document, hash: frozenRevisions.hash })
    .from(frozenRevisions)
    .where(eq(frozenRevisions.draftId, draft.id))
  if (!row) throw new AppError('not_found')
  const asked = { person: person.id, about: draft.id, text: row.hash, same: `${row.hash} ${JSON.stringify(around)}` }
  return ground.drawFrozen({ ...row, around }, { urgency: 'answer', ...asked })
}
