/** Why a key did not open, in words: told before it closes for good, and with what can be done. */
import { m } from '$lib/paraglide/messages'
import type { ErrorCode } from '../errors.ts'
import { errorText } from './errors.ts'
import { faultText, isFaultCode } from './faults.ts'

/** `remaining`: tries that are left, where that is known. */
export function wrongPinText(said: string, remaining: number | undefined): string {
  if (remaining === undefined) return said
  if (remaining === 0) return `${said} ${m.finalize_pin_none()}`
  return `${said} ${remaining === 1 ? m.finalize_pin_last() : m.finalize_pin_remaining({ count: remaining })}`
}

/** `reason`: of a key that cannot be reached. */
export function keyFailureText(code: ErrorCode, reason: string | undefined): string {
  const why = reason === undefined ? undefined : reachText(reason)
  return why === undefined ? errorText(code) : `${why} ${m.finalize_not_signed()}`
}

/** Why a token or machine does not answer; undefined where only its own number is known. */
export function reachText(reason: string): string | undefined {
  const code = `key_${reason}`
  return isFaultCode(code) ? faultText(code) : undefined
}
