/**
 * The words of the house that the database, the server and the pages share. What they are called in Vietnamese stands in
 * src/lib/ui (states.ts, roles.ts, acts.ts); who may do what, in server/access/may.ts.
 */

/**
 * The states of a draft, in the order of its path. `finalizing` holds a number but not yet a signature; `voided` was frozen
 * and numbered, and will never be issued: another draft goes on from its text. See docs/decisions/0003-states.md.
 */
export const DRAFT_STATES = [
  'drafting',
  'review',
  'approval',
  'approved',
  'finalizing',
  'signed',
  'issued',
  'cancelled',
  'voided',
] as const
export type DraftState = (typeof DRAFT_STATES)[number]

/** What a person is in the office, in the order in which they are listed; several at once are usual, rights are their union. */
export const ROLES = ['leader', 'reviewer', 'specialist', 'clerk', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** What a person is to one draft. */
export const DRAFT_PARTS = ['owner', 'author', 'reviewer', 'leader', 'clerk'] as const
export type DraftPart = (typeof DRAFT_PARTS)[number]

/** What a person may do with a draft. */
export const ACTIONS = [
  'see',
  'comment',
  'write',
  'suggest',
  'invite',
  'deadline',
  'submit',
  'withdraw',
  'return',
  'pass',
  'approve',
  'finalize',
  'seal',
  'issue',
  'cancel',
  'void',
] as const
export type Action = (typeof ACTIONS)[number]

/**
 * Why a version was kept: by hand, while people wrote, at an act on the draft's path, or around a restoration.
 * See docs/decisions/0017-versions.md.
 */
export const VERSION_KINDS = [
  'named',
  'auto',
  'submit',
  'withdraw',
  'return',
  'pass',
  'approve',
  'freeze',
  'before-restore',
  'restore',
] as const
export type VersionKind = (typeof VERSION_KINDS)[number]

/** Whether a signing key can sign today. `untrusted`: its authority is not, or no longer, among the trusted ones. */
export type KeyState = 'usable' | 'none' | 'retired' | 'expired' | 'not_yet_valid' | 'no_image' | 'untrusted'

/** Steps of a draft's path, talk about it, its deadline, who takes part: news of one topic on one draft is one line. */
export type NewsTopic = 'path' | 'talk' | 'due' | 'people'
export type NewsAct =
  | 'sent'
  | 'passed'
  | 'withdrawn'
  | 'returned'
  | 'approved'
  | 'signed'
  | 'sealed'
  | 'issued'
  | 'cancelled'
  | 'voided'
  | 'restarted'
  | 'invited'
export type NewsTalk = 'comment' | 'answer' | 'resolved'
export type NewsDue = 'due_soon' | 'overdue'
export type NewsEvent = NewsAct | NewsTalk | NewsDue
