import type { Action } from '../../src/lib/vocabulary.ts'
import { readDraft } from '../access/facts.ts'
import { may, need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { Ground } from './ground.ts'

/** Throws as the acts do unless this person may do one of these to the draft now. Changes nothing. */
export async function needOne(
  { db }: Ground,
  person: Person,
  draftId: string,
  actions: readonly [Action, ...Action[]],
): Promise<void> {
  const draft = await readDraft(db, person, draftId)
  if (!actions.some((action) => may(person, action, draft))) need(person, actions[0], draft)
}
