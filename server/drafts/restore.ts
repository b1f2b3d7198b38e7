/** From a text that cannot be read back to one that can, by whoever may write: a change like any other, on record. */
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { parse } from '../access/border.ts'
import { lockDraft, readDraft } from '../access/facts.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { record } from '../audit/index.ts'
import type { Ground } from './ground.ts'
import { logOf } from './text.ts'

export const restoration = z.object({ draftId: z.string(), to: z.enum(['readable', 'earlier', 'lighter'], 'choice') })

/** While the way back is worked out, the text may go on: then it is worked out anew. */
const TRIES = 3

/**
 * `readable`: all is kept that can be read, where a change can do that; otherwise, and with `earlier`, the last moment at
 * which the whole text could be read; `lighter`: the last at which it was not too heavy to be drawn. Throws `not_allowed`, `wrong_state`, or `broken_text` when there was none.
 */
export async function restore(ground: Ground, person: Person, input: z.input<typeof restoration>): Promise<void> {
  const { draftId, to } = parse(restoration, input)
  const draft = await readDraft(ground.db, person, draftId)
  need(person, 'write', draft)
  for (let tries = 0; tries < TRIES; tries++) if (await tryOnce(ground, person, draft, to)) return
  throw new AppError('stale', { state: draft.state })
}

async function tryOnce(
  ground: Ground,
  person: Person,
  draft: { id: string; kind: string },
  to: z.infer<typeof restoration>['to'],
): Promise<boolean> {
  const { texts } = ground
  const rows = await ground.db.transaction((tx) => logOf(ground, tx, draft.id))
  const way = await texts.wayBack(person, draft, rows, to === 'readable' ? 'mended' : to)
  if (way.is === 'none') throw new AppError('broken_text')
  if (way.is === 'sound') return true
  const position = rows.length
  const isDone = await ground.db.transaction(async (tx) => {
    await lockDraft(tx, person, { draftId: draft.id }, 'write')
    if (way.is === 'change') {
      if (!(await texts.append(tx, draft.id, { position, update: way.update, userId: person.id }))) return false
      if (way.squashed) await texts.replace(tx, draft.id, way.squashed)
    } else await texts.replace(tx, draft.id, way)
    const detail = { way: way.is, from: position, to: way.position }
    await record(tx, { actorId: person.id, act: 'draft.restore', draftId: draft.id, detail })
    return true
  })
  if (!isDone) return false
  texts.appended(draft.id, way.is === 'change' ? 'change' : 'replacement')
  return true
}
