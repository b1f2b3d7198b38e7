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

/** What a person is to one draft. A `suggester` was asked to suggest, and writes nothing. */
export const DRAFT_PARTS = ['owner', 'author', 'reviewer', 'leader', 'clerk', 'suggester'] as const
export type DraftPart = (typeof DRAFT_PARTS)[number]
/** As what a colleague is invited. */
export const INVITED_PARTS = ['author', 'suggester'] as const satisfies readonly DraftPart[]
export type InvitedPart = (typeof INVITED_PARTS)[number]

/** What a person may do with a draft. */
export const ACTIONS = [
  'see',
  'comment',
  'resolve',
  'write',
  'suggest',
  'decide',
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

/** What was done to a draft, as its path tells it; the record calls it "draft.submit". */
export const PATH_ACTS = [
  'create',
  'import',
  'duplicate',
  'template',
  'restart',
  'submit',
  'withdraw',
  'return',
  'pass',
  'approve',
  'cancel',
  'freeze',
  'sign',
  'sign-by-hand',
  'seal',
  'issue',
  'void',
] as const
export type PathAct = (typeof PATH_ACTS)[number]
/** What moves a draft on; the others begin one. */
export type MoveAct = Exclude<PathAct, 'create' | 'import' | 'duplicate' | 'template' | 'restart'>

/** From the freeze to the issue, each stored when it is done. The number is given with the freeze. */
export const ISSUE_STEPS = ['frozen', 'typeset', 'signed', 'sealed', 'issued'] as const
export type IssueStep = (typeof ISSUE_STEPS)[number]

/**
 * Files of an issued document: as it was set, with its signatures, with the seal, with what lets it be checked in ten years, and
 * for Word.
 */
export type FileKind = 'pdf' | 'pdf-signed' | 'pdf-sealed' | 'pdf-archived' | 'docx'
/** The pages that are shown to who comes for the first time. */
export const TOURS = ['work', 'desk'] as const
export type Tour = (typeof TOURS)[number]

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

/**
 * Whether a signing key can sign today. `untrusted`: its authority is not, or no longer, among the trusted ones. `revoked`: its
 * authority says so.
 */
export type KeyState =
  'usable' | 'none' | 'retired' | 'expired' | 'not_yet_valid' | 'revoked' | 'no_image' | 'untrusted'

/** The two signatures of a document: of the person who is competent, and of the agency. */
export type SignaturePart = 'signer' | 'seal'

/**
 * How long a signature can be checked (ETSI EN 319 142-1, baseline): B-B while its certificate is valid; B-T, there is proof of
 * when it was made; B-LT, and the file holds what says that no certificate was revoked; B-LTA, and a time stamp over all that.
 */
export const SIGNATURE_LEVELS = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const
export type SignatureLevel = (typeof SIGNATURE_LEVELS)[number]

/**
 * Why there is no time stamp. `none`: no authority is set. `resting`: it failed a moment ago and is not asked again yet. `weak`: over
 * SHA-1. `wrong_clock`: it and this server do not agree about the time. `too_large`: it does not fit the place that was kept.
 */
export const STAMP_FAULTS = [
  'none',
  'resting',
  'unreachable',
  'slow',
  'refused',
  'unreadable',
  'wrong_nonce',
  'wrong_imprint',
  'weak',
  'untrusted',
  'wrong_clock',
  'too_large',
] as const
export type StampFault = (typeof STAMP_FAULTS)[number]

/**
 * Why a paper's signatures cannot be checked for longer than they can. `no_tsa`: no time-stamping authority is set. `no_stamp`:
 * none gave a good stamp. `no_source`: a certificate does not say where its revocation can be asked about. `no_answer`: nobody
 * answers there, or with nothing that fits. `revoked`: a certificate is. `untrusted`: of an authority that is not known here.
 * `too_large`: a revocation list that would make every file as large. `failed`: something else.
 */
export const ARCHIVE_FAULTS = [
  'no_tsa',
  'no_stamp',
  'no_source',
  'no_answer',
  'revoked',
  'untrusted',
  'too_large',
  'failed',
] as const
export type ArchiveFault = (typeof ARCHIVE_FAULTS)[number]

/** As what somebody may use the agency's seal. */
export const SEAL_CAPACITIES = ['clerk', 'substitute'] as const
export type SealCapacity = (typeof SEAL_CAPACITIES)[number]

/** For whom one signs (Điều 13): thay mặt, quyền, ký thay, thừa lệnh, thừa ủy quyền; as printed, with a full stop behind. */
export const SIGNING_FORMS = ['TM', 'Q', 'KT', 'TL', 'TUQ'] as const
export type SigningForm = (typeof SIGNING_FORMS)[number]

/** Between two one-time passwords for one request: a message costs, and the one before it is good no more. */
export const CODE_EVERY_MS = 20_000

/**
 * Where a key is: on this server, in a token or machine beside it, in a token at its holder's own PC, with a service that asks its
 * holder's phone, with one that takes a PIN from here, with one that wants a one-time password for each paper, or with one on whose own
 * page its holder confirms.
 */
export type SigningDevice = 'server' | 'token' | 'pc' | 'phone' | 'service' | 'code' | 'page'
/** Whoever is asked answers from our page of that very paper: several at once cannot be asked. */
export const answersOnPage = (device: SigningDevice): boolean =>
  device === 'pc' || device === 'code' || device === 'page'

/**
 * What became of a request for a signature. `replaced`: it was asked again. `expired`: nobody answered in time. `refused`: its
 * holder said no. `failed`: it could not be made, or what came fits nothing. `cancelled`: its number was.
 */
export const REQUEST_STATES = ['waiting', 'embedded', 'replaced', 'expired', 'refused', 'failed', 'cancelled'] as const
export type RequestState = (typeof REQUEST_STATES)[number]

/** What becomes of a suggestion: `reopen` takes a decision back, `withdraw` the suggestion itself. */
export const SUGGESTION_DECISIONS = ['accept', 'reject', 'reopen', 'withdraw'] as const
export type SuggestionDecision = (typeof SUGGESTION_DECISIONS)[number]

/** Who may know of a thread: everybody with a part in the draft, those of one's own unit, or nobody but oneself. */
export const AUDIENCES = ['all', 'unit', 'private'] as const
export type Audience = (typeof AUDIENCES)[number]

/**
 * Steps of a draft's path, talk about it, being spoken to, suggestions, its deadline, who takes part: news of one topic on
 * one draft is one line. What ends by itself is of no draft, and a line each.
 */
export type NewsTopic = 'path' | 'talk' | 'mention' | 'suggest' | 'due' | 'people' | 'ends'
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
  | 'consulted'
export type NewsTalk = 'comment' | 'answer' | 'resolved' | 'mentioned'
/** Somebody suggests a change; what one suggested oneself was decided, or is open again. */
export type NewsSuggest = 'suggested' | 'accepted' | 'rejected' | 'reopened'
export type NewsDue = 'due_soon' | 'overdue'
/**
 * A key, the agency's seal, an authority that is trusted, or the certificate of one that stamps ends soon, or has; the day has passed
 * that a number was kept for.
 */
export type NewsEnds = 'key_ends' | 'seal_ends' | 'authority_ends' | 'stamper_ends' | 'number_late'
export type NewsEvent = NewsAct | NewsTalk | NewsSuggest | NewsDue | NewsEnds
