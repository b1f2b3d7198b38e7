import { CompanionFailure, listKeys } from './client.ts'
import { type Fault, FAULTS } from './protocol.ts'

/**
 * Whether the token with this certificate (DER in base64) is plugged into this PC and can still sign: known before anything is
 * frozen, and without a PIN. Throws a CompanionFailure.
 */
export async function needKeyHere(certificate: string): Promise<void> {
  const { tokens, failed } = await listKeys()
  const token = tokens.find(({ certificates }) => certificates.some(({ der }) => der === certificate))
  if (token) {
    if (token.pin === 'locked') throw new CompanionFailure('pin_locked')
    return
  }
  // A module that does not answer may hold it.
  const reason = failed.map((one) => one.reason).find(isFault)
  throw new CompanionFailure(tokens.length > 0 ? 'no_key' : (reason ?? 'token_gone'))
}

const isFault = (reason: string): reason is Fault => FAULTS.some((one) => one === reason)
