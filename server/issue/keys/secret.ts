/**
 * The secret that locks the keys together with their PINs (pki/vault.ts): KEY_SECRET, else a file beside the data. It is
 * never in the database, which only knows by what it is recognised, so that a wrong one is found at the start.
 */
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Database } from '../../database/connect.ts'
import { keySecrets } from '../../database/tables.ts'
import { secretCheck } from '../pki/vault.ts'

const FILE = 'key-secret'

/** Throws an Error whose message says how to mend it. `given`: KEY_SECRET. `made`: where the file was written just now. */
export async function readKeySecret(
  db: Database,
  { given, dataDir }: { given: string | undefined; dataDir: string },
): Promise<{ secret: Uint8Array; made: string | null }> {
  const file = path.join(dataDir, FILE)
  const source = given === undefined ? `the file ${file}` : 'KEY_SECRET'
  const [known] = await db.select().from(keySecrets)
  const kept = given ?? (await readIfThere(file))
  if (kept === null && known)
    throw new Error(
      `The signing keys in this database are locked with a secret, and neither KEY_SECRET nor ${file} is there. ${MEND}`,
    )
  const made = kept === null && (await make(file)) ? file : null
  const text = kept ?? (await readIfThere(file)) ?? ''
  const secret = Buffer.from(text, 'utf8')
  await db
    .insert(keySecrets)
    .values({ recognised: secretCheck(secret) })
    .onConflictDoNothing()
  const [now] = await db.select().from(keySecrets) // another node may have been first
  if (!now || !timingSafeEqual(now.recognised, secretCheck(secret)))
    throw new Error(`The signing keys in this database are locked with another secret than that of ${source}. ${MEND}`)
  return { secret, made }
}

const MEND =
  'Set KEY_SECRET to the secret of the installation that made the database (all nodes have the same), or put its file ' +
  'back from the backup. If it is lost for good, empty the table key_secrets as the owner of the tables: every signing key must then be brought in again.'

async function readIfThere(file: string): Promise<string | null> {
  try {
    const text = (await readFile(file, 'utf8')).trim()
    if (text === '') throw new Error(`${file} is empty. ${MEND}`)
    return text
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return null
    throw error
  }
}

/** Whole or not at all. False when another process with the same folder was first. */
async function make(file: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}` // processes of two containers may have the same number
  try {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
    await link(draft, file)
    return true
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`The secret that locks the signing keys could not be kept (${why}). Set KEY_SECRET instead.`, {
      cause: error,
    })
  } finally {
    await rm(draft, { force: true })
  }
}

const isFileError = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code
