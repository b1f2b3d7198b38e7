/** The text of a draft for its page: whole, or what of it can be read (OPEN-1). */
import { createHash } from 'node:crypto'
import type { Around } from '../../src/lib/document/drawn/html.ts'
import { InvalidDocument } from '../../src/lib/document/read.ts'
import type { DrawnText } from '../../src/lib/document/sound/shapes.ts'
import { AppError } from '../../src/lib/errors.ts'
import type { Action } from '../../src/lib/vocabulary.ts'
import { readDraft } from '../access/facts.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import type { Ground, Named } from './ground.ts'
import type { Moment } from './shapes.ts'

export async function draftText(ground: Ground, person: Person, draftId: string, around: Around): Promise<DrawnText> {
  const draft = await readDraft(ground.db, person, draftId)
  const state = await stateOf(ground, draft.id)
  if (state) {
    const drawn = await ground.texts.draw(person, draft, [state], around)
    if (drawn.is === 'whole' || drawn.shown || drawn.flaws.some(({ kind }) => kind === 'too-heavy')) return drawn
  }
  const rows = await ground.db.transaction((tx) => logOf(ground, tx, draft.id))
  return ground.texts.draw(person, draft, rows, around)
}

const stateOf = (ground: Ground, draftId: string) => ground.readNow(draftId).catch(nullIfInvalid)

function nullIfInvalid(error: unknown): null {
  if (error instanceof InvalidDocument) return null
  throw error
}

/** Every row of the log, in its order. */
export async function logOf(ground: Ground, tx: Transaction, draftId: string): Promise<Uint8Array[]> {
  const rows: Uint8Array[] = []
  for await (const { update } of ground.texts.history(tx, draftId)) rows.push(update)
  return rows
}

/**
 * Throws `broken_text` where nobody could read what is submitted, approved or passed on. Asked before anything is locked:
 * to draw a long text takes a second, in which its row, and one of the few connections to the database, would be held.
 * Gives back which text was looked at, for `needReadable`.
 */
export async function readableNow(ground: Ground, person: Person, at: Moment, action: Action): Promise<string> {
  const draft = await readDraft(ground.db, person, at.draftId)
  if (at.step !== draft.step) throw new AppError('stale', { state: draft.state })
  need(person, action, draft)
  const state = await stateOf(ground, draft.id)
  if (!state || !(await isReadable(ground, person, draft, state))) throw new AppError('broken_text')
  return hashOf(state)
}

/** Behind the lock: `seen` is what was looked at before; another text that has come meanwhile is looked at now. */
export async function needReadable(
  ground: Ground,
  tx: Transaction,
  { person, draft, seen }: { person: Person; draft: Named; seen: string },
): Promise<void> {
  const state = await ground.readText(tx, draft.id).catch(nullIfInvalid)
  if (state && hashOf(state) === seen) return
  if (!state || !(await isReadable(ground, person, draft, state))) throw new AppError('broken_text')
}

/** As its next reader will open it: what cannot be drawn in time nobody could read either. */
const isReadable = (ground: Ground, person: Person, draft: Named, state: Uint8Array): Promise<boolean> =>
  ground.texts.canBeDrawn(person, draft, state)

const hashOf = (state: Uint8Array) => createHash('sha256').update(state).digest('hex')
