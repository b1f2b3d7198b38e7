/** The sentence for an expected failure, in the language of the page. */
import type { ErrorCode } from '$lib/errors.ts'
import { m } from '$lib/paraglide/messages'

export const errorText = (code: ErrorCode): string => m[`error_${code}`]()
