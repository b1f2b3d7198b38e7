/** A PKCS#12 file with more than one private key: taken apart, so that it is known which one signs. */
import * as pkijs from 'pkijs'
import { AppError } from '../../../src/lib/errors.ts'
import { type OpenKey, openKey } from '../pki/open.ts'

const KEY_BAG = '1.2.840.113549.1.12.10.1.1'
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2'
/** Nobody has so many; each costs opening the file once more. */
const MOST_KEYS = 8
const MAC_HASH = 'SHA-256'

export interface Candidate {
  /** The file with this key alone, under the same PIN. */
  pkcs12: Uint8Array
  key: OpenKey
}

/**
 * Every key of the file that has its certificate there; one or more. Throws as `openKey` does, and `bad_key {reason:
 * 'several_keys'}` when there are several that cannot be told apart without laying one bare.
 */
export async function openKeys(pkcs12: Uint8Array, pin: string): Promise<Candidate[]> {
  const key = await openKey(pkcs12, pin)
  const { bags, others, iterations } = await readBags(pkcs12, key.pin)
  if (bags.length < 2) return [{ pkcs12, key }]
  if (bags.length > MOST_KEYS || bags.some(({ bagId }) => bagId === KEY_BAG)) throw severalKeys()
  const candidates: Candidate[] = []
  for (const bag of bags) {
    const alone = await pack([bag, ...others], key.pin, iterations)
    try {
      const opened = await openKey(alone, key.pin)
      if (!candidates.some((one) => Buffer.from(one.key.certificate).equals(opened.certificate)))
        candidates.push({ pkcs12: alone, key: opened })
    } catch (failure) {
      if (!isWithoutCertificate(failure)) throw failure // a key without one can sign nothing
    }
  }
  return candidates
}

async function readBags(pkcs12: Uint8Array, pin: string) {
  const file = pkijs.PFX.fromBER(new Uint8Array(pkcs12).buffer)
  const password = bytesOf(pin)
  await file.parseInternalValues({ password })
  const safe = file.parsedValue?.authenticatedSafe
  if (!safe) throw new Error('a PKCS#12 file that opened has no contents')
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) })
  const contents: { value: pkijs.SafeContents }[] = safe.parsedValue.safeContents
  const all = contents.flatMap(({ value }) => value.safeBags)
  const isKey = ({ bagId }: pkijs.SafeBag) => bagId === KEY_BAG || bagId === SHROUDED_KEY_BAG
  return {
    bags: all.filter(isKey),
    others: all.filter((bag) => !isKey(bag)),
    iterations: file.macData?.iterations ?? 1,
  }
}

/** The key stays shrouded as it was; certificates need not be hidden. */
async function pack(safeBags: pkijs.SafeBag[], pin: string, iterations: number): Promise<Uint8Array> {
  const safe = new pkijs.AuthenticatedSafe({
    parsedValue: { safeContents: [{ privacyMode: 0, value: new pkijs.SafeContents({ safeBags }) }] },
  })
  await safe.makeInternalValues({ safeContents: [{}] })
  const file = new pkijs.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe: safe } })
  const hash = { pbkdf2HashAlgorithm: MAC_HASH, hmacHashAlgorithm: MAC_HASH }
  await file.makeInternalValues({ password: bytesOf(pin), iterations, ...hash })
  return new Uint8Array(file.toSchema().toBER())
}

function bytesOf(pin: string): ArrayBuffer {
  return new Uint8Array(new TextEncoder().encode(pin)).buffer
}

const severalKeys = () => new AppError('bad_key', { reason: 'several_keys', keys: [] })

function isWithoutCertificate(failure: unknown): boolean {
  return failure instanceof AppError && failure.detail.reason === 'no_certificate_for_key'
}
