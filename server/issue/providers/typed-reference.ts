/** What is known of a request that waits for a one-time password, as it stands in its reference. No secret. */
import { z } from 'zod'

const shape = z.object({
  /** The service wants a PIN as well. */
  needsPin: z.boolean(),
  /** When one was sent last; null where the holder's own device makes them. */
  sentAtMs: z.number().nullable(),
  /** What it is to be an answer to, where the service does not send it to its holder. */
  challenge: z.string().nullable(),
})
export type CodeReference = z.infer<typeof shape>

export const codeReference = (told: CodeReference): string => JSON.stringify(told)

/** Null of a request of another kind. */
export function readCodeReference(reference: string): CodeReference | null {
  try {
    return shape.parse(JSON.parse(reference))
  } catch {
    return null
  }
}
