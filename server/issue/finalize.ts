/** Chốt, cấp số, dựng PDF, ký số: one act of the leader. */
import type { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { id, parse, step } from '../access/border.ts'
import type { DraftRow } from '../access/facts.ts'
import { houseRules } from '../access/house-rules.ts'
import { need } from '../access/may.ts'
import type { Person } from '../access/person.ts'
import { type Ahead, setAhead } from './ahead.ts'
import { needDraft } from './draft.ts'
import { freeze } from './freeze.ts'
import type { Ground } from './ground.ts'
import { type UnlockedKey, unlocking, using } from './keys/unlock.ts'
import { produce, type Progress } from './produce.ts'
import { type Looked, needReady, readTextNow } from './ready.ts'
import { calendarDay, endOfDay, findRegister, takesNumber } from './register.ts'
import { findMarks } from './revision.ts'

/** `reservedId`: the number that was kept for this paper. */
export const finalizing = unlocking.extend({ step, reservedId: id.optional() })
export const resuming = unlocking

/**
 * Before anything is frozen: `not_found`, `not_allowed`, `wrong_state`, `stale`, `format_faults`, `other_signer`,
 * `no_register`, `number_taken`, `reserved_number`, `cannot_be_printed`, `image_missing`, `too_heavy`, `no_key`, `too_many_requests`, `wrong_pin`,
 * `key_unreachable`; nothing has changed then.
 * Afterwards: `signing_failed` and what `ask` throws; text and number are safe, `resume` goes on. Where the
 * signer is asked elsewhere, `asked` is told, and the signature comes when they answer (requests/pulse.ts).
 */
export async function finalize(
  ground: Ground,
  person: Person,
  draftId: string,
  given: z.input<typeof finalizing>,
  onProgress: Progress = () => {},
): Promise<void> {
  const { step, reservedId, ...how } = parse(finalizing, given)
  const draft = await needSignable(ground, person, draftId, step)
  const begun = begin(ground, person, draft, { step, reservedId })
  begun.catch(() => {}) // told by `using`, before anything of the key
  await using(ground, person, { userId: person.id }, { ...how, draftId, ready: begun }, async (unlocked) =>
    signNew(ground, person, await begun, unlocked, onProgress),
  )
}

/** `reservedId`: as in `finalizing`. */
interface Moment {
  step: number
  reservedId?: string | undefined
}

export interface Begun {
  draft: DraftRow
  moment: Moment
  looked: Looked
  /** Set as it will be: what it throws comes before the freeze. */
  setting: Promise<Ahead>
}

/** The draft, where this person may sign it as it is now. */
export async function needSignable(ground: Ground, person: Person, draftId: string, step: number): Promise<DraftRow> {
  const draft = await needDraft(ground.db, person, 'finalize', draftId)
  if (draft.state !== 'approved') throw new AppError('wrong_state', { state: draft.state })
  if (draft.step !== step) throw new AppError('stale')
  return draft
}

/** What is looked at before a PIN is tried. */
export async function begin(
  ground: Ground,
  person: Person,
  draft: DraftRow,
  { step, reservedId }: Moment,
): Promise<Begun> {
  const { id: draftId } = draft
  const [text, house] = await Promise.all([readTextNow(ground, draftId), houseRules(ground.db, draft.agencyId)])
  const looked = await needReady(ground, person, draftId, { text, house })
  const { kind, symbol } = looked.examined.fields
  const { year } = calendarDay(ground.now())
  const paper = { agencyId: draft.agencyId, kind, symbol: symbol.trim() }
  const register = takesNumber(kind) ? await findRegister(ground.db, paper, year) : null
  if (takesNumber(kind) && !register) throw new AppError('no_register', { kind })
  // While the key is opened: each takes as long as the other. What it throws is thrown later; a wrong PIN comes first.
  const setting = setAhead(ground, person, draftId, text, { registerId: register?.id ?? null, reservedId })
  setting.catch(() => {})
  return { draft, moment: { step, reservedId }, looked, setting }
}

/** The freeze, the number and the signature of what has begun, with the key open. */
export async function signNew(
  ground: Ground,
  person: Person,
  { draft, moment, looked, setting }: Begun,
  unlocked: UnlockedKey,
  onProgress: Progress,
): Promise<void> {
  const ahead = await setting
  const tell = quietly(ground, onProgress)
  const { numberLine } = await ground.freezing(draft.agencyId, () =>
    freeze(ground, person, { draftId: draft.id, ...moment, looked, ahead }),
  )
  tell({ step: 'frozen' })
  if (numberLine !== null) tell({ step: 'numbered', number: numberLine })
  await produce(ground, person, draft.id, unlocked, tell)
}

/**
 * Goes on at the step that failed, or where the process died; asks again, over the same bytes, whoever has not answered, also
 * with another key of theirs. Throws as `finalize` does, but for the freeze.
 */
export async function resume(
  ground: Ground,
  person: Person,
  draftId: string,
  given: z.input<typeof resuming>,
  onProgress: Progress = () => {},
): Promise<void> {
  const how = parse(resuming, given)
  const draft = await needDraft(ground.db, person, 'see', draftId)
  if (draft.state !== 'finalizing') throw new AppError('wrong_state', { state: draft.state })
  need(person, 'finalize', draft)
  // Before a PIN is tried, or a token is asked: nobody signs it any more.
  const day = (await findMarks(ground.db, draftId))?.date
  if (day !== undefined && endOfDay(day) <= ground.now()) throw new AppError('day_over', { date: day })
  await using(ground, person, { userId: person.id }, { ...how, draftId }, (unlocked) =>
    produce(ground, person, draftId, unlocked, quietly(ground, onProgress)),
  )
}

/** A page that was closed meanwhile must not stop what it was told about. */
function quietly({ log }: Pick<Ground, 'log'>, onProgress: Progress): Progress {
  return (event) => {
    try {
      onProgress(event)
    } catch (error) {
      log.debug({ err: error }, 'nobody listens to the progress any more')
    }
  }
}
