/** The acts that move a draft along its path, up to the freeze. Each is one transaction; a refusal changes nothing. */
import { z } from 'zod'
import { AppError } from '../../src/lib/errors.ts'
import { LIMITS } from '../../src/lib/limits.ts'
import type { Action, MoveAct } from '../../src/lib/vocabulary.ts'
import { id, optionalProse, parse, prose, step } from '../access/border.ts'
import { type DraftRow, lockDraft, needShown } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { deadline } from './create.ts'
import type { Ground } from './ground.ts'
import { announce, type Move, moveDraft } from './move.ts'
import { giveLead, givePart, needColleague } from './people.ts'
import type { Moment, Shown, Submission } from './shapes.ts'
import { needReadable, readableNow } from './text.ts'

const moment = z.object({ draftId: z.string(), step })
/** Of `giveBack` and `cancel`. */
export const withReason = moment.extend({ reason: prose(LIMITS.reason) })
/** Of `withdraw`. */
export const mayHaveReason = moment.extend({ reason: optionalProse(LIMITS.reason) })
/** The page says which text it shows; the program itself, which shows none, does not. */
const decision = mayHaveReason.extend({ textPosition: step })
const unseen = { textPosition: true } as const
export const approving = decision
export const submission = mayHaveReason.extend({ reviewerId: id, leaderId: id, dueAt: deadline.optional() })

/** To a reviewer, naming the leader who will sign. Nobody reviews what they own. */
export async function submit(ground: Ground, person: Person, input: Submission): Promise<void> {
  const { reviewerId, leaderId, dueAt, reason, ...at } = parse(submission, input)
  const seen = await readableNow(ground, person, at, 'submit')
  await act(ground, person, at, 'submit', async (tx, draft) => {
    await needReadable(ground, tx, { person, draft, seen })
    if (reviewerId === draft.createdBy) throw new AppError('bad_input', { field: 'reviewerId', reason: 'choice' })
    await needColleague(tx, person, reviewerId, 'reviewerId', ['reviewer', 'leader'])
    await needColleague(tx, person, leaderId, 'leaderId', ['leader'])
    await givePart(tx, draft.id, reviewerId, 'reviewer')
    await giveLead(tx, draft.id, leaderId)
    return { state: 'review', holderId: reviewerId, reason, dueAt, detail: { leaderId } }
  })
}

export async function withdraw(ground: Ground, person: Person, input: Moment & { reason?: string }): Promise<void> {
  const { reason, ...at } = parse(mayHaveReason, input)
  await act(ground, person, at, 'withdraw', async (_, draft) => ({
    state: 'drafting',
    holderId: draft.createdBy,
    reason,
  }))
}

/** Back to its authors, who read the reason; an approval given before is void. */
export async function giveBack(ground: Ground, person: Person, input: Moment & { reason: string }): Promise<void> {
  const { reason, ...at } = parse(withReason, input)
  await act(ground, person, at, 'return', async (_, draft) => ({
    state: 'drafting',
    holderId: draft.createdBy,
    reason,
  }))
}

export const passing = decision.extend({ toId: id, as: z.enum(['reviewer', 'leader'], 'choice') })

/** From one reviewer to the next, or to the leader for approval. */
export async function pass(
  ground: Ground,
  person: Person,
  input: Shown & { toId: string; as: 'reviewer' | 'leader'; reason?: string },
): Promise<void> {
  const { toId, as, reason, textPosition, ...at } = parse(passing.partial(unseen), input)
  const seen = await readableNow(ground, person, at, 'pass')
  await act(ground, person, at, 'pass', async (tx, draft) => {
    if (textPosition !== undefined) await needShown(tx, draft.id, textPosition)
    await needReadable(ground, tx, { person, draft, seen })
    if (as === 'leader') {
      await needColleague(tx, person, toId, 'toId', ['leader'])
      await giveLead(tx, draft.id, toId)
      return { state: 'approval', holderId: toId, reason }
    }
    if (toId === person.id || toId === draft.createdBy)
      throw new AppError('bad_input', { field: 'toId', reason: 'choice' })
    await needColleague(tx, person, toId, 'toId', ['reviewer', 'leader'])
    await givePart(tx, draft.id, toId, 'reviewer')
    return { state: 'review', holderId: toId, reason }
  })
}

export async function approve(ground: Ground, person: Person, input: Shown & { reason?: string }): Promise<void> {
  const { reason, textPosition, ...at } = parse(approving.partial(unseen), input)
  const seen = await readableNow(ground, person, at, 'approve')
  await act(ground, person, at, 'approve', async (tx, draft) => {
    if (textPosition !== undefined) await needShown(tx, draft.id, textPosition)
    await ground.needDecided(tx, draft.id)
    await needReadable(ground, tx, { person, draft, seen })
    return { state: 'approved', holderId: person.id, reason }
  })
}

export async function cancel(ground: Ground, person: Person, input: Moment & { reason: string }): Promise<void> {
  const { reason, ...at } = parse(withReason, input)
  await act(ground, person, at, 'cancel', async () => ({ state: 'cancelled', holderId: null, reason }))
}

async function act(
  ground: Ground,
  person: Person,
  at: Moment,
  action: Extract<MoveAct, Action>,
  decide: (tx: Transaction, draft: DraftRow) => Promise<Omit<Move, 'act'>>,
): Promise<void> {
  await ground.db.transaction(async (tx) => {
    const draft = await lockDraft(tx, person, at, action)
    await moveDraft(ground, tx, person, draft, { act: action, ...(await decide(tx, draft)) })
  })
  announce(ground, at.draftId)
}
