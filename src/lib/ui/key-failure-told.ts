import { z } from 'zod'

/** Of a key that did not open: tries of its PIN that are left before it closes, or why it cannot be reached. */
export const keyFailure = { remaining: z.number().optional(), reason: z.string().optional() }
export type KeyFailure = z.infer<z.ZodObject<typeof keyFailure>>
