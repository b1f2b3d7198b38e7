/** What the server tells while a document is being finalized, sealed or issued: one JSON object a line. */
import { z } from 'zod'
import { errorCode } from '../../error-code.ts'
import { readLines } from '../../ndjson.ts'
import { keyFailure } from '../../ui/key-failure-told.ts'
import { ISSUE_STEPS } from '../../vocabulary.ts'

const CEREMONY_STEPS = ['numbered', 'asked', ...ISSUE_STEPS] as const
export type CeremonyStep = (typeof CEREMONY_STEPS)[number]

const ceremonyEvent = z.union([
  z.object({ step: z.enum(CEREMONY_STEPS), number: z.string().optional() }),
  z.object({ done: z.literal(true) }),
  /** Null: unexpected; the server's log knows more. */
  z.object({ failed: errorCode.nullable(), ...keyFailure }),
])

export type CeremonyEvent = z.infer<typeof ceremonyEvent>

/** Reads the stream line by line. Throws when the line is lost or something else answers. */
export const readEvents = (body: ReadableStream<Uint8Array>): AsyncGenerator<CeremonyEvent> =>
  readLines(body, ceremonyEvent)
