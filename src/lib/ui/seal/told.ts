/** What the server tells while a batch is sealed, or signed. */
import { z } from 'zod'
import { errorCode } from '$lib/error-code.ts'
import { keyFailure } from '../key-failure-told.ts'

/** `failed` null: unexpected; the server's log knows more. */
export const batchEvent = z.union([
  z.object({ paper: z.string(), step: z.enum(['asked', 'sealed', 'issued', 'signed']) }),
  z.object({ paper: z.string(), step: z.literal('numbered'), number: z.string() }),
  z.object({ paper: z.string(), failed: errorCode.nullable() }),
  /** The batch did not begin. */
  z.object({ refused: errorCode.nullable(), ...keyFailure }),
  z.object({ done: z.literal(true) }),
])
export type BatchEvent = z.infer<typeof batchEvent>
