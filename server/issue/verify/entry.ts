/** What the register tells the public about an issued document. */
import { and, eq, sql } from 'drizzle-orm'
import { numberAndSymbol } from '../../../src/lib/document/print/lines.ts'
import type { Queryable } from '../../database/connect.ts'
import { drafts, frozenRevisions, issuedFiles, registerEntries } from '../../database/tables.ts'

export interface PublicEntry {
  agency: string
  kind: string
  /** "15/QĐ-UBND". */
  numberLine: string
  /** yyyy-MM-dd. */
  documentDate: string
  subject: string
  signerName: string
  signerPosition: string
  issuedAt: Date | null
  verifyCode: string
  /** SHA-256 of the frozen revision. */
  revisionHash: string
  /** SHA-256 of the issued PDF. */
  fileSha256: string | null
}

/** Null before it is issued: until then nothing is public. */
export async function readEntry(db: Queryable, draftId: string): Promise<PublicEntry | null> {
  const [row] = await db
    .select({
      entry: registerEntries,
      // As the document itself says it: the agency may be called otherwise by now.
      agency: sql<string>`${frozenRevisions.document} #>> '{fields,agencyFullName}'`,
      revision: frozenRevisions,
      sha256: issuedFiles.sha256,
    })
    .from(registerEntries)
    .innerJoin(drafts, and(eq(drafts.id, registerEntries.draftId), eq(drafts.state, 'issued')))
    .innerJoin(frozenRevisions, eq(frozenRevisions.draftId, registerEntries.draftId))
    .leftJoin(issuedFiles, and(eq(issuedFiles.draftId, registerEntries.draftId), eq(issuedFiles.kind, 'pdf-sealed')))
    .where(eq(registerEntries.draftId, draftId))
  if (!row) return null
  const { entry, agency, revision, sha256 } = row
  return {
    agency,
    kind: entry.kind,
    numberLine: numberAndSymbol(entry.number, entry.symbol),
    documentDate: entry.documentDate,
    subject: entry.subject,
    signerName: entry.signerName,
    signerPosition: entry.signerPosition,
    issuedAt: entry.issuedAt,
    verifyCode: revision.verifyCode,
    revisionHash: revision.hash,
    fileSha256: sha256,
  }
}
