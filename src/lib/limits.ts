/** How long what people write may be, in UTF-16 units: the server refuses more, and the fields of the pages take no more. */
export const LIMITS = {
  /** Why a draft is given back, cancelled, voided; the message with which it is handed on. */
  reason: 2_000,
  /** Trích yếu. */
  subject: 2_000,
  templateName: 200,
  comment: 10_000,
  /** What a comment keeps of the passage it is about; a longer one is cut. */
  quote: 1_000,
  /** The fewest. */
  passwordFrom: 10,
} as const
