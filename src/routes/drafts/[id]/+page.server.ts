/** The editor's page: what stands around the text, the text as it is stored, and the acts on a draft. */
import { z } from 'zod'
import { readUpdate } from '$lib/document/read.ts'
import { storedHtml } from '$lib/editor/body/stored.ts'
import type { DraftView, StoredText } from '$lib/editor/types.ts'
import { answer, shown, signedIn } from '../../answers.ts'
import { deadline, id } from '../../inputs.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { app } = event.locals
  event.depends('draft:state')
  const draft = await shown(app.drafts.get(person, event.params.id))
  const isOutside = draft.right === 'none'
  const [threads, colleagues, house, document] = await Promise.all([
    shown(app.review.threads(person, draft.id)),
    app.access.colleagues(person),
    app.access.houseRules(person),
    isOutside ? app.issue.read(person, draft.id) : app.collab.readState(app.pool, draft.id).then(readUpdate),
  ])
  const { fields, body } = document
  return {
    draft: draft satisfies DraftView,
    threads,
    colleagues,
    house: { ...house, offices: draft.offices },
    stored: {
      fields,
      html: storedHtml(body, fields.kind, `/drafts/${draft.id}`),
      frozen: isOutside ? body : null,
    } satisfies StoredText,
  }
}

const step = z.coerce.number().int().nonnegative()
const reason = z.string('required').trim().min(1, 'required').max(2000, 'too_long')
const remark = z.string().trim().max(2000, 'too_long').default('')

export const actions: Actions = {
  submit: (event) =>
    answer(
      event,
      z.object({ step, reviewerId: id, leaderId: id, dueAt: deadline }),
      async (input) => {
        const { person } = signedIn(event)
        await event.locals.app.drafts.submit(person, { draftId: event.params.id, ...input })
      },
      'submit',
    ),

  withdraw: (event) =>
    answer(
      event,
      z.object({ step, reason: remark }),
      async (input) => {
        const { person } = signedIn(event)
        await event.locals.app.drafts.withdraw(person, { draftId: event.params.id, ...input })
      },
      'withdraw',
    ),

  return: (event) =>
    answer(
      event,
      z.object({ step, reason }),
      async (input) => {
        const { person } = signedIn(event)
        await event.locals.app.drafts.return(person, { draftId: event.params.id, ...input })
      },
      'return',
    ),

  pass: (event) =>
    answer(
      event,
      z.object({ step, toId: id, as: z.enum(['reviewer', 'leader'], 'choice'), reason: remark }),
      async (input) => {
        const { person } = signedIn(event)
        await event.locals.app.drafts.pass(person, { draftId: event.params.id, ...input })
      },
      'pass',
    ),

  approve: (event) =>
    answer(
      event,
      z.object({ step, reason: remark }),
      async (input) => {
        const { person } = signedIn(event)
        await event.locals.app.drafts.approve(person, { draftId: event.params.id, ...input })
      },
      'approve',
    ),

  cancel: (event) =>
    answer(
      event,
      z.object({ step, reason }),
      async (input) => {
        const { person } = signedIn(event)
        await event.locals.app.drafts.cancel(person, { draftId: event.params.id, ...input })
      },
      'cancel',
    ),

  invite: (event) =>
    answer(
      event,
      z.object({ userId: id }),
      async ({ userId }) => {
        const { person } = signedIn(event)
        await event.locals.app.drafts.invite(person, { draftId: event.params.id, userId })
      },
      'invite',
    ),

  remove: (event) =>
    answer(
      event,
      z.object({ userId: id }),
      async ({ userId }) => {
        const { person } = signedIn(event)
        await event.locals.app.drafts.remove(person, { draftId: event.params.id, userId })
      },
      'remove',
    ),

  deadline: (event) =>
    answer(
      event,
      z.object({ dueAt: deadline }),
      async ({ dueAt }) => {
        const { person } = signedIn(event)
        await event.locals.app.drafts.setDeadline(person, { draftId: event.params.id, dueAt })
      },
      'deadline',
    ),
}
