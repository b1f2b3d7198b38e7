import { randomInt } from 'node:crypto'
import os from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'
import { LIMITS } from '../../src/lib/limits.ts'

/** OWASP's recommendation for argon2id (the library's own default algorithm): 19 MiB, two passes. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Of a one-time password; see `hashOneTimePassword`. */
const ONE_TIME_ARGON2 = { memoryCost: 1_024, timeCost: 1, parallelism: 1 }
const ONE_TIME_LENGTH = 12
/** Without 0/O, 1/l/I: it is read aloud or from paper. */
const ONE_TIME_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** One that is shown for proof; its rules were checked when it was set. */
export const knownPassword = z.string('required').min(1, 'required').max(1000, 'too_long')

/** NIST SP 800-63B: length counts, composition rules do not; NFKC, so that it can be typed on any keyboard. */
export const newPassword = z
  .string('required')
  .min(LIMITS.passwordFrom, 'password_short')
  .max(200, 'too_long')
  .refine((text) => new Set(text).size >= 5, 'password_simple')

/** Hashing at once: a crowd at the door must leave a core to those who write. */
const AT_ONCE = Math.max(1, os.availableParallelism() - 1)
const waiting: (() => void)[] = []
let hashing = 0

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (hashing < AT_ONCE) hashing++
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else hashing--
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFKC'), ARGON2))
}

/**
 * Of a one-time password: drawn by chance, so that a dear hash protects it no better than a cheap one (its 59 bits do), and
 * 500 people of an import do not take a quarter of a minute of everybody's cores.
 */
export function hashOneTimePassword(password: string): Promise<string> {
  return hash(password, ONE_TIME_ARGON2)
}

/**
 * Compares against hashes of nothing as well, one of either cost: the same work for a name that nobody has, for somebody
 * who has a one-time password and for everybody else, so that the time taken tells nothing.
 */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const isOneTime = passwordHash?.includes(`$m=${ONE_TIME_ARGON2.memoryCost},`)
  const dear = (isOneTime ? undefined : passwordHash) ?? (await nobody.dear)
  const cheap = (isOneTime ? passwordHash : undefined) ?? (await nobody.cheap)
  const given = password.normalize('NFKC')
  const [fitsDear, fitsCheap] = await inTurn(async () => [
    await verify(dear, given, ARGON2),
    await verify(cheap, given, ONE_TIME_ARGON2),
  ])
  return passwordHash !== undefined && (isOneTime ? fitsCheap : fitsDear) === true
}

const NOBODY = 'nobody has this password'
const nobody = { dear: hashPassword(NOBODY), cheap: hashOneTimePassword(NOBODY) }

/** About 59 bits: enough for the days until it is replaced, behind the limits on attempts. */
export function oneTimePassword(): string {
  const letters = Array.from({ length: ONE_TIME_LENGTH }, () => ONE_TIME_ALPHABET[randomInt(ONE_TIME_ALPHABET.length)])
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}
