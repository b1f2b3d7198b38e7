/** /verify/<code>: what stands behind the code printed on a page. Needs no sign-in. */
import { and, eq } from 'drizzle-orm'
import { frozenRevisions, issuedFiles, trustedAuthorities } from '../../database/tables.ts'
import type { Ground } from '../ground.ts'
import { readVerifyCode } from '../revision.ts'
import { readEntry, type PublicEntry } from './entry.ts'
import { inspect, report, type SignatureReport } from './report.ts'

export interface CodeResult {
  entry: PublicEntry
  /** Of the issued PDF as it is kept here. */
  signatures: SignatureReport[]
}

/** Null for a code that names nothing issued; how it was typed (case, spaces, O for 0) does not matter. */
export async function verifyCode(ground: Ground, typed: string): Promise<CodeResult | null> {
  const code = readVerifyCode(typed)
  if (!code) return null
  const { db } = ground
  const [revision] = await db.select().from(frozenRevisions).where(eq(frozenRevisions.verifyCode, code))
  const entry = revision && (await readEntry(db, revision.draftId))
  if (!revision || !entry) return null
  const sealed = and(eq(issuedFiles.draftId, revision.draftId), eq(issuedFiles.kind, 'pdf-sealed'))
  const [[file], authorities] = await Promise.all([
    db.select().from(issuedFiles).where(sealed),
    db.select().from(trustedAuthorities),
  ])
  return {
    entry,
    signatures: file ? report(await inspect(file.bytes), file.bytes.length, authorities, ground.now()).signatures : [],
  }
}
