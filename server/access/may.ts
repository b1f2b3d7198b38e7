/**
 * The one place that decides what a person may do to a draft (GUARD-1). Pure: the socket, the pages and the tests ask
 * the same table. How the states follow each other is told in docs/decisions/0003-states.md.
 */
import type { Right } from '../../src/lib/collab/protocol.ts'
import { AppError } from '../../src/lib/errors.ts'
import { type Action, ACTIONS, DRAFT_STATES, type DraftPart, type DraftState } from '../../src/lib/vocabulary.ts'
import type { Person } from './person.ts'

/** A draft as one person stands to it. */
export interface DraftFacts {
  id: string
  agencyId: string
  state: DraftState
  /** Who has it now; null once it is any clerk's to seal, issued, cancelled or voided. */
  holderId: string | null
  createdBy: string
  /** Stays within the office: when it is done, those with a part in it see it, and the leaders, to whom it goes. */
  isInternal?: boolean
  /** This person's parts in the draft; empty = none. */
  parts: DraftPart[]
}

/**
 * `anyone`: of the draft's agency; of a paper within the office its leaders and who has a part in it. `part`: has any
 * part in it. `holder`: has it now and a part in it.
 * `leading holder`: has it now and still is a leader of the agency. `clerk`, `admin`: by role, with no part needed.
 */
type Who = 'anyone' | 'part' | 'owner' | 'author' | 'suggester' | 'holder' | 'leading holder' | 'clerk' | 'admin'

/** What is not in the table is refused. */
const TABLE: Record<DraftState, Partial<Record<Action, Who[]>>> = {
  drafting: {
    see: ['part'],
    comment: ['part'],
    resolve: ['part'],
    write: ['owner', 'author'],
    suggest: ['owner', 'author', 'suggester'],
    decide: ['owner', 'author'],
    invite: ['owner', 'author'],
    deadline: ['owner', 'author'],
    submit: ['owner', 'author'],
    cancel: ['owner'],
  },
  review: {
    see: ['part'],
    comment: ['part'],
    resolve: ['part'],
    suggest: ['owner', 'author', 'suggester', 'holder'],
    decide: ['owner', 'author', 'leading holder'],
    invite: ['owner', 'author', 'holder'], // to suggest: nobody writes now
    deadline: ['owner', 'holder'],
    withdraw: ['owner'],
    return: ['holder'],
    pass: ['holder'],
  },
  approval: {
    see: ['part'],
    comment: ['part'],
    resolve: ['part'],
    suggest: ['owner', 'author', 'suggester', 'holder'],
    decide: ['owner', 'author', 'leading holder'],
    invite: ['owner', 'author', 'holder'],
    deadline: ['owner', 'holder'],
    withdraw: ['owner'],
    return: ['holder'],
    approve: ['leading holder'],
  },
  approved: {
    see: ['part'],
    resolve: ['part'], // what was said is ticked off; nothing more is said
    deadline: ['owner', 'holder'],
    withdraw: ['owner'], // also the way out when the leader can no longer sign
    return: ['holder'],
    finalize: ['leading holder'],
  },
  // Frozen and numbered: finalizing again resumes at the step that failed. From here on a number hangs on it, and those who
  // keep the register see it and can cancel it, so that it is not stuck with somebody who can no longer sign (OPEN-1).
  finalizing: { see: ['part', 'clerk', 'admin'], finalize: ['leading holder'], void: ['holder', 'clerk', 'admin'] },
  signed: { see: ['part', 'clerk', 'admin'], seal: ['clerk'], issue: ['clerk'], void: ['clerk', 'admin'] },
  issued: { see: ['anyone'] },
  cancelled: { see: ['part'] },
  voided: { see: ['part', 'clerk', 'admin'] },
}

/** Whether this person may do this to this draft as it stands. */
export function may(person: Person, action: Action, draft: DraftFacts): boolean {
  if (person.agencyId !== draft.agencyId) return false
  return (TABLE[draft.state][action] ?? []).some((who) => is(person, who, draft))
}

/** What was said in review stays among those with a part in the draft, also when everybody may read what was issued. */
export function mayReadReview(person: Person, draft: DraftFacts): boolean {
  return may(person, 'see', draft) && is(person, 'part', draft)
}

function is(person: Person, who: Who, draft: DraftFacts): boolean {
  const holds = draft.holderId === person.id && draft.parts.length > 0
  switch (who) {
    case 'anyone':
      return draft.isInternal !== true || draft.parts.length > 0 || person.roles.includes('leader')
    case 'part':
      return draft.parts.length > 0
    case 'owner':
    case 'author':
    case 'suggester':
      return draft.parts.includes(who)
    case 'holder':
      return holds
    case 'leading holder':
      return holds && person.roles.includes('leader')
    case 'clerk':
    case 'admin':
      return isRole(person, who)
  }
}

/** Everybody who works with documents may begin one; an administrator only looks after the office. */
export function needWriter(person: Person): void {
  if (person.roles.every((role) => role === 'admin')) throw new AppError('not_allowed', { action: 'create' })
}

/** A template as rights see it. */
export interface TemplateFacts {
  agencyId: string
  ownerId: string
  /** It is the office's: everybody may begin with it. */
  isShared: boolean
}

/**
 * What one's own is, one does with as one likes; what is the office's, its clerks and administrators look after. They alone
 * give a template to the office, and only one that they may see.
 */
export function mayTemplate(person: Person, action: 'use' | 'change' | 'share', template: TemplateFacts): boolean {
  if (person.agencyId !== template.agencyId) return false
  const isMine = template.ownerId === person.id
  const looksAfter = isRole(person, 'clerk') || isRole(person, 'admin')
  switch (action) {
    case 'use':
      return isMine || template.isShared
    case 'change':
      return template.isShared ? looksAfter : isMine
    case 'share':
      return looksAfter && (isMine || template.isShared)
  }
}

/** Papers that are signed are any clerk's of their agency to seal, one by one or several at once. */
export const maySeal = (person: Person): boolean => (TABLE.signed.seal ?? []).some((who) => isRole(person, who))

/** Papers that wait for one's signature are a leader's. Throws `not_allowed`. */
export function needSigner(person: Person): void {
  if (!person.roles.includes('leader')) throw new AppError('not_allowed', { action: 'finalize' })
}

function isRole(person: Person, who: Who): boolean {
  return (who === 'clerk' || who === 'admin') && person.roles.includes(who)
}

/**
 * What a socket of this person may do to the text. Through it comes all that was ever written, deleted words too: that is
 * for those with a part in the draft. Everybody else reads what was frozen (docs/decisions/0007-reading.md).
 */
export function textRight(person: Person, draft: DraftFacts): Right {
  if (!is(person, 'part', draft)) return 'none'
  if (may(person, 'write', draft)) return 'write'
  if (may(person, 'suggest', draft)) return 'suggest'
  if (may(person, 'comment', draft)) return 'comment'
  return may(person, 'see', draft) ? 'read' : 'none'
}

/**
 * Goes on only when the person may. Otherwise throws `not_found` when they may not even see the draft (whether it
 * exists is then not told either), `wrong_state` when they could do this at another moment, else `not_allowed`.
 */
export function need(person: Person, action: Action, draft: DraftFacts): void {
  if (!may(person, 'see', draft)) throw new AppError('not_found')
  if (may(person, action, draft)) return
  const atAnotherMoment = DRAFT_STATES.some((state) => may(person, action, { ...draft, state }))
  throw new AppError(atAnotherMoment ? 'wrong_state' : 'not_allowed', { action, state: draft.state })
}

/** Everything this person may do to the draft now, for a page to show. */
export function allowedActions(person: Person, draft: DraftFacts): Action[] {
  return ACTIONS.filter((action) => may(person, action, draft))
}
