/** /verify/<code>: what stands behind the code printed on a page. Needs no sign-in. */
import { eq } from 'drizzle-orm'
import { frozenRevisions, trustedAuthorities } from '../../database/tables.ts'
import { newestPdf } from '../generations.ts'
import type { Ground } from '../ground.ts'
import { readVerifyCode } from '../revision.ts'
import { type PublicEntry, readEntry } from './entry.ts'
import { asIssued, type NamedSignature, nameSigners } from './signers.ts'

export interface CodeResult {
  entry: PublicEntry
  /** Of the issued PDF as it is kept here. */
  signatures: NamedSignature[]
}

/** Null for a code that names nothing issued or cancelled; how it was typed (case, spaces, O for 0) does not matter. */
export async function verifyCode(ground: Ground, typed: string): Promise<CodeResult | null> {
  const code = readVerifyCode(typed)
  if (!code) return null
  const { db } = ground
  const [revision] = await db.select().from(frozenRevisions).where(eq(frozenRevisions.verifyCode, code))
  const entry = revision && (await readEntry(db, revision.draftId))
  if (!revision || !entry) return null
  const [file, authorities] = await Promise.all([
    entry.cancelledAt ? null : newestPdf(db, revision.draftId),
    db.select().from(trustedAuthorities),
  ])
  const signatures = file
    ? asIssued(
        await ground.examineSignatures(
          { pdf: file.bytes, trust: { authorities, now: ground.now() } },
          { urgency: 'answer', about: revision.draftId, same: revision.hash },
        ),
      )
    : []
  return { entry, signatures: nameSigners(signatures, entry, signatures.length) }
}
