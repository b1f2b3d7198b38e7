/** What the server tells while a key is tried: one JSON object a line. */
import { z } from 'zod'
import { errorCode } from '../../error-code.ts'
import { readLines } from '../../ndjson.ts'
import { keyFailure } from '../key-failure-told.ts'

const trialEvent = z.union([
  z.object({ step: z.literal('asked'), code: z.string() }),
  z.object({ done: z.literal(true) }),
  /** Null: unexpected; the server's log knows more. */
  z.object({ failed: errorCode.nullable(), ...keyFailure }),
])
export type TrialEvent = z.infer<typeof trialEvent>

/** Throws when the line is lost, or something else answers. */
export async function* tryKey(keyId: string, pin: string | undefined): AsyncGenerator<TrialEvent> {
  const answer = await fetch('/keys/try', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ keyId, ...(pin !== undefined && { pin }) }),
  })
  if (!answer.ok || !answer.body) throw new Error('no trial')
  yield* readLines(answer.body, trialEvent)
}
