import type { ErrorCode } from '../errors.ts'

/** What came of a journey to a service's page that has just ended badly. */
export interface Returned {
  code: ErrorCode
  reason: string | undefined
}
