/** The editor's page: what stands around the text, the text as it is stored, and the acts on a draft. */
import { z } from 'zod'
import { m } from '$lib/paraglide/messages'
import type { DrawnText } from '$lib/document/sound/shapes.ts'
import type { BrokenText, DraftView, StoredText } from '$lib/editor/types.ts'
import type { Action } from '../../../../server/access/may.ts'
import type { SignedIn } from '../../../../server/access/shapes.ts'
import { answer, shown, signedIn } from '../../answers.ts'
import { deadline, id } from '../../inputs.ts'
import { voids } from '../voids.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { app } = event.locals
  event.depends('draft:state')
  const draft = await shown(app.drafts.get(person, event.params.id))
  const isOutside = draft.right === 'none'
  const drawing = { address: `/drafts/${draft.id}`, undescribed: m.image_undescribed() }
  const [threads, colleagues, house, text] = await shown(
    Promise.all([
      app.review.threads(person, draft.id),
      app.access.colleagues(person),
      app.access.houseRules(person),
      isOutside ? frozen(app.issue.read(person, draft.id, drawing)) : live(app.drafts.text(person, draft.id, drawing)),
    ]),
  )
  const around = { draft: draft satisfies DraftView, threads, colleagues, house: { ...house, offices: draft.offices } }
  if (text.is === 'broken') return { ...around, stored: null, broken: brokenText(text) }
  const { fields, html } = text
  return { ...around, stored: { fields, html, frozen: text.body } satisfies StoredText, broken: null }
}

const frozen = async <Revision>(reading: Promise<Revision>) => ({ is: 'whole' as const, ...(await reading) })
const live = async (reading: Promise<DrawnText>) => ({ body: null, ...(await reading) })

/** What can be read of a text that is broken, as its page shows it. */
function brokenText({ flaws, shown, lines, isMended }: DrawnText & { is: 'broken' }): BrokenText {
  return { flaws: flaws.map(({ kind, name, block, words }) => ({ kind, name, block, words })), shown, lines, isMended }
}

const step = z.coerce.number().int().nonnegative()
const reason = z.string('required').trim().min(1, 'required').max(2000, 'too_long')
const remark = z.string().trim().max(2000, 'too_long').default('')

const may =
  (event: RequestEvent, action: Action) =>
  ({ person }: SignedIn) =>
    event.locals.app.drafts.need(person, event.params.id, [action])

export const actions: Actions = {
  submit: (event) =>
    answer(
      event,
      {
        who: signedIn,
        right: may(event, 'submit'),
        fields: z.object({ step, reviewerId: id, leaderId: id, dueAt: deadline }),
        form: 'submit',
      },
      async (input, { person }) => {
        await event.locals.app.drafts.submit(person, { draftId: event.params.id, ...input })
      },
    ),

  withdraw: (event) =>
    answer(
      event,
      { who: signedIn, right: may(event, 'withdraw'), fields: z.object({ step, reason: remark }), form: 'withdraw' },
      async (input, { person }) => {
        await event.locals.app.drafts.withdraw(person, { draftId: event.params.id, ...input })
      },
    ),

  return: (event) =>
    answer(
      event,
      { who: signedIn, right: may(event, 'return'), fields: z.object({ step, reason }), form: 'return' },
      async (input, { person }) => {
        await event.locals.app.drafts.return(person, { draftId: event.params.id, ...input })
      },
    ),

  pass: (event) =>
    answer(
      event,
      {
        who: signedIn,
        right: may(event, 'pass'),
        fields: z.object({ step, toId: id, as: z.enum(['reviewer', 'leader'], 'choice'), reason: remark }),
        form: 'pass',
      },
      async (input, { person }) => {
        await event.locals.app.drafts.pass(person, { draftId: event.params.id, ...input })
      },
    ),

  approve: (event) =>
    answer(
      event,
      { who: signedIn, right: may(event, 'approve'), fields: z.object({ step, reason: remark }), form: 'approve' },
      async (input, { person }) => {
        await event.locals.app.drafts.approve(person, { draftId: event.params.id, ...input })
      },
    ),

  cancel: (event) =>
    answer(
      event,
      { who: signedIn, right: may(event, 'cancel'), fields: z.object({ step, reason }), form: 'cancel' },
      async (input, { person }) => {
        await event.locals.app.drafts.cancel(person, { draftId: event.params.id, ...input })
      },
    ),

  void: voids,

  restore: (event) =>
    answer(
      event,
      {
        who: signedIn,
        right: may(event, 'write'),
        fields: z.object({ to: z.enum(['readable', 'earlier', 'lighter'], 'choice') }),
        form: 'restore',
      },
      async ({ to }, { person }) => {
        await event.locals.app.drafts.restore(person, { draftId: event.params.id, to })
      },
    ),

  invite: (event) =>
    answer(
      event,
      { who: signedIn, right: may(event, 'invite'), fields: z.object({ userId: id }), form: 'invite' },
      async ({ userId }, { person }) => {
        await event.locals.app.drafts.invite(person, { draftId: event.params.id, userId })
      },
    ),

  remove: (event) =>
    answer(
      event,
      { who: signedIn, right: may(event, 'see'), fields: z.object({ userId: id }), form: 'remove' },
      async ({ userId }, { person }) => {
        await event.locals.app.drafts.remove(person, { draftId: event.params.id, userId })
      },
    ),

  deadline: (event) =>
    answer(
      event,
      { who: signedIn, right: may(event, 'deadline'), fields: z.object({ dueAt: deadline }), form: 'deadline' },
      async ({ dueAt }, { person }) => {
        await event.locals.app.drafts.setDeadline(person, { draftId: event.params.id, dueAt })
      },
    ),
}
