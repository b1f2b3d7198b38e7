/**
 * Every expected failure that reaches a person, by a stable code. The sentence for each code stands in
 * `src/messages/{vi,en}/errors.json` under `error_<code>`: what happened, what is safe, what to do.
 * Add a code here and both sentences there; a test holds the two together.
 */
export const ERROR_STATUS = {
  /** A form or request that does not fit its schema; `detail` names the field. */
  bad_input: 400,
  /** A body of a kind that the address does not take: no form, no JSON. */
  wrong_media: 415,
  /** The address is asked for in a manner that it does not know. */
  wrong_method: 405,
  /** The program is reached by a name it does not go by (`detail.host`): ORIGIN is not set. */
  foreign_host: 421,
  /** The body did not arrive in time. */
  too_slow: 408,
  /** No session, or one that has ended. */
  not_signed_in: 401,
  wrong_credentials: 401,
  account_locked: 403,
  /** Signed in, but `access` says no. */
  not_allowed: 403,
  /** A request that changes something came from a page of another site. */
  foreign_origin: 403,
  /** Does not exist, or may not be seen: the two are never told apart. */
  not_found: 404,
  /** Somebody else acted first; the page shows an older moment. */
  stale: 409,
  /** A comment that its author has taken away. */
  comment_deleted: 409,
  /** A comment on what somebody suggested and has taken back. */
  suggestion_withdrawn: 409,
  /** Somebody who is spoken to (@) could not read it: no part in the draft, or outside those it is for. */
  mention_unreadable: 422,
  /** What is for one's own unit, of somebody who belongs to none. */
  no_unit: 422,
  /** The text is another than the one that was on the page of who approves it or passes it on. */
  text_changed: 409,
  /** What nobody has decided on yet: `detail.count` suggestions. */
  open_suggestions: 409,
  /** The act does not fit the draft's state. */
  wrong_state: 409,
  too_large: 413,
  too_many_requests: 429,
  /**
   * What was asked for took too long or too much memory and was given up; nothing has changed. `detail.reason`: `late`,
   * `memory`, `crashed`, or `again` when the same text was given up a few minutes ago and is not tried again yet.
   */
  too_heavy: 422,
  /** The same of a PDF at /verify: nothing can be said about it. */
  pdf_too_heavy: 422,
  wrong_setup_token: 403,
  already_set_up: 409,
  /** PIN does not open the key. Nothing was frozen or numbered. */
  wrong_pin: 422,
  /** No usable signing key: none, retired, expired or not yet valid. */
  no_key: 422,
  /** A file that is not a PKCS#12 key, or one this program cannot read. */
  bad_key: 422,
  /** The format checker found faults; `detail` carries them. */
  format_faults: 422,
  /** The signature block names somebody else (`detail.name`) than the person who is about to sign. */
  other_signer: 409,
  /** The agency has no open register for this kind of document. */
  no_register: 409,
  /** Number and symbol (`detail.number`) stand in another register of the agency's year (`detail.register`). Nothing was frozen. */
  number_taken: 409,
  /** Not on record for the agency's seal today; `detail.reason`: `none`, `not_yet`, `over`, `ended`, with `detail.date`. */
  no_seal_right: 403,
  /**
   * The closing part says "for somebody" (`detail.form`, `detail.title`) and that is not on record for this person today;
   * `detail.reason`: `none`, `not_yet`, `over`, `ended`, `other_kind`, with `detail.date`. Nothing was frozen or numbered.
   */
  no_delegation: 409,
  /** The number that was kept cannot be taken; `detail.reason`: `gone`, `used`, `other_register`, `other_day`. Nothing was frozen. */
  reserved_number: 409,
  /** As many templates as one person, or one office, may have (`detail.most`). */
  templates_full: 409,
  /** As many comments as one thread may have (`detail.most`). */
  thread_full: 409,
  /** As many letters as all comments of a draft may have (`detail.most`). */
  talk_full: 409,
  /** As many versions as may be kept on demand of one draft (`detail.most`). */
  versions_full: 409,
  /** The text is another than the one that was approved. Nothing was frozen or numbered. */
  changed_since_approval: 409,
  /** The stored text holds what cannot be read; the draft's page shows the way back. */
  broken_text: 422,
  /** The text holds something that the typesetter cannot print; nothing was frozen or numbered. */
  cannot_be_printed: 422,
  /** The PDF could not be made; the number and the frozen text are safe. */
  typeset_failed: 500,
  /** The signature could not be made; the number and the frozen text are safe. */
  signing_failed: 500,
  /** The key's token, machine or service does not answer (`detail.reason`). */
  key_unreachable: 503,
  /** Whoever was asked on their device did not answer in time; number and frozen text are safe. */
  not_answered: 409,
  /** The one-time password is wrong, used or too old (`detail.remaining` tries); the request waits on. */
  wrong_otp: 422,
  /** Whoever comes back from a service's page does not come from where this browser was sent last; nothing was signed. */
  return_foreign: 403,
  /** The same confirmation came a second time; it counts once. */
  return_used: 409,
  /** It came after the request had ended, or too long after the page was opened; nothing was signed. */
  return_late: 409,
  /** Whoever was asked on their device refused; number and frozen text are safe. */
  sign_refused: 409,
  /** What came back is no signature of that certificate over these bytes; it is kept on record, and in no file. */
  wrong_signature: 422,
  /** The day that the paper carries (`detail.date`) is over: it is not signed any more, its number is cancelled. */
  day_over: 409,
  /** The Word file could not be made; nothing has been issued yet. */
  word_failed: 500,
  /** An upload that is no PDF. */
  not_a_pdf: 422,
  /** An upload that is no Word file, or one that is refused; `detail` says why (`reason`) and where (`what`). */
  bad_word_file: 422,
  /** An upload that is no list of people, or one that is refused; `detail.reason` says why. */
  bad_sheet: 422,
  /** An upload that is no image of ours; `detail.reason` says why: an ImageFault of document/image.ts. */
  bad_image: 422,
  /** The text shows images (`detail.count`) whose bytes this draft does not have; nothing was frozen or numbered. */
  image_missing: 422,
  /** The database does not answer. */
  unavailable: 503,
  /** The answer took longer than a person waits; what was asked for may still be done. */
  took_too_long: 504,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

/** An expected failure. Anything else that is thrown is a fault of ours: logged whole, shown as "unexpected". */
export class AppError extends Error {
  readonly code: ErrorCode
  /** For the sentence's blanks and for the form (field names, findings). Never a secret. */
  readonly detail: Record<string, unknown>

  constructor(code: ErrorCode, detail: Record<string, unknown> = {}) {
    super(code)
    this.name = 'AppError'
    this.code = code
    this.detail = detail
  }

  get status(): number {
    return ERROR_STATUS[this.code]
  }
}
