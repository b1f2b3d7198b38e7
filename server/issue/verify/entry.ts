/** What the register tells the public about an issued document. */
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { numberAndSymbol } from '../../../src/lib/document/print/lines.ts'
import type { DraftState } from '../../../src/lib/vocabulary.ts'
import type { Queryable } from '../../database/connect.ts'
import { drafts, frozenRevisions, issuedFiles, paperSignatures, registerEntries } from '../../database/tables.ts'

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
  /** When its number was cancelled: it was frozen and never issued. */
  cancelledAt: Date | null
  /** Given back when it was cancelled: the register knows nothing of it, and another paper may bear it now. */
  isReturned: boolean
  verifyCode: string
  /** It was signed by hand on paper: its file is the scan, with the agency's signature alone. */
  isByHand: boolean
  /** SHA-256 of the frozen revision. */
  revisionHash: string
  /** SHA-256 of the issued PDF as it is given out now. */
  fileSha256: string | null
}

/** In which a paper is known to the public: by its code, and by its files. */
export const PUBLIC_STATES = ['issued', 'voided'] as const satisfies readonly DraftState[]

const givenOut = sql<string | null>`(
  select ${issuedFiles.sha256} from ${issuedFiles}
  where ${and(eq(issuedFiles.draftId, registerEntries.draftId), inArray(issuedFiles.kind, ['pdf-sealed', 'pdf-archived']))}
  order by ${issuedFiles.kind}, ${issuedFiles.n} desc limit 1
)`

/**
 * Null before it is issued: until then nothing is public. Of a number that was cancelled its holder learns that, and
 * nothing of what the paper was about.
 */
export async function readEntry(db: Queryable, draftId: string): Promise<PublicEntry | null> {
  const [row] = await db
    .select({
      entry: registerEntries,
      // As the document itself says it: the agency may be called otherwise by now, and a name is compared with the paper's.
      agency: sql<string>`${frozenRevisions.document} #>> '{fields,agencyFullName}'`,
      signerName: sql<string>`${frozenRevisions.document} #>> '{fields,signerName}'`,
      revision: frozenRevisions,
      sha256: givenOut,
      isByHand: isNotNull(paperSignatures.draftId),
    })
    .from(registerEntries)
    .innerJoin(drafts, and(eq(drafts.id, registerEntries.draftId), inArray(drafts.state, PUBLIC_STATES)))
    .innerJoin(frozenRevisions, eq(frozenRevisions.draftId, registerEntries.draftId))
    .leftJoin(paperSignatures, eq(paperSignatures.draftId, registerEntries.draftId))
    .where(eq(registerEntries.draftId, draftId))
  if (!row) return null
  const { entry, agency, signerName, revision, sha256, isByHand } = row
  const { voidedAt } = entry
  return {
    agency,
    kind: entry.kind,
    numberLine: numberAndSymbol(entry.number, entry.symbol, entry.suffix),
    documentDate: entry.documentDate,
    subject: voidedAt ? '' : entry.subject,
    signerName: voidedAt ? '' : signerName.trim(),
    signerPosition: voidedAt ? '' : entry.signerPosition,
    issuedAt: entry.issuedAt,
    cancelledAt: voidedAt,
    isReturned: entry.numberReturned,
    verifyCode: revision.verifyCode,
    isByHand: Boolean(isByHand),
    revisionHash: revision.hash,
    fileSha256: voidedAt ? null : sha256,
  }
}
