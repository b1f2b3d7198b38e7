/** A draft's path from the first word to the signature: one verb a file. */
import type { Around } from '../../src/lib/document/drawn/html.ts'
import type { DrawnText } from '../../src/lib/document/sound/shapes.ts'
import type { Action, InvitedPart } from '../../src/lib/vocabulary.ts'
import { type DraftRow, lockDraft } from '../access/facts.ts'
import type { Person } from '../access/person.ts'
import type { Transaction } from '../database/connect.ts'
import { approve, cancel, giveBack, pass, submit, withdraw } from './acts.ts'
import { createDraft, type Origin } from './create.ts'
import { beginFrom, duplicate, keepText } from './duplicate.ts'
import { getDraft } from './get.ts'
import type { Ground, KeptText, Model } from './ground.ts'
import { announce, type Move, moveDraft } from './move.ts'
import { needOne } from './need.ts'
import { invite, remove, setDeadline } from './people.ts'
import { restartDraft } from './restart.ts'
import { restore } from './restore.ts'
import type { DraftPage, Moment, NewDraft, Shown, Submission, Work, WorkPage, WorkQuery, WorkRow } from './shapes.ts'
import { refreshSubject } from './subject.ts'
import { draftText } from './text.ts'
import { findInWork, myWork, workPage } from './work.ts'

export type { TextCare } from './ground.ts'
export type { Move } from './move.ts'
/** A draft whose row is locked by the transaction at hand. */
export type LockedDraft = DraftRow

/**
 * Every act takes the moment the person saw and throws `not_found`, `stale`, `wrong_state` or `not_allowed` without
 * having changed anything.
 */
export interface Drafts {
  /** Needs the role specialist (or leader, reviewer, clerk: whoever works with documents); seeds the text at once. */
  create(
    person: Person,
    input: NewDraft,
    prepare?: (update: Uint8Array) => Promise<(tx: Transaction, draftId: string) => Promise<void>>,
  ): Promise<{ id: string }>
  /** Another one with the words of a draft or document that this person may see; what it throws is said where it is written. */
  duplicate(person: Person, input: { draftId: string }): Promise<{ id: string }>
  /** For templates: the words of a draft or document that this person may see. */
  keepText(person: Person, draftId: string): Promise<KeptText>
  /** For templates: a draft that begins with such words; `also` is done in its transaction, with the images that it shows. */
  beginFrom(
    person: Person,
    from: { about: { id: string }; model: Model; origin: Origin },
    also: (tx: Transaction, draftId: string, images: readonly string[]) => Promise<void>,
  ): Promise<{ id: string }>
  /** Of each list the nearest; `rows` of each. */
  work(person: Person, rows?: number): Promise<Work>
  /** One of these lists, page by page. */
  workPage(person: Person, query: WorkQuery): Promise<WorkPage>
  /** Of all of them, by the words of the kind, the subject, the number, the writer or the holder; the first few. */
  find(person: Person, query: { search: string }): Promise<WorkRow[]>
  get(person: Person, draftId: string): Promise<DraftPage>
  /** For the border, before it says what is wrong with a form: whether one of these acts is this person's now. */
  need(person: Person, draftId: string, actions: readonly [Action, ...Action[]]): Promise<void>
  /** Its words, for who has a part in it; what of them can be read. */
  text(person: Person, draftId: string, around: Around): Promise<DrawnText>
  /** From a text that cannot be read back to one that can. */
  restore(person: Person, input: { draftId: string; to: 'readable' | 'earlier' | 'lighter' }): Promise<void>
  /** A second author, or somebody who only suggests. */
  invite(person: Person, input: { draftId: string; userId: string; as?: InvitedPart }): Promise<void>
  /** The owner removes whom somebody has invited, whoever has the draft who only suggests; an author may leave. */
  remove(person: Person, input: { draftId: string; userId: string }): Promise<void>
  setDeadline(person: Person, input: { draftId: string; dueAt: Date | null }): Promise<void>
  submit(person: Person, input: Submission): Promise<void>
  withdraw(person: Person, input: Moment & { reason?: string }): Promise<void>
  /** The reason is required. */
  return(person: Person, input: Moment & { reason: string }): Promise<void>
  /** To another reviewer, or to the leader named at submission (or another one) for approval. */
  pass(person: Person, input: Shown & { toId: string; as: 'reviewer' | 'leader'; reason?: string }): Promise<void>
  approve(person: Person, input: Shown & { reason?: string }): Promise<void>
  cancel(person: Person, input: Moment & { reason: string }): Promise<void>
  /** Copies subject from the stored text to the lists. */
  refreshSubject(draftId: string): Promise<void>
  /**
   * For the issue room, in its own transaction: the draft's row locked, the step compared, the right checked.
   * Throws as the acts do.
   */
  lock(
    tx: Transaction,
    person: Person,
    moment: Moment,
    action: 'finalize' | 'seal' | 'issue' | 'void',
  ): Promise<LockedDraft>
  /** For the issue room: a new draft that goes on from the frozen text of a locked one. */
  restart(tx: Transaction, person: Person, draft: LockedDraft, given: { reason: string }): Promise<{ id: string }>
  /** Moves a locked draft on and records it: draft_steps, audit, access_changes. Call `announce` after the commit. */
  move(tx: Transaction, person: Person, draft: LockedDraft, to: Move): Promise<void>
  /** Hints open sockets and pages that the draft has moved. */
  announce(draftId: string): void
}

export function createDrafts(ground: Ground): Drafts {
  /** The verb with its ground under it. */
  const on =
    <Given extends unknown[], Got>(verb: (ground: Ground, ...given: Given) => Promise<Got>) =>
    (...given: Given) =>
      verb(ground, ...given)

  return {
    create: on(createDraft),
    duplicate: on(duplicate),
    keepText: on(keepText),
    beginFrom: on(beginFrom),
    work: (person, rows) => myWork(ground, person, rows),
    workPage: on(workPage),
    find: on(findInWork),
    get: on(getDraft),
    need: on(needOne),
    text: on(draftText),
    restore: on(restore),
    invite: on(invite),
    remove: on(remove),
    setDeadline: on(setDeadline),
    submit: on(submit),
    withdraw: on(withdraw),
    return: on(giveBack),
    pass: on(pass),
    approve: on(approve),
    cancel: on(cancel),
    refreshSubject: on(refreshSubject),
    lock: lockDraft,
    restart: on(restartDraft),
    move: on(moveDraft),
    announce: (draftId) => announce(ground, draftId),
  }
}
