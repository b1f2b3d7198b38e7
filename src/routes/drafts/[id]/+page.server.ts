/** The editor's page: what stands around the text, the text as it is stored, and the acts on a draft. */
import { redirect } from '@sveltejs/kit'
import type { z } from 'zod'
import { AsJson } from '$lib/as-json.ts'
import type { DrawnText } from '$lib/document/sound/shapes.ts'
import { HeldText } from '$lib/editor/held-text.ts'
import type { BrokenText, DraftView, StoredText } from '$lib/editor/types.ts'
import { m } from '$lib/paraglide/messages'
import type { Action, DraftPart } from '$lib/vocabulary.ts'
import type { Person } from '../../../../server/access/person.ts'
import type { SignedIn } from '../../../../server/access/shapes.ts'
import type { App } from '../../../../server/app.ts'
import { approving, mayHaveReason, passing, submission, withReason } from '../../../../server/drafts/acts.ts'
import { duplication } from '../../../../server/drafts/duplicate.ts'
import { dueDay, invitation, somebody } from '../../../../server/drafts/people.ts'
import { restoration } from '../../../../server/drafts/restore.ts'
import { answer, type Asked, shown, signedIn } from '../../answers.ts'
import { deadline } from '../../inputs.ts'
import { voids } from '../voids.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** Letters of HTML; about seven pages. Putting it into the page takes the main thread some milliseconds or more. */
const LONG_PAGE = 50_000

export const load: PageServerLoad = async (event) => {
  const { person } = signedIn(event)
  const { app } = event.locals
  event.depends('draft:state')
  const draft = await shown(app.drafts.get(person, event.params.id))
  const isOutside = draft.right === 'none'
  const drawing = { address: `/drafts/${draft.id}`, undescribed: m.image_undescribed() }
  const [keys, unreadSince, threads, suggestions, colleagues, house, isNew, text] = await shown(
    Promise.all([
      draft.actions.includes('approve') ? app.issue.keys.mine(person) : null,
      isOutside ? null : unreadBy(app, person, draft),
      app.review.threads(person, draft.id),
      app.suggest.list(person, draft.id),
      app.access.colleagues(person),
      app.access.houseRules(person),
      app.access.tours.isNew(person, 'desk'),
      isOutside ? frozen(app.issue.read(person, draft.id, drawing)) : live(app.drafts.text(person, draft.id, drawing)),
    ]),
  )
  const around = {
    draft: { ...draft, unreadSince, keys } satisfies DraftView,
    isNew,
    threads: new AsJson(threads),
    suggestions: new AsJson(suggestions),
    colleagues: new AsJson(colleagues),
    house: { ...house, offices: draft.offices },
  }
  if (text.is === 'broken') return { ...around, stored: null, broken: brokenText(text) }
  if (text.html.main.length + text.html.appendices.length > LONG_PAGE) await app.pace.turn()
  const html = new HeldText(text.html, !event.isDataRequest)
  return { ...around, stored: { fields: text.fields, html, frozen: text.body } satisfies StoredText, broken: null }
}

/** Whoever writes it knows; everybody else is told once there is something new, until they say that they have read it. */
async function unreadBy({ versions }: App, person: Person, { id, parts }: { id: string; parts: DraftPart[] }) {
  if (parts.includes('owner') || parts.includes('author')) return null
  const since = await versions.unreadSince(person, id)
  await versions.opened(person, id)
  return since
}

const frozen = async <Revision>(reading: Promise<Revision>) => ({ is: 'whole' as const, ...(await reading) })
const live = async (reading: Promise<DrawnText>) => ({ body: null, ...(await reading) })

/** What can be read of a text that is broken, as its page shows it. */
function brokenText({ flaws, shown, lines, isMended }: DrawnText & { is: 'broken' }): BrokenText {
  return { flaws: flaws.map(({ kind, name, block, words }) => ({ kind, name, block, words })), shown, lines, isMended }
}

interface Act<S extends z.ZodType> {
  /** The verb's own schema; `draftId` is the address's. */
  fields: S
  written?: Asked<S, SignedIn>['written']
  /** The right it takes, before a fault of the form is told. */
  right: Action
  /** Where it is not called as the right is. */
  form?: string
}

/** An act on this draft, whose verb takes what the form gives. */
const act =
  <S extends z.ZodType>(
    { right, form = right, ...how }: Act<S>,
    verb: (drafts: App['drafts'], person: Person, input: z.infer<S>) => Promise<unknown>,
  ) =>
  (event: RequestEvent) => {
    const { drafts } = event.locals.app
    const draftId = event.params.id
    const needed = ({ person }: SignedIn) => drafts.need(person, draftId, [right])
    return answer(
      event,
      { who: signedIn, right: needed, known: { draftId }, form, ...how },
      async (input, { person }) => void (await verb(drafts, person, input)),
    )
  }

const dueAt = deadline

export const actions: Actions = {
  submit: act({ right: 'submit', fields: submission, written: { dueAt } }, (drafts, person, input) =>
    drafts.submit(person, input),
  ),
  withdraw: act({ right: 'withdraw', fields: mayHaveReason }, (drafts, person, input) =>
    drafts.withdraw(person, input),
  ),
  return: act({ right: 'return', fields: withReason }, (drafts, person, input) => drafts.return(person, input)),
  pass: act({ right: 'pass', fields: passing }, (drafts, person, input) => drafts.pass(person, input)),
  approve: act({ right: 'approve', fields: approving }, (drafts, person, input) => drafts.approve(person, input)),
  cancel: act({ right: 'cancel', fields: withReason }, (drafts, person, input) => drafts.cancel(person, input)),
  void: voids,
  duplicate: act({ right: 'see', fields: duplication, form: 'duplicate' }, async (drafts, person, input) => {
    const { id } = await drafts.duplicate(person, input)
    redirect(303, `/drafts/${id}`)
  }),
  restore: act({ right: 'write', fields: restoration, form: 'restore' }, (drafts, person, input) =>
    drafts.restore(person, input),
  ),
  invite: act({ right: 'invite', fields: invitation }, (drafts, person, input) => drafts.invite(person, input)),
  remove: act({ right: 'see', fields: somebody, form: 'remove' }, (drafts, person, input) =>
    drafts.remove(person, input),
  ),
  deadline: act({ right: 'deadline', fields: dueDay, written: { dueAt } }, (drafts, person, input) =>
    drafts.setDeadline(person, input),
  ),
}
