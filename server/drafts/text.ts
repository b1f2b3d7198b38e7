/** The text of a draft for its page: whole, or what of it can be read (OPEN-1). */
import type { Around } from '../../src/lib/document/drawn/html.ts'
import { InvalidDocument } from '../../src/lib/document/read.ts'
import type { DrawnText } from '../../src/lib/document/sound/shapes.ts'
import { AppError } from '../../src/lib/errors.ts'
import { readDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import type { Ground, Named } from './ground.ts'

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

async function stateOf(ground: Ground, draftId: string): Promise<Uint8Array | null> {
  try {
    return await ground.readNow(draftId)
  } catch (error) {
    if (error instanceof InvalidDocument) return null
    throw error
  }
}

/** Every row of the log, in its order. */
export async function logOf(ground: Ground, tx: Transaction, draftId: string): Promise<Uint8Array[]> {
  const rows: Uint8Array[] = []
  for await (const { update } of ground.texts.history(tx, draftId)) rows.push(update)
  return rows
}

/** Throws `broken_text` where nobody could read what is submitted, approved or passed on. */
export async function needReadable(ground: Ground, tx: Transaction, person: Person, draft: Named): Promise<void> {
  if (!(await isReadable(ground, tx, person, draft))) throw new AppError('broken_text')
}

const NOWHERE: Around = { address: '', undescribed: '' }

async function isReadable(ground: Ground, tx: Transaction, person: Person, draft: Named): Promise<boolean> {
  try {
    // As its next reader will open it: what cannot be drawn in time nobody could read either.
    const drawn = await ground.texts.draw(person, draft, [await ground.readText(tx, draft.id)], NOWHERE)
    return drawn.is === 'whole'
  } catch (error) {
    if (error instanceof InvalidDocument) return false
    throw error
  }
}
