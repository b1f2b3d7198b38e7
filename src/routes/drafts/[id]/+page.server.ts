/** The editor's page: what stands around the text, the text as it is stored, and the acts on a draft. */
import { z } from 'zod'
import { readUpdate } from '$lib/document/read.ts'
import { storedHtml } from '$lib/document/drawn/html.ts'
import type { DraftView, StoredText } from '$lib/editor/types.ts'
import { m } from '$lib/paraglide/messages'
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
  const [threads, colleagues, house, document] = await shown(
    Promise.all([
      app.review.threads(person, draft.id),
      app.access.colleagues(person),
      app.access.houseRules(person),
      isOutside ? app.issue.read(person, draft.id) : app.collab.readState(app.pool, draft.id).then(readUpdate),
    ]),
  )
  const { fields, body } = document
  return {
    draft: draft satisfies DraftView,
    threads,
    colleagues,
    house: { ...house, offices: draft.offices },
    stored: {
      fields,
      html: storedHtml(body, fields.kind, {
        address: `/drafts/${draft.id}`,
        undescribed: m.image_undescribed(),
      }),
      frozen: isOutside ? body : null,
    } satisfies StoredText,
  }
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
