import { z } from 'zod'
import { errorCode } from '$lib/error-code.ts'
import type { Returned } from '$lib/ui/returned.ts'

const told = z.object({ returned: errorCode, reason: z.string().max(40).optional() })

/** What came of a journey to a service's page, as signing/return adds it to a page's address. */
export function returnedFrom(query: URLSearchParams): Returned | null {
  const read = told.safeParse(Object.fromEntries(query))
  return read.success ? { code: read.data.returned, reason: read.data.reason } : null
}
